"""Small maps on one scale, as SVG: where each of several places lies, with its prefectures marked."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cluster_map.atlas import Atlas
from cluster_map.exports.map_frame import TILE, Frame, mercator
from cluster_map.exports.map_look import colours
from cluster_map.exports.map_outlines import UNITS, outlines, place
from cluster_map.geography import Point, to_shifted

WIDTH, HEIGHT = 260, 190
"""Pixels."""

NEAREST = 7.4
"""Zoom of places that need no more room."""

ROOM = 1.25
"""How much more than a prefecture its map shows."""

EARTH_KM = 40_075


@dataclass(frozen=True, slots=True)
class SmallMap:
    """An SVG drawing, and how many km it is wide in its middle."""

    svg: str
    km: float


def small_maps(
    atlas: Atlas, places: Sequence[tuple[Point, Sequence[str]]], areas_km2: Sequence[float]
) -> list[SmallMap]:
    """One map for each place with its prefectures, all on the scale that the largest area needs."""
    widest = max((math.sqrt(area) for area in areas_km2), default=0) * ROOM
    zoom = NEAREST
    if widest:
        lat = max(abs(point[1]) for point, _ in places)
        degrees = widest * 360 / (EARTH_KM * math.cos(math.radians(lat)))
        zoom = min(NEAREST, math.log2(360 * HEIGHT / (TILE * degrees)))
    return [_drawn(atlas, point, prefectures, zoom) for point, prefectures in places]


def _drawn(atlas: Atlas, point: Point, prefectures: Sequence[str], zoom: float) -> SmallMap:
    look, (lon, lat) = colours(), point
    frame = Frame(to_shifted(lon), mercator(lat), zoom, WIDTH, HEIGHT)
    areas = "".join(
        f'<path d="{path}" fill="{look["shade-3" if code in prefectures else "shade-0"]}"/>'
        for code, path in outlines(atlas, "prefectures", frame).items()
    )
    x, y = place(frame, lon, lat)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * UNITS} {HEIGHT * UNITS}">'
        f'<rect width="100%" height="100%" fill="{look["sea"]}"/>'
        f'<g stroke="{look["line"]}" stroke-width="1.5">{areas}</g>'
        f'<circle cx="{x}" cy="{y}" r="9" fill="{look["accent"]}" stroke="#fff" stroke-width="3"/></svg>'
    )
    km = WIDTH * frame.degrees_per_pixel * EARTH_KM / 360 * math.cos(math.radians(lat))
    return SmallMap(svg, km)
