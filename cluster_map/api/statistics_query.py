"""The query strings of statistics and labels: checked, or every fault named. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from cluster_map.api.query import read_format, texts_by_name
from cluster_map.domain import LabelMethod, MeasureId, SectorId
from cluster_map.strength.figures import Statistics, Subject
from cluster_map.strength.labels import label_classifications, label_years
from cluster_map.strength.measures import MEASURES, classifications_of, from_years_of, years_of
from cluster_map.strength.quotient import JAPAN, REST, Benchmark
from cluster_map.strength.thresholds import Thresholds, movable, moved, thresholds
from cluster_map.url_state import (
    THRESHOLD,
    Refused,
    listed,
    read_codes,
    read_one_code,
    read_thresholds,
    shown,
)

FORMATS = ("json", "csv")
STATISTICS_PARAMETERS = (
    "measure",
    "sector",
    "industry",
    "classification",
    "year",
    "from",
    "prefecture",
    "benchmark",
    "format",
)
LABEL_THRESHOLDS = tuple(threshold for method in LabelMethod for threshold in movable(method))
LABEL_PARAMETERS = (
    "method",
    "sector",
    "industry",
    "classification",
    "year",
    *(THRESHOLD + threshold for threshold in LABEL_THRESHOLDS),
    "format",
)

Pairs = Sequence[tuple[str, str]]
Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class StatisticsQuery:
    """One measure of one subject. ``from_year`` is there for growth only."""

    measure: MeasureId
    subject: Subject
    year: int
    from_year: int | None
    prefectures: tuple[str, ...]
    benchmark: Benchmark
    format: str


@dataclass(frozen=True, slots=True)
class LabelsQuery:
    """One method for one subject in one year, by thresholds that may be the asker's own."""

    method: LabelMethod
    subject: Subject
    year: int
    cut: Thresholds
    format: str


@dataclass(slots=True)
class _Reading:
    """The texts of a request, and what is wrong with them so far."""

    texts: dict[str, str]
    faults: list[Refused] = field(default_factory=list)

    def refuse(self, name: str, allowed: str) -> None:
        self.faults.append(Refused(name, shown(self.texts.get(name, "")), allowed))

    def code(self, name: str, words: type[Code]) -> Code | None:
        """A parameter that has to be there and say one code."""
        found, problems = read_one_code(name, self.texts.get(name, ""), words)
        self.faults += problems
        return words(found) if found is not None else None

    def year(self, name: str, allowed: Sequence[int], default: int) -> int:
        text = self.texts.get(name)
        if text is None or text in {str(year) for year in allowed}:
            return int(text) if text else default
        self.refuse(name, listed((str(year) for year in allowed), at_most=20))
        return default

    def subject(self, statistics: Statistics, classifications: Sequence[str]) -> Subject | None:
        """A sector, or an industry of a classification, within these classifications."""
        asked = self.texts.get("classification")
        if asked is not None and asked not in classifications:
            self.refuse("classification", listed(classifications))
            return None
        if ("sector" in self.texts) == ("industry" in self.texts):
            name = "industry" if "sector" in self.texts else "sector"
            self.refuse(name, "either 'sector', or 'industry' with 'classification'")
            return None
        if "sector" in self.texts:
            sector = self.code("sector", SectorId)
            if sector is None:
                return None
            if asked is None:
                return statistics.default_subject(sector, classifications)
            return statistics.sector(sector, asked)
        if asked is None:
            self.refuse("classification", listed(classifications))
            return None
        industries: Collection[str] = statistics.industries[asked]
        if self.texts["industry"] not in industries:
            self.refuse("industry", listed(industries, at_most=40))
            return None
        return Subject(asked, (self.texts["industry"],))

    def benchmark(self, measure: MeasureId, prefectures: Sequence[str]) -> Benchmark:
        text = self.texts.get("benchmark")
        if text is None or text in (JAPAN, REST):
            chosen: Benchmark = text or JAPAN
        else:
            chosen, problems = read_codes("benchmark", text, prefectures)
            self.faults += [
                Refused(p.parameter, p.found, f"{JAPAN}, {REST}, or {p.allowed}") for p in problems
            ]
        if text is not None and not MEASURES[measure].is_quotient:
            self.refuse("benchmark", "no such parameter for this measure: only quotients have a benchmark")
        return chosen


def read_statistics_query(
    statistics: Statistics, pairs: Pairs
) -> tuple[StatisticsQuery | None, list[Refused]]:
    """Read the parameters of a measure; ``None`` with any fault."""
    texts, faults = texts_by_name(pairs, STATISTICS_PARAMETERS)
    reading = _Reading(texts, faults)
    answer_format, problems = read_format(texts, FORMATS)
    reading.faults += problems
    prefectures, problems = read_codes("prefecture", texts.get("prefecture", ""), statistics.prefectures)
    reading.faults += problems
    measure = reading.code("measure", MeasureId)
    if measure is None:
        return None, reading.faults
    benchmark = reading.benchmark(measure, statistics.prefectures)
    subject = reading.subject(statistics, classifications_of(statistics, measure))
    if subject is None:
        return None, reading.faults
    years = years_of(statistics, measure, subject.classification)
    year = reading.year("year", years, years[-1])
    from_year = None
    if measure is MeasureId.GROWTH:
        earlier = from_years_of(statistics, subject.classification, year)
        from_year = reading.year("from", earlier, earlier[0])
    elif "from" in texts:
        reading.refuse("from", "no such parameter for this measure: only growth counts from a year")
    if reading.faults:
        return None, reading.faults
    query = StatisticsQuery(measure, subject, year, from_year, prefectures, benchmark, answer_format)
    return query, []


def read_labels_query(statistics: Statistics, pairs: Pairs) -> tuple[LabelsQuery | None, list[Refused]]:
    """Read the parameters of labels; ``None`` with any fault. The method is ``us`` where none is named."""
    texts, faults = texts_by_name(pairs, LABEL_PARAMETERS)
    reading = _Reading(texts, faults)
    answer_format, problems = read_format(texts, FORMATS)
    reading.faults += problems
    method = reading.code("method", LabelMethod) if "method" in texts else LabelMethod.US
    own, problems = read_thresholds(texts)
    reading.faults += problems
    for threshold in LABEL_THRESHOLDS:
        if method is not None and THRESHOLD + threshold in texts and threshold not in movable(method):
            reading.refuse(THRESHOLD + threshold, listed(THRESHOLD + name for name in movable(method)))
    subject = reading.subject(statistics, label_classifications(statistics, method or LabelMethod.US))
    if method is None or subject is None:
        return None, reading.faults
    years = label_years(statistics, method, subject.classification)
    year = reading.year("year", years, years[-1])
    if reading.faults:
        return None, reading.faults
    return LabelsQuery(method, subject, year, moved(thresholds(), own), answer_format), []
