"""Charts of the strength page as Vega-Lite: data and encoding only, colours from the theme of the page."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from cluster_map.strength.naming import Plot, Point, named_apart

Spec = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]

PARTS_COLOURS = ("#8b9aa1", "#c28a2c", "#17818f")
"""National, mix, local: told apart by lightness too."""

ACCENT = "#c8442b"
QUIET = "#7d8f98"
"""Between the inks of the light and the dark theme, so that names are read on both."""
NARROW, WIDE = Plot(250, 370), Plot(1100, 370)
"""The plot of a scatter on a phone, and from where on it is wide."""
CIRCLES = (20, 900)
"""Areas of the smallest and the largest circle of a scatter."""
LINE_COLOURS = ("#17818f", "#c8442b", "#7a3fc0", "#9a7400", "#1f7a3d", "#5c6a74", "#d0215f", "#1d4f9c")


def show(spec: Spec, key: str) -> None:
    """Draw a chart over the whole width."""
    st.vega_lite_chart(spec=spec, key=key, width="stretch")


def scatter(rows: Rows, x_title: str, y_title: str, size_title: str) -> Spec:
    """Quotient against its change: ``name, x, y, size, chosen, group``, with the lines between quadrants.

    Only names with room stand beside their points, the chosen place and the largest before others.
    """
    x: Spec = {"field": "x", "type": "quantitative", "title": x_title}
    x["scale"] = {"domain": [0, 1.1 * max((row["x"] for row in rows), default=1)]}
    y = {"field": "y", "type": "quantitative", "title": y_title}
    chosen = {"test": "datum.chosen", "value": ACCENT}
    tooltip = [
        {"field": "name", "title": " "},
        {"field": "group", "title": " "},
        {"field": "x", "title": x_title, "format": ".2f"},
        {"field": "y", "title": y_title, "format": "+.1f"},
        {"field": "size", "title": size_title, "format": ","},
    ]
    return {
        "height": 460,
        "data": {"values": _with_names(rows)},
        "layer": [
            _line({"x": {"datum": 1}}),
            _line({"y": {"datum": 0}}),
            {
                "mark": {"type": "circle", "opacity": 0.75},
                "encoding": {
                    "x": x,
                    "y": y,
                    "size": {
                        "field": "size",
                        "type": "quantitative",
                        "title": size_title,
                        "scale": {"range": list(CIRCLES)},
                        "legend": None,
                    },
                    "color": {"condition": chosen, "value": PARTS_COLOURS[2]},
                    "tooltip": tooltip,
                },
            },
            {
                "transform": [
                    {"calculate": f"width < {WIDE.width} ? datum.narrow : datum.wide", "as": "label"}
                ],
                "mark": {
                    "type": "text",
                    "dy": {"expr": "-datum.lift"},
                    "fontSize": NARROW.letter,
                },
                "encoding": {
                    "x": x,
                    "y": y,
                    "text": {"field": "label", "type": "nominal"},
                    "color": {"condition": chosen, "value": QUIET},
                },
            },
        ],
    }


def _with_names(rows: Rows) -> list[Spec]:
    """The rows with their names as they stand in a ``narrow`` and in a ``wide`` plot, blank in a crowd."""
    first = sorted(range(len(rows)), key=lambda i: (not rows[i]["chosen"], -rows[i]["size"]))
    most, (small, large) = max((row["size"] for row in rows), default=1), CIRCLES
    points = [
        Point(
            row["name"],
            row["x"],
            row["y"],
            radius=math.sqrt((small + (large - small) * row["size"] / most) / math.pi),
        )
        for row in rows
    ]
    narrow, wide = (named_apart(points, first, plot) for plot in (NARROW, WIDE))
    return [
        {
            **row,
            "lift": NARROW.lift(point),
            "narrow": point.name if i in narrow else "",
            "wide": point.name if i in wide else "",
        }
        for i, (row, point) in enumerate(zip(rows, points, strict=True))
    ]


def pairs(rows: Rows, x_title: str, y_title: str) -> Spec:
    """Two figures of each place: ``name, x, y, chosen, label``; a label is the name, or blank in a crowd."""
    x = {"field": "x", "type": "quantitative", "title": x_title, "scale": {"zero": False}}
    y = {"field": "y", "type": "quantitative", "title": y_title, "scale": {"zero": False}}
    tooltip = [
        {"field": "name", "title": " "},
        {"field": "x", "title": x_title, "format": ",.4~r"},
        {"field": "y", "title": y_title, "format": ",.4~r"},
    ]
    colour = {"condition": {"test": "datum.chosen", "value": ACCENT}, "value": PARTS_COLOURS[2]}
    return {
        "height": 330,
        "data": {"values": list(rows)},
        "layer": [
            {
                "mark": {"type": "circle", "opacity": 0.8, "size": 60},
                "encoding": {"x": x, "y": y, "color": colour, "tooltip": tooltip},
            },
            {
                "mark": {"type": "text", "dy": -9, "fontSize": 10, "color": QUIET},
                "encoding": {"x": x, "y": y, "text": {"field": "label"}},
            },
        ],
    }


def _line(where: Spec) -> Spec:
    return {
        "mark": {"type": "rule", "strokeDash": [4, 4], "color": "#8b9aa1"},
        "data": {"values": [{}]},
        "encoding": where,
    }


def stacked(rows: Rows, order: Sequence[str], parts: Sequence[str], title: str) -> Spec:
    """Parts of a change by place: ``name, part, order, value``; negative parts run to the left."""
    return {
        "height": {"step": 17},
        "data": {"values": list(rows)},
        "mark": {"type": "bar"},
        "encoding": {
            "y": {
                "field": "name",
                "sort": list(order),
                "title": None,
                "axis": {"labelOverlap": False, "labelFontSize": 11},
            },
            "order": {"field": "order"},
            "x": {"field": "value", "type": "quantitative", "title": title},
            "color": {
                "field": "part",
                "title": None,
                "sort": list(parts),
                "scale": {"domain": list(parts), "range": list(PARTS_COLOURS)},
                "legend": {"orient": "top"},
            },
            "tooltip": [
                {"field": "name", "title": " "},
                {"field": "part", "title": " "},
                {"field": "value", "format": "+,.0f", "title": title},
            ],
        },
    }


def lines(rows: Rows, y_title: str, from_zero: bool) -> Spec:
    """Lines over years: ``name, year, value, stretch, source``; only points of one stretch are joined."""
    return {
        "height": 400,
        "data": {"values": list(rows)},
        "mark": {"type": "line", "point": {"filled": True, "size": 45}},
        "encoding": {
            "x": {
                "field": "year",
                "type": "quantitative",
                "title": None,
                "axis": {"format": "d", "tickMinStep": 1},
                "scale": {"zero": False, "nice": False, "padding": 14},
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "title": y_title,
                "scale": {"zero": from_zero},
            },
            "detail": {"field": "stretch"},
            "color": {
                "field": "name",
                "title": None,
                "scale": {"range": list(LINE_COLOURS)},
                "legend": {"orient": "top", "columns": {"expr": "width < 500 ? 3 : 8"}},
            },
            "strokeDash": {
                "field": "source",
                "title": None,
                "legend": {
                    "orient": "bottom",
                    "columns": 1,
                    "labelLimit": {"expr": "width < 500 ? 250 : 600"},
                    "symbolFillColor": QUIET,
                    "symbolStrokeColor": QUIET,
                },
            },
            "tooltip": [
                {"field": "name", "title": " "},
                {"field": "year", "title": " "},
                {"field": "value", "format": ",.4~r", "title": y_title},
                {"field": "source", "title": " "},
            ],
        },
    }


def network(nodes: Rows, links: Rows) -> Spec:
    """Industries on a circle with their links: nodes ``name, x, y, align``, links with both ends."""
    place = {"axis": None, "scale": {"domain": [-2.1, 2.1]}}
    height = {"axis": None, "scale": {"domain": [-1.2, 1.2]}}
    left: Spec = {
        "x": {"field": "x", "type": "quantitative", **place},
        "y": {"field": "y", "type": "quantitative", **height},
    }
    names = [
        {
            "transform": [{"filter": f"datum.align === '{align}'"}],
            "mark": {
                "type": "text",
                "align": align,
                "dx": gap,
                "fontSize": 11,
                "color": QUIET,
                "limit": {"expr": "containerSize()[0] < 500 ? containerSize()[0] * 0.25 : 0"},
            },
            "encoding": left | {"text": {"field": "name"}},
        }
        for align, gap in (("left", 9), ("right", -9))
    ]
    return {
        "height": 560,
        "data": {"values": list(nodes)},
        "layer": [
            {
                "data": {"values": list(links)},
                "mark": {"type": "rule", "opacity": 0.75},
                "encoding": left
                | {
                    "x2": {"field": "x2"},
                    "y2": {"field": "y2"},
                    "strokeWidth": {"field": "width", "type": "quantitative", "scale": None, "legend": None},
                    "color": {
                        "condition": {"test": "datum.chosen", "value": ACCENT},
                        "value": PARTS_COLOURS[2],
                    },
                    "tooltip": [{"field": "pair", "title": " "}, {"field": "told", "title": " "}],
                },
            },
            {
                "mark": {"type": "circle", "size": 110, "opacity": 1},
                "encoding": left
                | {
                    "color": {
                        "condition": {"test": "datum.chosen", "value": ACCENT},
                        "value": PARTS_COLOURS[2],
                    },
                    "tooltip": [{"field": "name", "title": " "}],
                },
            },
            *names,
        ],
    }
