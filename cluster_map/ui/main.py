"""The main script: what stands around every page, and the page itself."""

import logging

import streamlit as st

from cluster_map.errors import ClusterMapError
from cluster_map.text import say
from cluster_map.ui import cached, embed, frame, header, link, own_tour

log = logging.getLogger(__name__)


def show_trouble(error: ClusterMapError) -> None:
    """What a reader is told when a page cannot be shown; the whole report stands in the log."""
    log.error("%s", error)
    language = link.asked_language()
    st.title(say("trouble_title", language))
    st.error(say("trouble", language))


st.set_page_config(page_icon=str(frame.LOGO), layout="wide")
try:
    view, refused = link.current_view()
    chosen = st.navigation(cached.streamlit_pages(view.language), position="hidden")
    frame.prepare_document(view)
    if embed.is_asked(chosen.url_path):
        embed.show_embed(chosen.url_path, view)
    else:
        header.show_header(view, chosen.url_path)
        frame.report_refused(refused, view)
        chosen.run()
        frame.show_footer(chosen.url_path, view)
        own_tour.keep_in_tab()
except ClusterMapError as error:
    show_trouble(error)
