"""One cluster beside the map."""

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.fragments.cluster import cluster_panel
from cluster_map.ui.brief import offer_comparison
from cluster_map.url_state import ViewState


def show_cluster_panel(atlas: Atlas, cluster: Record, view: ViewState) -> None:
    """What it is, who is in it, with whom it works, whom to call."""
    st.html(cluster_panel(atlas, cluster, view))
    offer_comparison(ViewState(language=view.language, cluster=cluster["cluster_id"]))
