"""Outlines of the layers as paths of an SVG drawing, cut to a window and only as fine as can be seen.

A window looks at the map's plane as Leaflet does: Web Mercator, its world cut in the Atlantic. Units of a
drawing are half pixels, so that whole numbers are fine enough.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cluster_map.atlas import Atlas
from cluster_map.geography import Point, to_plain, to_shifted

# The server starts without these: each is imported by the first call that needs it.
if TYPE_CHECKING:
    import shapely

UNITS = 2
"""Units of a drawing in one pixel."""

TILE = 256
"""Pixels of the whole world at zoom 0, by which zooms are counted."""

FINEST = 0.5
"""Pixels: what is finer is smoothed away."""

BACKGROUND = 1.6
"""The same for what lies behind."""

COVERAGES = ("prefectures", "prefectures_detail", "world", "world_detail", "tiles")
"""Layers whose areas share their borders."""


def mercator(lat: float) -> float:
    """A latitude as the map's plane has it, in degrees of longitude at the equator."""
    return math.degrees(math.asinh(math.tan(math.radians(lat))))


def latitude(height: float) -> float:
    """The latitude of a height in the map's plane."""
    return math.degrees(math.atan(math.sinh(math.radians(height))))


@dataclass(frozen=True, slots=True)
class Window:
    """What a drawing shows: the middle in the map's plane, pixels a degree of longitude, size in pixels."""

    x: float
    y: float
    scale: float
    width: int
    height: int

    @property
    def zoom(self) -> float:
        return math.log2(self.scale * 360 / TILE)

    @property
    def centre(self) -> Point:
        return to_plain(self.x), latitude(self.y)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north edge in the map's plane, a little more than can be seen."""
        wide, high = (self.width / 2 + 8) / self.scale, (self.height / 2 + 8) / self.scale
        return self.x - wide, self.y - high, self.x + wide, self.y + high

    def place(self, point: Point) -> tuple[int, int]:
        """Where a point of the globe stands in the drawing, in its units from the upper left corner."""
        return self.place_in_plane(to_shifted(point[0]), mercator(point[1]))

    def place_in_plane(self, x: float, y: float) -> tuple[int, int]:
        return (
            round(UNITS * (self.width / 2 + (x - self.x) * self.scale)),
            round(UNITS * (self.height / 2 - (y - self.y) * self.scale)),
        )

    def holds(self, at: tuple[int, int]) -> bool:
        """Whether a place in the drawing can be seen."""
        return 0 <= at[0] <= UNITS * self.width and 0 <= at[1] <= UNITS * self.height


def window_at(centre: Point, zoom: float, size: tuple[int, int]) -> Window:
    """The window around a point at a zoom as Leaflet counts it."""
    return Window(to_shifted(centre[0]), mercator(centre[1]), TILE * 2**zoom / 360, *size)


def window_around(
    south_west: Sequence[float], north_east: Sequence[float], size: tuple[int, int], closest: float
) -> Window:
    """The window that shows two corners, latitude first, no closer than a zoom."""
    (south, west), (north, east) = south_west, north_east
    west, east = to_shifted(west), to_shifted(east)
    low, high = mercator(south), mercator(north)
    nearest = TILE * 2**closest / 360
    scale = min(size[0] / max(east - west, 1e-9), size[1] / max(high - low, 1e-9), nearest)
    return Window((west + east) / 2, (low + high) / 2, scale, *size)


@lru_cache(maxsize=64)
def outlines(atlas: Atlas, layer: str, window: Window, pixels: float = FINEST) -> dict[str, str]:
    """Code -> the data of its path, for every area of a layer that can be seen in a window.

    What is finer than so many pixels is smoothed away.

    Raises
    ------
    DataError
        If the layer is refused.
    """
    import shapely

    codes, areas = _areas(atlas, layer)
    seen = shapely.clip_by_rect(areas, *window.box)
    kept = [(code, area) for code, area in zip(codes, seen, strict=True) if not area.is_empty]
    finest = pixels / window.scale
    found = [area for _, area in kept]
    smooth = (
        shapely.coverage_simplify(found, finest) if layer in COVERAGES else shapely.simplify(found, finest)
    )
    drawn = ((code, _path(area, window)) for (code, _), area in zip(kept, smooth, strict=True))
    return {code: path for code, path in drawn if path}


def middles(atlas: Atlas, layer: str, window: Window) -> dict[str, tuple[int, int]]:
    """Code -> where the middle of an area stands in the drawing."""
    codes, areas = _areas(atlas, layer)
    found = (area.centroid for area in areas)
    return {code: window.place_in_plane(at.x, at.y) for code, at in zip(codes, found, strict=True)}


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


def _path(area: Any, window: Window) -> str:
    """All rings of an area; what is too small to be seen is left out."""
    parts = [part for part in getattr(area, "geoms", [area]) if part.geom_type == "Polygon"]
    rings = (ring for part in parts for ring in (part.exterior, *part.interiors))
    return "".join(
        path_of([window.place_in_plane(x, y) for x, y in ring.coords], closed=True) for ring in rings
    )


def line_path(points: Iterable[Point], window: Window) -> str:
    """A line over the globe, its longitudes shifted already."""
    import shapely

    line = shapely.LineString([window.place_in_plane(lon, mercator(lat)) for lon, lat in points])
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
