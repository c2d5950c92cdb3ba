"""Where records lie, as GeoJSON geometries (RFC 7946): longitudes in -180..180, nothing crosses 180°.

Geometries are plain dictionaries, ``None`` where a place is not known.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cluster_map.atlas import Atlas, Record

Geometry = Mapping[str, Any]
Position = tuple[float, float]
"""Longitude, latitude."""

DECIMALS = 5
"""About one metre: finer than any layer is drawn."""

WESTERN_EDGE = -30.0
"""Lines run from Japan the way the maps draw them: places west of this longitude lie to the east."""


def point_geometry(row: Record) -> Geometry | None:
    """The point of a record."""
    position = _position(row)
    return {"type": "Point", "coordinates": position} if position else None


def tie_up_geometry(atlas: Atlas, tie_up: Record) -> Geometry | None:
    """Lines from the prefectures of a tie-up to its partner region."""
    return line_geometry(
        [_position(atlas.prefectures[code]) for code in tie_up["prefectures"]],
        _position(atlas.regions[tie_up["region"]]),
    )


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


def _position(row: Record) -> Position | None:
    return None if row["lon"] is None or row["lat"] is None else (row["lon"], row["lat"])


def _cut_at_antimeridian(start: Position, end: Position) -> list[list[Position]]:
    (start_lon, start_lat), (end_lon, end_lat) = start, end
    if end_lon >= WESTERN_EDGE:
        return [[start, end]]
    share = (180 - start_lon) / (end_lon + 360 - start_lon)
    lat = round(start_lat + share * (end_lat - start_lat), DECIMALS)
    return [[start, (180.0, lat)], [(-180.0, lat), end]]
