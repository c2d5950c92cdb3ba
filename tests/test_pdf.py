"""Text is set as its language wants it; documents are read here by other libraries than their writer."""

import io
from dataclasses import replace

import pypdf
import pypdfium2
import pytest
import zxingcpp

from cluster_map.domain import Language
from cluster_map.exports.pdf import Document
from cluster_map.exports.pdf_setting import Running
from cluster_map.exports.typesetting import NEVER_FIRST, NEVER_LAST, Span, lines, pieces

RUNNING = Running(head="Head of every page", foot="Source of every page", page="page {page} of {pages}")
ADDRESS = "https://example.org/cluster?lang=ja&cluster=food"
SENTENCES = [
    "札幌市を中心とする「フード特区」は、輸出や機能性食品の開発を(2011年から)進めています。センターは3か所、ー々。",
    "Companies work on robots (medical and industrial), in Bavaria/Japan; see https://example.org/a-b?c=d.",
]


def as_wide_as_long(span: Span) -> float:
    return len(span.text)


def words(line: tuple[Span, ...]) -> str:
    return "".join(span.text for span in line)


def opened(document: Document) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(document.output()))


def text_of(reader: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def embedded(reader: pypdf.PdfReader) -> dict[str, bool]:
    """Font -> whether its shapes are in the file."""
    found = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            own = font.get_object()
            descendant = own["/DescendantFonts"][0].get_object() if "/DescendantFonts" in own else own
            descriptor = descendant.get("/FontDescriptor", {})
            found[own["/BaseFont"]] = bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor))
    return found


def seen(content: bytes, page: int = 0):
    return pypdfium2.PdfDocument(content)[page].render(scale=3).to_numpy()


@pytest.fixture
def document() -> Document:
    return Document(Language.JAPANESE, "題名", RUNNING)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_pieces_of_a_text_are_the_text(sentence):
    assert "".join(pieces(sentence)) == sentence


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("width", [7, 11, 20, 37])
def test_no_line_is_too_wide_or_begins_or_ends_with_a_sign_that_may_not_stand_there(sentence, width):
    made = [words(line) for line in lines([Span(sentence)], width, as_wide_as_long)]
    assert "".join(made).replace(" ", "") == sentence.replace(" ", "")
    for line in made:
        assert len(line.rstrip(NEVER_FIRST)) <= width
        assert line[0] not in NEVER_FIRST
        assert line[-1] not in NEVER_LAST
        assert line == line.strip()


def test_latin_words_stay_whole_and_japanese_fills_its_lines():
    assert [words(x) for x in lines([Span("one two three")], 7, as_wide_as_long)] == ["one two", "three"]
    assert [words(x) for x in lines([Span("あいうえおかきくけこ")], 4, as_wide_as_long)] == [
        "あいうえ",
        "おかきく",
        "けこ",
    ]


def test_a_word_wider_than_a_line_is_cut():
    assert [words(x) for x in lines([Span("a" * 9)], 4, as_wide_as_long)] == ["aaaa", "aaaa", "a"]


def test_the_mark_of_a_note_and_a_full_stop_stay_with_their_word():
    text = [Span("one"), Span("1", raised=True), Span(". two")]
    assert [words(x) for x in lines(text, 3, as_wide_as_long)] == ["one1.", "two"]


def test_neighbours_that_look_alike_are_one_span():
    plain, linked = Span("one two"), Span(" three", link=ADDRESS)
    assert lines([plain, linked], 40, as_wide_as_long) == [(plain, linked)]
    assert lines([plain, replace(linked, link=None)], 40, as_wide_as_long) == [(Span("one two three"),)]


def test_every_font_is_in_the_file_and_the_text_can_be_read(document):
    document.title("北海道の食品 Hokkaido")
    document.heading("Łódź – Đà Nẵng")
    document.paragraph("海を渡る連携")
    reader = opened(document)
    assert len(embedded(reader)) >= 2
    assert all(embedded(reader).values())
    for said in ("北海道の食品 Hokkaido", "Łódź – Đà Nẵng", "海を渡る連携"):
        assert said in text_of(reader)
    assert reader.metadata.title == "題名"
    assert reader.root_object["/Lang"] == "ja"


def test_every_page_says_what_it_is_where_it_comes_from_and_its_number(document):
    document.table(["A", "B"], [[f"row {n}", "値"] for n in range(120)], [2, 1])
    reader = opened(document)
    assert len(reader.pages) == document.pages > 2
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert "Head of every page" in text
        assert "Source of every page" in text
        assert f"page {number} of {len(reader.pages)}" in text


def test_a_table_loses_no_row_and_repeats_its_head_on_every_page(document):
    document.table(["Column", "B"], [[f"row-{n}.", "値"] for n in range(120)], [2, 1])
    pages = [page.extract_text() for page in opened(document).pages]
    assert all(f"row-{n}." in "".join(pages) for n in range(120))
    assert all("Column" in page for page in pages)


def test_a_link_is_a_link(document):
    document.paragraph(["See ", Span("the page", ADDRESS), "."])
    links = [a.get_object()["/A"]["/URI"] for a in opened(document).pages[0]["/Annots"]]
    assert links == [ADDRESS]


def test_the_same_note_has_one_number_and_stands_once(document):
    first, second = document.note("One source", ADDRESS), document.note("Another")
    assert document.note("One source", ADDRESS) == first != second
    document.paragraph(["Said", first, ", and", second, ", and", first])
    document.notes("Sources")
    text = text_of(opened(document))
    assert text.count("One source") == text.count("Another") == 1


def test_the_qr_code_says_the_address_and_leads_to_it(document):
    document.qr_code(ADDRESS, 25, "The address")
    content = document.output()
    assert [code.text for code in zxingcpp.read_barcodes(seen(content))] == [ADDRESS]
    annotations = pypdf.PdfReader(io.BytesIO(content)).pages[0]["/Annots"]
    assert annotations[0].get_object()["/A"]["/URI"] == ADDRESS


def test_parts_beside_each_other_end_where_the_longer_ends(document):
    top = document.y
    document.side_by_side(lambda: document.space(10), lambda: document.space(30), 0.5)
    assert document.y == pytest.approx(top + 30)
    assert document.left == pytest.approx(18)
