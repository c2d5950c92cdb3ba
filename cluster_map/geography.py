"""Distances, arcs and places on the globe. Pure: geometry goes in as arguments.

A point is ``(lon, lat)`` in degrees. Plain longitudes run from -180 to 180; on the map's world, which is
cut in the Atlantic and has Japan in its middle, they are shifted and run from -30 to 330.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

# The server starts without these: each is imported by the first call that needs it.
if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    import shapely
    from pyproj import Geod

Point = tuple[float, float]

WEST_EDGE = -30.0
"""Where the map's world is cut, in the Atlantic."""
NEAR_KM = 3.0
"""How far outside all prefectures a point may lie and still belong to the nearest: coasts are simplified."""

_STEP_KM = 400
_STEP_DEGREES = 5
_MOST_STEPS = 1000
"""A line over a pole jumps however finely it is cut; it leaves the map there anyway."""


@cache
def _geod(ellipsoid: str) -> Geod:
    from pyproj import Geod

    return Geod(ellps=ellipsoid)


def to_shifted(lon: float) -> float:
    """Any longitude as the map has it: from -30 up to, not including, 330."""
    return lon - 360 * math.floor((lon - WEST_EDGE) / 360)


def to_plain(lon: float) -> float:
    """Any longitude as links, tables and the API have it: from -180 up to, not including, 180."""
    return lon - 360 * math.floor((lon + 180) / 360)


def distance_km(start: Point, end: Point) -> float:
    """Shortest distance on the WGS84 ellipsoid, in km."""
    return float(_geod("WGS84").inv(*start, *end)[2]) / 1000


def great_circle(start: Point, end: Point) -> list[Point]:
    """A line from start to end for the map, both included, longitudes shifted.

    It is the shortest way, except where that would cross the map's edge: then it goes round the other way,
    so that no line is ever cut. From Japan, America lies to the east. Neighbouring points are at most
    400 km and a few degrees of longitude apart.
    """
    globe = _geod("sphere")
    azimuth, _, metres = globe.inv(*start, *end)
    line = _line(start, azimuth, metres)
    goal = to_shifted(end[0])
    if abs(line[-1][0] - goal) > 180:
        line = _line(start, azimuth + 180, 2 * math.pi * globe.a - metres)
    return [*line[:-1], (goal, end[1])]


def _line(start: Point, azimuth: float, metres: float) -> list[Point]:
    """Evenly spaced points whose longitudes run on without a jump."""
    steps = max(1, math.ceil(metres / 1000 / _STEP_KM))
    while True:
        way = [metres * step / steps for step in range(1, steps + 1)]
        lons, lats, _ = _geod("sphere").fwd([start[0]] * steps, [start[1]] * steps, [azimuth] * steps, way)
        line = [(to_shifted(start[0]), start[1])]
        for lon, lat in zip(lons, lats, strict=True):
            turns = round((line[-1][0] - lon) / 360)
            line.append((lon + 360 * turns, lat))
        if steps > _MOST_STEPS or max(abs(b[0] - a[0]) for a, b in pairwise(line)) <= _STEP_DEGREES:
            return line
        steps *= 2


def km_outside(area: shapely.Geometry, lon: float, lat: float) -> float:
    """How far a point lies outside a polygon, in km; 0 inside and on the border. Plain longitudes."""
    return float(_local(area, lon, lat).distance(_origin())) / 1000


def nearest_point_in(area: shapely.Geometry, lon: float, lat: float) -> Point:
    """The point itself where the polygon has it, else the polygon's nearest point. Plain longitudes."""
    import shapely
    from shapely.ops import nearest_points

    near = nearest_points(_local(area, lon, lat), _origin())[0]
    if near.equals(_origin()):
        return lon, lat
    azimuth = math.degrees(math.atan2(near.x, near.y))
    found = _geod("WGS84").fwd(lon, lat, azimuth, shapely.distance(near, _origin()))
    return found[0], found[1]


def _origin() -> shapely.Point:
    import shapely

    return shapely.Point(0, 0)


def _local(area: shapely.Geometry, lon: float, lat: float) -> shapely.Geometry:
    """The area in metres around a point, which becomes the origin: distances from it are true."""
    import numpy as np
    import shapely
    from numpy.typing import NDArray

    def project(points: NDArray[np.float64]) -> NDArray[np.float64]:
        here = np.full(len(points), lon), np.full(len(points), lat)
        azimuth, _, metres = _geod("WGS84").inv(*here, points[:, 0], points[:, 1])
        angle = np.radians(azimuth)
        return np.column_stack([np.sin(angle) * metres, np.cos(angle) * metres])

    return shapely.transform(area, project)


def prefecture_of(points: gpd.GeoSeries, prefectures: gpd.GeoDataFrame) -> pd.Series:
    """The prefecture that contains each point, else the nearest within 3 km, else missing.

    ``prefectures`` has a column ``prefecture``; both are in EPSG:4326. The index is that of the points.
    """
    import geopandas as gpd

    located = gpd.GeoDataFrame(geometry=points).sjoin(prefectures[["prefecture", "geometry"]], how="left")
    found: pd.Series[str] = located["prefecture"].groupby(level=0, sort=False).first().reindex(points.index)
    areas = dict(zip(prefectures["prefecture"], prefectures.geometry, strict=True))
    for row in found.index[found.isna()]:
        point = points[row]
        km = {code: km_outside(area, point.x, point.y) for code, area in areas.items()}
        nearest = min(km, key=lambda code: km[code])
        if km[nearest] <= NEAR_KM:
            found[row] = nearest
    return found
