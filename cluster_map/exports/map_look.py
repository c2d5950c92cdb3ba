"""Colours, symbols and type of pictures of maps: those of the live map, from its style sheet and icons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring

from cluster_map.domain import SectorId
from cluster_map.exports.typesetting import Span, lines
from cluster_map.maps.assets import FOLDER
from cluster_map.maps.palette import SECTOR_COLOURS, SECTOR_ICONS

if TYPE_CHECKING:
    from matplotlib.path import Path

_ROOT = re.compile(r"^:root \{(.*?)\}", re.MULTILINE | re.DOTALL)
_VARIABLE = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})")
_POINT = re.compile(r"\.point\.([\w-]+) \{ --point: (#[0-9a-f]{6});?")

FAMILY = ["Source Sans Pro", "IPAexGothic", "sans-serif"]

ICON_SIZE = 24
"""Units of an icon's drawing."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line or area of an icon: ``width`` is 0 for an area."""

    path: Path
    width: float


@cache
def colours() -> Mapping[str, str]:
    """Name in the style sheet -> colour, on light ground: ``sea``, ``shade-3``, ``accent``."""
    style = (FOLDER / "map.css").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for block in _ROOT.findall(style):
        found |= dict(_VARIABLE.findall(block))
    return found


@cache
def point_colours() -> Mapping[str, str]:
    """Look of a point -> colour."""
    return dict(_POINT.findall((FOLDER / "map.css").read_text(encoding="utf-8")))


def sector_colour(name: str) -> str:
    return SECTOR_COLOURS[SectorId(name)]


def text_width(text: str, size: float) -> float:
    """About how wide a text is: kana and kanji fill their square, Latin about half of it."""
    return sum(1.0 if ord(character) > 0x2E7F else 0.5 for character in text) * size


def wrapped(text: str, width: float, size: float) -> list[str]:
    """A text as lines of about this width."""
    made = lines([Span(text)], width, lambda span: text_width(span.text, size))
    return ["".join(span.text for span in line) for line in made]


@cache
def icon(sector: str) -> tuple[Stroke, ...]:
    """The drawing of a sector in a square of ``ICON_SIZE``, y downwards."""
    return tuple(
        Stroke(_shape(part.attrib), float(part.attrib.get("stroke-width", 0)))
        for part in fromstring(SECTOR_ICONS[SectorId(sector)])  # noqa: S314 - our own file
    )


def _shape(attributes: Mapping[str, str]) -> Path:
    from matplotlib.path import Path

    if "d" not in attributes:
        middle = float(attributes["cx"]), float(attributes["cy"])
        return Path.circle(middle, float(attributes["r"]))
    return _outline(attributes["d"])


def _outline(drawing: str) -> Path:
    """An SVG path as lines and curves."""
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.svgLib.path.parser import parse_path
    from matplotlib.path import Path

    pen = RecordingPen()
    parse_path(drawing, pen)
    vertices: list[tuple[float, float]] = []
    codes: list[Any] = []
    kinds = {"moveTo": [Path.MOVETO], "lineTo": [Path.LINETO], "curveTo": [Path.CURVE4] * 3}
    for operation, points in pen.value:
        if operation == "closePath":
            vertices.append(vertices[-1])
            codes.append(Path.CLOSEPOLY)
        elif operation in kinds:
            vertices += points
            codes += kinds[operation]
    return Path(vertices, codes)
