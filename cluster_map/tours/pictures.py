"""The map of a step as a picture, as the player shows it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.exports.map_frame import Frame, around, at
from cluster_map.exports.map_picture import map_picture
from cluster_map.url_state import Place

MEANT_FOR = (1000, 640)
"""Pixels of the map that the place of a step is meant for, as in ``assets/map.js``."""

DOTS_FOR_A_PIXEL = 1.6

INSIDE = 30
"""Pixels from the edge within which a place goes without its name."""


@dataclass(frozen=True, slots=True)
class StepPicture:
    """A PNG, what it shows in words, and the names on it: from the left, from the top, in pixels."""

    png: bytes
    words: str
    names: tuple[tuple[float, float, str], ...]


def frame_of(look: Mapping[str, Any], width: int, height: int) -> Frame:
    """What of the world a picture of this size shows."""
    if "bounds" in look:
        return around(look["bounds"], width, height)
    (lat, lon), zoom = look["center"], look["zoom"]
    fitted = zoom + math.log2(min(width / MEANT_FOR[0], height / MEANT_FOR[1]))
    return at(Place(lat, lon, fitted), width, height)


def step_picture(
    atlas: Atlas, step: Mapping[str, Any], language: Language, width: int, height: int
) -> StepPicture:
    """Draw a step as ``drawing.played`` tells it."""
    frame = frame_of(step["look"], width, height)
    picture = map_picture(atlas, step["change"], frame, language)
    names = [
        (*frame.pixel(lon, lat), name)
        for lat, lon, name in step["names"]
        if frame.holds(lon, lat, margin=-30)
    ]
    return StepPicture(picture.png(DOTS_FOR_A_PIXEL), picture.words, tuple(names))
