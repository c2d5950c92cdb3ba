"""A sheet as a DOCX file that a reader can go on writing in: headings, tables and fields to fill."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cluster_map.domain import Language
from cluster_map.sheets.model import Block, Facts, Note, Sheet, Steps, Table, Words, said

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.shared import Length
    from docx.table import Table as DocxTable
    from docx.table import _Cell as Cell
    from docx.text.paragraph import Paragraph

LATIN, JAPANESE = "Calibri", "Yu Gothic"
"""Typefaces that office programs have; others take their own where these are missing."""

LOCALES = {Language.ENGLISH: "en-GB", Language.JAPANESE: "ja-JP"}
INK, BRAND, QUIET = "17303B", "17667C", "586C75"
OPEN, WARNING, HEAD = "FFF1CC", "FBE9DF", "E8EFF2"
"""Shades of a field to fill in, of a warning and of the head of a table."""

SIDE_MM, TOP_MM = 20, 18
LABEL_SHARE = 42
"""Per cent of the width that the labels of facts take."""

BODY_PT, SMALL_PT = 10, 8.5


def as_docx(sheet: Sheet) -> bytes:
    """The file; every text stands in English and in Japanese, each marked with its language."""
    import docx

    document = docx.Document()
    _set_up(document, sheet)
    _title(document, sheet)
    for block in sheet.lead:
        _write(document, block)
    for part in sheet.sections:
        _heading(document, part.title, part.level)
        for block in part.blocks:
            _write(document, block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Document, sheet: Sheet) -> None:
    """A4, typefaces, what the file is, and the line at the foot of each page."""
    from docx.shared import Mm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(SIDE_MM)
    page.top_margin = page.bottom_margin = Mm(TOP_MM)
    for name, size in (("Normal", BODY_PT), ("Title", 20), ("Heading 1", 13), ("Heading 2", 11)):
        style = document.styles[name]
        style.font.size = Pt(size)  # type: ignore[attr-defined]
        _typeface(style.element.get_or_add_rPr(), INK if name == "Normal" else BRAND)
    document.styles["Normal"].paragraph_format.space_after = Pt(3)  # type: ignore[attr-defined]
    properties = document.core_properties
    properties.title = " / ".join(text for _, text in sheet.title.lines)
    properties.author = said("brand").en
    properties.language = LOCALES[Language.ENGLISH]
    properties.comments = ""
    foot = page.footer.paragraphs[0]
    _say(foot, sheet.source_line, SMALL_PT, QUIET)
    foot.add_run("  ")
    _page_number(foot)


def _typeface(properties: BaseOxmlElement, colour: str) -> None:
    """Latin and Japanese letters each have their own; the theme's would win if it stayed."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    for old in properties.findall(qn("w:rFonts")) + properties.findall(qn("w:color")):
        properties.remove(old)
    fonts, ink = OxmlElement("w:rFonts"), OxmlElement("w:color")
    for use, name in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", JAPANESE)):
        fonts.set(qn(f"w:{use}"), name)
    ink.set(qn("w:val"), colour)
    properties.insert(0, fonts)
    bold_or_size = [n for n, child in enumerate(properties) if child.tag in (qn("w:sz"), qn("w:szCs"))]
    properties.insert(bold_or_size[0] if bold_or_size else len(properties), ink)


def _title(document: Document, sheet: Sheet) -> None:
    _say(document.add_paragraph(style="Title"), sheet.title)


def _heading(document: Document, title: Words, level: int) -> None:
    _say(document.add_paragraph(style=f"Heading {level}"), title)


def _say(paragraph: Paragraph, words: Words, size: float | None = None, colour: str | None = None) -> None:
    """English, and Japanese on a line of its own, each known as its language to spelling and to voices."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Pt, RGBColor

    for number, (language, text) in enumerate(words.lines):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(text)
        if size:
            run.font.size = Pt(size)
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), LOCALES[language])
        spoken.set(qn("w:eastAsia"), LOCALES[Language.JAPANESE])
        run._r.get_or_add_rPr().append(spoken)


def _page_number(paragraph: Paragraph) -> None:
    """The number of the page as a field."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _write(document: Document, block: Block) -> None:
    match block:
        case Note(words, warns):
            paragraph = document.add_paragraph()
            _say(paragraph, words)
            if warns:
                _shade(paragraph._p.get_or_add_pPr(), WARNING)
        case Steps(items, numbered):
            for item in items:
                style = "List Number" if numbered else "List Bullet"
                _say(document.add_paragraph(style=style), item)
        case Facts(rows):
            _write_facts(document, rows)
        case Table(head, rows, widths):
            _write_table(document, head, rows, widths)


def _write_facts(document: Document, rows: Sequence[tuple[Words, Words | None]]) -> None:
    table = _new_table(document, (LABEL_SHARE, 100 - LABEL_SHARE))
    for label, value in rows:
        cells = table.add_row().cells
        _fill(cells[0], label, QUIET)
        if value is None:
            _fill(cells[1], said("sheet_open"), QUIET)
            _shade(cells[1]._tc.get_or_add_tcPr(), OPEN)
        else:
            _fill(cells[1], value)
    _end(document, table)


def _write_table(
    document: Document,
    head: Sequence[Words],
    rows: Iterable[Sequence[Words | None]],
    widths: Sequence[int],
) -> None:
    """The head is repeated on every page that the table reaches."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    table = _new_table(document, widths)
    first = table.add_row()
    first._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, words in zip(first.cells, head, strict=True):
        _fill(cell, words, QUIET)
        _shade(cell._tc.get_or_add_tcPr(), HEAD)
    for row in rows:
        for cell, words_or_none in zip(table.add_row().cells, row, strict=True):
            if words_or_none is not None:
                _fill(cell, words_or_none)
    for made in table._tbl.findall(qn("w:tr")):
        made.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
    _end(document, table)


def _new_table(document: Document, widths: Sequence[int]) -> DocxTable:
    from docx.shared import Mm

    whole = 210 - 2 * SIDE_MM
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, share in zip(table.columns, widths, strict=True):
        column.width = Mm(whole * share / sum(widths))
    return table


def _end(document: Document, table: DocxTable) -> None:
    """Widths once more, cell by cell, for programs that ask no column; and room below the table."""
    widths: list[Length | None] = [column.width for column in table.columns]
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            if width is not None:
                cell.width = width
    document.add_paragraph()


def _fill(cell: Cell, words: Words, colour: str | None = None) -> None:
    _say(cell.paragraphs[0], words, colour=colour)


def _shade(properties: BaseOxmlElement, colour: str) -> None:
    """A coloured ground behind a cell or a paragraph."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    ground = OxmlElement("w:shd")
    ground.set(qn("w:val"), "clear")
    ground.set(qn("w:color"), "auto")
    ground.set(qn("w:fill"), colour)
    properties.append(ground)
