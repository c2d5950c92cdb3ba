"""One cluster: what it is, who is in it, what is near, whom to call."""

import streamlit as st

from cluster_map.fragments import records
from cluster_map.text import say
from cluster_map.ui import cached, link, profile_choice
from cluster_map.ui.cluster_profile import show_cluster_profile

view, _ = link.current_view()
atlas = cached.atlas()

if view.cluster:
    cluster = atlas.clusters[view.cluster]
    st.set_page_config(
        page_title=f"{records.name_of(cluster, view.language)} | {say('brand', view.language)}"
    )
    show_cluster_profile(atlas, cluster, view)
else:
    st.title(say("cluster", view.language))
    profile_choice.choose_cluster(atlas, view)
