"""Points on a map that are no clusters: members, offices, fairs. Pure: JSON for ``clusterMap.show``."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cluster_map.domain import Precision
from cluster_map.geography import Point
from cluster_map.maps.changes import Change

NARROWEST, MARGIN = 0.06, 0.12
"""What a map shows around its outermost points: degrees at least, and the share of their extent."""

EXACT = (Precision.SITE,)


@dataclass(frozen=True, slots=True)
class Shown:
    """One record as a point: where, its name, what the tooltip adds, and the name of its look."""

    at: Point
    name: str
    about: str
    look: str
    precision: Precision
    number: int | None = None
    """Written into the mark; records with a number are never one mark."""


def point_changes(shown: Iterable[Shown]) -> list[dict[str, Any]]:
    """Points for the map; records of one look that share a point are one mark with all their names.

    A point that is not exact is drawn hollow, so that nobody takes a city's middle for an address.
    """
    places: defaultdict[tuple[Point, str, bool, int | None], list[Shown]] = defaultdict(list)
    for one in shown:
        places[one.at, one.look, one.precision in EXACT, one.number].append(one)
    return [
        {
            "at": [lat, lon],
            "look": look if exact else f"{look} vague",
            "lines": [[one.name, one.about] for one in found],
            **({} if number is None else {"number": number}),
        }
        for ((lon, lat), look, exact, number), found in places.items()
    ]


def extent(points: Iterable[Point]) -> list[list[float]]:
    """South-west and north-east corner around points, latitude first."""
    every = list(points)
    lons, lats = [lon for lon, _ in every], [lat for _, lat in every]
    pad_lon = max(MARGIN * (max(lons) - min(lons)), NARROWEST)
    pad_lat = max(MARGIN * (max(lats) - min(lats)), NARROWEST)
    return [[min(lats) - pad_lat, min(lons) - pad_lon], [max(lats) + pad_lat, max(lons) + pad_lon]]


def points_change(
    codes: Sequence[str],
    shown: Sequence[Shown],
    focus: Sequence[str],
    legend: Mapping[str, Any],
    summary: str,
    clusters: str = "0",
    look_at: Sequence[Point] = (),
) -> Change:
    """A map of plain prefectures with points on it.

    Parameters
    ----------
    codes
        All prefectures in the order in which the browser knows them.
    clusters
        The bit mask of the clusters that are drawn too.
    look_at
        Points that the map shows when it opens; all of Japan where there are none.
    """
    change: Change = {
        "shade": "0" * len(codes),
        "values": [None] * len(codes),
        "words": [""] * len(codes),
        "clusters": clusters,
        "sectors": [],
        "focus": list(focus),
        "cluster": None,
        "points": point_changes(shown),
        "legend": dict(legend),
        "summary": summary,
    }
    return {**change, "fit": extent(look_at)} if look_at else change
