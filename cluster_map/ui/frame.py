"""What stands around every page: its language, styles and scripts, what the link got wrong, the footer."""

import json
from pathlib import Path

import streamlit as st

from cluster_map.fragments import markup
from cluster_map.maps.assets import asset
from cluster_map.text import say
from cluster_map.ui import cached
from cluster_map.ui.pages import PAGES
from cluster_map.ui.room import room_settings
from cluster_map.url_state import Refused, ViewState, plain_page

LOGO = Path(__file__).parents[1] / "assets/logo.svg"

FETCHED_EARLY = ("prefectures.json", "map.js", "leaflet.js")
"""Fetched while the frame of the map is still starting, so that the first map shows sooner."""

SCRIPTS = ("page.js", "panel.js", "search.js", "room.js")
"""Of every page: links and copying; the panel beside the map; the search by keyboard; live rooms."""


def prepare_document(view: ViewState) -> None:
    """Set the document's language; load the style sheet and the page's scripts, once a browser."""
    atlas = cached.atlas()
    settings = {
        "lang": str(view.language),
        "style": asset(atlas, "page.css").path,
        "fetch_early": [asset(atlas, name).path for name in FETCHED_EARLY],
        "scripts": [asset(atlas, name).path for name in SCRIPTS],
        "pages": [page.path for page in PAGES],
        "copied": say("link_copied", view.language),
        "room": room_settings(view),
    }
    st.html(
        f"<script>{_DOCUMENT_SCRIPT % json.dumps(settings)}</script>", unsafe_allow_javascript=True, width=1
    )


_DOCUMENT_SCRIPT = """
(function (settings) {
  document.documentElement.lang = settings.lang;
  window.clusterMapSettings = settings;
  window.clusterMapPage?.renew(settings);
  window.clusterMapRoom?.renew(settings.room);
  if (document.querySelector("link[data-cluster-map]")) return;
  const root = new URL(".", document.baseURI).href;
  const style = document.createElement("link");
  style.dataset.clusterMap = "";
  Object.assign(style, { rel: "stylesheet", href: root + settings.style });
  document.head.append(style);
  settings.fetch_early.forEach((path) => fetch(root + path));
  settings.scripts.forEach((path) => {
    document.head.append(Object.assign(document.createElement("script"), { src: root + path }));
  });
})(%s);
"""


def report_refused(refused: list[Refused], view: ViewState) -> None:
    """One notice for everything in the link that was ignored."""
    if not refused:
        return
    lines = [
        say("refused_value", view.language, parameter=part.parameter, found=part.found, allowed=part.allowed)
        for part in refused
    ]
    items = "".join(f"<li>{markup.text(line)}</li>" for line in lines)
    title = markup.paragraph(say("refused", view.language))
    st.html(f'<div class="notice" role="status">{title}<ul>{items}</ul></div>')


def show_footer(page: str, view: ViewState) -> None:
    """Whose site this is not, whose figures these are, and what is kept of a reader: nothing."""
    language = view.language
    atlas = cached.atlas()
    st.html(
        f"<footer><p>{markup.text(say('footer_independent', language))}</p>"
        f"<p>{markup.text(say('footer_credits', language))}</p>"
        f"<p>{markup.text(say('footer_privacy', language))} · "
        f"{markup.text(say('footer_version', language, version=atlas.store.data_version))} · "
        f"{_plain_link(page, view)}</p></footer>"
    )


def _plain_link(page: str, view: ViewState) -> str:
    """A way to the same view on a page without scripts; to the map where there is no such page."""
    return markup.page_link(plain_page(page), view, say("lite_link", view.language))
