"""What the share menu holds: a link with a picture, a code, an embed, and a page to hand out."""

from dataclasses import replace

import streamlit as st

from cluster_map.domain import Language
from cluster_map.exports.qr import qr_picture
from cluster_map.fragments import markup
from cluster_map.settings import embed_hosts
from cluster_map.text import say
from cluster_map.ui import embed, link
from cluster_map.url_state import PLAIN_PAGES, ViewState, card_page, in_language

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
            if page in PLAIN_PAGES:
                _show_preview(page, view)
            _show_embed(page, view)
            if page == "tie-ups":
                _show_handout(view)


def _show_preview(page: str, view: ViewState) -> None:
    """The address at which previews show a picture, as text and as a code for phones."""
    language = view.language
    address = link.absolute_link(f"/{card_page(page)}", replace(view, answers=()))
    st.html(f'<h4 class="list-title">{markup.text(say("share_preview", language))}</h4>')
    words, code = st.columns([3, 1], vertical_alignment="center")
    with words:
        st.code(address, language=None, wrap_lines=True)
    with code:
        name = markup.text(say("share_code", language))
        st.html(f'<img class="qr" src="{markup.text(qr_picture(address))}" alt="{name}" title="{name}">')


def _show_handout(view: ViewState) -> None:
    """The page for a partner, where the view says which tie-up or which places it is about."""
    language = view.language
    st.html(f'<h4 class="list-title">{markup.text(say("partner_sheet_title", language))}</h4>')
    if not (view.tie_up or (view.region and len(view.prefectures) == 1)):
        st.html(markup.paragraph(say("partner_sheet_choose", language), "quiet"))
        return
    made = [
        markup.outside_link(
            link.absolute_link("/s/handout.pdf", replace(in_language(view, spoken), answers=())),
            say("this_language", spoken),
        )
        for spoken in Language
    ]
    st.html(markup.article([f"<p>{' · '.join(made)}</p>"]))


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
