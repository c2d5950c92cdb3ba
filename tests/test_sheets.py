"""Sheets to hand on: what stands in them in both languages, read back by others than their writers."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pypdf
import pytest
from route_cases import of_kind

from cluster_map.atlas import Atlas
from cluster_map.contacts import contacts
from cluster_map.domain import Direction, Language
from cluster_map.matching.changes import answered
from cluster_map.matching.ground import ground_of
from cluster_map.matching.question import Question
from cluster_map.procurement import advise, flips
from cluster_map.readiness import FORM, Result, check_readiness
from cluster_map.sheets.docx_file import as_docx
from cluster_map.sheets.match import MatchAnswer, match_sheet
from cluster_map.sheets.model import Facts, Note, Sheet, Steps, Table, Words, section
from cluster_map.sheets.pdf_file import as_pdf
from cluster_map.sheets.readiness import BY_HAND, CheckAnswer, readiness_sheet
from cluster_map.sheets.route import RouteAnswer, route_sheet
from cluster_map.store import open_store
from cluster_map.text import say, say_code

ATLAS = Atlas(open_store(Path(__file__).parent.parent / "data"))
DAY = date(2026, 11, 25)
LINK = "https://map.example/readiness?n_sme=3"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KEPT_ONCE = re.compile(r"\s+")


def tuples(inputs):
    return {name: tuple(value) if isinstance(value, list) else value for name, value in inputs.items()}


def route_of(case, **more):
    worked = of_kind("route")[case]
    answers = {"date": worked["date"], **tuples(worked["inputs"]), **more}
    around = contacts(ATLAS, "22", (answers["sector"],), "DE")
    found = RouteAnswer(ATLAS, answers, advise(ATLAS.store, answers), flips(ATLAS.store, answers), around)
    return found, route_sheet(found, DAY, LINK)


def draft_of(answers, prefecture=None):
    found = check_readiness(ATLAS.store, answers)
    return found, readiness_sheet(CheckAnswer(ATLAS, answers, found, prefecture), DAY, LINK)


def match_of(question, chosen=0):
    answer = answered(ground_of(ATLAS), question)
    return answer, match_sheet(MatchAnswer(ATLAS, answer, answer.places[chosen]), DAY, LINK)


BAVARIAN = Question(home="de-bavaria", sectors=("electronics",), words="photonics laser")
SHIZUOKA = Question(direction=Direction.FROM_JAPAN, prefecture="22", sectors=("electronics",), words="光技術")
THREE_SMES = {"applicant_type": "association", "applicant_country": "JP", "n_companies": 3, "n_sme": 3}

SHEETS = {
    "match to Japan": match_of(BAVARIAN, chosen=2)[1],
    "match from Japan": match_of(SHIZUOKA)[1],
    "route": route_of("RA-01")[1],
    "route of a concession": route_of("RA-02")[1],
    "draft": draft_of(THREE_SMES)[1],
    "draft of a firm abroad": draft_of(tuples(of_kind("rit")["RIT-B"]["inputs"]), "22")[1],
    "draft without answers": draft_of({})[1],
}
each_sheet = pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)


def words_of(sheet: Sheet):
    """Every text of a sheet, by itself."""

    def of_block(block):
        match block:
            case Note(words):
                return [words]
            case Facts(rows, open_word):
                return [word or open_word for row in rows for word in row]
            case Table(head, rows):
                return [*head, *(word for row in rows for word in row if word)]
            case Steps(items):
                return list(items)

    blocks = [*sheet.lead, *(block for part in sheet.sections for block in part.blocks)]
    titles = [sheet.title, sheet.source_line, *(part.title for part in sheet.sections)]
    return [*titles, *(word for block in blocks for word in of_block(block))]


def squeezed(text):
    """A text without what line ends change."""
    return KEPT_ONCE.sub("", text)


def parts_of_docx(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {
            name: ElementTree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }


def text_of_docx(content):
    return "".join(
        node.text or ""
        for name, part in parts_of_docx(content).items()
        if name in ("word/document.xml", "word/footer1.xml")
        for node in part.iter(f"{W}t")
    )


def text_of_pdf(content):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


# What stands in a sheet


@each_sheet
def test_every_text_stands_in_both_languages(sheet):
    assert all(words.en.strip() and words.ja.strip() for words in words_of(sheet))


@each_sheet
def test_a_sheet_says_its_data_version_its_day_its_link_and_that_jetro_confirms(sheet):
    said = "\n".join(words.en for words in words_of(sheet))
    for part in (ATLAS.store.data_version, DAY.isoformat(), LINK, "JETRO"):
        assert part in said
    warnings = [block.words for block in sheet.lead if isinstance(block, Note) and block.warns]
    assert [("JETRO" in w.en, "ジェトロ" in w.ja) for w in warnings] == [(True, True)]


@each_sheet
def test_every_number_of_a_source_leads_to_a_source_and_each_is_named(sheet):
    (listed,) = [part for part in sheet.sections if part.title.en == say("sheet_sources", Language.ENGLISH)]
    (table,) = listed.blocks
    numbers = [row[0].en for row in table.rows]
    assert numbers == [f"[{n}]" for n in range(1, len(numbers) + 1)]
    others = [words for words in words_of(sheet) if words.en not in numbers]
    assert set(re.findall(r"\[\d+\]", " ".join(w.en for w in others))) == set(numbers)
    assert set(re.findall(r"\[\d+\]", " ".join(w.ja for w in others))) == set(numbers)


def test_a_route_sheet_holds_the_ranking_the_reasons_and_what_would_change_it():
    found, sheet = route_of("RA-01")
    said = [words.en for words in words_of(sheet)]
    names = [route.model["name_en"] for route in found.advice.ranking]
    assert [text for text in said if text in names][: len(names)] == names
    for rule in found.advice.ranking[0].reasons_for[:3]:
        assert rule["why_en"] in said
    assert len(found.flips) == len(of_kind("route")["RA-01"]["flips"]) > 0
    models = ATLAS.store.by_key("partnering_models")
    for flip in found.flips:
        assert models[flip.new_top]["name_en"] in said


def test_a_route_sheet_names_the_thresholds_period():
    _, sheet = route_of("RA-02")
    said = " ".join(words.en for words in words_of(sheet))
    assert "2026-04-01" in said
    assert "2028-03-31" in said


def test_a_draft_has_each_question_once_filled_in_or_open():
    found, sheet = draft_of(THREE_SMES)
    facts = [block for part in sheet.sections for block in part.blocks if isinstance(block, Facts)]
    rows = {label.en: value for block in facts for label, value in block.rows}
    for name in (name for _, names in FORM for name in names):
        value = rows[say_code("question", name, Language.ENGLISH)]
        assert (value is not None) == (name in THREE_SMES)
    for key in (key for keys in BY_HAND.values() for key in keys):
        assert rows[say(key, Language.ENGLISH)] is None
    said = "\n".join(words.en for words in words_of(sheet))
    for rule_result in found.results:
        assert rule_result.rule["rule_id"] in said
        if rule_result.result is Result.FAILED:
            assert rule_result.rule["fail_fix_en"] in said


def test_a_match_sheet_tells_each_part_of_the_chosen_place_and_its_distance_to_the_first():
    answer, sheet = match_of(BAVARIAN, chosen=2)
    said = [words.en for words in words_of(sheet)]
    for part in answer.places[2].findings:
        assert say_code("match_part", part, Language.ENGLISH) in said
    assert say("match_why_not", Language.ENGLISH) in said
    assert say("match_why_not", Language.ENGLISH) not in [w.en for w in words_of(match_of(BAVARIAN)[1])]


@pytest.mark.parametrize(
    "words", ["a\x00b\x0b\x1f", "<w:t>&amp;]]>", "\ud800\ufffe", "😀 ไทย", "=1+1", "x" * 500]
)
def test_whatever_words_somebody_asks_with_a_sheet_is_made(words):
    _, sheet = match_of(Question(sectors=("ict",), words=words))
    shown = squeezed("".join(c for c in words if c.isprintable()))
    assert shown in squeezed(text_of_docx(as_docx(sheet)))
    assert as_pdf(sheet).startswith(b"%PDF-")


def test_a_part_of_nothing_is_no_part():
    title = Words("Title", "題")
    assert section(title, None, Steps(()), Table((title,), (), (1,))) is None


# Read back


@each_sheet
def test_the_docx_holds_every_text_in_both_languages(sheet):
    text = squeezed(text_of_docx(as_docx(sheet)))
    for words in words_of(sheet):
        assert squeezed(words.en) in text
        assert squeezed(words.ja) in text


@each_sheet
def test_the_pdf_holds_every_text_in_both_languages(sheet):
    text = squeezed(text_of_pdf(as_pdf(sheet)))
    for words in words_of(sheet):
        for line in (*words.en.split("\n"), *words.ja.split("\n")):
            # A page may end within a text, where head and foot of the pages come between.
            assert squeezed(line)[:12] in text


def test_the_docx_marks_languages_heads_links_and_fields_to_fill_in():
    content = as_docx(SHEETS["draft"])
    parts = parts_of_docx(content)
    document = parts["word/document.xml"]
    spoken = {lang.get(f"{W}val") for lang in document.iter(f"{W}lang")}
    assert spoken == {"en-GB", "ja-JP"}
    styles = {style.get(f"{W}styleId") for style in parts["word/styles.xml"].iter(f"{W}style")}
    used = {style.get(f"{W}val") for style in document.iter(f"{W}pStyle")}
    assert {"Title", "Heading1"} <= used <= styles
    for style in parts["word/styles.xml"].iter(f"{W}style"):
        if style.get(f"{W}styleId") in {"Normal", "Title", "Heading1"}:
            fonts = style.find(f"{W}rPr/{W}rFonts")
            assert {f"{W}ascii", f"{W}eastAsia"} <= set(fonts.keys())
            assert not [name for name in fonts.attrib if name.endswith("Theme")]
    tables = list(document.iter(f"{W}tbl"))
    with_head = [table for table in tables if table.find(f".//{W}tblHeader") is not None]
    kinds = {type(block) for part in SHEETS["draft"].sections for block in part.blocks}
    assert 0 < len(with_head) < len(tables)
    assert {Facts, Table} <= kinds
    targets = {r.get("Target") for r in parts["word/_rels/document.xml.rels"]}
    assert LINK in targets
    open_word = say("sheet_open", Language.ENGLISH)
    open_cells = [cell for cell in document.iter(f"{W}tc") if open_word in "".join(cell.itertext())]
    assert open_cells
    assert all(cell.find(f"{W}tcPr/{W}shd") is not None for cell in open_cells)


def test_no_table_of_the_docx_is_wider_than_its_page():
    document = parts_of_docx(as_docx(SHEETS["route"]))["word/document.xml"]
    page = next(document.iter(f"{W}sectPr"))
    size, margins = page.find(f"{W}pgSz"), page.find(f"{W}pgMar")
    room = int(size.get(f"{W}w")) - int(margins.get(f"{W}left")) - int(margins.get(f"{W}right"))
    for grid in document.iter(f"{W}tblGrid"):
        assert sum(int(column.get(f"{W}w")) for column in grid) <= room + len(grid)


def test_the_pdf_embeds_its_fonts_numbers_its_pages_and_repeats_its_source_line():
    reader = pypdf.PdfReader(io.BytesIO(as_pdf(SHEETS["draft"])))
    count = len(reader.pages)
    assert count > 1
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert f"{number} / {count}" in text
        assert squeezed(SHEETS["draft"].source_line.en)[:60] in squeezed(text)
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
    links = {
        note.get_object()["/A"]["/URI"]
        for page in reader.pages
        for note in page.get("/Annots", ()).__iter__()
    }
    assert LINK in links
