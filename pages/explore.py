"""Where are clusters of a sector, and how strong is each prefecture in it?"""

import streamlit as st

from cluster_map.fragments.found import find_clusters
from cluster_map.text import say
from cluster_map.ui import cached, controls, explore, first_map, link, strength_controls

view, _ = link.current_view()
atlas = cached.atlas()
found = find_clusters(atlas, view)

controls_place = st.container()
left, right = st.columns([5, 3], gap="medium")
with left:  # first, so that the map does not wait for the rest
    explore.show_map(atlas, found, view)
with controls_place:
    st.title(say("explore_title", view.language))
    controls.choose_sectors(atlas, view, found.per_sector)
    with st.container(key="filters", horizontal=True, vertical_alignment="center"):
        controls.choose_words(view, say("search_clusters", view.language))
        with controls.filters_menu(view) as menu:
            if menu.open:
                controls.choose_prefectures(atlas, view)
                controls.choose_japan_regions(atlas, view)
                controls.choose_kinds(view)
                controls.choose_evidence(view)
        strength_controls.choose_shading(view)
        explore.show_take_away(atlas, found, view)
        controls.clear_button(view)
first_map.let_it_be_drawn()
with right, st.container(key="panel"):
    explore.show_panel(atlas, found, view)
first_map.let_a_change_show()
explore.show_table(atlas, found, view)
