"""A tour as PDF to hand out: each step with its map, its words and the numbers of its sources."""

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.exports.origin import boundaries, citation, credit
from cluster_map.exports.pdf import Document, Running
from cluster_map.exports.pdf_setting import QUIET
from cluster_map.exports.typesetting import Span
from cluster_map.text import say
from cluster_map.tours.drawing import played
from cluster_map.tours.pictures import step_picture
from cluster_map.tours.tour import Tour
from cluster_map.url_state import Known

MAP_PIXELS = (1000, 520)
"""Two steps stand on a page."""


def tour_handout(atlas: Atlas, tour: Tour, known: Known, language: Language, server: str) -> bytes:
    """The file."""
    told, _ = played(atlas, tour, known, language, server)
    running = Running(
        head=say("brand", language),
        foot=citation(atlas, told["title"], language),
        page=say("handout_page", language, page="{page}", pages="{pages}"),
    )
    document = Document(language, told["title"], running)
    document.kicker(say("steps_count", language, count=len(told["steps"])))
    document.title(told["title"])
    if told["about"]:
        document.paragraph(told["about"], colour=QUIET)
    for number, step in enumerate(told["steps"], start=1):
        picture = step_picture(atlas, step, language, *MAP_PIXELS)
        document.picture(picture.png, picture.words)
        document.heading(f"{number}. {step['title']}")
        marks = [document.note(text, address or None) for text, address, _ in step["sources"]]
        document.paragraph((step["words"] or step["holds"], *marks), size=11)
        if step["address"]:
            held = f"{step['holds']} " if step["words"] else ""
            page = Span(say("player_open", language), step["address"])
            document.paragraph((held, page), size=9, colour=QUIET)
        document.space(4)
    document.notes(say("tour_sources", language))
    document.space(3)
    for text in (credit(atlas, language), boundaries(atlas, language)):
        document.paragraph(text, size=7.5, colour=QUIET)
    return document.output()
