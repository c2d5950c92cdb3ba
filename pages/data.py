"""What is in the data, what is missing, what each column means, and how to take it along."""

import streamlit as st

from cluster_map.text import say
from cluster_map.ui import cached, dictionary, inventory, licences, link

view, _ = link.current_view()
atlas = cached.atlas()

st.title(say("data_title", view.language))
inventory.show_lead(atlas, view)
left, right = st.columns([5, 3], gap="large")
with left:
    inventory.show_tables(atlas, view)
with right:
    inventory.show_ages(atlas, view)
inventory.show_missing(atlas, view)
left, right = st.columns([2, 3], gap="large")
with left:
    inventory.show_sectors(atlas, view)
with right:
    inventory.show_prefectures(atlas, view)
dictionary.show_dictionary(atlas, view)
licences.show_licences(atlas, view)
