"""Is a contract open to a firm by treaty? By buyer, kind of contract, value, home and day. Pure.

What is certain is said whatever else is missing; what hangs on a missing answer is ``unknown``.
"""

from dataclasses import dataclass
from enum import StrEnum

from cluster_map.atlas import Record
from cluster_map.domain import Language
from cluster_map.money import yen
from cluster_map.questions import Answers, Category, Home, Tier
from cluster_map.store import Store
from cluster_map.text import say, say_code

TIER_OF_ENTITY = {
    "prefecture": Tier.PREFECTURAL,
    "designated_city": Tier.DESIGNATED_CITY,
    "core_city": Tier.CORE_CITY,
}


class GpaStatus(StrEnum):
    COVERED = "covered"
    EU_ONLY = "eu_only"
    """Open by the EU-Japan agreement alone."""
    NOT_COVERED = "not_covered"
    UNKNOWN = "unknown"


class Ground(StrEnum):
    """Why a contract has its status."""

    REACHES = "reaches"
    REACHES_EU = "reaches_eu"
    BELOW = "below"
    MUNICIPALITY = "municipality"
    HOME_OUTSIDE = "home_outside"
    CORE_CITY_EU_ALONE = "core_city_eu_alone"
    CORE_CITY_NO_WORKS = "core_city_no_works"
    NO_TIER = "no_tier"
    NO_HOME = "no_home"
    NO_DATE = "no_date"
    NO_TICKET = "no_ticket"
    NO_THRESHOLD = "no_threshold"
    BETWEEN_GROUPS = "between_groups"
    LISTED_FOR_EU = "listed_for_eu"
    LISTING_DOUBTFUL = "listing_doubtful"
    UK_CORE_CITY = "uk_core_city"


@dataclass(frozen=True, slots=True)
class Coverage:
    """A status, its ground, and the thresholds that were looked at (two for works of affiliated bodies)."""

    status: GpaStatus
    ground: Ground
    thresholds: tuple[Record, ...] = ()

    @property
    def threshold_jpy(self) -> int | None:
        """The threshold, where there is just one."""
        values = {row["jpy"] for row in self.thresholds}
        return values.pop() if len(values) == 1 else None


def buyers(store: Store) -> dict[str, Record]:
    """Prefectures and cities that a treaty names, by id."""
    return {**store.by_key("gpa_entities"), **store.by_key("epa_core_cities")}


def tier_of(store: Store, answers: Answers) -> str:
    """The tier as answered, else that of the buyer, else unsure."""
    tier: str = answers.get("tier", Tier.UNSURE)
    buyer = answers.get("entity_id")
    if tier == Tier.UNSURE and buyer is not None:
        return TIER_OF_ENTITY[buyers(store)[buyer]["entity_type"]]
    return tier


def contradicts_buyer(store: Store, answers: Answers) -> str | None:
    """The tier of the buyer, where another tier was answered."""
    buyer, tier = answers.get("entity_id"), answers.get("tier", Tier.UNSURE)
    if buyer is None or tier == Tier.UNSURE:
        return None
    right = TIER_OF_ENTITY[buyers(store)[buyer]["entity_type"]]
    return right if right != tier else None


def thresholds(store: Store, tier: str, category: str, day: str) -> tuple[Record, ...]:
    """The thresholds in force on a day: none where none is on file, two where bodies fall into groups."""
    return tuple(
        row
        for row in store.records("gpa_thresholds")
        if row["tier"] == tier
        and row["category"].split("_group_")[0] == category
        and row["period_from"] <= day <= row["period_to"]
    )


def gpa_coverage(store: Store, answers: Answers) -> Coverage:
    """Decide by the answers to ``COVERAGE_QUESTIONS``. Without a category, services are meant."""
    tier, home = tier_of(store, answers), answers.get("home", Home.UNKNOWN)
    if tier == Tier.MUNICIPAL:
        return Coverage(GpaStatus.NOT_COVERED, Ground.MUNICIPALITY)
    if home == Home.NON_GPA:
        return Coverage(GpaStatus.NOT_COVERED, Ground.HOME_OUTSIDE)
    if tier == Tier.UNSURE:
        return Coverage(GpaStatus.UNKNOWN, Ground.NO_TIER)
    category, day = answers.get("category", Category.SERVICES), answers.get("date")
    rows = thresholds(store, tier, category, day) if day is not None else ()
    entity = answers.get("entity_id")
    buyer = buyers(store)[entity] if entity is not None else None
    if tier == Tier.CORE_CITY:
        return _core_city(answers, home, category, buyer, rows)
    if undecided := _without_threshold(answers, rows):
        return undecided
    values = [row["jpy"] for row in rows]
    if answers["ticket_jpy"] < min(values):
        return Coverage(GpaStatus.NOT_COVERED, Ground.BELOW, rows)
    if answers["ticket_jpy"] < max(values):
        return Coverage(GpaStatus.UNKNOWN, Ground.BETWEEN_GROUPS, rows)
    if buyer is not None and not buyer["gpa_covered"] and home != Home.EU:
        return Coverage(GpaStatus.UNKNOWN, Ground.LISTED_FOR_EU, rows)
    if home == Home.UNKNOWN:
        return Coverage(GpaStatus.UNKNOWN, Ground.NO_HOME, rows)
    return Coverage(GpaStatus.COVERED, Ground.REACHES, rows)


def coverage_by_buyer(store: Store, answers: Answers) -> dict[str, GpaStatus]:
    """How this contract would be covered at each buyer on file; core cities matter to EU firms alone."""
    home = answers.get("home")
    return {
        buyer: gpa_coverage(store, {**answers, "entity_id": buyer, "tier": tier}).status
        for buyer, row in buyers(store).items()
        if (tier := TIER_OF_ENTITY[row["entity_type"]]) != Tier.CORE_CITY or home == Home.EU
    }


def _core_city(
    answers: Answers, home: str, category: str, buyer: Record | None, rows: tuple[Record, ...]
) -> Coverage:
    """Core cities are open by the EU-Japan agreement alone, and not for works."""
    if home == Home.UNKNOWN:
        return Coverage(GpaStatus.UNKNOWN, Ground.NO_HOME, rows)
    if home == Home.UK:
        return Coverage(GpaStatus.UNKNOWN, Ground.UK_CORE_CITY, rows)
    if home != Home.EU:
        return Coverage(GpaStatus.NOT_COVERED, Ground.CORE_CITY_EU_ALONE, rows)
    if category == Category.CONSTRUCTION:
        return Coverage(GpaStatus.NOT_COVERED, Ground.CORE_CITY_NO_WORKS)
    if undecided := _without_threshold(answers, rows):
        return undecided
    if answers["ticket_jpy"] < rows[0]["jpy"]:
        return Coverage(GpaStatus.NOT_COVERED, Ground.BELOW, rows)
    if buyer is not None and buyer["eu_epa_listed"] != "likely":
        return Coverage(GpaStatus.UNKNOWN, Ground.LISTING_DOUBTFUL, rows)
    return Coverage(GpaStatus.EU_ONLY, Ground.REACHES_EU, rows)


def _without_threshold(answers: Answers, rows: tuple[Record, ...]) -> Coverage | None:
    """Unknown, where day, threshold or contract value is missing."""
    if "date" not in answers:
        return Coverage(GpaStatus.UNKNOWN, Ground.NO_DATE)
    if not rows:
        return Coverage(GpaStatus.UNKNOWN, Ground.NO_THRESHOLD)
    if "ticket_jpy" not in answers:
        return Coverage(GpaStatus.UNKNOWN, Ground.NO_TICKET, rows)
    return None


def in_words(coverage: Coverage, answers: Answers, language: Language) -> list[str]:
    """Why a contract has its status, the threshold with its period, and how far the value is from it."""
    said = [say_code("ground", coverage.ground, language)]
    if not coverage.thresholds:
        return said
    row, threshold = coverage.thresholds[0], coverage.threshold_jpy
    start, end = row["period_from"], row["period_to"]
    if threshold is None:
        values = [yen(row["jpy"], language) for row in sorted(coverage.thresholds, key=lambda r: r["jpy"])]
        low, high = values[0], values[-1]
        return [*said, say("threshold_two", language, low=low, high=high, start=start, end=end)]
    line = yen(threshold, language)
    said.append(say("threshold_line", language, threshold=line, start=start, end=end))
    if (ticket := answers.get("ticket_jpy")) is not None:
        gap = ticket - threshold
        if gap == 0:
            said.append(say("threshold_at", language, threshold=line))
        elif gap > 0:
            said.append(say("threshold_above", language, threshold=line, gap=yen(gap, language)))
        else:
            said.append(say("threshold_under", language, threshold=line, gap=yen(-gap, language)))
    if row["voluntary_jpy"] is not None:
        said.append(say("threshold_voluntary", language, threshold=yen(row["voluntary_jpy"], language)))
    return said
