"""One prefecture: its clusters, partners and buyers, what is near, whom to call."""

import streamlit as st

from cluster_map.fragments import records
from cluster_map.text import say
from cluster_map.ui import cached, link, profile_choice
from cluster_map.ui.prefecture_profile import show_prefecture_profile

view, _ = link.current_view()
atlas = cached.atlas()

if len(view.prefectures) == 1:
    prefecture = atlas.prefectures[view.prefectures[0]]
    st.set_page_config(
        page_title=f"{records.name_of(prefecture, view.language)} | {say('brand', view.language)}"
    )
    show_prefecture_profile(atlas, prefecture, view)
else:
    st.title(say("prefecture", view.language))
    profile_choice.choose_prefecture(atlas, view)
