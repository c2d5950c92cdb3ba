"""What a reader takes away: the records found, as files made when asked for, and how to cite them."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from cluster_map.domain import Language
from cluster_map.exports.files import FORMATS
from cluster_map.exports.result_set import ResultSet
from cluster_map.text import say
from cluster_map.ui import markup
from cluster_map.url_state import ViewState

Take = Callable[[Language], ResultSet]
"""Makes the result set of a page, labelled in a language."""


def show_take_away(take: Take, count: int, view: ViewState) -> None:
    """A popover with a download button a format and the citation; its content is made only when open."""
    language = view.language
    popover = st.popover(
        say("take_away", language), icon=":material/download:", key="take-away", on_change="rerun"
    )
    if not popover.open:
        return
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
        st.html(f'<h4 class="list-title">{markup.text(say("cite_this", language))}</h4>')
        for spoken in (language, *(other for other in Language if other is not language)):
            st.code(take(spoken).citation, language=None, wrap_lines=True)
