"""Change over time: quotient against its trend, what explains a change, and the figures of all years."""

from typing import Any

import streamlit as st

from cluster_map.domain import MeasureId, SectorId
from cluster_map.fragments import markup
from cluster_map.strength.asked import Asked
from cluster_map.strength.figures import Subject, is_number
from cluster_map.strength.growth import changes_by_place, growth_pct, quadrant
from cluster_map.strength.measures import MEASURES, classifications_of, evaluate
from cluster_map.strength.series import Stretch, indicator_stretches, series_of
from cluster_map.text import say, say_code
from cluster_map.ui import strength_charts
from cluster_map.ui.record_table import show_record_table
from cluster_map.ui.strength import choose_place, download_table, section_title

MOST_LINES = 8
LINES_WITHOUT_CHOICE = 3
MANUFACTURING = "census-of-manufactures"


def subject_with_jobs(asked: Asked) -> Subject | None:
    """The subject where its employees are counted in two years, else its sector where they are."""
    statistics, subject = asked.statistics, asked.question.subject
    allowed = [
        c
        for c in classifications_of(statistics, MeasureId.LQ_EMPLOYEES)
        if len(statistics.years(c, "employees")) > 1
    ]
    if subject.classification not in allowed and subject.sector is not None:
        subject = statistics.default_subject(subject.sector, allowed)
    return subject if subject.classification in allowed and subject.industries else None


def _years(asked: Asked, subject: Subject) -> tuple[int, int]:
    years = asked.statistics.years(subject.classification, "employees")
    return years[0], years[-1]


def _needs_jobs(asked: Asked) -> None:
    st.html(markup.paragraph(say("needs_jobs", asked.language), "quiet"))


def show_quadrant(asked: Asked) -> None:
    """Each prefecture by its quotient and the quotient's change."""
    subject = subject_with_jobs(asked)
    if subject is None:
        _needs_jobs(asked)
        return
    language = asked.language
    start, end = _years(asked, subject)
    before, after = (
        evaluate(asked.statistics, MeasureId.LQ_EMPLOYEES, subject, year).figures for year in (start, end)
    )
    change = growth_pct(before, after)
    jobs = asked.statistics.of(subject, end, "employees")
    rows = [
        {
            "name": asked.names[code],
            "code": code,
            "x": x,
            "y": y,
            "size": jobs[code],
            "chosen": code == asked.place,
            "group": say_code("quadrant", quadrant(x, y), language),
        }
        for code in after
        if is_number(x := after[code]) and is_number(y := change[code])
    ]
    section_title(
        say("quadrant_title", language, year=end, from_year=start, subject=asked.name_of_subject(subject))
    )
    strength_charts.show(
        strength_charts.scatter(
            rows,
            say("quadrant_x", language, year=end),
            say("quadrant_y", language, from_year=start),
            say_code("measure", MeasureId.EMPLOYEES, language),
        ),
        key="chart-quadrant",
    )
    download_table(
        "quadrant",
        ("prefecture", "name", "quotient", "change_of_quotient_pct", "employees", "quadrant"),
        [(r["code"], r["name"], r["x"], r["y"], r["size"], r["group"]) for r in rows],
        language,
    )


def show_change(asked: Asked) -> None:
    """Shift-share of every prefecture: bars, and the same numbers as a table."""
    subject = subject_with_jobs(asked)
    if subject is None:
        _needs_jobs(asked)
        return
    language = asked.language
    years = _years(asked, subject)
    changes = changes_by_place(asked.statistics, subject, years)
    codes = sorted(changes, key=lambda code: -changes[code].local)
    parts = [say("change_national", language), say("change_mix", language), say("change_local", language)]
    section_title(
        say(
            "change_title",
            language,
            from_year=years[0],
            year=years[1],
            subject=asked.name_of_subject(subject),
        )
    )
    st.html(markup.paragraph(say("change_help", language), "quiet"))
    rows = [
        {"name": asked.names[code], "part": part, "order": order, "value": value}
        for code in codes
        for order, (part, value) in enumerate(
            zip(parts, (changes[code].national, changes[code].mix, changes[code].local), strict=True)
        )
    ]
    left, right = st.columns([3, 2], gap="medium")
    with left:
        names = [asked.names[code] for code in codes]
        title = say_code("measure", MeasureId.EMPLOYEES, language)
        strength_charts.show(strength_charts.stacked(rows, names, parts, title), key="chart-change")
    columns = {
        say("prefecture", language): [asked.names[code] for code in codes],
        say("change_all", language): [_signed(changes[code].change) for code in codes],
        parts[0]: [_signed(changes[code].national) for code in codes],
        parts[1]: [_signed(changes[code].mix) for code in codes],
        parts[2]: [
            _signed(changes[code].local)
            + (f" ({say('change_new', language)})" if changes[code].is_new else "")
            for code in codes
        ],
    }
    with right:
        show_record_table(columns, codes, asked.view, key="table-change", choose=choose_place)
        download_table(
            "shift-share",
            ("prefecture", "name", "change", "national", "mix", "local", "new"),
            [
                (code, asked.names[code], c.change, c.national, c.mix, c.local, c.is_new)
                for code in codes
                for c in [changes[code]]
            ],
            language,
        )


def _signed(value: float) -> str:
    return f"{value:+,.0f}"


def show_series(asked: Asked) -> None:
    """The measure in all years, in every classification that has the subject."""
    language, measure = asked.language, asked.question.measure
    places = asked.view.prefectures or tuple(c for c, _ in asked.measured.ranking[:LINES_WITHOUT_CHOICE])
    places = places[:MOST_LINES]
    st.html(markup.paragraph(say("series_help", language), "quiet"))
    title = say_code("measure", measure, language)
    stretches = series_of(asked.statistics, measure, asked.question.subject, places, asked.question.benchmark)
    section_title(say("series_title", language, measure=title, subject=asked.subject_name))
    if stretches:
        _show_lines(asked, stretches, measure, "series")
    else:
        st.html(markup.paragraph(say("series_none", language), "quiet"))
    if asked.question.subject.classification == MANUFACTURING and not MEASURES[measure].of_parts:
        whole = Subject("census-of-manufactures-total", ("E",))
        if found := series_of(asked.statistics, measure, whole, places):
            section_title(say("series_manufacturing", language, measure=title))
            _show_lines(asked, found, measure, "manufacturing")
    if asked.question.subject.sector is SectorId.TOURISM:
        section_title(say("series_nights", language))
        nights = indicator_stretches(asked.statistics, "guest-nights", places)
        _show_lines(asked, nights, None, "guest-nights")


def _show_lines(asked: Asked, stretches: list[Stretch], measure: MeasureId | None, name: str) -> None:
    language = asked.language
    unit = say_code("measure_unit", measure, language) if measure else ""
    rows: list[dict[str, Any]] = [
        {
            "name": asked.names[stretch.prefecture],
            "code": stretch.prefecture,
            "year": year,
            "value": value,
            "stretch": str(number),
            "source": asked.name_of_source(stretch.classification),
        }
        for number, stretch in enumerate(stretches)
        for year, value in stretch.points
    ]
    strength_charts.show(
        strength_charts.lines(rows, unit, from_zero=measure is not MeasureId.GROWTH), key=f"chart-{name}"
    )
    download_table(
        name,
        ("prefecture", "name", "year", "value", "source"),
        [(r["code"], r["name"], r["year"], r["value"], r["source"]) for r in rows],
        language,
    )
