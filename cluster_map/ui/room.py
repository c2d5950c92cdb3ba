"""A live room's pieces of the page. What happens in the browser is in ``assets/room.js``."""

from typing import Any

import streamlit as st

from cluster_map.fragments import markup
from cluster_map.text import say
from cluster_map.ui import cached, link
from cluster_map.url_state import ViewState

LABELS = (
    "bar",
    "live",
    "followers",
    "invite",
    "hand_on",
    "end",
    "end_sure",
    "join_help",
    "lead_help",
    "link",
    "lead_link",
    "copy",
    "code_image",
    "following",
    "released",
    "come_back",
    "leave",
    "take_lead",
    "close",
    "over",
    "unknown",
    "full",
    "offline",
    "busy",
    "passed",
)


def room_settings(view: ViewState) -> dict[str, Any]:
    """What the browser's part is told with every run of a page."""
    labels = {name: say(f"room_{name}", view.language) for name in LABELS}
    return {
        "room": view.room,
        "labels": labels | {"copied": say("link_copied", view.language)},
        "code_image": _code_image(view.room) if view.room else None,
    }


def show_invitation(view: ViewState) -> None:
    """Code, link and QR code, large enough for a screen on the wall; before that, the way to them."""
    if view.room is None:
        st.html(markup.paragraph(say("room_start_help", view.language), "summary"))
        st.button(say("room_go_live", view.language), key="go-live", icon=":material/cast:", type="primary")
        return
    address = _address(view.room)
    code = f"{view.room[:4]} {view.room[4:]}"
    with st.container(key="room-invitation"):
        st.html(
            f'<article class="panel room-poster"><img src="{_code_image(view.room)}" '
            f'alt="{markup.text(say("room_code_image", view.language))}">'
            f"<div><h3>{markup.text(say('room_join_title', view.language))}</h3>"
            f'<p class="room-code">{markup.text(code)}</p><p>{markup.text(address)}</p></div></article>'
        )


def _address(code: str) -> str:
    """The link for followers: without a language, so that each browser chooses its own."""
    return link.server_address() + f"/?room={code}"


def _code_image(code: str) -> str:
    return cached.code_image(_address(code))
