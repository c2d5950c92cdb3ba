"""What a reader takes away: the records found, as files made when asked for, and how to cite them."""

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st

from cluster_map.domain import Language
from cluster_map.exports.files import FORMATS
from cluster_map.exports.map_picture import MapPicture
from cluster_map.exports.result_set import ResultSet
from cluster_map.fragments import markup
from cluster_map.sheets.files import SHEET_FORMATS, SheetFormat
from cluster_map.sheets.model import Sheet
from cluster_map.text import say
from cluster_map.ui import cached
from cluster_map.url_state import ViewState

MakeSheet = Callable[[date], Sheet]
"""Makes the sheet of a page on a day; nothing of it may ask the page, which is over by then."""

Draw = Callable[[], MapPicture]
"""Draws the map of a page as it is shown."""

Take = Callable[[Language], ResultSet]
"""Makes the result set of a page, labelled in a language."""


def show_take_away(take: Take, count: int, draw: Draw, view: ViewState) -> None:
    """A popover with a download button a format and the citation; its content is made only when open.

    A button turns while its file is made.
    """
    language = view.language
    popover = st.popover(
        say("take_away", language), icon=":material/download:", key="take-away", on_change="rerun"
    )
    if not popover.open:
        return
    cached.files_warming()
    with popover:
        if not count:
            st.html(markup.paragraph(say("take_nothing", language), "quiet"))
            return
        taken = take(language)
        st.html(markup.paragraph(taken.title))
        with st.container(horizontal=True, gap="small"):
            for made in FORMATS.values():
                st.download_button(
                    made.name,
                    data=partial(made.write, taken),
                    file_name=taken.file_name(made.extension),
                    mime=made.media_type,
                    key=f"take-{made.extension}",
                    on_click="ignore",
                )
        st.html(markup.paragraph(say("take_note", language), "quiet"))
        _show_picture(draw, view)
        st.html(f'<h4 class="list-title">{markup.text(say("cite_this", language))}</h4>')
        for spoken in (language, *(other for other in Language if other is not language)):
            st.code(take(spoken).citation, language=None, wrap_lines=True)


def _show_picture(draw: Draw, view: ViewState) -> None:
    """The map as it is, as PNG and SVG."""
    st.html(markup.paragraph(say("take_map", view.language)))
    made: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
        ("png", "image/png", lambda: draw().png()),
        ("svg", "image/svg+xml", lambda: draw().svg()),
    )
    with st.container(horizontal=True, gap="small"):
        for extension, media_type, write in made:
            st.download_button(
                extension.upper(),
                data=write,
                file_name=f"cluster-map-japan.{extension}",
                mime=media_type,
                key=f"take-{extension}",
                on_click="ignore",
            )


def show_sheet(name: str, make: MakeSheet, language: Language) -> None:
    """A popover with a download button a format; a file is made when its button is pressed."""

    def written(made: SheetFormat) -> bytes:
        return made.write(make(date.today()))

    with st.popover(say("hand_on", language), icon=":material/description:", key="sheet"):
        st.html(markup.paragraph(say("hand_on_note", language)))
        with st.container(horizontal=True, gap="small"):
            for made in SHEET_FORMATS.values():
                st.download_button(
                    made.name,
                    data=partial(written, made),
                    file_name=made.file_name(name),
                    mime=made.media_type,
                    key=f"sheet-{made.extension}",
                    icon=":material/download:",
                    on_click="ignore",
                )
