"""A tour taken along: the offline file, slides and the handout, opened by other libraries."""

import base64
import io
import json
import re
import zipfile
from functools import cache

import pptx
import pytest
from lxml import etree, html
from PIL import Image
from pptx.enum.shapes import MSO_SHAPE_TYPE

from cluster_map.domain import Language
from cluster_map.process import shared_atlas
from cluster_map.text import say
from cluster_map.tours.drawing import played
from cluster_map.tours.handout import tour_handout
from cluster_map.tours.html import tour_html
from cluster_map.tours.pictures import frame_of
from cluster_map.tours.slides import tour_slides
from cluster_map.tours.tour import Step, Tour, built_in_tours, texts
from cluster_map.url_state import Known

ATLAS = shared_atlas()
KNOWN = Known(
    prefectures=tuple(ATLAS.prefectures),
    clusters=tuple(ATLAS.clusters),
    tie_ups=tuple(ATLAS.tie_ups),
    regions=tuple(ATLAS.regions),
    countries=tuple(ATLAS.countries),
)
TOURS = built_in_tours(ATLAS)
SERVER = "http://map.test"
TEN_STEPS = next(tour for tour in TOURS.values() if len(tour.steps) == 10)
SCRIPT = "</script><script>alert(1)</script>${x}{{7*7}}<!--"
HOSTILE = Tour(
    title=texts(SCRIPT, SCRIPT), steps=(Step("/?sector=food", texts(SCRIPT), texts(SCRIPT), texts(SCRIPT)),)
)
SHORT = Tour(title=texts("Short", "短い"), about=texts("About", "概要"), steps=TEN_STEPS.steps[4:6])

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
each_language = pytest.mark.parametrize("language", Language)


@cache
def offline(tour_id: str = TEN_STEPS.id) -> str:
    tour = TOURS.get(tour_id, HOSTILE)
    return tour_html(ATLAS, tour, KNOWN, Language.ENGLISH, SERVER).decode()


@cache
def slides(language: Language) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(tour_slides(ATLAS, SHORT, KNOWN, language, SERVER)))


def words_on(package: zipfile.ZipFile, part: str) -> list[str]:
    """The paragraphs of a slide or its notes."""
    root = etree.fromstring(package.read(part))
    return ["".join(p.itertext(f"{DRAWING}t")) for p in root.iter(f"{DRAWING}p")]


# ---------------------------------------------------------------- the offline file


def test_a_tour_of_ten_steps_is_a_file_below_five_megabytes():
    assert len(offline().encode()) < 5_000_000


def test_the_offline_file_asks_for_nothing_outside_of_itself():
    page = html.fromstring(offline())
    asked = [element for element in page.iter("script", "link", "img", "iframe") if element.get("src")]
    assert asked == []
    assert page.xpath("//link") == []
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    styles = "".join(page.xpath("//style/text()"))
    assert all(
        address.startswith(("data:", "images/", "#")) for address in re.findall(r'url\("?([^)"]+)', styles)
    )


def test_the_offline_file_holds_both_languages_and_every_step():
    text = offline()
    for step in TEN_STEPS.steps:
        for language in Language:
            assert json.dumps(step.title[language], ensure_ascii=False)[1:-1].replace("'", "\\u0027") in text


def test_script_in_a_tour_stays_text_in_the_offline_file():
    page = html.fromstring(offline("hostile"))
    scripts = page.xpath("//script")
    assert len(scripts) == len(html.fromstring(offline()).xpath("//script"))
    assert all("alert(1)" not in script.text or "\\u003cscript" in script.text for script in scripts)
    assert page.xpath("//title/text()") == [SCRIPT]


def test_the_words_of_a_tour_stand_in_the_file_without_script_too():
    plain = html.fromstring(offline()).xpath("//noscript")[0]
    words = " ".join(plain.itertext())
    for language in Language:
        assert TEN_STEPS.title[language] in words
        assert TEN_STEPS.steps[-1].words[language] in words


# ---------------------------------------------------------------- slides


@each_language
def test_there_is_a_slide_a_step_between_a_title_and_the_sources(language):
    parts = [name for name in slides(language).namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    assert len(parts) == len(SHORT.steps) + 2


@each_language
def test_a_slide_holds_title_words_and_sources_as_text_a_picture_and_notes(language):
    package = slides(language)
    told, _ = played(ATLAS, SHORT, KNOWN, language, SERVER)
    for number, step in enumerate(told["steps"], start=2):
        written = words_on(package, f"ppt/slides/slide{number}.xml")
        assert step["title"] in written
        assert step["words"] in written
        assert any(step["sources"][0][0] in line for line in written)
        related = package.read(f"ppt/slides/_rels/slide{number}.xml.rels").decode()
        picture = re.search(r"media/(image\d+\.png)", related)
        notes = re.search(r"notesSlides/(notesSlide\d+\.xml)", related)
        assert picture
        assert notes
        assert step["notes"] in words_on(package, f"ppt/notesSlides/{notes[1]}")
        with Image.open(io.BytesIO(package.read(f"ppt/media/{picture[1]}"))) as drawn:
            assert drawn.size[0] >= 1000
            assert len(drawn.convert("RGB").getcolors(1_000_000) or ()) > 20


@each_language
def test_every_picture_of_a_slide_is_told_in_words_and_every_slide_has_a_title(language):
    package = slides(language)
    for number in range(1, len(SHORT.steps) + 3):
        root = etree.fromstring(package.read(f"ppt/slides/slide{number}.xml"))
        names = {"p": "http://schemas.openxmlformats.org/presentationml/2006/main"}
        assert root.xpath("//p:ph[@type='title']", namespaces=names)
        assert all(root.xpath("//p:pic/p:nvPicPr/p:cNvPr/@descr", namespaces=names))


@each_language
def test_the_last_slide_says_how_to_cite_and_whose_the_figures_are(language):
    last = words_on(slides(language), f"ppt/slides/slide{len(SHORT.steps) + 2}.xml")
    assert last[0] == say("tour_sources", language)
    assert any(ATLAS.store.data_version in line for line in last)


MIXED = Tour(
    title=texts("Mixed", "各種"),
    steps=(
        SHORT.steps[0],
        Step("/?sector=food", notes=texts("A note", "メモ")),
        Step("/strength?sector=food&measure=employees", words=texts("Words", "言葉")),
        Step("/readiness"),
    ),
)
"""A built-in step, a view of many records, one with figures, one without a map."""


@cache
def reopened(language: Language) -> pptx.presentation.Presentation:
    return pptx.Presentation(io.BytesIO(tour_slides(ATLAS, MIXED, KNOWN, language, SERVER)))


@each_language
def test_reopened_every_step_has_a_picture_its_words_its_notes_and_its_sources(language):
    told, _ = played(ATLAS, MIXED, KNOWN, language, SERVER)
    steps = list(reopened(language).slides)[1:-1]
    for slide, step in zip(steps, told["steps"], strict=True):
        (picture,) = [shape for shape in slide.shapes if shape.shape_type is MSO_SHAPE_TYPE.PICTURE]
        with Image.open(io.BytesIO(picture.image.blob)) as drawn:
            assert drawn.size[0] >= 1000
        assert slide.shapes.title.text_frame.text == step["title"]
        written = [p for shape in slide.shapes if shape.has_text_frame for p in shape.text_frame.paragraphs]
        lines = [paragraph.text for paragraph in written]
        assert step["holds"] in lines
        assert not step["words"] or step["words"] in lines
        assert slide.notes_slide.notes_text_frame.text == step["notes"]
        assert step["sources"]
        for text, address, _ in step["sources"]:
            assert f"{text} {address}".strip() in lines
        links = {run.hyperlink.address for paragraph in written for run in paragraph.runs} - {None}
        assert links == {address for _, address, _ in step["sources"] if address} | (
            {step["address"]} if step["address"] else set()
        )


def test_what_a_slide_says_can_be_edited_and_kept():
    slides = pptx.Presentation(io.BytesIO(tour_slides(ATLAS, MIXED, KNOWN, Language.ENGLISH, SERVER)))
    words = next(
        run
        for shape in slides.slides[3].shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.text == "Words"
    )
    words.text = "Other words"
    file = io.BytesIO()
    slides.save(file)
    again = pptx.Presentation(io.BytesIO(file.getvalue())).slides[3]
    assert any("Other words" in shape.text_frame.text for shape in again.shapes if shape.has_text_frame)


def test_script_in_a_tour_is_text_on_a_slide():
    package = zipfile.ZipFile(io.BytesIO(tour_slides(ATLAS, HOSTILE, KNOWN, Language.ENGLISH, SERVER)))
    assert SCRIPT in words_on(package, "ppt/slides/slide2.xml")


# ---------------------------------------------------------------- the handout


@each_language
def test_the_handout_is_a_pdf_with_a_picture_for_each_step(language):
    content = tour_handout(ATLAS, SHORT, KNOWN, language, SERVER)
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Subtype /Image") >= len(SHORT.steps)


# ---------------------------------------------------------------- pictures


def test_a_picture_shows_as_much_as_a_map_of_the_size_that_a_place_is_meant_for():
    look = {"center": [35.0, 139.0], "zoom": 6.0}
    meant, double = frame_of(look, 1000, 640), frame_of(look, 2000, 1280)
    assert meant.zoom == 6.0
    assert double.sides == pytest.approx(meant.sides)


def test_the_typeface_of_the_offline_file_is_inside_it():
    (inside,) = re.findall(r"data:font/woff2;base64,([A-Za-z0-9+/=]+)", offline())
    assert base64.b64decode(inside)[:4] == b"wOF2"
