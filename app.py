"""The server: pages, API and map assets in one ASGI app.

Start it with ``streamlit run app.py`` or any ASGI server (``uvicorn app:app``).
"""

from pathlib import Path

import streamlit as st

from cluster_map.api.downloads import download_routes
from cluster_map.api.own_cells import own_cells_routes
from cluster_map.api.routes import api_routes
from cluster_map.lite.landing import landing_routes
from cluster_map.lite.routes import lite_routes
from cluster_map.maps.assets import asset_routes
from cluster_map.process import shared_atlas, shared_shelf
from cluster_map.server import lifespan, middleware
from cluster_map.ui.pages import PAGES

ROOT = Path(__file__).parent

app = st.App(
    ROOT / "cluster_map/ui/main.py",
    routes=[
        *api_routes(shared_atlas),
        *asset_routes(shared_atlas),
        *download_routes(shared_atlas),
        *lite_routes(shared_atlas, [page.path for page in PAGES]),
        *landing_routes(shared_atlas),
        *own_cells_routes(shared_shelf),
    ],
    middleware=middleware(frozenset(page.path for page in PAGES)),
    lifespan=lifespan,
)
