"""A document of A4 pages: headings, paragraphs, facts, tables, pictures, notes. Fonts are embedded.

Lengths are millimetres, sizes of type are points. The libraries load when the first document is begun.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import unquote

from cluster_map.domain import Language
from cluster_map.exports.pdf_setting import (
    BODY,
    BOLD_STROKE,
    BOTTOM,
    BRAND,
    HAIR,
    INK,
    LEADING,
    MM_PER_POINT,
    NOTICE,
    OPEN,
    QUIET,
    RAISED,
    SHORT,
    SIDE,
    SMALL,
    TOP,
    Colour,
    Running,
    Text,
    has_bold_cut,
    line_height,
    new_pages,
    spans,
)
from cluster_map.exports.typesetting import Line, Span, lines

CELL_GAP = 3.6
"""What is left free between two columns of a table; the mark of a note may stand there."""

__all__ = ["Document", "Running", "Span", "Text"]


class Document:
    """Parts are set one below the other from ``y`` on, in the column ``left`` ... ``left + width``."""

    def __init__(self, language: Language, title: str, running: Running) -> None:
        self._running = running
        self._pdf = new_pages(language, title)
        self._widths: dict[tuple[str, bool], float] = {}
        self._notes: dict[tuple[str, str | None], int] = {}
        self.left, self.width = SIDE, self._pdf.w - 2 * SIDE
        self.y = TOP
        self._new_page()

    # Text

    def kicker(self, text: str) -> None:
        """A short line above the title."""
        self._flow(spans(text), 9, QUIET)

    def title(self, text: str) -> None:
        self._flow((Span(text, bold=True),), 19, INK, leading=1.2)
        self.space(1.5)

    def heading(self, text: str, level: int = 1) -> None:
        """A heading that never stands alone at the foot of a page."""
        self._begin_part(text, 0, _heading_size(level))

    def paragraph(self, text: Text, size: float = BODY, colour: Colour = INK) -> None:
        self._flow(spans(text), size, colour)
        self.space(1.2)

    def notice(self, text: Text) -> None:
        """A paragraph on a ground of its own, which no page cuts."""
        inset = 3.0
        with _Column(self, inset, self.width - 2 * inset):
            height = len(self._lines(spans(text), BODY)) * line_height(BODY)
        self._keep(height + 2 * inset)
        self._pdf.set_fill_color(*NOTICE)
        self._pdf.rect(self.left, self.y, self.width, height + 2 * inset, style="F")
        self.y += inset
        with _Column(self, inset, self.width - 2 * inset):
            self._flow(spans(text), BODY, INK)
        self.space(inset + 1.5)

    def bullets(self, rows: Iterable[Text], size: float = BODY, numbered: bool = False) -> None:
        """Items one below the other, each after a dot or its number; no page cuts an item."""
        indent = 5.5 if numbered else 3.6
        for number, row in enumerate(rows, start=1):
            with _Column(self, indent, self.width - indent):
                self._keep(len(self._lines(spans(row), size)) * line_height(size))
            self._set((Span(f"{number}." if numbered else "•"),), self.left, size, BRAND)
            with _Column(self, indent, self.width - indent):
                self._flow(spans(row), size, INK)
        self.space(1)

    def facts(self, rows: Iterable[tuple[str, Text]], label_width: float = 30) -> None:
        """Labels with their values beside them."""
        for label, value in rows:
            with _Column(self, 0, label_width - 2):
                self._keep(len(self._lines(spans(label), BODY)) * line_height(BODY))
                top, page = self.y, self._pdf.page
                self._flow(spans(label), BODY, QUIET)
            end, self.y = self.y, top
            with _Column(self, label_width, self.width - label_width):
                self._flow(spans(value), BODY, INK)
            if self._pdf.page == page:
                self.y = max(self.y, end)
            self.space(0.5)
        self.space(1)

    def table(
        self,
        columns: Sequence[str],
        rows: Iterable[Sequence[Text]],
        shares: Sequence[float],
        title: str = "",
        size: float = 8.5,
        level: int = 1,
    ) -> None:
        """A table whose columns share the width; its head, if it has one, is repeated on every page.

        A short one stays on one page, together with its title; of a long one the beginning does.
        """
        head: list[tuple[Span, ...]] = [(Span(column, bold=True),) for column in columns]
        made = [[spans(cell) for cell in row] for row in rows]
        heights = [self._row_height(row, shares, size) for row in (*([head] if head else ()), *made)]
        together = sum(heights) if sum(heights) < SHORT else sum(heights[:2])
        if title:
            self._begin_part(title, together, _heading_size(level))
        else:
            self._keep(together)
        if head:
            self._row(head, shares, size, QUIET)
        for row in made:
            if self._row_height(row, shares, size) > self._room():
                self._new_page()
                if head:
                    self._row(head, shares, size, QUIET)
            self._row(row, shares, size, INK)
        self.space(1.5)

    def space(self, height: float) -> None:
        self.y += height

    def side_by_side(self, first: Callable[[], None], second: Callable[[], None], share: float) -> None:
        """Two parts beside each other; ``share`` of the width is for the first. Both fit on the page."""
        gap, top = 6.0, self.y
        with _Column(self, 0, self.width * share):
            first()
        end, self.y = self.y, top
        with _Column(self, self.width * share + gap, self.width * (1 - share) - gap):
            second()
        self.y = max(self.y, end)

    # Pictures

    def picture(self, image: bytes, alt: str, caption: Text = "") -> None:
        """A PNG or JPEG as wide as the column, with words for those who do not see it."""
        from fpdf.image_parsing import preload_image

        _, _, info = preload_image(self._pdf.image_cache, io.BytesIO(image))
        height = self.width * info.height / info.width
        self._keep(height)
        self._pdf.image(io.BytesIO(image), self.left, self.y, self.width, height, alt_text=alt)
        self.y += height + 1
        if caption:
            self._flow(spans(caption), SMALL, QUIET)
        self.space(1.5)

    def qr_code(self, address: str, size: float, alt: str) -> None:
        """The address as a square that a phone reads, at the right of the column; it leads there too."""
        import segno

        image = io.BytesIO()
        segno.make(address, micro=False, error="m").save(image, kind="png", scale=8, border=2)
        image.seek(0)
        x = self.left + self.width - size
        self._pdf.image(image, x, self.y, size, size, alt_text=alt, link=address)
        self.y += size

    # Notes

    def note(self, text: str, link: str | None = None) -> Span:
        """The mark of a note, to stand behind what it is about. The same note keeps its number."""
        number = self._notes.setdefault((text, link), len(self._notes) + 1)
        return Span(str(number), raised=True)

    def notes(self, title: str) -> None:
        """All notes so far, numbered, small."""
        if not self._notes:
            return
        self.heading(title)
        for (text, link), number in self._notes.items():
            self._keep(line_height(SMALL))
            self._set((Span(str(number)),), self.left, SMALL, QUIET)
            said = [Span(f"{text} "), Span(unquote(link), link)] if link else [Span(text)]
            with _Column(self, 5, self.width - 5):
                self._flow(said, SMALL, QUIET)

    def output(self) -> bytes:
        """The finished file."""
        for page in range(1, self._pdf.page + 1):
            self._pdf.page = page
            self._draw_running(page)
        return bytes(self._pdf.output())

    @property
    def pages(self) -> int:
        return self._pdf.page

    # Setting

    def _begin_part(self, title: str, height: float, size: float) -> None:
        """A heading, on the same page as the ``height`` of what follows it."""
        self.space(2.6)
        self._keep(max(16, height + 9))
        self._flow((Span(title, bold=True),), size, BRAND)
        self.space(0.6)

    def _new_page(self) -> None:
        self._pdf.add_page()
        self.y = TOP

    def _room(self) -> float:
        return self._pdf.h - BOTTOM - self.y

    def _keep(self, height: float) -> None:
        """Begin a page where less than this is left on the present one."""
        if height > self._room():
            self._new_page()

    def _flow(self, text: Sequence[Span], size: float, colour: Colour, leading: float = LEADING) -> None:
        height = line_height(size, leading)
        for line in self._lines(text, size):
            self._keep(height)
            self._set(line, self.left, size, colour, height)
            self.y += height

    def _lines(self, text: Sequence[Span], size: float) -> list[Line]:
        """A text as it fills the column."""
        return lines(text, self.width, lambda span: self._measure(span, size))

    def _measure(self, span: Span, size: float) -> float:
        bold = has_bold_cut(span)
        ems = sum(self._width_of(character, bold) for character in span.text)
        return ems * size * (RAISED if span.raised else 1)

    def _width_of(self, character: str, bold: bool) -> float:
        """At one point of size; letters stand beside each other unkerned, so widths add up."""
        if (character, bold) not in self._widths:
            self._pdf.set_font("latin", "B" if bold else "", 1)
            self._widths[character, bold] = self._pdf.get_string_width(character)
        return self._widths[character, bold]

    def _set(
        self, line: Sequence[Span], x: float, size: float, colour: Colour, height: float | None = None
    ) -> None:
        """One line at ``y``, which stays."""
        height = height or line_height(size)
        for span in line:
            bold, width = has_bold_cut(span), self._measure(span, size)
            colour_here = BRAND if span.link or span.raised else colour
            raised = 0.3 * size * MM_PER_POINT if span.raised else 0
            self._pdf.set_xy(x, self.y - raised)
            stroke = span.bold and not bold
            with self._pdf.local_context(
                text_mode="FILL_STROKE" if stroke else "FILL",
                text_color=colour_here,
                fill_color=OPEN,
                draw_color=colour_here,
                line_width=BOLD_STROKE,
                font_family="latin",
                font_style="B" if bold else "",
                font_size_pt=size * (RAISED if span.raised else 1),
            ):
                self._pdf.cell(width, height, span.text, link=span.link or "", fill=span.marked)
            x += width

    def _cell_lines(
        self, row: Sequence[Sequence[Span]], shares: Sequence[float], size: float
    ) -> list[list[tuple[Span, ...]]]:
        whole = sum(shares)
        return [
            lines(cell, self.width * share / whole - CELL_GAP, lambda span: self._measure(span, size))
            for cell, share in zip(row, shares, strict=True)
        ]

    def _row_height(self, row: Sequence[Sequence[Span]], shares: Sequence[float], size: float) -> float:
        tallest = max((len(cell) for cell in self._cell_lines(row, shares, size)), default=0)
        return tallest * line_height(size) + 1.6

    def _row(
        self, row: Sequence[Sequence[Span]], shares: Sequence[float], size: float, colour: Colour
    ) -> None:
        top, x = self.y, self.left
        height = self._row_height(row, shares, size)
        self._keep(height)
        top = self.y
        for cell, share in zip(self._cell_lines(row, shares, size), shares, strict=True):
            self.y = top + 0.8
            for line in cell:
                self._set(line, x, size, colour)
                self.y += line_height(size)
            x += self.width * share / sum(shares)
        self.y = top + height
        self._rule(self.y, self.left, self.width)

    def _rule(self, y: float, x: float, width: float) -> None:
        self._pdf.set_draw_color(*HAIR)
        self._pdf.set_line_width(0.2)
        self._pdf.line(x, y, x + width, y)

    def _draw_running(self, page: int) -> None:
        left, width = SIDE, self._pdf.w - 2 * SIDE
        self.left, self.width = left, width
        self.y = 10
        self._set((Span(self._running.head, bold=True),), left, 8.5, BRAND)
        self._rule(16, left, width)
        foot = self._pdf.h - BOTTOM + 4
        self._rule(foot, left, width)
        self.y = foot + 1
        number = Span(self._running.page.format(page=page, pages=self._pdf.pages_count))
        room = self._measure(number, SMALL)
        self._set((number,), left + width - room, SMALL, QUIET)
        for line in lines(spans(self._running.foot), width - room - 6, lambda s: self._measure(s, SMALL))[:3]:
            self._set(line, left, SMALL, QUIET)
            self.y += line_height(SMALL, 1.3)


def _heading_size(level: int) -> float:
    return 11.5 if level == 1 else BODY


class _Column:
    """Sets what is in it into a part of the document's width."""

    def __init__(self, document: Document, indent: float, width: float) -> None:
        self._document, self._indent, self._width = document, indent, width

    def __enter__(self) -> None:
        self._before = self._document.left, self._document.width
        self._document.left += self._indent
        self._document.width = self._width

    def __exit__(self, *_: object) -> None:
        self._document.left, self._document.width = self._before
