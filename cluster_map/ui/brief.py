"""What a profile hands on: its brief, made as PDF when the button is pressed, and the way to compare it."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.collection import Comparable
from cluster_map.exports.brief_parts import Asked
from cluster_map.exports.cluster_brief import cluster_brief
from cluster_map.exports.prefecture_brief import prefecture_brief
from cluster_map.fragments import collected
from cluster_map.fragments.place_maps import members_change, prefecture_change
from cluster_map.text import say
from cluster_map.ui import cached, link
from cluster_map.url_state import ViewState


def offer_cluster_brief(atlas: Atlas, cluster: Record, view: ViewState) -> None:
    cluster_id = cluster["cluster_id"]
    live = ViewState(language=view.language, cluster=cluster_id, countries=view.countries)
    make = partial(cluster_brief, cluster=cluster, change=members_change(atlas, cluster, live))
    _offer(atlas, make, "/cluster", live, cluster_id)


def offer_prefecture_brief(atlas: Atlas, prefecture: Record, view: ViewState) -> None:
    code = prefecture["prefecture"]
    live = ViewState(language=view.language, prefectures=(code,), countries=view.countries)
    change = prefecture_change(atlas, prefecture, live)
    make = partial(prefecture_brief, prefecture=prefecture, change=change)
    _offer(atlas, make, "/prefecture", live, prefecture["iso_3166_2"].lower())


def offer_comparison(chosen: ViewState) -> None:
    """The way of a cluster or a prefecture into the reader's comparison, and out of it again."""
    view, _ = link.current_view()
    kind = Comparable.CLUSTERS if chosen.cluster else Comparable.PREFECTURES
    made = collected.offer(cached.atlas(), kind, chosen.cluster or chosen.prefectures[0], view)
    st.html(f'<p class="panel">{made}</p>', width="content")


def _offer(atlas: Atlas, make: Callable[[Asked], bytes], path: str, live: ViewState, name: str) -> None:
    """The button; it turns while the file is made, which takes a second or two."""
    language = live.language
    home = live.countries[0] if live.countries else None
    address = link.absolute_link(path, live)

    def brief() -> bytes:
        return make(Asked(atlas, cached.statistics(), language, address, home))

    st.download_button(
        say("brief_get", language),
        data=brief,
        file_name=f"cluster-map-japan-{name}-{language}.pdf",
        mime="application/pdf",
        icon=":material/picture_as_pdf:",
        help=say("brief_help", language),
        key="brief",
        on_click="ignore",
    )
