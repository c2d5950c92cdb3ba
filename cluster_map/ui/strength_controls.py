"""What the strength page is asked: sector or industry, measure, year, benchmark."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from cluster_map.atlas import Atlas
from cluster_map.domain import MeasureId, SectorId
from cluster_map.fragments import records
from cluster_map.strength import words
from cluster_map.strength.figures import CLASSIFICATION_ORDER, Statistics
from cluster_map.strength.measures import MEASURES, from_years_of, years_of
from cluster_map.strength.question import Question, measures_of
from cluster_map.text import say, say_code
from cluster_map.ui import link
from cluster_map.ui.controls import bind, choose_several
from cluster_map.url_state import REST_OF_JAPAN, ViewState

WHOLE = ("", "")
"""The choice of a whole sector among the industries of all classifications."""


def choose_sector(atlas: Atlas, view: ViewState, question: Question) -> None:
    """One sector as a chip; it takes the place of a chosen industry."""
    key = "choose-sector"
    bind(key, question.subject.sector)

    def write() -> None:
        chosen = st.session_state[key]
        # Choosing the sector that is chosen already takes it back: the page needs one.
        sectors = (chosen,) if chosen else view.sectors
        link.change(sectors=sectors, industry=None, classification=None, year=None)

    with st.container(key="choose-sectors"):
        st.pills(
            say("sectors", view.language),
            options=list(SectorId),
            format_func=lambda sector: atlas.sectors[sector][f"short_{view.language}"],
            key=key,
            on_change=write,
            label_visibility="collapsed",
        )


def choose_question(atlas: Atlas, statistics: Statistics, view: ViewState, question: Question) -> None:
    """Measure, industry, year and benchmark, side by side."""
    language = view.language
    with st.container(key="question", horizontal=True, gap="small"):
        _choose_measure(statistics, view, question)
        _choose_industry(atlas, statistics, view, question)
        _choose_years(statistics, view, question)
        if MEASURES[question.measure].is_quotient:
            _choose_benchmark(view)
    if view.benchmark and view.benchmark != (REST_OF_JAPAN,) and MEASURES[question.measure].is_quotient:
        names = {code: records.name_of(p, language) for code, p in atlas.prefectures.items()}
        choose_several(say("choose_peers", language), "benchmark", list(names), names.__getitem__, view)


def _choose_one(
    label: str,
    key: str,
    options: Sequence[Any],
    chosen: Any,
    names: Callable[[Any], str],
    write: Callable[[Any], None],
) -> None:
    bind(key, chosen)
    st.selectbox(
        label,
        options,
        format_func=names,
        key=key,
        on_change=lambda: write(st.session_state[key]),
    )


def _choose_measure(statistics: Statistics, view: ViewState, question: Question) -> None:
    _choose_one(
        say("choose_measure", view.language),
        f"choose-measure-{view.language}",
        measures_of(statistics, view),
        question.measure,
        lambda measure: say_code("measure", str(measure), view.language),
        lambda measure: link.change(measure=measure, year=None),
    )


def _choose_industry(atlas: Atlas, statistics: Statistics, view: ViewState, question: Question) -> None:
    language = view.language
    sector = question.subject.sector or (view.sectors[0] if view.sectors else next(iter(SectorId)))
    options = [WHOLE] + [
        (classification, code)
        for classification in CLASSIFICATION_ORDER
        for code in statistics.industries[classification]
    ]
    if view.classification is not None and view.industry is not None:
        chosen = (view.classification, view.industry)
        options = options if chosen in options else [*options, chosen]
    else:
        chosen = WHOLE

    def name(option: tuple[str, str]) -> str:
        if option == WHOLE:
            whole = records.name_of(atlas.sectors[sector], language)
            return say("whole_sector", language, sector=whole)
        classification, code = option
        short = statistics.classifications[classification][f"name_{language}"].split("(")[0].split(",")[0]
        return f"{words.industry_name(statistics, classification, code, language)} · {short}"

    def write(option: tuple[str, str]) -> None:
        classification, code = option
        link.change(classification=classification or None, industry=code or None, year=None)

    _choose_one(say("choose_industry", language), f"choose-industry-{language}", options, chosen, name, write)


def _choose_years(statistics: Statistics, view: ViewState, question: Question) -> None:
    language = view.language
    years = years_of(statistics, question.measure, question.subject.classification)
    _choose_one(
        say("choose_year", language),
        f"choose-year-{view.language}",
        years[::-1],
        question.year,
        lambda year: say("newest_year", language, year=year) if year == years[-1] else str(year),
        lambda year: link.change(year=None if year == years[-1] else year),
    )
    if question.measure is MeasureId.GROWTH:
        earlier = from_years_of(statistics, question.subject.classification, question.year)
        _choose_one(
            say("choose_from_year", language),
            f"choose-from-year-{view.language}",
            earlier,
            question.from_year,
            str,
            lambda year: link.change(from_year=None if year == earlier[0] else year),
        )


def _choose_benchmark(view: ViewState) -> None:
    names: Mapping[str, str] = {
        "japan": say("benchmark_japan", view.language),
        "rest": say("benchmark_rest", view.language),
        "peers": say("benchmark_peers", view.language),
    }
    kind = "japan"
    if view.benchmark:
        kind = "rest" if view.benchmark == (REST_OF_JAPAN,) else "peers"

    def write(chosen: str) -> None:
        # Tokyo is in the link so that a choice of peers shows, until others are chosen.
        peers = view.prefectures or ("13",)
        link.change(benchmark={"japan": (), "rest": (REST_OF_JAPAN,), "peers": peers}[chosen])

    _choose_one(
        say("choose_benchmark", view.language),
        f"choose-benchmark-{view.language}",
        list(names),
        kind,
        names.__getitem__,
        write,
    )


def choose_shading(view: ViewState) -> None:
    """What shades the prefectures of the explore map: their clusters, or with one sector any measure."""
    if len(view.sectors) != 1:
        return

    clusters = ""

    def name(measure: str) -> str:
        chosen = (
            say_code("measure", measure, view.language) if measure else say("clusters_shade", view.language)
        )
        return say("shade_by", view.language, measure=chosen)

    # A select box speaks in labels: with a key for each language none is left over from the other.
    key = f"choose-shading-{view.language}"
    bind(key, view.measure or clusters)
    st.selectbox(
        say("choose_measure", view.language),
        [clusters, *MeasureId],
        format_func=name,
        key=key,
        on_change=lambda: link.change(measure=st.session_state[key] or None, year=None),
        label_visibility="collapsed",
        width=330,
    )
