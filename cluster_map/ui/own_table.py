"""The reader's figures beside the official measure: a table of both with their ranks, and a scatter."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from cluster_map.fragments import markup
from cluster_map.own_figures.joining import Joined, Relation, join, rank_correlation
from cluster_map.own_figures.shading import written
from cluster_map.strength import words
from cluster_map.strength.asked import Asked
from cluster_map.strength.figures import is_number
from cluster_map.text import say
from cluster_map.ui import strength_charts
from cluster_map.ui.record_table import show_record_table
from cluster_map.ui.strength import choose_place, download_table, section_title

LABELLED, FEW = 4, 15
"""In a chart of more than a few places only the highest ones and the chosen one wear names."""


def show_table(
    asked: Asked,
    own: Mapping[str, float],
    figures: Mapping[str, float],
    heading: str,
    title: str,
    relation: Relation,
) -> None:
    """Own figures, the same in relation, and the official ones of the question of the page."""
    language = asked.language
    rows = join(own, figures, asked.measured)
    section_title(say("own_beside_title", language, official=asked.title))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        columns: dict[str, list[object]] = {
            say("rank", language): [row.rank for row in rows],
            say("prefecture", language): [asked.names[row.prefecture] for row in rows],
            heading: [_own(row.own) for row in rows],
        }
        if relation is not Relation.VALUE:
            columns[title] = [_own(row.related) for row in rows]
        columns |= {
            _other_than(columns, asked.title): [
                words.with_unit(asked.measured.measure, row.official, language) for row in rows
            ],
            say("own_official_rank", language): [row.official_rank for row in rows],
        }
        show_record_table(
            columns,
            [row.prefecture for row in rows],
            asked.view,
            key="table-own",
            choose=choose_place,
        )
        download_table(
            "own-figures",
            ("prefecture", "name", "own", "own_in_relation", "rank", "official", "official_rank"),
            [
                (
                    row.prefecture,
                    asked.names[row.prefecture],
                    row.own,
                    row.related,
                    row.rank,
                    row.official if is_number(row.official) else None,
                    row.official_rank,
                )
                for row in rows
            ],
            language,
        )
    with right:
        _show_scatter(asked, rows, figures, title)


def _own(value: float | None) -> str | None:
    return None if value is None else written(value)


def _other_than(columns: Mapping[str, object], name: str) -> str:
    """A column's title that is not there yet: a reader may call a column as we call ours."""
    while name in columns:
        name += " "
    return name


def _show_scatter(asked: Asked, rows: list[Joined], figures: Mapping[str, float], title: str) -> None:
    language = asked.language
    official = dict(asked.measured.ranking)
    found = rank_correlation(figures, official)
    points: list[dict[str, Any]] = [
        {
            "name": asked.names[row.prefecture],
            "x": official[row.prefecture],
            "y": row.related,
            "chosen": row.prefecture == asked.place,
        }
        for row in rows
        if row.prefecture in official and row.related is not None
    ]
    outermost = {
        point["name"]
        for field in ("x", "y")
        for point in sorted(points, key=lambda point: -point[field])[:LABELLED]
    }
    for point in points:
        crowded = len(points) > FEW and not point["chosen"] and point["name"] not in outermost
        point["label"] = "" if crowded else point["name"]
    if not points:
        st.html(markup.paragraph(say("own_no_pairs", language), "quiet"))
        return
    strength_charts.show(strength_charts.pairs(points, asked.title, title), key="chart-own")
    if found is not None:
        told = say("own_correlation", language, value=f"{found:+.2f}", count=len(points))
        st.html(markup.paragraph(told, "quiet"))
