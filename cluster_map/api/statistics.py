"""Measures, statistics and labels: ``/api/v1/measures``, ``/api/v1/statistics``, ``/api/v1/labels``."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cluster_map.api import answers
from cluster_map.api.query import texts_by_name
from cluster_map.api.statistics_query import (
    LabelsQuery,
    StatisticsQuery,
    read_labels_query,
    read_statistics_query,
)
from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Evidence, Language, MeasureId
from cluster_map.exports.cells import csv_bytes
from cluster_map.store import Store
from cluster_map.strength import words
from cluster_map.strength.figures import Figure, Statistics, Subject, is_number, statistics_of
from cluster_map.strength.gaps import Standing, standings
from cluster_map.strength.labels import Check, Labelled, gather, label_places
from cluster_map.strength.measures import Measured, classifications_of, evaluate, years_of
from cluster_map.text import say_code

NAMES = ("measures", "statistics", "labels")


@cache
def standings_of(store: Store) -> list[Standing]:
    """Every sector in every prefecture, computed once."""
    return standings(statistics_of(store))


def statistics_routes(root: str, atlas: Callable[[], Atlas]) -> list[BaseRoute]:
    """The routes, below ``root``."""

    def measures(request: Request) -> Response:
        _, faults = texts_by_name(request.query_params.multi_items(), ())
        if faults:
            return answers.bad_parameters(faults)
        statistics = statistics_of(atlas().store)
        items = [_measure(statistics, measure) for measure in MeasureId]
        return answers.answer(
            request, answers.as_json({"items": items, "total": len(items)}), answers.JSON, {}
        )

    def figures(request: Request) -> Response:
        statistics = statistics_of(atlas().store)
        query, faults = read_statistics_query(statistics, request.query_params.multi_items())
        if query is None:
            return answers.bad_parameters(faults)
        measured = evaluate(
            statistics, query.measure, query.subject, query.year, query.from_year, query.benchmark
        )
        document = _statistics_document(statistics, query, measured)
        if query.format == "csv":
            return _csv(request, "statistics", ("prefecture", "value", "missing_because"), document)
        return answers.answer(request, answers.as_json(document), answers.JSON, {})

    def labels(request: Request) -> Response:
        statistics = statistics_of(atlas().store)
        query, faults = read_labels_query(statistics, request.query_params.multi_items())
        if query is None:
            return answers.bad_parameters(faults)
        evidence = gather(statistics, query.method, query.subject, query.year)
        document = _labels_document(statistics, query, label_places(query.method, evidence, query.cut))
        if query.format == "csv":
            columns = ("prefecture", "label", "label_if_stricter", "label_if_looser")
            return _csv(request, "labels", columns, document)
        return answers.answer(request, answers.as_json(document), answers.JSON, {})

    answered = (measures, figures, labels)
    return [Route(f"{root}/{name}", answer) for name, answer in zip(NAMES, answered, strict=True)]


def _csv(request: Request, name: str, columns: Sequence[str], document: dict[str, Any]) -> Response:
    rows = ([item[column] for column in columns] for item in document["items"])
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return answers.answer(request, csv_bytes(columns, rows), answers.CSV, headers)


def _in_both(kind: str, code: str, name: str) -> dict[str, str]:
    return {f"{name}_{language}": say_code(kind, code, language) for language in Language}


def _sources(records: Iterable[Record]) -> dict[str, Any]:
    sources = list(dict.fromkeys(record["source"] for record in records))
    return {"source": sources[0], "further_sources": sources[1:], "evidence": Evidence.OFFICIAL}


def _measure(statistics: Statistics, measure: MeasureId) -> dict[str, Any]:
    classifications = classifications_of(statistics, measure)
    years = {c: list(years_of(statistics, measure, c)) for c in classifications}
    return {
        "id": measure,
        **_in_both("measure", measure, "name"),
        "unit": say_code("measure_unit", measure, Language.ENGLISH),
        "unit_ja": say_code("measure_unit", measure, Language.JAPANESE),
        "formula": say_code("measure_formula", measure, Language.ENGLISH),
        "formula_ja": say_code("measure_formula", measure, Language.JAPANESE),
        "classifications": list(classifications),
        "years": sorted({year for found in years.values() for year in found}),
        "years_of_classification": years,
        **_sources(statistics.classifications[c] for c in classifications),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    if is_number(figure):
        return {"value": figure, "missing_because": None}
    return {"value": None, "missing_because": figure}


def _about(subject: Subject, year: int) -> dict[str, Any]:
    return {
        "sector": subject.sector,
        "classification": subject.classification,
        "industries": list(subject.industries),
        "proxy": subject.proxy,
        "year": year,
    }


def _statistics_document(
    statistics: Statistics, query: StatisticsQuery, measured: Measured
) -> dict[str, Any]:
    measure = measured.measure
    asked = query.prefectures or statistics.prefectures
    notes = words.notes(statistics, measure, query.subject, query.year)
    return {
        "items": [{"prefecture": code, **_figure(measured.figures[code])} for code in asked],
        "total": len(asked),
        "measure": measure,
        "unit": say_code("measure_unit", measure, Language.ENGLISH),
        "unit_ja": say_code("measure_unit", measure, Language.JAPANESE),
        **_about(query.subject, query.year),
        "from": measured.from_year,
        "benchmark": query.benchmark if isinstance(query.benchmark, str) else list(query.benchmark),
        "notes": [note[Language.ENGLISH] for note in notes],
        "notes_ja": [note[Language.JAPANESE] for note in notes],
        **_sources(measured.publications),
        "source_titles": [publication["title_en"] for publication in measured.publications],
        "source_titles_ja": [publication["title_ja"] for publication in measured.publications],
    }


def _check(made: Check) -> dict[str, Any]:
    return {
        "measure": made.bar.measure,
        **_figure(made.figure),
        "bar": made.bar.at_least,
        "comparison": "above" if made.bar.above else "at-least",
        "met": made.is_met,
        **{f"text_{language}": words.check(made, language) for language in Language},
    }


def _labels_document(statistics: Statistics, query: LabelsQuery, labelled: list[Labelled]) -> dict[str, Any]:
    classification = statistics.classifications[query.subject.classification]
    return {
        "items": [
            {
                "prefecture": one.verdict.prefecture,
                "label": one.verdict.label,
                "reasons": [_check(made) for made in one.verdict.reasons],
                "missing": [_check(made) for made in one.verdict.missing],
                "label_if_stricter": one.stricter,
                "label_if_looser": one.looser,
            }
            for one in labelled
        ],
        "total": len(labelled),
        "labelled": sum(one.verdict.label is not None for one in labelled),
        "method": query.method,
        **_about(query.subject, query.year),
        **_sources([classification]),
    }
