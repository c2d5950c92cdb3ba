"""What a presenter takes along of a tour: files that play or print without this server."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.fragments import markup
from cluster_map.text import say
from cluster_map.tours.handout import tour_handout
from cluster_map.tours.html import tour_html
from cluster_map.tours.slides import tour_slides
from cluster_map.tours.tour import Tour
from cluster_map.ui import cached, link, own_tour
from cluster_map.url_state import Known, ViewState

Write = Callable[[Atlas, Tour, Known, Language, str], bytes]


@dataclass(frozen=True, slots=True)
class TourFormat:
    """A kind of file that a tour can be taken along as; ``key`` is the text that says what it is for."""

    extension: str
    media_type: str
    icon: str
    key: str
    write: Write


FORMATS = (
    TourFormat("html", "text/html", "captive_portal", "tour_as_html", tour_html),
    TourFormat(
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "slideshow",
        "tour_as_slides",
        tour_slides,
    ),
    TourFormat("pdf", "application/pdf", "print", "tour_as_handout", tour_handout),
)


def show_take_along(tour: Tour, view: ViewState) -> None:
    """A popover with a button for each kind of file; a file is made when its button is pressed."""
    language = view.language
    popover = st.popover(
        say("take_along", language), icon=":material/download:", key="take-along", on_change="rerun"
    )
    if not popover.open:
        return
    server = link.server_address()
    with popover:
        for made in FORMATS:
            st.download_button(
                say(made.key, language),
                data=partial(made.write, cached.atlas(), tour, cached.known_codes(), language, server),
                file_name=f"{tour.id or 'tour'}-{language}.{made.extension}",
                mime=made.media_type,
                key=f"take-along-{made.extension}",
                icon=f":material/{made.icon}:",
                on_click="ignore",
                width="stretch",
            )
        own_tour.save_button(tour, view)
        st.html(markup.paragraph(say("take_along_note", language), "quiet"))
