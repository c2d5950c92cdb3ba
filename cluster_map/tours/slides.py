"""A tour as PPTX: one slide a step, its words as text that can be edited, notes for the speaker, sources."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.exports.map_look import text_width
from cluster_map.exports.origin import boundaries, citation, credit, licences
from cluster_map.text import say
from cluster_map.tours.drawing import played
from cluster_map.tours.pictures import StepPicture, step_picture
from cluster_map.tours.tour import Tour
from cluster_map.url_state import Known

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.shapes.autoshape import Shape
    from pptx.slide import Slide

WIDTH, HEIGHT = 13.333, 7.5
"""Inches, 16:9."""

PANEL = 4.7
"""Width of the words; the map takes the rest."""

SIDE = 0.5

LONG_TITLE = 22
"""Widths of a kanji from which on a title is written smaller, so that it stays above the words."""

MAP_PIXELS = (1000, round(1000 * HEIGHT / (WIDTH - PANEL)))

INK, QUIET, ACCENT, PAPER = "17303B", "586C75", "BD3F28", "FFFFFF"

TYPEFACES = {Language.ENGLISH: "Calibri", Language.JAPANESE: "Yu Gothic"}
"""Such as come with the programs that open the file; others are put in their place."""

TITLE_ONLY = 5
"""The layout of the library's template that holds a title and nothing else."""


def tour_slides(atlas: Atlas, tour: Tour, known: Known, language: Language, server: str) -> bytes:
    """The file: a title, the steps, the sources."""
    from pptx import Presentation
    from pptx.util import Inches

    told, _ = played(atlas, tour, known, language, server)
    slides = Presentation()
    slides.slide_width, slides.slide_height = Inches(WIDTH), Inches(HEIGHT)
    slides.core_properties.title = told["title"]
    slides.core_properties.author = say("brand", language)
    slides.core_properties.language = str(language)
    _add_title(slides, told, language)
    for number, step in enumerate(told["steps"], start=1):
        picture = step_picture(atlas, step, language, *MAP_PIXELS)
        _add_step(slides, told["title"], f"{number} / {len(told['steps'])}", step, picture, language)
    _add_sources(slides, atlas, told, language)
    file = io.BytesIO()
    slides.save(file)
    return file.getvalue()


def _add_title(slides: Presentation, told: Mapping[str, Any], language: Language) -> None:
    slide = _new_slide(slides, told["title"], (1.1, 2.3, WIDTH - 2.2, 1.4), 44, language)
    _write(slide, (1.1, 3.8, 9.5, 1.5), [Line(told["about"], 22, QUIET)], language)
    _write(slide, (1.1, 6.5, 9.5, 0.5), [Line(say("brand", language), 14, ACCENT)], language)


def _add_step(
    slides: Presentation,
    tour: str,
    count: str,
    step: Mapping[str, Any],
    picture: StepPicture,
    language: Language,
) -> None:
    from pptx.util import Inches

    size = 28 if text_width(step["title"], 1) <= LONG_TITLE else 21
    slide = _new_slide(slides, step["title"], (SIDE, 0.85, PANEL - 2 * SIDE + 0.2, 1.8), size, language)
    shape = slide.shapes.add_picture(
        io.BytesIO(picture.png), Inches(PANEL), Inches(0), Inches(WIDTH - PANEL), Inches(HEIGHT)
    )
    shape.name = say("map_tour_name", language)
    shape._element.xpath("p:nvPicPr/p:cNvPr")[0].set("descr", picture.words)
    for x, y, name in picture.names:
        _add_label(slide, x, y, name, language)
    width = PANEL - 2 * SIDE + 0.2
    _write(slide, (SIDE, 0.45, width, 0.4), [Line(tour, 12, ACCENT)], language)
    _write(slide, (SIDE, 2.85, width, 2.6), [Line(step["words"], 18, INK)], language)
    holds = [Line(step["holds"], 10.5, QUIET)]
    if step["address"]:
        holds.append(Line(say("player_open", language), 10.5, ACCENT, step["address"]))
    sources = [Line(f"{text} {address}".strip(), 9, QUIET, address) for text, address, _ in step["sources"]]
    _write(slide, (SIDE, 5.5, width, 1.3), [*holds, *sources], language, at_foot=True)
    _write(slide, (SIDE, 6.9, width, 0.3), [Line(count, 10.5, QUIET)], language)
    notes = slide.notes_slide.notes_text_frame
    if notes is not None:
        notes.text = step["notes"]


def _add_label(slide: Slide, x: float, y: float, name: str, language: Language) -> None:
    """The name of a place above it, as text that can be moved."""
    from pptx.dml.color import RGBColor
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches

    inches = (WIDTH - PANEL) / MAP_PIXELS[0]
    width = 0.3 + 0.1 * sum(2 if ord(character) > 0x2E7F else 1 for character in name)
    left = max(PANEL + 0.05, min(WIDTH - width - 0.05, PANEL + x * inches - width / 2))
    box = slide.shapes.add_shape(
        MSO_SHAPE.ROUNDED_RECTANGLE,
        Inches(left),
        Inches(max(0.05, y * inches - 0.43)),
        Inches(width),
        Inches(0.32),
    )
    box.fill.solid()
    box.fill.fore_color.rgb = RGBColor.from_string(PAPER)
    box.line.color.rgb = RGBColor.from_string("D7DEE2")
    box.shadow.inherit = False
    _fill(box, [Line(name, 11, INK)], language, bold=True)
    box.text_frame.word_wrap = False
    box.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def _add_sources(slides: Presentation, atlas: Atlas, told: Mapping[str, Any], language: Language) -> None:
    slide = _new_slide(slides, say("tour_sources", language), (1.1, 0.5, WIDTH - 2.2, 0.8), 30, language)
    named = dict.fromkeys(
        f"{text} {address}".strip() for step in told["steps"] for text, address, _ in step["sources"]
    )
    _write(slide, (1.1, 1.4, WIDTH - 2.2, 3.6), [Line(text, 11, INK) for text in named], language)
    about = [
        citation(atlas, told["title"], language),
        credit(atlas, language),
        boundaries(atlas, language),
        *(f"{licence.title} {licence.path}" for licence in licences(atlas)),
    ]
    lines = [Line(text, 10, QUIET) for text in about]
    _write(slide, (1.1, 5.1, WIDTH - 2.2, 1.9), lines, language, at_foot=True)


Box = tuple[float, float, float, float]
"""Left, top, width, height in inches."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; ``size`` in points. It leads to ``address`` where it has one."""

    text: str
    size: float
    colour: str
    address: str = ""


Lines = Iterable[Line]


def _new_slide(slides: Presentation, title: str, box: Box, size: float, language: Language) -> Slide:
    """A slide whose title is a title to those who hear or search it, too."""
    from pptx.util import Inches

    slide: Slide = slides.slides.add_slide(slides.slide_layouts[TITLE_ONLY])
    (heading,) = slide.placeholders
    heading.left, heading.top, heading.width, heading.height = (Inches(length) for length in box)
    _fill(heading, [Line(title, size, INK)], language, bold=True)
    return slide


def _write(slide: Slide, box: Box, lines: Lines, language: Language, at_foot: bool = False) -> None:
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Inches

    made = slide.shapes.add_textbox(*(Inches(length) for length in box))
    _fill(made, lines, language)
    if at_foot:
        made.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM


def _fill(shape: Shape, lines: Lines, language: Language, bold: bool = False) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.oxml.ns import qn
    from pptx.util import Pt

    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    frame.vertical_anchor = MSO_ANCHOR.TOP
    written = [line for line in lines if line.text]
    for position, line in enumerate(written):
        paragraph = frame.paragraphs[0] if position == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.line_spacing = 1.15
        run = paragraph.add_run()
        run.text = line.text
        if line.address:
            run.hyperlink.address = line.address
        run.font.size, run.font.bold = Pt(line.size), bold
        run.font.color.rgb = RGBColor.from_string(line.colour)
        run.font.name = TYPEFACES[language]
        properties = run._r.get_or_add_rPr()
        properties.set("lang", {"ja": "ja-JP", "en": "en-GB"}[str(language)])
        properties.get_or_add_latin()
        east = properties.makeelement(qn("a:ea"), {"typeface": TYPEFACES[Language.JAPANESE]})
        properties.append(east)
