"""Who fits me, and why?"""

import streamlit as st

from cluster_map.fragments import markup
from cluster_map.text import say
from cluster_map.ui import cached, link, partners, partners_answer, partners_form

view, _ = link.current_view()
asked = partners.ask(cached.atlas(), view)

st.title(say("partners_title", view.language))
st.html(markup.paragraph(say("partners_lead", view.language), "summary"))
left, right = st.columns([3, 5], gap="large")
with left:
    partners_form.show_form(asked)
with right:
    partners.show_map(asked)
if asked.is_answered:
    partners.show_sheet(asked)
    left, right = st.columns([3, 5], gap="large")
    with left:
        partners_answer.show_places(asked)
    with right:
        partners_answer.show_chosen(asked)
    left, right = st.columns(2, gap="large")
    with left:
        partners_answer.show_why_not(asked)
    with right:
        partners_answer.show_changes(asked)
    partners_answer.show_table(asked)
partners_answer.show_proof(asked)
