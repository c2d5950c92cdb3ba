"""GeoJSON as rows of texts: parsed as JSON within limits, never handed to a library that opens files.

A feature is one row: its point, or for lines and areas a point of them, and its properties.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from cluster_map.own_figures.decoding import as_utf8
from cluster_map.own_figures.limits import Limits
from cluster_map.own_figures.problems import (
    FileRefusedError,
    Note,
    NoteKind,
    Problem,
    ProblemKind,
    Refusal,
    shown,
)
from cluster_map.own_figures.raw_table import RawTable, check_size, check_width, raw_table

Position = tuple[float, float]

DEPTH = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
"""Kind of geometry -> lists around its positions."""


def read_geojson(content: bytes, limits: Limits) -> RawTable:
    """Read a FeatureCollection or a Feature.

    Raises
    ------
    FileRefusedError
        If it is none, or more than the limits allow.
    """
    check_size(content, limits.geojson_mb)
    text, _ = as_utf8(content)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileRefusedError(Refusal.NO_JSON) from error
    features = _features(found)
    if len(features) > limits.rows:
        raise FileRefusedError(Refusal.TOO_MANY_ROWS, most=limits.rows)
    return _table(features, limits)


def _features(found: Any) -> list[Any]:
    kind = found.get("type") if isinstance(found, dict) else None
    if kind == "Feature":
        return [found]
    features = found.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list):
        raise FileRefusedError(Refusal.NO_GEOJSON, found=shown(kind or type(found).__name__))
    if not features:
        raise FileRefusedError(Refusal.NO_ROWS)
    return features


def _table(features: list[Any], limits: Limits) -> RawTable:
    names: dict[str, None] = {}
    rows: list[tuple[int, Position, dict[str, Any]]] = []
    problems = []
    vertices = areas = 0
    for number, feature in enumerate(features, start=1):
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        geometry = geometry if isinstance(geometry, dict) else {}
        kind = geometry.get("type")
        try:
            parts = list(_positions(geometry["coordinates"], DEPTH[str(kind)]))
        except (KeyError, TypeError, ValueError, IndexError, OverflowError):
            problems.append(Problem(number, "geometry", ProblemKind.GEOMETRY, shown(kind)))
            continue
        vertices += sum(len(part) for part in parts)
        if vertices > limits.geojson_vertices and kind != "Point":
            raise FileRefusedError(Refusal.VERTICES, most=limits.geojson_vertices)
        at = _point_of(str(kind), parts)
        if at is None:
            problems.append(Problem(number, "geometry", ProblemKind.GEOMETRY, shown(kind)))
            continue
        areas += kind != "Point"
        properties = feature.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        names |= dict.fromkeys(str(name) for name in properties)
        check_width(list(names), limits)
        rows.append((number, at, properties))
    columns: list[list[str]] = [[str(at[0]) for _, at, _ in rows], [str(at[1]) for _, at, _ in rows]]
    columns += [[_text(properties.get(name)) for *_, properties in rows] for name in names]
    notes = (Note(NoteKind.AREAS, {"count": areas}),) if areas else ()
    # Signs that no property can have: these columns are the coordinates, whatever else is called so.
    every = ["longitude", "latitude", *names]
    return RawTable(
        tuple(every), raw_table(columns, [number for number, *_ in rows]), 0, tuple(problems), notes
    )


def _text(value: Any) -> str:
    if value is None or isinstance(value, (dict, list)):
        return ""
    return str(value)


def _positions(coordinates: Any, depth: int) -> Iterator[list[Position]]:
    """The rings and lines of a geometry, each as its positions."""
    if depth == 0:
        yield [_position(coordinates)]
    elif depth == 1:
        yield [_position(one) for one in coordinates]
    else:
        for part in coordinates:
            yield from _positions(part, depth - 1)


def _position(value: Any) -> Position:
    if not isinstance(value, list) or isinstance(value[0], str) or isinstance(value[1], str):
        raise TypeError(value)
    lon, lat = float(value[0]), float(value[1])
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise ValueError(value)
    return lon, lat


def _point_of(kind: str, parts: list[list[Position]]) -> Position | None:
    """A point of a geometry that is sure to lie on it: of its largest part where it has several."""
    import shapely

    if kind in ("Point", "MultiPoint"):
        return parts[0][0] if parts and parts[0] else None
    if "Line" in kind:
        shapes = [shapely.LineString(part) for part in parts if len(part) > 1]
        largest = max(shapes, key=shapely.length, default=None)
    else:
        # Holes are rings like others here; the largest ring is never one of them.
        shapes = [shapely.Polygon(part) for part in parts if len(part) > 3]
        largest = max(shapes, key=shapely.area, default=None)
    if largest is None:
        return None
    point = shapely.point_on_surface(largest)
    return (float(point.x), float(point.y)) if not point.is_empty else None
