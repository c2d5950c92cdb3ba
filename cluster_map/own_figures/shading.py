"""The reader's figures on the map: shades of prefectures, and where their points are asked for."""

from collections.abc import Mapping, Sequence

from cluster_map.domain import Language
from cluster_map.maps.changes import Change
from cluster_map.own_figures.grid import COUNT_CLASSES
from cluster_map.strength.shading import QUOTIENT_CLASSES, class_labels, quantile_classes
from cluster_map.text import say

FULL = 1_000


def written(value: float) -> str:
    """A figure as it is shown: whole where it is whole, else three digits that count."""
    if value == int(value) or abs(value) >= FULL:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def own_shading(
    codes: Sequence[str], figures: Mapping[str, float], title: str, is_quotient: bool, language: Language
) -> Change:
    """The part of a map's change that shades prefectures. One without a figure is in no class.

    ``codes`` are all prefectures in the order in which the browser knows them.
    """
    classes = QUOTIENT_CLASSES if is_quotient else quantile_classes(figures.values())
    labels = class_labels([written(bound) for bound in classes.upper_bounds])
    rows = [[f"shade-{n}", label] for n, label in enumerate(labels)]
    missing = sum(code not in figures for code in codes)
    if missing:
        rows.append(["shade-none", say("own_legend_none", language, count=missing)])
    none = say("own_no_figure", language)
    told = {code: written(figures[code]) if code in figures else none for code in codes}
    return {
        "shade": classes.shade(codes, figures),
        "values": [figures.get(code) for code in codes],
        "words": [f"{title}: {told[code]}" for code in codes],
        "legend": {"title": title, "rows": rows},
    }


def with_points(change: Change, source: str, language: Language) -> Change:
    """The same map with points on it, for which the browser asks the server as it zooms."""
    labels = ["1", *COUNT_CLASSES.whole_number_labels()[1:]]  # no cell is empty
    rows = [[f"cell size-{n}", label] for n, label in enumerate(labels)]
    title = [["blank", say("own_legend_points", language)]]
    return {
        **change,
        "cells": {
            "source": source,
            "bounds": list(COUNT_CLASSES.upper_bounds),
            "words": say("own_points_here", language),
        },
        "legend": {**change["legend"], "rows": [*change["legend"]["rows"], *title, *rows]},
    }
