"""Text into lines, for Latin and Japanese: where a line may end, and how wide words fill it. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

NEVER_LAST = "「『（(【〔［[｛〈《“‘"
"""What opens stays with what follows it."""

NEVER_FIRST = "、。，．・：；:;,.!?？！」』）)】〕］]｝〉》”’ーぁぃぅぇぉっゃゅょァィゥェォッャュョヶ々〜…%％"
"""What closes or prolongs stays with what goes before it (JIS X 4051)."""

WIDE = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uffef"
"""Kana, kanji and full-width forms: a line may end after each."""

JAPANESE = re.compile(f"[{WIDE}]")

NEWLINE = "\n"

_PIECE = re.compile(
    rf"\n|[^\S\n]+|[{re.escape(NEVER_LAST)}]*(?:[{WIDE}]|[^\s{WIDE}/-]*[/-]+|[^\s{WIDE}/-]+)[{re.escape(NEVER_FIRST)}]*"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that looks alike. ``raised`` is the small number of a note.

    What is ``marked`` stands on a tinted ground.
    """

    text: str
    link: str | None = None
    bold: bool = False
    raised: bool = False
    marked: bool = False


Measure = Callable[[Span], float]
"""How wide a span is."""

Line = tuple[Span, ...]


def pieces(text: str) -> list[str]:
    """A text cut wherever a line may end; joined they are the text."""
    return _PIECE.findall(text)


def lines(spans: Iterable[Span], width: float, measure: Measure) -> list[Line]:
    """Spans as lines that are no wider than ``width``, except by the mark of a note or a last sign.

    A word that is wider than a whole line is cut where the line is full. A newline ends a line.
    """
    made: list[list[Span]] = [[]]
    used = 0.0
    for piece in _fitting(spans, width, measure):
        if piece.text == NEWLINE:
            made.append([])
            used = 0.0
            continue
        if made[-1] and _may_begin_line(piece) and used + measure(_trimmed(piece)) > width:
            made.append([])
            used = 0.0
        if made[-1] or piece.text.strip():
            made[-1].append(piece)
            used += measure(piece)
    return [tuple(_joined(line)) for line in made if line]


def _fitting(spans: Iterable[Span], width: float, measure: Measure) -> Iterator[Span]:
    for span in spans:
        for text in pieces(span.text):
            piece = replace(span, text=text)
            if text == NEWLINE or measure(piece) <= width:
                yield piece
            else:
                yield from (replace(span, text=character) for character in text)


def _may_begin_line(piece: Span) -> bool:
    return not piece.raised and piece.text[0] not in NEVER_FIRST


def _trimmed(piece: Span) -> Span:
    return replace(piece, text=piece.text.rstrip())


def _joined(line: Sequence[Span]) -> Iterator[Span]:
    """Neighbours that look alike as one, so that a reader who copies a line gets its words."""
    whole = line[0]
    for piece in line[1:]:
        if replace(piece, text="") == replace(whole, text=""):
            whole = replace(whole, text=whole.text + piece.text)
        else:
            yield whole
            whole = piece
    yield replace(whole, text=whole.text.rstrip())
