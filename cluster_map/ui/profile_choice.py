"""What is chosen on a profile page: the record where its link names none, and the reader's home."""

from collections.abc import Callable, Mapping

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.fragments import records
from cluster_map.text import say
from cluster_map.ui import link
from cluster_map.url_state import ViewState


def choose_cluster(atlas: Atlas, view: ViewState) -> None:
    label = say("choose_a_cluster", view.language)
    _choose(label, atlas.clusters, lambda code: link.change(cluster=code), view)


def choose_prefecture(atlas: Atlas, view: ViewState) -> None:
    """One prefecture; a link that names several offers those."""
    offered = {code: atlas.prefectures[code] for code in view.prefectures or atlas.prefectures}
    label = say("choose_a_prefecture", view.language)
    _choose(label, offered, lambda code: link.change(prefectures=(code,)), view)


def _choose(
    label: str, offered: Mapping[str, Record], choose: Callable[[str], None], view: ViewState
) -> None:
    key = f"profile-choice-{view.language}"

    def follow() -> None:
        if st.session_state[key]:
            choose(st.session_state[key])

    st.selectbox(
        label,
        list(offered),
        index=None,
        key=key,
        format_func=lambda code: records.name_of(offered[code], view.language),
        placeholder=label,
        label_visibility="collapsed",
        on_change=follow,
    )


def choose_home(atlas: Atlas, view: ViewState) -> None:
    """The firm's home country, which the link carries as ``country``."""
    language = view.language
    names = {
        code: records.name_of(country, language) for code, country in atlas.countries.items() if code != "JP"
    }
    ordered = sorted(names, key=names.__getitem__)
    key = f"choose-home-{language}"
    home = view.countries[0] if view.countries else None
    if st.session_state.get(key) != home:
        st.session_state[key] = home

    def write() -> None:
        chosen = st.session_state[key]
        link.change(countries=(chosen,) if chosen else ())

    st.selectbox(
        say("your_home", language),
        ordered,
        index=None,
        key=key,
        format_func=names.__getitem__,
        placeholder=say("not_said", language),
        on_change=write,
    )
