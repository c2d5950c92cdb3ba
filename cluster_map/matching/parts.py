"""The parts of a match. Each turns what is known of a place into a value from 0 to 1, with its facts.

A value is ``None`` where nothing was asked or nothing is on file: it counts no points, and the reader is
told so. How a value follows from the facts is said in ``texts/partners.toml`` beside the bar.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from cluster_map.atlas import Record
from cluster_map.domain import MatchPart
from cluster_map.matching.ground import Ground, Quotient, Text
from cluster_map.matching.question import Question, home_country, home_region
from cluster_map.matching.terms import Word, words_of

NAMED, TOLD, OF_MEMBERS = 1.0, 0.5, 0.3
"""What a word is worth by where it stands."""

TWICE_JAPAN = 2.0
"""A location quotient of this and more is worth all."""

RESEARCH_ENOUGH = 3
FAIRS_ENOUGH = 5
OFFICE_IN_JAPAN_KM = (20.0, 120.0)
OFFICE_ABROAD_KM = (50.0, 800.0)
"""Up to the first an office is worth all, from the second nothing."""

SAME_REGION, SAME_COUNTRY, SAME_REGION_OTHER_SECTOR, SAME_COUNTRY_OTHER_SECTOR = 0.7, 0.6, 0.45, 0.3
EACH_ELSEWHERE, MOST_ELSEWHERE = 0.1, 3
"""An earlier tie-up of the sector with anybody abroad is worth a little too: the place knows how."""

OWN_PREFECTURE, OWN_PREFECTURE_OTHER_SECTOR, OWN_REGION_OF_JAPAN = 0.7, 0.5, 0.4


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of one place: the value, what it rests on, and the record that says so."""

    value: float | None
    facts: Mapping[str, Any] = field(default_factory=dict)
    backed_by: Record | None = None
    """The record whose source and evidence stand behind the value; ``None`` where there is none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question made ready: its words read once, its home looked up once."""

    question: Question
    sectors: frozenset[str]
    words: tuple[Word, ...]
    region: str | None
    country: str | None

    @classmethod
    def of(cls, ground: Ground, question: Question) -> "Asked":
        return cls(
            question=question,
            sectors=frozenset(question.sectors),
            words=words_of(ground.blot(question.words)),
            region=home_region(ground.atlas, question),
            country=home_country(ground.atlas, question),
        )


def between(km: float, limits: tuple[float, float]) -> float:
    """1 up to the first limit, 0 from the second, falling evenly between."""
    near, far = limits
    return max(0.0, min(1.0, (far - km) / (far - near)))


def sector_part(asked: Asked, has: Collection[str], record: Record) -> Finding:
    """The share of the asked sectors that a place has, and of its sectors that are asked for: their mean."""
    if not asked.sectors:
        return Finding(None)
    shared = asked.sectors & set(has)
    value = (len(shared) / len(asked.sectors) + len(shared) / len(has)) / 2 if has else 0.0
    return Finding(value, {"shared": shared, "has": tuple(has)}, record)


def theme_part(asked: Asked, text: Text, rarity: Mapping[str, float], record: Record) -> Finding:
    """The share of the asked words that a place has, rare words counting more."""
    if not asked.words:
        return Finding(None, {"empty": bool(asked.question.words.strip())})
    unknown = rarity[""]
    most = total = 0.0
    found: list[str] = []
    missing: list[str] = []
    for word in asked.words:
        importance = sum(rarity.get(term, unknown) for term in word.terms) / len(word.terms)
        credit = sum(_credit(term, text) for term in word.terms) / len(word.terms)
        most += importance
        total += importance * credit
        (found if credit >= OF_MEMBERS / 2 else missing).append(word.written)
    return Finding(total / most, {"found": tuple(found), "missing": tuple(missing)}, record)


def _credit(term: str, text: Text) -> float:
    if term in text.named:
        return NAMED
    if term in text.told:
        return TOLD
    return OF_MEMBERS if term in text.of_members else 0.0


def strength_part(asked: Asked, cluster: Record, quotients: Mapping[str, Mapping[str, Quotient]]) -> Finding:
    """How concentrated the shared sectors' jobs are in the lead prefecture, against Japan."""
    sectors = [s for s in cluster["sectors"] if s in asked.sectors] or list(cluster["sectors"])
    lead = cluster["prefectures"][0]
    known = [q for s in sectors if (q := quotients.get(s, {}).get(lead)) and q.value is not None]
    if not known:
        return Finding(None, {"sectors": sectors})
    best = max(known, key=lambda q: q.value or 0.0)
    return Finding(
        min(1.0, (best.value or 0.0) / TWICE_JAPAN), {"quotient": best, "prefecture": lead}, best.publication
    )


def research_part(members: tuple[tuple[Record, Record], ...]) -> Finding:
    """Universities and research institutes among the members."""
    value = min(1.0, len(members) / RESEARCH_ENOUGH)
    names = [organisation for _, organisation in members]
    return Finding(value, {"organisations": names}, members[0][0] if members else None)


def tie_ups_part(asked: Asked, ground: Ground, cluster: Record) -> Finding:
    """Earlier tie-ups of the lead prefecture: best with the home itself, a little with anybody."""
    wanted = asked.sectors or set(cluster["sectors"])
    known = ground.tie_ups_of_prefecture.get(cluster["prefectures"][0], ())
    in_sector = [t for t in known if wanted & set(t["sectors"])]
    best, value = _nearest_tie_up(asked, ground, known, wanted)
    elsewhere = [t for t in in_sector if t is not best]
    value += EACH_ELSEWHERE * min(MOST_ELSEWHERE, len(elsewhere))
    backed_by = best or (elsewhere[0] if elsewhere else None)
    return Finding(min(1.0, value), {"tie_up": best, "elsewhere": elsewhere}, backed_by)


def _nearest_tie_up(
    asked: Asked, ground: Ground, known: tuple[Record, ...], wanted: Collection[str]
) -> tuple[Record | None, float]:
    best: tuple[Record | None, float] = (None, 0.0)
    for tie_up in known:
        fits = bool(set(wanted) & set(tie_up["sectors"]))
        if asked.region and tie_up["region"] == asked.region:
            value = SAME_REGION if fits else SAME_REGION_OTHER_SECTOR
        elif asked.country and ground.atlas.regions[tie_up["region"]]["country"] == asked.country:
            value = SAME_COUNTRY if fits else SAME_COUNTRY_OTHER_SECTOR
        else:
            continue
        if value > best[1]:
            best = (tie_up, value)
    return best


def office_part(office: Record, km: float, limits: tuple[float, float]) -> Finding:
    """How far the nearest JETRO office is."""
    return Finding(between(km, limits), {"office": office, "km": km}, office)


def fairs_part(asked: Asked, near: tuple[tuple[Record, float], ...], sectors: Collection[str]) -> Finding:
    """Fairs of the asked sectors within reach, without them those of the cluster's own."""
    wanted = asked.sectors or set(sectors)
    fairs = [(fair, km) for fair, km in near if wanted & set(fair["sectors"])]
    return Finding(min(1.0, len(fairs) / FAIRS_ENOUGH), {"fairs": fairs}, fairs[0][0] if fairs else None)


def cluster_parts(ground: Ground, asked: Asked, cluster: Record) -> dict[MatchPart, Finding]:
    """All parts of a Japanese cluster."""
    around, cluster_id = ground.around, cluster["cluster_id"]
    office, km = around.nearest_office_in_japan[cluster_id]
    return {
        MatchPart.SECTOR: sector_part(asked, cluster["sectors"], cluster),
        MatchPart.THEME: theme_part(asked, ground.cluster_texts[cluster_id], ground.rarity_in_japan, cluster),
        MatchPart.STRENGTH: strength_part(asked, cluster, around.quotients),
        MatchPart.RESEARCH: research_part(around.research_of.get(cluster_id, ())),
        MatchPart.TIE_UPS: tie_ups_part(asked, ground, cluster),
        MatchPart.OFFICE: office_part(office, km, OFFICE_IN_JAPAN_KM),
        MatchPart.FAIRS: fairs_part(asked, around.fairs_near[cluster_id], cluster["sectors"]),
    }


def region_parts(ground: Ground, asked: Asked, region: Record) -> dict[MatchPart, Finding]:
    """All parts of a partner region: what is on file of places abroad are their tie-ups with Japan."""
    region_id = region["region"]
    tie_ups = ground.tie_ups_of_region.get(region_id, ())
    has = tuple(dict.fromkeys(sector for tie_up in tie_ups for sector in tie_up["sectors"]))
    in_sector = [t for t in tie_ups if asked.sectors & set(t["sectors"])]
    record = (in_sector or list(tie_ups) or [region])[0]
    office, km = ground.around.nearest_office_abroad[region_id]
    return {
        MatchPart.SECTOR: sector_part(asked, has, record),
        MatchPart.THEME: theme_part(asked, ground.region_texts[region_id], ground.rarity_abroad, record),
        MatchPart.TIE_UPS: introductions_part(asked, ground, tie_ups),
        MatchPart.OFFICE: office_part(office, km, OFFICE_ABROAD_KM),
    }


def introductions_part(asked: Asked, ground: Ground, tie_ups: tuple[Record, ...]) -> Finding:
    """Who in Japan works with the region already: best the own prefecture, then its neighbours."""
    prefectures, own = ground.atlas.prefectures, asked.question.prefecture
    best: tuple[Record | None, float] = (None, 0.0)
    for tie_up in tie_ups if own else ():
        around = {prefectures[code]["japan_region"] for code in tie_up["prefectures"]}
        if own in tie_up["prefectures"]:
            fits = not asked.sectors or bool(asked.sectors & set(tie_up["sectors"]))
            value = OWN_PREFECTURE if fits else OWN_PREFECTURE_OTHER_SECTOR
        elif own and prefectures[own]["japan_region"] in around:
            value = OWN_REGION_OF_JAPAN
        else:
            continue
        if value > best[1]:
            best = (tie_up, value)
    elsewhere = [t for t in tie_ups if t is not best[0]]
    value = min(1.0, best[1] + EACH_ELSEWHERE * min(MOST_ELSEWHERE, len(elsewhere)))
    backed_by = best[0] or (elsewhere[0] if elsewhere else None)
    return Finding(value, {"tie_up": best[0], "elsewhere": elsewhere}, backed_by)
