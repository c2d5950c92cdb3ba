"""Show this story to a room."""

import streamlit as st

from cluster_map.text import say
from cluster_map.ui import link, own_tour, present, room

view, _ = link.current_view()
st.title(say("present_title", view.language))
tour = present.chosen_tour(view)
if tour is None:
    present.show_choice(view)
    room.show_invitation(view)
else:
    present.show_stage(tour, view)
    room.show_invitation(view)
    if own_tour.is_own(view):
        own_tour.show_editor(view)
    present.show_steps(tour, view)
