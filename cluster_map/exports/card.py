"""The picture that stands beside a link where it is shared: 1200 by 630 dots, in the light colours.

A map of Japan stands beside the words, one of the world under them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from cluster_map.exports import fonts
from cluster_map.exports.map_frame import Frame
from cluster_map.exports.typesetting import JAPANESE, Span, lines

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
SCALE = 1.25
"""Dots for a pixel of the map, so that its symbols and names can be seen in a small preview."""

BESIDE = (512, 504)
UNDER = (960, 320)
"""Sizes of the two kinds of maps in pixels."""

PAD = 48
INK, QUIET, BRAND, PAPER = "#17303b", "#586c75", "#17667c", "#fbfbf9"
LEADING = 1.22


@dataclass(frozen=True, slots=True)
class CardWords:
    """What a card says: the site's name, a title, a sentence, and where the map is from."""

    brand: str
    title: str
    summary: str
    credit: str


def card(draw_map: Callable[[float], bytes], frame: Frame, words: CardWords) -> bytes:
    """A card as PNG.

    Parameters
    ----------
    draw_map
        Gives the map as PNG for a number of dots a pixel.
    frame
        What the map shows, of the size ``BESIDE`` or ``UNDER``.
    """
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    with Image.open(io.BytesIO(draw_map(SCALE))) as drawn:
        picture.paste(drawn.convert("RGB"), (WIDTH - drawn.width, HEIGHT - drawn.height))
    beside = (frame.width, frame.height) == BESIDE
    room = WIDTH - 2 * PAD - (round(frame.width * SCALE) if beside else 0)
    pen = ImageDraw.Draw(picture)
    y = _write(pen, words.brand, 26, PAD - 8, room, BRAND, most=1, bold=True)
    if beside:
        y = _write(pen, words.title, 54, y + 28, room, INK, most=4, bold=True)
        _write(pen, words.summary, 28, y + 18, room, QUIET, most=4)
        _write(pen, words.credit, 18, HEIGHT - PAD - 22, room, QUIET, most=1)
    else:
        y = _write(pen, words.title, 46, y + 10, room, INK, most=1, bold=True)
        _write(pen, words.summary, 24, y + 4, room, QUIET, most=2)
    file = io.BytesIO()
    picture.save(file, format="PNG", optimize=True)
    return file.getvalue()


def _write(
    pen: ImageDraw, text: str, size: int, y: float, room: float, colour: str, most: int, bold: bool = False
) -> float:
    """Write a text in at most so many lines; the height where it ends."""
    font = _font(bool(JAPANESE.search(text)), bold, size)
    made = lines([Span(text)], room, lambda span: font.getlength(span.text))
    written = ["".join(span.text for span in line) for line in made]
    for line in _shortened(written, most):
        look: dict[str, Any] = {"stroke_width": 1} if bold and JAPANESE.search(text) else {}
        pen.text((PAD, y), line, font=font, fill=colour, **look)
        y += size * LEADING
    return y


def _shortened(written: Sequence[str], most: int) -> list[str]:
    if len(written) <= most:
        return list(written)
    return [*written[: most - 1], written[most - 1].rstrip()[:-1] + "…"]


@cache
def _font(japanese: bool, bold: bool, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(fonts.japanese() if japanese else fonts.latin(bold), size)
