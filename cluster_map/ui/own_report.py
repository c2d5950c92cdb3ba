"""The report on a reader's file: each row that does not count, what stands there and how to mend it."""

from collections.abc import Mapping, Sequence

import streamlit as st

from cluster_map.domain import Language
from cluster_map.fragments import markup
from cluster_map.own_figures.figures import OwnFigures, Taking
from cluster_map.own_figures.problems import Problem, ProblemKind
from cluster_map.text import say, say_code
from cluster_map.ui.strength import download_table, section_title

ROWS_SHOWN = 9


def mend(problem: Problem, names: Mapping[str, str], language: Language) -> str:
    """How to mend a row, with the prefecture that was perhaps meant."""
    said = say_code("own_mend", problem.kind, language)
    if problem.kind is ProblemKind.UNKNOWN_PREFECTURE and problem.hint in names:
        said = say("own_did_you_mean", language, name=names[problem.hint], code=problem.hint)
    return said


def show_report(own: OwnFigures, taking: Taking, names: Mapping[str, str], language: Language) -> None:
    """All problems as a table, and to take along; nothing where every row counts."""
    problems = own.problems_of(taking)
    count = own.problem_count_of(taking)
    if not problems:
        return
    section_title(say("own_report_title", language, count=f"{count:,}"))
    st.html(markup.paragraph(say("own_report_help", language), "quiet"))
    found = [problem.found or say("own_blank", language) for problem in problems]
    mended = [mend(problem, names, language) for problem in problems]
    st.dataframe(
        _columns(problems, found, mended, language),
        key="table-own-report",
        hide_index=True,
        height=38 + 35 * min(ROWS_SHOWN, len(problems)),
        alt=say("table_alt", language, count=len(problems)),
    )
    if count > len(problems):
        st.html(
            markup.paragraph(
                say("own_report_more", language, listed=f"{len(problems):,}", count=f"{count:,}"), "quiet"
            )
        )
    download_table(
        "report",
        ("row", "column", "problem", "found", "mend"),
        [
            (problem.row, problem.column, str(problem.kind), problem.found, said)
            for problem, said in zip(problems, mended, strict=True)
        ],
        language,
    )


def _columns(
    problems: Sequence[Problem], found: list[str], mended: list[str], language: Language
) -> dict[str, list[object]]:
    return {
        say("own_row", language): [problem.row for problem in problems],
        say("own_column", language): [problem.column for problem in problems],
        say("own_found", language): list(found),
        say("own_mend_title", language): list(mended),
    }
