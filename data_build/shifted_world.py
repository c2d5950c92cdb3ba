"""Polygons in the shifted world: longitudes that run on past 180, so that only the Atlantic is cut.

A polygon lies where its middle lies between 30 W (-30) and 330; it may reach beyond, as Greenland does,
and is cut only when it is written: at 30 W for the map, at the antimeridian for a stored layer.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data_build.coverage import gather

MAP_WEST = -30.0
"""Where the map is cut."""
PLAIN_WEST = -180.0
"""Where stored layers (EPSG:4326) are cut."""


def shift(geometry: gpd.GeoSeries) -> gpd.GeoSeries:
    """Bring polygons of EPSG:4326 into the shifted world; pieces cut at the antimeridian touch again.

    Invalid polygons are mended; empty rows are dropped.
    """
    polygons = geometry.explode()
    polygons = polygons[~(polygons.is_empty | polygons.isna())]
    moved = gpd.GeoSeries([_shift_polygon(polygon) for polygon in polygons], polygons.index, crs=geometry.crs)
    mended = moved.make_valid(method="structure", keep_collapsed=False)
    joined = mended.groupby(level=0).agg(lambda parts: shapely.union_all(parts.to_numpy()))
    return gpd.GeoSeries(joined, crs=geometry.crs)


def _shift_polygon(polygon: shapely.Polygon) -> shapely.Polygon:
    holes = [_shift_ring(ring) for ring in polygon.interiors]
    return shapely.Polygon(_shift_ring(polygon.exterior), holes)


def _shift_ring(ring: shapely.LinearRing) -> NDArray[np.float64]:
    xy = shapely.get_coordinates(ring)
    lon = np.unwrap(xy[:, 0], period=360)
    middle = (lon.min() + lon.max()) / 2
    turns = np.floor((middle - MAP_WEST) / 360)
    return np.column_stack([lon - 360 * turns, xy[:, 1]])


def cut(geometry: gpd.GeoSeries, west: float) -> gpd.GeoSeries:
    """Bring polygons of the shifted world between ``west`` and ``west + 360``, cutting those that cross.

    Every answer is a MultiPolygon. Polygons between the edges keep their coordinates to the last bit.
    """
    polygons = geometry.explode()
    bounds = polygons.bounds
    first = np.floor((bounds["minx"] - west) / 360)
    last = np.ceil((bounds["maxx"] - west) / 360) - 1
    turns = first.where(first >= last)
    pieces = []
    for turn in (-1, 0, 1):
        window = shapely.box(west + 360 * turn, -90, west + 360 * (turn + 1), 90)
        inside = pd.concat([polygons[turns == turn], polygons[turns.isna()].intersection(window)])
        pieces.append(inside.translate(xoff=-360 * turn))
    together = gpd.GeoSeries(pd.concat(pieces), crs=geometry.crs).explode()
    together = together[(together.geom_type == "Polygon") & ~together.is_empty]
    return gather(together).reindex(geometry.index)
