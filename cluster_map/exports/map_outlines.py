"""Outlines of the layers as paths of an SVG drawing, cut to a frame and only as fine as can be seen.

Units of a drawing are half pixels, so that whole numbers are fine enough.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cluster_map.atlas import Atlas
from cluster_map.exports.map_frame import Frame, mercator
from cluster_map.geography import Point

# The server starts without these: each is imported by the first call that needs it.
if TYPE_CHECKING:
    import shapely

UNITS = 2
"""Units of a drawing in one pixel."""

FINEST = 0.5
"""Pixels: what is finer is smoothed away."""

BACKGROUND = 2.2
"""The same for what lies behind."""

BEYOND = 8
"""Pixels beyond the edge of a drawing that are drawn too, so that no line shows where areas are cut."""

COVERAGES = ("prefectures", "prefectures_detail", "world", "world_detail", "tiles")
"""Layers whose areas share their borders."""


def place(frame: Frame, lon: float, lat: float) -> tuple[int, int]:
    """Where a point stands in a drawing, in its units from the upper left corner."""
    x, y = frame.pixel(lon, lat)
    return round(UNITS * x), round(UNITS * y)


def place_in_plane(frame: Frame, x: float, y: float) -> tuple[int, int]:
    """The same for a shifted longitude and a height of the map's plane."""
    west, _, _, north = frame.sides
    k = frame.degrees_per_pixel
    return round(UNITS * (x - west) / k), round(UNITS * (north - y) / k)


def box(frame: Frame) -> tuple[float, float, float, float]:
    """West, south, east and north edge in the map's plane, a little more than can be seen."""
    west, east, south, north = frame.sides
    more = BEYOND * frame.degrees_per_pixel
    return west - more, south - more, east + more, north + more


@lru_cache(maxsize=64)
def outlines(atlas: Atlas, layer: str, frame: Frame, pixels: float = FINEST) -> dict[str, str]:
    """Code -> the data of its path, for every area of a layer that can be seen in a frame.

    What is finer than so many pixels is smoothed away.

    Raises
    ------
    DataError
        If the layer is refused.
    """
    import shapely

    codes, areas = _areas(atlas, layer)
    seen = shapely.clip_by_rect(areas, *box(frame))
    kept = [(code, area) for code, area in zip(codes, seen, strict=True) if not area.is_empty]
    finest = pixels * frame.degrees_per_pixel
    found = [area for _, area in kept]
    smooth = (
        shapely.coverage_simplify(found, finest) if layer in COVERAGES else shapely.simplify(found, finest)
    )
    drawn = ((code, _path(area, frame)) for (code, _), area in zip(kept, smooth, strict=True))
    return {code: path for code, path in drawn if path}


def middles(atlas: Atlas, layer: str, frame: Frame) -> dict[str, tuple[int, int]]:
    """Code -> where the middle of an area stands in the drawing."""
    codes, areas = _areas(atlas, layer)
    found = (area.centroid for area in areas)
    return {code: place_in_plane(frame, at.x, at.y) for code, at in zip(codes, found, strict=True)}


@cache
def _areas(atlas: Atlas, layer: str) -> tuple[list[str], list[shapely.Geometry]]:
    """The codes and areas of a layer, in the map's plane."""
    import numpy as np
    import shapely
    from numpy.typing import NDArray

    def project(points: NDArray[np.float64]) -> NDArray[np.float64]:
        heights = np.degrees(np.arcsinh(np.tan(np.radians(points[:, 1]))))
        return np.column_stack([points[:, 0], heights])

    features = json.loads(atlas.store.browser_file(layer).read_bytes())["features"]
    areas = [shapely.transform(shapely.from_geojson(json.dumps(f["geometry"])), project) for f in features]
    return [f["properties"]["id"] for f in features], areas


def _path(area: Any, frame: Frame) -> str:
    """All rings of an area; what is too small to be seen is left out."""
    parts = [part for part in getattr(area, "geoms", [area]) if part.geom_type == "Polygon"]
    rings = (ring for part in parts for ring in (part.exterior, *part.interiors))
    return "".join(
        path_of([place_in_plane(frame, x, y) for x, y in ring.coords], closed=True) for ring in rings
    )


def line_path(points: Iterable[Point], frame: Frame) -> str:
    """A line over the globe, its longitudes shifted already."""
    import shapely

    line = shapely.LineString([place_in_plane(frame, lon, mercator(lat)) for lon, lat in points])
    return path_of([(round(x), round(y)) for x, y in shapely.simplify(line, UNITS).coords])


def path_of(points: Iterable[tuple[int, int]], closed: bool = False) -> str:
    """A line through places of a drawing, as short as SVG allows; empty where nothing is left of it."""
    kept: list[tuple[int, int]] = []
    for point in points:
        if not kept or kept[-1] != point:
            kept.append(point)
    if closed and len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    if len(set(kept)) < (3 if closed else 2):
        return ""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(kept)]
    written = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
    return f"M{kept[0][0]} {kept[0][1]}l{written}{'z' if closed else ''}"
