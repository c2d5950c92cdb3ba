"""The only reader and writer of the page's link (``st.query_params``)."""

from dataclasses import replace
from typing import Any

import streamlit as st

from cluster_map.domain import Language
from cluster_map.ui import cached
from cluster_map.url_state import Known, Refused, ViewState, format_view, link, parse_view


def browser_language() -> Language:
    """The first choice where the link names none."""
    locale = st.context.locale or ""
    return Language.JAPANESE if locale.lower().startswith("ja") else Language.ENGLISH


def asked_language() -> Language:
    """The language of the link, else of the browser: needs no table."""
    view, _ = parse_view({"lang": st.query_params.get("lang", "")}, Known(), browser_language())
    return view.language


def current_view() -> tuple[ViewState, list[Refused]]:
    """The view that the address holds, and what of it was left out."""
    return parse_view(st.query_params.to_dict(), cached.known_codes(), browser_language())


def change(**changes: Any) -> None:
    """Change the view and so the link: one history entry, so that Back undoes one action.

    Called in widget callbacks, before the page runs again. Pan and zoom stay: the map has written
    them into the address, from where they come back with every run.
    """
    view, _ = current_view()
    open_view(replace(view, **changes))


def open_view(view: ViewState) -> None:
    """Make the link carry a whole view. Writes nothing where it does so already."""
    query = format_view(view)
    if query != st.query_params.to_dict():
        st.query_params.from_dict(query)


def absolute_link(path: str, view: ViewState) -> str:
    """A link for another browser, with the server's own address."""
    return server_address() + link(path, view)


def server_address() -> str:
    """The server as the reader's browser reached it, without a slash at the end."""
    address = (st.context.url or "").split("?")[0].rstrip("/")
    return address.rsplit("/", 1)[0] if address.count("/") > 2 else address
