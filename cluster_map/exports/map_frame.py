"""Which part of the world a picture shows, as the live map counts it: Web Mercator, zoom, pixels. Pure."""

import math
from dataclasses import dataclass

from cluster_map.geography import to_shifted
from cluster_map.url_state import Place

TILE = 256
"""Pixels of the whole world's width at zoom 0."""

FURTHEST_NORTH = 85.0
"""The projection ends before the poles."""

Bounds = tuple[tuple[float, float], tuple[float, float]]
"""South-west and north-east corner, latitude first, longitudes shifted."""


def mercator(lat: float) -> float:
    """Height on the map in degrees of longitude at the equator."""
    held = max(-FURTHEST_NORTH, min(FURTHEST_NORTH, lat))
    return math.degrees(math.asinh(math.tan(math.radians(held))))


def latitude(height: float) -> float:
    """The latitude of a height on the map."""
    return math.degrees(math.atan(math.sinh(math.radians(height))))


@dataclass(frozen=True, slots=True)
class Frame:
    """A middle (shifted longitude, mercator height), a zoom, and a size in pixels."""

    x: float
    y: float
    zoom: float
    width: int
    height: int

    @property
    def degrees_per_pixel(self) -> float:
        return 360 / (TILE * 2**self.zoom)

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """West, east, south, north: longitude shifted, height mercator."""
        across, up = self.width * self.degrees_per_pixel / 2, self.height * self.degrees_per_pixel / 2
        return self.x - across, self.x + across, self.y - up, self.y + up

    def pixel(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point lies, from the left and from the top."""
        west, _, _, north = self.sides
        k = self.degrees_per_pixel
        return (to_shifted(lon) - west) / k, (north - mercator(lat)) / k

    def holds(self, lon: float, lat: float, margin: float = 0) -> bool:
        x, y = self.pixel(lon, lat)
        return -margin <= x <= self.width + margin and -margin <= y <= self.height + margin


def around(bounds: Bounds, width: int, height: int) -> Frame:
    """The largest zoom at which bounds fit in."""
    (south, west), (north, east) = bounds
    low, high = mercator(south), mercator(north)
    k = max((east - west) / width, (high - low) / height)
    return Frame((west + east) / 2, (low + high) / 2, math.log2(360 / (TILE * k)), width, height)


def at(place: Place, width: int, height: int) -> Frame:
    """What the live map shows at a place of a link."""
    return Frame(to_shifted(place.lon), mercator(place.lat), place.zoom, width, height)
