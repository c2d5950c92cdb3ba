"""Records as GeoJSON (RFC 7946): longitudes in -180..180, lines cut where they cross 180°.

Geometries are plain dictionaries, ``None`` where a place is not known. Geopandas is imported by the
areas alone, so that the rest of the API starts without it.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from cluster_map.api.collections import Collection, Shape
from cluster_map.atlas import Atlas, Record
from cluster_map.store import Store

Geometry = Mapping[str, Any]
Position = tuple[float, float]
"""Longitude, latitude."""

DECIMALS = 5
"""About one metre: finer than any layer is drawn."""

WESTERN_EDGE = -30.0
"""Lines run from Japan the way the maps draw them: places west of this longitude lie to the east."""


def geometry_of(collection: Collection, atlas: Atlas, row: Record) -> Geometry | None:
    """Where a row of a collection lies."""
    match collection.shape:
        case Shape.POINT:
            position = _position(row)
            return {"type": "Point", "coordinates": position} if position else None
        case Shape.LINE:
            return line_geometry(
                [_position(atlas.prefectures[code]) for code in row["prefectures"]],
                _position(atlas.regions[row["region"]]),
            )
        case Shape.AREA if collection.layer is not None:
            return area_geometries(atlas.store, collection.layer, collection.key).get(row[collection.key])
    raise ValueError(f"{collection.name} has no geometry.")


def feature(record: Mapping[str, Any], geometry: Geometry | None) -> dict[str, Any]:
    """A record as a feature; its properties are the record whole, since some readers drop the id."""
    return {"type": "Feature", "id": record["id"], "geometry": geometry, "properties": record}


def _position(row: Record) -> Position | None:
    return None if row["lon"] is None or row["lat"] is None else (row["lon"], row["lat"])


def line_geometry(starts: Sequence[Position | None], end: Position | None) -> Geometry | None:
    """Straight lines from each start to the end; None where an end is not known."""
    if end is None:
        return None
    lines = [part for start in starts if start for part in _cut_at_antimeridian(start, end)]
    if not lines:
        return None
    if len(lines) == 1:
        return {"type": "LineString", "coordinates": lines[0]}
    return {"type": "MultiLineString", "coordinates": lines}


def _cut_at_antimeridian(start: Position, end: Position) -> list[list[Position]]:
    (start_lon, start_lat), (end_lon, end_lat) = start, end
    if end_lon >= WESTERN_EDGE:
        return [[start, end]]
    share = (180 - start_lon) / (end_lon + 360 - start_lon)
    lat = round(start_lat + share * (end_lat - start_lat), DECIMALS)
    return [[start, (180.0, lat)], [(-180.0, lat), end]]


@lru_cache(maxsize=8)
def area_geometries(store: Store, layer: str, key: str) -> Mapping[str, Geometry]:
    """The polygons of a layer by code, exterior rings counter-clockwise. Converted once a store."""
    import shapely

    areas = store.read_layer(layer)
    oriented = shapely.orient_polygons(areas.geometry.to_numpy(), exterior_cw=False)
    return {
        code: {"type": shape.geom_type, "coordinates": _rounded(shape.__geo_interface__["coordinates"])}
        for code, shape in zip(areas[key], oriented, strict=True)
    }


def _rounded(coordinates: Iterable[Any] | float) -> Any:
    if isinstance(coordinates, int | float):
        return round(coordinates, DECIMALS)
    return [_rounded(part) for part in coordinates]
