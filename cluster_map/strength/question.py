"""What a view asks of the statistics: a measure of a subject in a year, as far as there is one."""

from dataclasses import dataclass

from cluster_map.domain import MeasureId, SectorId
from cluster_map.strength.figures import Statistics, Subject
from cluster_map.strength.measures import (
    MEASURES,
    Measured,
    classifications_of,
    evaluate,
    from_years_of,
    years_of,
)
from cluster_map.strength.quotient import JAPAN, REST, Benchmark
from cluster_map.url_state import REST_OF_JAPAN, ViewState

DEFAULT_MEASURE = MeasureId.LQ_EMPLOYEES


@dataclass(frozen=True, slots=True)
class Question:
    """``not_had`` names the parameters of the link for which something else is shown."""

    measure: MeasureId
    subject: Subject
    year: int
    from_year: int | None
    benchmark: Benchmark
    not_had: tuple[str, ...] = ()


def subject_of(statistics: Statistics, view: ViewState, measure: MeasureId) -> Subject:
    """The industry or the sector that a view means; the first sector where it names none."""
    if view.industry is not None and view.classification is not None:
        return Subject(view.classification, (view.industry,))
    sector = view.sectors[0] if view.sectors else next(iter(SectorId))
    allowed = classifications_of(statistics, measure)
    if view.classification in allowed:
        return statistics.sector(sector, view.classification)
    return statistics.default_subject(sector, allowed)


def measures_of(statistics: Statistics, view: ViewState) -> tuple[MeasureId, ...]:
    """The measures that can be asked for: all of a sector, of an industry those of its classification."""
    if view.industry is None:
        return tuple(MeasureId)
    return tuple(m for m in MeasureId if view.classification in classifications_of(statistics, m))


def question_of(statistics: Statistics, view: ViewState) -> Question:
    """The question of a view; what it asks for and nobody has is replaced by the nearest that there is."""
    not_had = []
    measures = measures_of(statistics, view)
    asked = view.measure or DEFAULT_MEASURE
    measure = asked if asked in measures else measures[0]
    if view.measure not in (None, measure):
        not_had.append("measure")
    subject = subject_of(statistics, view, measure)
    if view.classification not in (None, subject.classification):
        not_had.append("classification")
    years = years_of(statistics, measure, subject.classification)
    year = view.year if view.year in years else years[-1]
    if view.year not in (None, year):
        not_had.append("year")
    from_year = None
    if measure is MeasureId.GROWTH:
        earlier = from_years_of(statistics, subject.classification, year)
        from_year = view.from_year if view.from_year in earlier else earlier[0]
    benchmark: Benchmark = view.benchmark or JAPAN
    if view.benchmark == (REST_OF_JAPAN,):
        benchmark = REST
    if not MEASURES[measure].is_quotient:
        benchmark = JAPAN
    return Question(measure, subject, year, from_year, benchmark, tuple(not_had))


def answer(statistics: Statistics, question: Question) -> Measured:
    """The figures that a question asks for."""
    return evaluate(
        statistics,
        question.measure,
        question.subject,
        question.year,
        question.from_year,
        question.benchmark,
    )
