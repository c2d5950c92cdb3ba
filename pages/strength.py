"""What do statistics say of a sector or an industry in each prefecture?"""

import streamlit as st

from cluster_map.text import say
from cluster_map.ui import cached, link, own_figures, strength, strength_controls
from cluster_map.ui.strength_parts import show_part

view, _ = link.current_view()
atlas = cached.atlas()
asked = cached.asked_statistics(view)
own = own_figures.shown_figures(asked)

st.title(say("strength_title", view.language))
strength_controls.choose_sector(atlas, view, asked.question)
strength_controls.choose_question(atlas, asked.statistics, view, asked.question)
strength.report_not_had(asked)

left, right = st.columns([5, 3], gap="medium")
with left:
    if own is None:
        strength.show_map(asked)
    else:
        own_figures.show_map(own)
with right, st.container(key="panel"):
    if own is None:
        strength.show_panel(asked)
    else:
        own_figures.show_panel(own)
show_part(asked)
cached.hot_spots_warming()
