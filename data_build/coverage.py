"""Coverages: polygons that share their borders, vertex by vertex, without gaps or overlaps."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

_SPLINTER = 1e-5
"""Half the width, in degrees, below which a polygon is an error of arithmetic."""


class CoverageError(AssertionError):
    """Polygons that should share their borders do not: a fault of the build, not of its user."""


@dataclass(frozen=True, slots=True)
class Level:
    """How fine a layer is drawn."""

    suffix: str
    """Of the layer's name: nothing, or ``_detail``."""
    tolerance: float
    """In degrees: the root of the area of the triangles that are smoothed away."""
    decimals: int
    """Of a degree, in what is written: 3 is about 100 m."""
    smallest_island: float
    """In square degrees: islands below it are left out where more than one may go."""


def polygonal(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    """The polygons of what an overlay answers, without the lines and points where borders only meet."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.MultiPolygon([part for part in parts if isinstance(part, shapely.Polygon)])


def gather(polygons: gpd.GeoSeries) -> gpd.GeoSeries:
    """Join the polygons of each row into a MultiPolygon; islets that have come to overlap become one."""
    gathered = polygons.groupby(level=0).agg(lambda parts: shapely.MultiPolygon(list(parts)))
    gathered = gpd.GeoSeries(gathered, crs=polygons.crs)
    overlapping = ~gathered.is_valid
    gathered[overlapping] = [
        polygonal(shapely.union_all(shapely.get_parts(row))) for row in gathered[overlapping]
    ]
    return gathered


def clean(geometry: gpd.GeoSeries) -> gpd.GeoSeries:
    """Make polygons that nearly fit share their borders exactly. Splinters below a metre are left out."""
    polygons = geometry.explode()
    splinters = shapely.is_empty(shapely.buffer(polygons.to_numpy(), -_SPLINTER))
    whole = gather(polygons[~splinters]).reindex(geometry.index)
    return gpd.GeoSeries(shapely.coverage_clean(whole.to_numpy()), geometry.index, crs=geometry.crs)


def simplify(geometry: gpd.GeoSeries, level: Level) -> gpd.GeoSeries:
    """Smooth a coverage and round it, shared borders kept, no row lost."""
    smooth = shapely.coverage_simplify(geometry.to_numpy(), level.tolerance)
    rounded = _round(gpd.GeoSeries(smooth, geometry.index, crs=geometry.crs), level.decimals)
    fitting = clean(rounded)  # where the grid pinched a polygon, its neighbour has to follow
    check(fitting)
    return fitting


def without_small_islands(geometry: gpd.GeoSeries, smallest: float, keep: pd.Series) -> gpd.GeoSeries:
    """Leave out polygons below ``smallest`` square degrees that touch nothing.

    Each row keeps its largest polygon; rows where ``keep`` is true keep all.
    """
    polygons = geometry.explode()
    touching, _ = polygons.sindex.query(polygons.to_numpy(), predicate="touches")
    area = pd.Series(shapely.area(polygons.to_numpy()), polygons.index)
    largest = area == area.groupby(level=0).transform("max")
    staying = largest | (area >= smallest) | keep.reindex(polygons.index)
    staying.iloc[touching] = True
    return gather(polygons[staying.to_numpy()]).reindex(geometry.index)


def _round(geometry: gpd.GeoSeries, decimals: int) -> gpd.GeoSeries:
    """Round to a grid. What it pinches is mended; islets that would vanish are rounded ten times finer."""
    polygons = geometry.explode()
    rounded = _rounded(polygons, decimals)
    vanished = rounded.is_empty
    rounded[vanished] = _rounded(polygons[vanished], decimals + 1)
    return gather(rounded[~rounded.is_empty].explode()).reindex(geometry.index)


def _rounded(polygons: gpd.GeoSeries, decimals: int) -> gpd.GeoSeries:
    moved = shapely.transform(polygons.to_numpy(), lambda xy: np.round(xy, decimals))
    pinched = ~shapely.is_valid(moved)
    moved[pinched] = shapely.make_valid(moved[pinched], method="structure", keep_collapsed=False)
    return gpd.GeoSeries(shapely.remove_repeated_points(moved), polygons.index, crs=polygons.crs)


def dissolve(geometry: gpd.GeoSeries, by: pd.Series) -> gpd.GeoSeries:
    """Join the polygons of a coverage that have the same key; blank keys are left out. Sorted by key."""
    chosen = by[by != ""]
    groups = geometry[chosen.index].groupby(chosen, sort=True)
    joined = groups.agg(lambda parts: shapely.coverage_union_all(parts.to_numpy()))
    return gpd.GeoSeries(joined, crs=geometry.crs)


def check(geometry: gpd.GeoSeries) -> None:
    """Raise unless no polygon is empty or invalid and all borders are shared."""
    lost = geometry.index[geometry.isna() | geometry.is_empty | ~geometry.is_valid]
    if len(lost):
        msg = f"Lost or broken polygons: {lost.tolist()}"
        raise CoverageError(msg)
    if not shapely.coverage_is_valid(geometry.to_numpy()):
        bad = shapely.coverage_invalid_edges(geometry.to_numpy())
        where = {key: edge.bounds for key, edge in zip(geometry.index, bad, strict=True) if not edge.is_empty}
        msg = f"Borders are not shared: {where}"
        raise CoverageError(msg)
