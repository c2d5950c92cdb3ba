"""Every cache of the pages, with its key and its size. Each function is one call into the pure part."""

import streamlit as st

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.maps import base
from cluster_map.process import shared_atlas
from cluster_map.ui.map_strings import MapStrings, map_strings
from cluster_map.url_state import Known

MAPS = {"explore": base.explore_map, "tie-ups": base.tie_ups_map}


def atlas() -> Atlas:
    """The tables, shared by all readers: read, never change."""
    return shared_atlas()


@st.cache_resource(show_spinner=False)
def known_codes() -> Known:
    """The codes that a link may hold."""
    tables = shared_atlas()
    return Known(
        prefectures=tuple(tables.prefectures),
        clusters=tuple(tables.clusters),
        tie_ups=tuple(tables.tie_ups),
        regions=tuple(tables.regions),
        countries=tables.partner_countries,
    )


@st.cache_resource(show_spinner=False)
def base_map(name: str, language: Language) -> MapStrings:
    """The strings of a map's constant part, rendered once a process."""
    return map_strings(MAPS[name](shared_atlas(), language), key=f"{name}-{language}")
