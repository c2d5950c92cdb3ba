"""The top of every page: brand, pages, search, the tour to add to, ways to share, language.

What leads to another view is a plain link, which ``assets/page.js`` follows without loading the page
anew: links are a quarter of the work of as many widgets, on the server and in the browser.
"""

import streamlit as st

from cluster_map.domain import Language
from cluster_map.fragments import markup
from cluster_map.text import say
from cluster_map.ui.own_tour import show_add_button
from cluster_map.ui.pages import PAGES
from cluster_map.ui.search import show_search
from cluster_map.ui.share import show_share_menu
from cluster_map.url_state import ViewState, in_language, link

SHARED_FIELDS = {"language", "sectors", "prefectures", "japan_regions", "evidence", "room", "compared"}
"""What a reader takes along to another page."""


def show_header(view: ViewState, path: str) -> None:
    """``path`` is the address of this page without the slash."""
    with st.container(key="header", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(_brand(view) + _menu(view, path))
        show_search(view)
        with st.container(key="tools", horizontal=True, horizontal_alignment="right", gap="small"):
            if path != "present":
                show_add_button(path, view)
            show_share_menu(path, view)
            st.html(_tools(view, path), width="content")


def taken_along(view: ViewState) -> ViewState:
    """The part of a view that holds on another page."""
    return ViewState(**{name: getattr(view, name) for name in SHARED_FIELDS})


def _brand(view: ViewState) -> str:
    """The way past the header for who comes by keyboard, and the way home."""
    home = markup.text(link("./", ViewState(language=view.language, room=view.room)))
    name = markup.text(say("brand", view.language))
    skip = f'<a class="skip" href="#content">{markup.text(say("skip_header", view.language))}</a>'
    return f'{skip}<a class="brand" href="{home}" target="_self"><span>{name}</span></a>'


def _menu(view: ViewState, here: str) -> str:
    """Every page of the menu, this one marked; filters that hold on other pages go along."""
    along = taken_along(view)
    made = ""
    for page in PAGES:
        if page.in_menu:
            name = markup.text(say(page.title, view.language))
            current = ' aria-current="page"' if page.path == here else ""
            there = markup.text(link(page.path or "./", along))
            made += f'<a href="{there}" target="_self"{current}>{name}</a>'
    return f'<nav class="menu" aria-label="{markup.text(say("menu", view.language))}">{made}</nav>'


def _tools(view: ViewState, path: str) -> str:
    """Go live, copy the link, and the same view in the other language."""
    language = view.language
    other = Language.JAPANESE if language is Language.ENGLISH else Language.ENGLISH
    live = _tool("cast", "go-live", say("room_go_live", language)) if view.room is None else ""
    copy = _tool("link", "copy-link", say("copy_link", language))
    there = markup.text(link(path or "./", in_language(view, other)))
    switch = (
        f'<a class="tool" href="{there}" target="_self" lang="{other}" hreflang="{other}" data-language>'
        f"{_icon('language')}{markup.text(say('this_language', other))}</a>"
    )
    return f'<div class="tools">{live}{copy}{switch}</div>'


def _tool(icon: str, css: str, label: str) -> str:
    """A button whose work is done in the browser alone."""
    return (
        f'<button type="button" class="tool {css}" title="{markup.text(label)}">{_icon(icon)}'
        f'<span class="label">{markup.text(label)}</span></button>'
    )


def _icon(name: str) -> str:
    """A sign of the icon typeface that Streamlit brings along."""
    return f'<span class="sign" translate="no" aria-hidden="true">{name}</span>'
