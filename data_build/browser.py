"""What the browser loads: one compact GeoJSON file a layer, cut for the map's world, only codes in it."""

import json
import math
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from data_build.layers import Layer
from data_build.shifted_world import MAP_WEST, cut

_DIGITS = 5
"""Coordinates are rounded already; this only cuts off the dust of arithmetic."""

_TILE = 1.3
"""Width of a tile in degrees of longitude: the grid then fills about the same view as Japan."""
_GRID_CENTRE = (137.5, 36.0)
"""Longitude and latitude."""


def write_browser_file(layer: Layer, folder: Path) -> Path:
    """Longitudes -30 to 330, cut at 30 W: nothing is cut in the Pacific."""
    name = layer.name.replace("countries", "world")
    geometry = cut(layer.features["geometry"], MAP_WEST)
    return _write(folder / f"{name}.json", layer.features[layer.code].tolist(), geometry)


def write_tiles(grid: pd.DataFrame, folder: Path) -> Path:
    """The 47 prefectures as equal squares (squares on the map, which is Web Mercator)."""
    columns, rows = grid["column"].astype(int), grid["row"].astype(int)
    west = _GRID_CENTRE[0] - _TILE * (columns.max() + 1) / 2
    top = _mercator(_GRID_CENTRE[1]) + _TILE * (rows.max() + 1) / 2
    squares = [
        shapely.box(
            round(west + column * _TILE, 3),
            round(_latitude(top - (row + 1) * _TILE), 3),
            round(west + (column + 1) * _TILE, 3),
            round(_latitude(top - row * _TILE), 3),
        )
        for column, row in zip(columns, rows, strict=True)
    ]
    return _write(folder / "tiles.json", grid["prefecture"].tolist(), gpd.GeoSeries(squares))


def _mercator(latitude: float) -> float:
    """Web Mercator's height in degrees: as long as a degree of longitude."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def _latitude(height: float) -> float:
    return math.degrees(math.atan(math.sinh(math.radians(height))))


def _write(file: Path, codes: list[str], geometry: gpd.GeoSeries) -> Path:
    features = [
        {"type": "Feature", "properties": {"id": code}, "geometry": _geojson(shape)}
        for code, shape in zip(codes, geometry, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    text = json.dumps(collection, separators=(",", ":"))
    file.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return file


def _geojson(shape: shapely.Geometry) -> dict[str, Any]:
    """Outer rings run anticlockwise, as GeoJSON wants; a single polygon is written as one."""
    parts = [_rings(part) for part in shapely.get_parts(shapely.orient_polygons(shape))]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}


def _rings(polygon: shapely.Polygon) -> list[list[list[float]]]:
    return [
        [[round(x, _DIGITS), round(y, _DIGITS)] for x, y in ring.coords]
        for ring in (polygon.exterior, *polygon.interiors)
    ]
