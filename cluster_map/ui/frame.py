"""What stands around every page: language, styles, menu, share, footer, and what the link got wrong."""

import json
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from cluster_map.domain import Language
from cluster_map.maps.assets import asset
from cluster_map.text import say
from cluster_map.ui import cached, link, markup
from cluster_map.ui.own_tour import show_add_button
from cluster_map.ui.pages import PAGES
from cluster_map.ui.room import room_settings, show_go_live
from cluster_map.ui.search import show_search
from cluster_map.ui.share import show_share_menu
from cluster_map.url_state import Refused, ViewState, format_view, plain_page

LOGO = Path(__file__).parents[1] / "assets/logo.svg"

FETCHED_EARLY = ("prefectures.json", "map.js", "leaflet.js")
"""Fetched while the frame of the map is still starting, so that the first map shows sooner."""

SHARED_FIELDS = {"language", "sectors", "prefectures", "japan_regions", "evidence", "room", "compared"}
"""What a reader takes along to another page."""


def prepare_document(view: ViewState) -> None:
    """Set the document's language; load the style sheet and the live room's script, once a browser."""
    atlas = cached.atlas()
    language = view.language
    settings = {
        "lang": str(language),
        "style": asset(atlas, "page.css").path,
        "fetch_early": [asset(atlas, name).path for name in FETCHED_EARLY],
        "copied": say("link_copied", language),
        "room_script": asset(atlas, "room.js").path,
        "room": room_settings(view),
    }
    st.html(
        f"<script>{_DOCUMENT_SCRIPT % json.dumps(settings)}</script>", unsafe_allow_javascript=True, width=1
    )


_DOCUMENT_SCRIPT = """
(function (settings) {
  document.documentElement.lang = settings.lang;
  const root = new URL(".", document.baseURI).href;
  if (!document.querySelector("link[data-cluster-map]")) {
    const style = document.createElement("link");
    style.dataset.clusterMap = "";
    Object.assign(style, { rel: "stylesheet", href: root + settings.style });
    document.head.append(style);
    settings.fetch_early.forEach((path) => fetch(root + path));
  }
  window.clusterMapRoomSettings = settings.room;
  if (window.clusterMapRoom) window.clusterMapRoom.renew(settings.room);
  else if (!document.querySelector("script[data-cluster-map-room]")) {
    const script = document.createElement("script");
    script.dataset.clusterMapRoom = "";
    script.src = root + settings.room_script;
    document.head.append(script);
  }
  if (!window.clusterMapSearch) {
    window.clusterMapSearch = true;
    document.addEventListener("keydown", (event) => {
      const box = event.target.closest && event.target.closest(".st-key-search");
      if (!box || event.isComposing) return;
      const open = (part) => part.getClientRects().length > 0;
      const stops = [...box.querySelectorAll("input, .search-list a, .search-list summary")].filter(open);
      const at = stops.indexOf(event.target);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && stops[at + step]) {
        event.preventDefault();
        stops[at + step].focus();
      } else if (event.key === "Enter" && at === 0 && stops[1]) {
        // Only where the list answers the very words that stand in the box.
        const list = box.querySelector(".search-list");
        if (list.dataset.words !== event.target.value.trim()) return;
        event.preventDefault();
        stops[1].click();
      } else if (event.key === "Escape") {
        // The first time back to the words, then away: the list shows only while something in it has focus.
        if (at > 0) stops[0].focus(); else event.target.blur();
      }
    });
  }
  if (!window.clusterMapShare) {
    window.clusterMapShare = true;
    document.addEventListener("click", (event) => {
      // The server has not heard where the map and the tour have gone since: it does before it is asked.
      if (event.target.closest?.(".st-key-add-to-tour button, .st-key-language button")) {
        window.dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
      }
    }, true);
    document.addEventListener("click", async (event) => {
      const button = event.target.closest && event.target.closest(".st-key-share button");
      if (!button) return;
      const text = window.location.href;
      try { await navigator.clipboard.writeText(text); }
      catch {
        // Without https the clipboard is closed to scripts: select the text instead.
        const box = document.createElement("textarea");
        box.value = text; document.body.append(box); box.select(); document.execCommand("copy"); box.remove();
      }
      const label = button.querySelector("p") || button;
      const before = label.textContent;
      label.textContent = settings.copied;
      setTimeout(() => { label.textContent = before; }, 1600);
    });
  }
})(%s);
"""


def show_header(pages: Mapping[str, st.Page], view: ViewState, path: str) -> None:
    """Brand, pages, language, ways to share and the tour to add to. ``path`` is that of this page."""
    language = view.language
    with st.container(key="header", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f'<div class="brand"><span>{markup.text(say("brand", language))}</span></div>',
            width="content",
        )
        with st.container(key="menu", horizontal=True, gap="small"):
            query = format_view(taken_along(view))
            for page in (page for page in PAGES if page.in_menu):
                st.page_link(pages[page.path], label=say(page.title, language), query_params=query)
        show_search()
        with st.container(key="tools", horizontal=True, horizontal_alignment="right", gap="small"):
            show_go_live(view, "header")
            if path != "present":
                show_add_button(path, view)
            st.button(say("copy_link", language), key="share", icon=":material/link:", type="tertiary")
            show_share_menu(path, view)
            other = Language.JAPANESE if language is Language.ENGLISH else Language.ENGLISH
            st.button(
                say("this_language", other),
                key="language",
                icon=":material/language:",
                type="tertiary",
                on_click=link.change,
                kwargs={"language": other},
            )


def taken_along(view: ViewState) -> ViewState:
    """The part of a view that holds on another page."""
    return ViewState(**{name: getattr(view, name) for name in SHARED_FIELDS})


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
