"""In which prefecture a million points are: exact where they are inside one, the nearest near a coast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import shapely
    from numpy.typing import NDArray

NEAR_DEGREES = 0.03
"""About 3 km: how far outside all prefectures a point may lie and still belong to the nearest. Coasts are
simplified, and quays and bridges are built beyond them."""


@dataclass(frozen=True)
class Outlines:
    """Prefecture -> its area, EPSG:4326."""

    areas: Mapping[str, shapely.Geometry]

    @cached_property
    def near(self) -> Mapping[str, shapely.Geometry]:
        """The same with everything near them."""
        return {
            code: area.simplify(NEAR_DEGREES / 10).buffer(NEAR_DEGREES, quad_segs=4)
            for code, area in self.areas.items()
        }


def outlines_of(layer: gpd.GeoDataFrame) -> Outlines:
    """The outlines of a layer with a column ``prefecture``."""
    return Outlines(dict(zip(layer["prefecture"], layer.geometry, strict=True)))


def prefectures_of_points(
    lon: NDArray[np.float64], lat: NDArray[np.float64], outlines: Outlines
) -> NDArray[Any]:
    """The prefecture of each point as a code; ``None`` far from all of them. Plain degrees."""
    import numpy as np
    import shapely

    every = list(outlines.areas)
    found = np.full(len(lon), -1, dtype=np.int16)
    for n, area in enumerate(outlines.areas.values()):
        found[_inside(area, lon, lat, np.flatnonzero(found < 0))] = n
    left = np.flatnonzero(found < 0)
    claims = [_inside(area, lon, lat, left) for area in outlines.near.values()]
    count = np.bincount(np.concatenate(claims), minlength=len(lon))
    distance = np.full(len(lon), np.inf)
    for n, claimed in enumerate(claims):
        found[claimed[count[claimed] == 1]] = n
        several = claimed[count[claimed] > 1]
        points = shapely.points(lon[several], lat[several])
        away = shapely.distance(outlines.areas[every[n]], points)
        nearer = several[away < distance[several]]
        found[nearer] = n
        distance[several] = np.minimum(distance[several], away)
    codes: NDArray[Any] = np.array([*every, None], dtype=object)[found]
    return codes


def _inside(
    area: shapely.Geometry, lon: NDArray[np.float64], lat: NDArray[np.float64], among: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Positions of those points that an area holds."""
    import numpy as np
    import shapely

    west, south, east, north = area.bounds
    x, y = lon[among], lat[among]
    boxed = among[(x >= west) & (x <= east) & (y >= south) & (y <= north)]
    shapely.prepare(area)
    inside: NDArray[np.int64] = boxed[np.asarray(shapely.contains_xy(area, lon[boxed], lat[boxed]))]
    return inside
