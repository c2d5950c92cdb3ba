"""A sheet as a DOCX file that a reader can go on writing in: headings, tables and fields to fill."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cluster_map.domain import Language
from cluster_map.sheets.model import Block, Facts, Note, Sheet, Steps, Table, Words, said, web_parts

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.table import Table as DocxTable
    from docx.table import _Cell as Cell
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

LATIN, JAPANESE = "Arial", "Yu Gothic"
"""Typefaces that office programs have; others take their own where these are missing."""

LOCALES = {Language.ENGLISH: "en-GB", Language.JAPANESE: "ja-JP"}
INK, BRAND, QUIET, HAIR = "17303B", "17667C", "586C75", "C3CDD3"
OPEN, WARNING, HEAD = "FFF1CC", "FBE9DF", "E8EFF2"
"""Shades of a field to fill in, of a warning and of the head of a table."""

SIDE_MM, TOP_MM = 20, 18
LABEL_SHARE = 42
"""Per cent of the width that the labels of facts take."""

BODY_PT, SMALL_PT = 10, 8.5
ROOM_TWIPS = 60
"""Around the text of a cell: about a millimetre."""


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
        style.font.size = Pt(size)
        _typeface(style, INK if name == "Normal" else BRAND)
    document.styles["Normal"].paragraph_format.space_after = Pt(3)
    properties = document.core_properties
    properties.title = " / ".join(text for _, text in sheet.title.lines)
    properties.author = said("brand").en
    properties.language = LOCALES[Language.ENGLISH]
    properties.comments = ""
    foot = page.footer.paragraphs[0]
    _say(foot, sheet.source_line, SMALL_PT, QUIET)
    foot.add_run("  ")
    _page_number(foot)


def _typeface(style: ParagraphStyle, colour: str) -> None:
    """Latin and Japanese letters each have their own; the theme's would win if they stayed."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name = LATIN
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    fonts.set(qn("w:cs"), LATIN)
    fonts.set(qn("w:eastAsia"), JAPANESE)


def _title(document: Document, sheet: Sheet) -> None:
    _say(document.add_paragraph(style="Title"), sheet.title)


def _heading(document: Document, title: Words, level: int) -> None:
    _say(document.add_paragraph(style=f"Heading {level}"), title)


def _say(paragraph: Paragraph, words: Words, size: float | None = None, colour: str | None = None) -> None:
    """English, and Japanese on a line of its own; web addresses lead there."""
    for number, (language, text) in enumerate(words.lines):
        if number:
            paragraph.add_run().add_break()
        for part, is_address in web_parts(text):
            if part:
                run = _run(paragraph, part, language, size, BRAND if is_address else colour)
                if is_address:
                    _lead_to(paragraph, run, part)


def _run(paragraph: Paragraph, text: str, language: Language, size: float | None, colour: str | None) -> Run:
    """Text that is known as its language to spelling and to voices."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(text)
    if size:
        run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), LOCALES[language])
    spoken.set(qn("w:eastAsia"), LOCALES[Language.JAPANESE])
    run._r.get_or_add_rPr().append(spoken)
    return run


def _lead_to(paragraph: Paragraph, run: Run, address: str) -> None:
    """Make a run a link to another site."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    link.append(run._r)


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
        case Facts(rows, open_word):
            _write_facts(document, rows, open_word)
        case Table(head, rows, widths):
            _write_table(document, head, rows, widths)


def _write_facts(document: Document, rows: Sequence[tuple[Words, Words | None]], open_word: Words) -> None:
    table = _new_table(document, len(rows), (LABEL_SHARE, 100 - LABEL_SHARE))
    for made, (label, value) in zip(table.rows, rows, strict=True):
        beside, cell = made.cells
        _fill(beside, label, QUIET)
        if value is None:
            _fill(cell, open_word, QUIET)
            _shade(cell._tc.get_or_add_tcPr(), OPEN)
        else:
            _fill(cell, value)
    document.add_paragraph()


def _write_table(
    document: Document,
    head: Sequence[Words],
    rows: Sequence[Sequence[Words | None]],
    widths: Sequence[int],
) -> None:
    """The head is repeated on every page that the table reaches."""
    from docx.oxml.parser import OxmlElement

    first, *others = _new_table(document, 1 + len(rows), widths).rows
    first._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, words in zip(first.cells, head, strict=True):
        _fill(cell, words, QUIET)
        _shade(cell._tc.get_or_add_tcPr(), HEAD)
    for made, row in zip(others, rows, strict=True):
        for cell, words_or_none in zip(made.cells, row, strict=True):
            if words_or_none is not None:
                _fill(cell, words_or_none)
    document.add_paragraph()


def _new_table(document: Document, rows: int, widths: Sequence[int]) -> DocxTable:
    """Rows that no page cuts. Widths stand at each cell too, for programs that ask no column."""
    from docx.oxml.parser import OxmlElement
    from docx.shared import Mm

    table: DocxTable = document.add_table(rows, len(widths))
    table.autofit = False
    _rule(table)
    lengths = [Mm((210 - 2 * SIDE_MM) * share / sum(widths)) for share in widths]
    for column, length in zip(table.columns, lengths, strict=True):
        column.width = length
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, length in zip(row.cells, lengths, strict=True):
            cell.width = length
    return table


def _rule(table: DocxTable) -> None:
    """Thin lines between rows, and room around the text."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    borders, margins = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for edge in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", HAIR)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    for edge in ("top", "left", "bottom", "right"):
        room = OxmlElement(f"w:{edge}")
        room.set(qn("w:w"), str(ROOM_TWIPS))
        room.set(qn("w:type"), "dxa")
        margins.append(room)
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    assert layout is not None  # widths are fixed; the schema wants borders before it, margins after it
    layout.addprevious(borders)
    layout.addnext(margins)


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
