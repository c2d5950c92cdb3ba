"""Does the finder find what people found? Each known tie-up is hidden and asked for again.

With a tie-up go all others of the same pair (same partner region, a shared prefecture), and the
partner's names are blotted out of every text and of the question. Asked are the partner region, the
sectors and the theme. It is found when one of its prefectures is among the first five distinct
prefectures of the answer.

Weights were set on one half of the tie-ups only; the figure to quote is that of the other half. Which
half a tie-up is in follows from its id alone.
"""

import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from cluster_map.atlas import Atlas, Record, normalised
from cluster_map.domain import Language
from cluster_map.matching.ground import Ground
from cluster_map.matching.question import Question
from cluster_map.matching.ranking import first_prefectures, match
from cluster_map.matching.terms import joined, terms_of

FIRST = 5
"""Distinct prefectures that are looked at."""

RESULT_FILE = Path(__file__).with_name("held_out.json")

NAME_PARTS = re.compile(r"[(),;/「」()、・]")
SHORTEST_NAME = 3
"""Shorter parts of names are left in the texts: they stand inside other words."""

CONFIDENCE_Z = 1.96
"""For an interval of 95 %."""


class Half(StrEnum):
    """Which tie-ups weights may be set on, and which they are judged by."""

    TUNING = "tuning"
    HELD_OUT = "held-out"


def half_of(tie_up_id: str) -> Half:
    """The half of a tie-up: the last bit of the first byte of its id's SHA-256."""
    return (Half.TUNING, Half.HELD_OUT)[hashlib.sha256(tie_up_id.encode()).digest()[0] % 2]


Hide = Callable[[Atlas, Record], frozenset[str]]


def same_pair(atlas: Atlas, tie_up: Record) -> frozenset[str]:
    """The tie-up and every other of the same partner region with one of its prefectures."""
    return frozenset(
        other["tie_up_id"]
        for other in atlas.tie_ups.values()
        if other["region"] == tie_up["region"] and set(other["prefectures"]) & set(tie_up["prefectures"])
    )


def same_country(atlas: Atlas, tie_up: Record) -> frozenset[str]:
    """Stricter: every tie-up of one of its prefectures with the whole country of the partner."""
    country = atlas.regions[tie_up["region"]]["country"]
    return frozenset(
        other["tie_up_id"]
        for other in atlas.tie_ups.values()
        if atlas.regions[other["region"]]["country"] == country
        and set(other["prefectures"]) & set(tie_up["prefectures"])
    )


def partner_names(atlas: Atlas, tie_up: Record) -> tuple[str, ...]:
    """Names of the partner region, its country and its bodies, whole and in parts; normalised."""
    region = atlas.regions[tie_up["region"]]
    country = atlas.countries[region["country"]]
    names = [
        region["name_en"],
        region["name_local"],
        region["name_ja"],
        country["name_en"],
        country["name_ja"],
        *(
            part
            for record, field in ((region, "bodies"), (tie_up, "partner_bodies"))
            for language in Language
            for body in record[f"{field}_{language}"]
            for part in (body, *NAME_PARTS.split(body))
        ),
    ]
    plain = {normalised(name).strip() for name in names if name}
    # The longest first: a short name may stand inside a long one.
    return tuple(sorted((n for n in plain if len(n) >= SHORTEST_NAME), key=lambda n: (-len(n), n)))


@dataclass(frozen=True, slots=True)
class Trial:
    """One tie-up asked for again: whether each way found it, and how likely pure chance would."""

    tie_up_id: str
    country: str
    found: bool
    by_chance: float
    by_most_clusters: bool
    by_word_overlap: bool


def try_tie_up(atlas: Atlas, tie_up: Record, language: Language, hide: Hide = same_pair) -> Trial:
    """Hide a tie-up and ask for it."""
    names = partner_names(atlas, tie_up)
    ground = Ground(atlas, left_out=hide(atlas, tie_up), blotted=names)
    question = Question(
        home=tie_up["region"], sectors=tie_up["sectors"], words=tie_up[f"theme_{language}"] or ""
    )
    wanted = set(tie_up["prefectures"])

    def has_wanted(prefectures: Iterable[str]) -> bool:
        return not wanted.isdisjoint(prefectures)

    return Trial(
        tie_up_id=tie_up["tie_up_id"],
        country=atlas.regions[tie_up["region"]]["country"],
        found=has_wanted(first_prefectures(match(ground, question), FIRST)),
        by_chance=chance(len(wanted), len(atlas.prefectures)),
        by_most_clusters=has_wanted(most_clusters(atlas, tie_up["sectors"])),
        by_word_overlap=has_wanted(word_overlap(ground, question.words)),
    )


def chance(wanted: int, every: int) -> float:
    """How likely five prefectures drawn blindly hold one of those wanted."""
    return 1 - math.comb(every - wanted, FIRST) / math.comb(every, FIRST)


def most_clusters(atlas: Atlas, sectors: Collection[str]) -> list[str]:
    """The prefectures with most clusters of the sectors, equal ones by their codes."""
    counts = Counter(
        code
        for cluster in atlas.clusters.values()
        if set(sectors) & set(cluster["sectors"])
        for code in cluster["prefectures"]
    )
    return sorted(atlas.prefectures, key=lambda code: (-counts[code], code))[:FIRST]


def word_overlap(ground: Ground, words: str) -> list[str]:
    """The first prefectures when clusters are ordered by the number of shared words alone."""
    asked = terms_of(ground.blot(words))
    fields = ("name", "keywords", "summary")

    def shared(cluster: Record) -> int:
        text = joined(*(cluster[f"{field}_{language}"] for field in fields for language in Language))
        return len(asked & terms_of(ground.blot(text)))

    ordered = sorted(ground.atlas.clusters.values(), key=lambda c: -shared(c))
    found: dict[str, None] = {}
    for cluster in ordered:
        found |= dict.fromkeys(cluster["prefectures"])
    return list(found)[:FIRST]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often a set of tie-ups was found, in shares of 1, with the 95 % interval of our share."""

    tried: int
    found: int
    low: float
    high: float
    by_chance: float
    by_most_clusters: int
    by_word_overlap: int

    @property
    def share(self) -> float:
        return self.found / self.tried


def summed(trials: Sequence[Trial]) -> Outcome:
    """Count trials; there has to be one."""
    found = sum(trial.found for trial in trials)
    low, high = interval(found, len(trials))
    return Outcome(
        tried=len(trials),
        found=found,
        low=round(low, 3),
        high=round(high, 3),
        by_chance=round(sum(trial.by_chance for trial in trials) / len(trials), 3),
        by_most_clusters=sum(trial.by_most_clusters for trial in trials),
        by_word_overlap=sum(trial.by_word_overlap for trial in trials),
    )


def interval(found: int, tried: int) -> tuple[float, float]:
    """Wilson's score interval of a share, 95 %."""
    share, z = found / tried, CONFIDENCE_Z
    middle = (share + z * z / (2 * tried)) / (1 + z * z / tried)
    half = z * math.sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried)) / (1 + z * z / tried)
    return max(0.0, middle - half), min(1.0, middle + half)


def trials_of(
    atlas: Atlas, half: Half, language: Language = Language.ENGLISH, hide: Hide = same_pair
) -> list[Trial]:
    """Try every tie-up of a half, in the order of the table."""
    return [
        try_tie_up(atlas, tie_up, language, hide)
        for tie_up_id, tie_up in atlas.tie_ups.items()
        if half_of(tie_up_id) is half
    ]


def write_result(outcome: Outcome) -> None:
    """Keep the figure that the screen shows."""
    RESULT_FILE.write_text(json.dumps(asdict(outcome), indent=2) + "\n", encoding="utf-8")


def kept_result() -> Outcome:
    """The figure of the held-out half, as it was last computed (a test computes it again)."""
    return Outcome(**json.loads(RESULT_FILE.read_text(encoding="utf-8")))
