"""What the share menu holds beside the link: the page as an embed for another site."""

from dataclasses import replace

import streamlit as st

from cluster_map.fragments import markup
from cluster_map.settings import embed_hosts
from cluster_map.text import say
from cluster_map.ui import embed, link
from cluster_map.url_state import ViewState

HEIGHT = 620
"""Pixels of the frame in a snippet."""


def show_share_menu(page: str, view: ViewState) -> None:
    """A popover whose content is made only when it is open, so that it says where the map looks then."""
    language = view.language
    menu = st.popover(
        say("share_menu", language),
        key="share-menu",
        icon=":material/share:",
        type="tertiary",
        on_change="rerun",
    )
    if menu.open:
        with menu:
            _show_embed(page, view)


def _show_embed(page: str, view: ViewState) -> None:
    language = view.language
    st.html(f'<h4 class="list-title">{markup.text(say("embed_title", language))}</h4>')
    if page not in embed.MAPS:
        st.html(markup.paragraph(say("embed_no_map", language), "quiet"))
        return
    st.code(snippet(page, view), language="html", wrap_lines=True)
    hosts = ", ".join(embed_hosts())
    note = say("embed_hosts", language, hosts=hosts) if hosts else say("embed_here_only", language)
    st.html(markup.paragraph(note, "quiet"))


def snippet(page: str, view: ViewState) -> str:
    """The frame for another page, as HTML."""
    address = f"{link.absolute_link(f'/{page}', replace(view, answers=()))}&embed=true"
    return (
        f'<iframe src="{markup.text(address)}" title="{markup.text(say("brand", view.language))}" '
        f'width="100%" height="{HEIGHT}" style="border:0" loading="lazy"></iframe>'
    )
