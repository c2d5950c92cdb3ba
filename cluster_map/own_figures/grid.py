"""Points counted in the cells of a grid whose size follows the map's zoom: never more cells than allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cluster_map.maps.classes import ColourClasses

if TYPE_CHECKING:
    from cluster_map.own_figures.figures import OwnFigures

CELL_PIXELS = 18
"""How wide a cell is on the screen: as wide as the largest symbol."""
COARSER = 1.5
LAT_PER_LON = 0.8
"""Makes cells square on the map at Japan's latitudes."""

Cell = tuple[float, float, int]
"""Latitude and longitude of the middle of a cell's points, and their number."""

COUNT_CLASSES = ColourClasses(upper_bounds=(1, 9, 99, 999, 9_999))
"""By the number of points in a cell; each class has a size of its own."""


@dataclass(frozen=True, slots=True)
class Box:
    """What a map shows, plain degrees. With ``west`` above ``east`` it holds the 180th meridian."""

    south: float
    west: float
    north: float
    east: float


WORLD = Box(-90.0, -180.0, 90.0, 180.0)


def cell_degrees(zoom: float) -> float:
    """The width of a cell, in degrees of longitude."""
    return float(360 / 2 ** (zoom + 8) * CELL_PIXELS)


def cells(own: OwnFigures, zoom: float, box: Box, most: int) -> list[Cell]:
    """The cells of a box that hold points. Cells are widened until there are no more than ``most``."""
    width = cell_degrees(zoom)
    joint = "AND" if box.west <= box.east else "OR"
    while True:
        rows = own.sandbox.run(
            f"SELECT avg(lat), avg(lon), count(*) FROM figures"
            f" WHERE lat BETWEEN {box.south!r} AND {box.north!r}"
            f" AND (lon >= {box.west!r} {joint} lon <= {box.east!r})"
            f" GROUP BY floor(lon / {width!r}), floor(lat / {width * LAT_PER_LON!r})"
            f" ORDER BY 3, 1, 2 LIMIT {most + 1}"
        )
        if len(rows) <= most:
            return [(round(lat, 5), round(lon, 5), count) for lat, lon, count in rows]
        width *= COARSER
