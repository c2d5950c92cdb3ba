"""A map is drawn before what would hold it up is sent: the first of a visit, and a change of a later one."""

from threading import Event
from time import sleep

import streamlit as st

from cluster_map.maps.drawn import await_word

_EVENT = "first-map"
WAITS_AT_MOST_S = 1.0
"""A reader whose map cannot send word, say in a window behind others, gets the rest after so long."""
CHANGE_SHOWS_WITHIN_S = 0.08
"""From the run of a page until a browser shows what changed on a map that is there already."""


def token() -> str | None:
    """What the map to be drawn shall send back; ``None`` after the first map, and where no browser is."""
    if _EVENT in st.session_state or not st.context.headers:
        return None
    word, st.session_state[_EVENT] = await_word()
    return word


def let_it_be_drawn() -> None:
    """Wait until the first map of this visit is drawn; not at all for a later one."""
    event = st.session_state.get(_EVENT)
    if isinstance(event, Event):
        st.session_state[_EVENT] = None
        event.wait(WAITS_AT_MOST_S)


def let_a_change_show() -> None:
    """Wait a moment before what lies below the map: a browser draws a table for longer than a map's change.

    What arrives together is shown together, and the table is not yet in sight.
    """
    if st.context.headers:
        sleep(CHANGE_SHOWS_WITHIN_S)
