"""A sheet as a PDF file: to be read and printed anywhere, its fonts within."""

from cluster_map.domain import Language
from cluster_map.exports.pdf import Document, Running
from cluster_map.exports.typesetting import Span
from cluster_map.sheets.model import Block, Facts, Note, Sheet, Steps, Table, Words, said, web_parts

FACT_SHARES = (42, 58)


def as_pdf(sheet: Sheet) -> bytes:
    """The file; each text in English, with its Japanese under it."""
    running = Running(
        head=_in_one_line(said("brand")), foot=_in_one_line(sheet.source_line), page="{page} / {pages}"
    )
    document = Document(Language.ENGLISH, _in_one_line(sheet.title), running)
    document.title("\n".join(text for _, text in sheet.title.lines))
    for block in sheet.lead:
        _write(document, block)
    for part in sheet.sections:
        title = _in_one_line(part.title)
        first, *others = part.blocks
        if isinstance(first, Facts | Table):
            _write_table(document, first, title, part.level)
        else:
            document.heading(title, part.level)
            _write(document, first)
        for block in others:
            _write(document, block)
    return document.output()


def _in_one_line(words: Words) -> str:
    return " / ".join(text for _, text in words.lines)


def _on_lines(words: Words | None) -> tuple[Span, ...]:
    """Each language on a line of its own; web addresses lead there."""
    text = "\n".join(text for _, text in words.lines) if words else ""
    return tuple(Span(part, link=part if is_address else None) for part, is_address in web_parts(text))


def _write(document: Document, block: Block) -> None:
    match block:
        case Note(words, warns):
            (document.notice if warns else document.paragraph)(_on_lines(words))
        case Steps(items, numbered):
            document.bullets([_on_lines(item) for item in items], numbered=numbered)
        case Facts() | Table():
            _write_table(document, block)


def _write_table(document: Document, block: Facts | Table, title: str = "", level: int = 1) -> None:
    """A table; no page parts its title from it."""
    match block:
        case Facts(rows, open_word):
            mark = Span(f" {_in_one_line(open_word)} ", marked=True)
            made = [(_on_lines(label), _on_lines(value) if value else mark) for label, value in rows]
            document.table((), made, FACT_SHARES, title, level=level)
        case Table(head, rows, widths):
            columns = ["\n".join(text for _, text in words.lines) for words in head]
            cells = [[_on_lines(words) for words in row] for row in rows]
            document.table(columns, cells, widths, title, level=level)
