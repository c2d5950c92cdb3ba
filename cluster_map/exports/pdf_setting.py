"""Measures, colours and type of A4 documents. Lengths are millimetres, sizes of type are points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cluster_map.domain import Language
from cluster_map.exports import fonts
from cluster_map.exports.typesetting import JAPANESE, Span

if TYPE_CHECKING:
    from fpdf import FPDF

Text = str | Span | Sequence[str | Span]
"""Words, or words of several looks one after the other."""

Colour = tuple[int, int, int]
INK: Colour = (23, 48, 59)
QUIET: Colour = (88, 108, 117)
BRAND: Colour = (23, 102, 124)
HAIR: Colour = (215, 222, 226)
OPEN: Colour = (255, 241, 204)
"""Ground of what is marked."""
NOTICE: Colour = (251, 233, 223)
"""Ground of a notice."""

SIDE, TOP, BOTTOM = 18.0, 22.0, 20.0
"""Margins."""

SHORT = 80.0
"""Height up to which a table is kept on one page."""

BODY, SMALL = 9.5, 7.5
LEADING = 1.42
"""Height of a line by the size of its type."""

MM_PER_POINT = 25.4 / 72
RAISED = 0.68
"""Size of the mark of a note beside that of its text."""

BOLD_STROKE = 0.13
"""Width of the line that makes the one weight of the Japanese typeface bold."""


@dataclass(frozen=True, slots=True)
class Running:
    """What stands on every page: above the line what this is, below it where it comes from.

    ``page`` is a sentence with ``{page}`` and ``{pages}`` in it.
    """

    head: str
    foot: str
    page: str


def spans(text: Text) -> tuple[Span, ...]:
    """A text as spans."""
    parts = (text,) if isinstance(text, str | Span) else text
    return tuple(Span(part) if isinstance(part, str) else part for part in parts)


def has_bold_cut(span: Span) -> bool:
    """Whether the typeface has its letters in bold."""
    return span.bold and not JAPANESE.search(span.text)


def line_height(size: float, leading: float = LEADING) -> float:
    return size * MM_PER_POINT * leading


def new_pages(language: Language, title: str) -> FPDF:
    """An empty file with its typefaces, of which only the letters used are taken along."""
    from fpdf import FPDF

    pdf = FPDF(format="A4", unit="mm")
    pdf.set_auto_page_break(False)
    pdf.c_margin = 0
    pdf.add_font("latin", "", fonts.latin())
    pdf.add_font("latin", "B", fonts.latin(bold=True))
    pdf.add_font("japanese", "", fonts.japanese())
    pdf.set_fallback_fonts(["japanese"], exact_match=False)
    pdf.set_title(title)
    pdf.set_lang(str(language))
    return pdf
