"""Serves the plain page without a network: its scripts come from installed packages.

folium's own links lead to public servers, without which the map would never show. The page itself
knows nothing of this. What folium links beside Leaflet and jQuery (Bootstrap, icon fonts) the page
does not use, so it is left out.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

import streamlit as st
from folium.elements import JSCSSMixin
from folium.folium import Map
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

PACKAGES = {
    "leaflet": import_module("xstatic.pkg.leaflet").BASE_DIR,
    "jquery": import_module("xstatic.pkg.jquery").BASE_DIR,
}
LOCAL = {
    "leaflet": "../../vendor/leaflet/leaflet.js",
    "leaflet_css": "../../vendor/leaflet/leaflet.css",
    "jquery": "../../vendor/jquery/jquery.min.js",
}
"""folium's name of a script or style -> its address, seen from the frame of the map component."""


def load_from_here(element: type[JSCSSMixin]) -> None:
    """Replace the links of a folium class. The lists are its own: folium reads them at each rendering."""
    element.default_js = [(name, LOCAL[name]) for name, _ in element.default_js if name in LOCAL]
    element.default_css = [(name, LOCAL[name]) for name, _ in element.default_css if name in LOCAL]


class KeptFiles(StaticFiles):
    """Files that the browser may keep, as it may keep those of the public servers."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


load_from_here(Map)

app = st.App(
    Path(__file__).with_name("plain_page.py"),
    routes=[Mount(f"/vendor/{name}", KeptFiles(directory=folder)) for name, folder in PACKAGES.items()],
)
