"""Which Japanese places work with which partner regions, in what, since when?"""

import streamlit as st

from cluster_map.fragments.found import find_tie_ups
from cluster_map.text import say
from cluster_map.ui import cached, controls, first_map, link, tie_ups

view, _ = link.current_view()
atlas = cached.atlas()
found = find_tie_ups(atlas, view)

controls_place = st.container()
left, right = st.columns([5, 3], gap="medium")
with left:  # first, so that the map does not wait for the rest
    tie_ups.show_map(atlas, found, view)
with controls_place:
    st.title(say("tie_ups_title", view.language))
    controls.choose_sectors(atlas, view, found.per_sector)
    with st.container(key="filters", horizontal=True, vertical_alignment="center"):
        controls.choose_words(view, say("search_tie_ups", view.language))
        with controls.filters_menu(view) as menu:
            if menu.open:
                controls.choose_countries(atlas, view)
                controls.choose_prefectures(atlas, view)
                controls.choose_programmes(view)
                controls.choose_cooperation(view)
                controls.choose_years(*found.year_range, view)
                controls.choose_evidence(view)
        tie_ups.show_take_away(atlas, found, view)
        controls.clear_button(view)
first_map.let_it_be_drawn()
with right, st.container(key="panel"):
    tie_ups.show_panel(atlas, found, view)
first_map.let_a_change_show()
tie_ups.show_table(atlas, found, view)
tie_ups.show_timeline(found, view)
tie_ups.show_stories(atlas, view)
