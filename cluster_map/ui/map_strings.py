"""The map component fed with strings that were rendered once.

``st_folium`` renders the whole map again on every run of a page, which costs more than all the rest
of a run together. Its constant part is the same for every reader, so it is rendered once a process;
a run only fills in the change. ``test_map_strings.py`` holds that the component is given just what
``st_folium`` itself would give it.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import folium
import streamlit as st
import streamlit_folium
from streamlit_folium import _component_func as map_component

from cluster_map.maps.base import Changes, as_javascript
from cluster_map.ui import first_map

RETURNED = ["last_active_drawing"]
"""The one thing that the map reports: what was clicked. Pans and zooms stay in the browser."""

_PLACEHOLDER = {"here": "the change"}
_RENDERING = threading.Lock()


@dataclass(frozen=True, slots=True)
class MapStrings:
    """Arguments of the map component that do not change, and the script around a change."""

    constant: Mapping[str, Any]
    before_change: str
    after_change: str

    def arguments(self, change: Mapping[str, Any], height: int) -> dict[str, Any]:
        """All arguments of the component for one run."""
        script = self.before_change + as_javascript(change) + self.after_change
        return {**self.constant, "feature_group": script, "height": height}


def map_strings(base: folium.Map, key: str) -> MapStrings:
    """Let ``st_folium`` render a map once and keep what it would send."""
    group = folium.FeatureGroup("changes")
    group.add_child(Changes(_PLACEHOLDER))
    sent: dict[str, Any] = {}
    with _RENDERING:
        streamlit_folium._component_func = lambda **arguments: sent.update(arguments)
        try:
            streamlit_folium.st_folium(
                base, key=key, returned_objects=RETURNED, feature_group_to_add=group, use_container_width=True
            )
        finally:
            streamlit_folium._component_func = map_component
    before, after = sent.pop("feature_group").split(as_javascript(_PLACEHOLDER))
    constant = {name: value for name, value in sent.items() if name not in {"on_change", "height"}}
    return MapStrings(constant, before, after)


def draw(
    strings: MapStrings, change: Mapping[str, Any], height: int, on_pick: Callable[[str, str], None]
) -> None:
    """Draw the map; a click calls ``on_pick(kind, id)`` before the page runs again."""
    key = strings.constant["key"]

    def report() -> None:
        clicked = (st.session_state.get(key) or {}).get("last_active_drawing")
        properties = clicked.get("properties") if isinstance(clicked, dict) else None
        if isinstance(properties, dict):
            on_pick(str(properties.get("kind")), str(properties.get("id")))

    word = first_map.token()
    change = {**change, "word": word} if word else change
    map_component(**strings.arguments(change, height), on_change=report)


def ignore_click(kind: str, code: str) -> None:
    """A click on the map of a profile chooses nothing: its marks say all in their tooltips."""
