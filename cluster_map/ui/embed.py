"""A page inside a page of another site: its map with legend, a sentence, and where it is from."""

from collections.abc import Callable

import streamlit as st

from cluster_map.atlas import Atlas
from cluster_map.fragments import markup
from cluster_map.fragments.found import find_clusters, find_fairs, find_tie_ups
from cluster_map.fragments.page_maps import map_of
from cluster_map.text import say
from cluster_map.ui import (
    cached,
    cluster_profile,
    explore,
    fairs,
    link,
    partners,
    prefecture_profile,
    profile_choice,
    public_contacts,
    strength,
    tie_ups,
)
from cluster_map.url_state import ViewState


def _explore(atlas: Atlas, view: ViewState) -> None:
    explore.show_map(atlas, find_clusters(atlas, view), view)


def _tie_ups(atlas: Atlas, view: ViewState) -> None:
    tie_ups.show_map(atlas, find_tie_ups(atlas, view), view)


def _fairs(atlas: Atlas, view: ViewState) -> None:
    fairs.show_map(atlas, find_fairs(atlas, view), view)


def _cluster(atlas: Atlas, view: ViewState) -> None:
    if view.cluster:
        cluster_profile.show_map(atlas, atlas.clusters[view.cluster], view)
    else:
        profile_choice.choose_cluster(atlas, view)


def _prefecture(atlas: Atlas, view: ViewState) -> None:
    if len(view.prefectures) == 1:
        prefecture_profile.show_map(atlas, atlas.prefectures[view.prefectures[0]], view)
    else:
        profile_choice.choose_prefecture(atlas, view)


def _strength(atlas: Atlas, view: ViewState) -> None:  # noqa: ARG001
    asked = cached.asked_statistics(view)
    st.html(markup.paragraph(asked.summary, "summary"))
    strength.show_map(asked)


def _partners(atlas: Atlas, view: ViewState) -> None:
    partners.show_map(partners.ask(atlas, view))


def _public_projects(atlas: Atlas, view: ViewState) -> None:
    public_contacts.draw_map(map_of(atlas, "public-projects", view).change, view.language)


MAPS: dict[str, Callable[[Atlas, ViewState], None]] = {
    "": _explore,
    "tie-ups": _tie_ups,
    "fairs": _fairs,
    "cluster": _cluster,
    "prefecture": _prefecture,
    "strength": _strength,
    "partners": _partners,
    "public-projects": _public_projects,
}
"""Address of a page -> what its embed shows."""


def is_asked(page: str) -> bool:
    """Whether the page is asked for as an embed (``embed=true``) and can be one."""
    return bool(st.context.is_embedded) and page in MAPS


def show_embed(page: str, view: ViewState) -> None:
    """The map of a page and its source line; a link opens the page itself."""
    atlas = cached.atlas()
    with st.container(key="embed"):
        MAPS[page](atlas, view)
    whole = markup.outside_link(link.absolute_link(f"/{page}", view), say("brand", view.language))
    version = markup.text(say("footer_version", view.language, version=atlas.store.data_version))
    credit = markup.text(say("map_credit", view.language))
    st.html(f'<p class="source embed-source">{whole} · {credit} · {version}</p>')
