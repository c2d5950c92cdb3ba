"""Records as GeoJSON (RFC 7946): longitudes in -180..180, lines cut where they cross 180°.

Geometries are plain dictionaries, ``None`` where a place is not known. Geopandas is imported by the
areas alone, so that the rest of the API starts without it.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from cluster_map.api.collections import Collection, Shape
from cluster_map.atlas import Atlas, Record
from cluster_map.exports.geometry import DECIMALS, Geometry, point_geometry, tie_up_geometry
from cluster_map.store import Store


def geometry_of(collection: Collection, atlas: Atlas, row: Record) -> Geometry | None:
    """Where a row of a collection lies."""
    match collection.shape:
        case Shape.POINT:
            return point_geometry(row)
        case Shape.LINE:
            return tie_up_geometry(atlas, row)
        case Shape.AREA if collection.layer is not None:
            return area_geometries(atlas.store, collection.layer, collection.key).get(row[collection.key])
    raise ValueError(f"{collection.name} has no geometry.")


def feature(record: Mapping[str, Any], geometry: Geometry | None) -> dict[str, Any]:
    """A record as a feature; its properties are the record whole, since some readers drop the id."""
    return {"type": "Feature", "id": record["id"], "geometry": geometry, "properties": record}


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
