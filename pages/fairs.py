"""Which fairs of a sector are held where, and in which months as a rule?"""

import streamlit as st

from cluster_map.fragments.found import find_fairs
from cluster_map.text import say
from cluster_map.ui import cached, controls, fairs, link

view, _ = link.current_view()
atlas = cached.atlas()
found = find_fairs(atlas, view)

st.title(say("fairs_title", view.language))
controls.choose_sectors(atlas, view, fairs.per_sector(atlas, view))
with st.container(key="filters", horizontal=True, vertical_alignment="center"):
    controls.choose_words(view, say("search_fairs", view.language))
    with controls.filters_menu(view) as menu:
        if menu.open:
            fairs.choose_months(view)
            controls.choose_prefectures(atlas, view)
            controls.choose_japan_regions(atlas, view)
            controls.choose_evidence(view)
    fairs.show_take_away(atlas, found, view)
    controls.clear_button(view)

fairs.show_map(atlas, found, view)
fairs.offer_dates(atlas, found, view)
fairs.show_calendar(atlas, found, view)
fairs.show_table(atlas, found, view)
