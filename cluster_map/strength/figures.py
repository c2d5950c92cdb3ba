"""Published figures by prefecture, and which industry classes stand for a sector.

A figure is a number or the reason why there is none; nothing is filled in. One classification at a
time: levels of two classifications, or of two releases, are never mixed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeGuard

from cluster_map.atlas import Record
from cluster_map.domain import Missing, SectorId
from cluster_map.store import Store

Figure = float | Missing
Figures = Mapping[str, Figure]
"""Prefecture -> figure, one for each of the prefectures."""

CLASSIFICATION_ORDER = (
    "census-of-manufactures",
    "economic-census",
    "prefectural-accounts",
    "prefectural-accounts-detail",
)
"""Where a sector is looked up: the first that has classes for it (and what is asked for) is taken."""


def is_number(figure: Figure) -> TypeGuard[float]:
    return not isinstance(figure, Missing)


def numbers(figures: Figures) -> dict[str, float]:
    """Only what is published."""
    return {code: figure for code, figure in figures.items() if is_number(figure)}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: one industry, or the classes that together stand for a sector.

    ``proxy`` says that the classes hold more than the sector; ``industries`` is empty where no class
    stands for it well enough.
    """

    classification: str
    industries: tuple[str, ...]
    sector: SectorId | None = None
    proxy: bool = False


class Statistics:
    """Lookups over the statistical tables of one store. Read, never change."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @cached_property
    def prefectures(self) -> tuple[str, ...]:
        return tuple(self.store.by_key("prefectures"))

    @cached_property
    def classifications(self) -> Mapping[str, Record]:
        return self.store.by_key("classifications")

    @cached_property
    def industries(self) -> Mapping[str, Mapping[str, Record]]:
        """Classification -> industry -> record, totals included."""
        found: defaultdict[str, dict[str, Record]] = defaultdict(dict)
        for industry in self.store.records("industries"):
            found[industry["classification"]][industry["industry"]] = industry
        return found

    def parts(self, classification: str) -> tuple[str, ...]:
        """The industries of a classification without its totals."""
        return tuple(c for c, i in self.industries[classification].items() if not i["is_total"])

    def total_of(self, classification: str) -> str | None:
        """The industry that is the published total, where there is one."""
        totals = [c for c, i in self.industries[classification].items() if i["is_total"]]
        return totals[0] if totals else None

    @cached_property
    def _cells(self) -> Mapping[tuple[str, int, str, str], Mapping[str, float]]:
        """(classification, year, measure, industry) -> prefecture -> published value."""
        cells: defaultdict[tuple[str, int, str, str], dict[str, float]] = defaultdict(dict)
        table = self.store.table("industry_statistics")
        columns = ("classification", "year", "measure", "industry", "prefecture", "value")
        for *key, prefecture, value in zip(*(table[column].tolist() for column in columns), strict=True):
            classification, year, measure, industry = key
            cells[classification, year, measure, industry][prefecture] = value
        return cells

    @cached_property
    def _reasons(self) -> Mapping[tuple[str, int, str, str, str], Missing]:
        return {
            (g["classification"], g["year"], g["measure"], g["industry"], g["prefecture"]): Missing(
                g["reason"]
            )
            for g in self.store.records("statistics_gaps")
        }

    def hidden_cells(self, classification: str, year: int, measure: str) -> int:
        """How many figures of one year the source keeps secret."""
        return sum(
            (own, when, what) == (classification, year, measure) and reason is Missing.SUPPRESSED
            for (own, when, what, _, _), reason in self._reasons.items()
        )

    @cached_property
    def _publications(self) -> Mapping[tuple[str, int, str], str]:
        table = self.store.table("industry_statistics")
        columns = ("classification", "year", "measure", "publication")
        return {
            (classification, year, measure): publication
            for classification, year, measure, publication in zip(
                *(table[column].tolist() for column in columns), strict=True
            )
        }

    @cached_property
    def _indicators(self) -> Mapping[tuple[str, int], tuple[str, Mapping[str, float]]]:
        """(indicator, year) -> publication, and prefecture -> value."""
        table = self.store.table("prefecture_indicators")
        found: dict[tuple[str, int], tuple[str, dict[str, float]]] = {}
        columns = ("indicator", "year", "publication", "prefecture", "value")
        rows = zip(*(table[column].tolist() for column in columns), strict=True)
        for indicator, year, publication, prefecture, value in rows:
            found.setdefault((indicator, year), (publication, {}))[1][prefecture] = value
        return found

    def years(self, classification: str, measure: str) -> tuple[int, ...]:
        """Years for which a classification has a basic measure, oldest first."""
        found = {year for c, year, m in self._publications if (c, m) == (classification, measure)}
        return tuple(sorted(found))

    def publication(self, classification: str, year: int, measure: str) -> Record:
        """Where the figures of one year come from."""
        return self.store.by_key("publications")[self._publications[classification, year, measure]]

    def industry(self, classification: str, year: int, measure: str, industry: str) -> dict[str, Figure]:
        """One industry by prefecture, each missing figure with its reason."""
        published = self._cells.get((classification, year, measure, industry), {})
        return {
            code: published[code]
            if code in published
            else self._reasons.get((classification, year, measure, industry, code), Missing.NOT_PUBLISHED)
            for code in self.prefectures
        }

    def of(self, subject: Subject, year: int, measure: str) -> dict[str, Figure]:
        """A subject by prefecture: its one industry, or the sum of its classes.

        A sum is missing where one of its parts is kept secret or not published. A class of which the
        source reports no establishment leaves the sum of the others whole.
        """
        parts = [self.industry(subject.classification, year, measure, i) for i in subject.industries]
        return {code: _sum(part[code] for part in parts) for code in self.prefectures}

    def published(self, subject: Subject, year: int, measure: str) -> dict[str, float]:
        """What is published of a subject in each prefecture: for sums over prefectures, never shown alone."""
        cells = [
            self._cells.get((subject.classification, year, measure, industry), {})
            for industry in subject.industries
        ]
        return {code: sum(cell.get(code, 0.0) for cell in cells) for code in self.prefectures}

    def totals(self, classification: str, year: int, measure: str) -> dict[str, float]:
        """All industries by prefecture: the published total, else the sum of what is published."""
        total = self.total_of(classification)
        industries = (total,) if total is not None else self.parts(classification)
        return self.published(Subject(classification, industries), year, measure)

    def indicator(self, indicator: str, year: int) -> tuple[Mapping[str, float], Record]:
        """An indicator by prefecture, and where it comes from.

        Raises
        ------
        KeyError
            For a year without it.
        """
        publication, values = self._indicators[indicator, year]
        return values, self.store.by_key("publications")[publication]

    def indicator_years(self, indicator: str) -> tuple[int, ...]:
        """Years of an indicator, oldest first."""
        return tuple(sorted(year for name, year in self._indicators if name == indicator))

    @cached_property
    def _concordance(self) -> Mapping[tuple[str, str], tuple[Record, ...]]:
        found: defaultdict[tuple[str, str], list[Record]] = defaultdict(list)
        for row in self.store.records("sector_concordance"):
            found[row["sector"], row["classification"]].append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    def concordance(self, sector: str, classification: str) -> tuple[Record, ...]:
        """The classes that have to do with a sector, each with its role and a note."""
        # The classes of 2014 are those of the later censuses: the table has them once.
        shared = {"economic-census-2014": "economic-census"}
        return self._concordance.get((sector, shared.get(classification, classification)), ())

    def sector(self, sector: SectorId, classification: str) -> Subject:
        """The classes that stand for a sector: the ``primary`` ones, without any the ``proxy`` ones.

        ``proxy-weak`` and ``secondary`` classes never count.
        """
        rows = self.concordance(sector, classification)
        for role in ("primary", "proxy"):
            if industries := tuple(row["industry"] for row in rows if row["role"] == role):
                return Subject(classification, industries, sector, proxy=role == "proxy")
        return Subject(classification, (), sector)

    def default_subject(self, sector: SectorId, classifications: Iterable[str]) -> Subject:
        """A sector in the first of these classifications that has classes for it."""
        allowed = [c for c in CLASSIFICATION_ORDER if c in set(classifications)]
        subjects = [self.sector(sector, classification) for classification in allowed]
        return next((subject for subject in subjects if subject.industries), subjects[0])


@cache
def statistics_of(store: Store) -> Statistics:
    """The figures of a store, read once a process."""
    return Statistics(store)


def _sum(parts: Iterable[Figure]) -> Figure:
    total, found, reasons = 0.0, False, []
    for part in parts:
        if is_number(part):
            total, found = total + part, True
        else:
            reasons.append(part)
    hidden = [reason for reason in reasons if reason is not Missing.NO_ESTABLISHMENT]
    if hidden:
        return hidden[0]
    if found:
        return total
    return reasons[0] if reasons else Missing.NO_CLASS
