"""By which route into public projects, with whom, and what would change the answer?"""

import streamlit as st

from cluster_map.fragments import markup
from cluster_map.text import say
from cluster_map.ui import cached, link, procurement_guide, public_contacts, public_projects

view, _ = link.current_view()
asked = public_projects.ask_adviser(cached.atlas(), view)

st.title(say("public_projects_title", view.language))
st.html(markup.paragraph(say("public_projects_lead", view.language), "summary"))
left, right = st.columns([3, 5], gap="large")
with left:
    public_projects.show_form(asked)
with right:
    if asked.advice.ranking:
        public_projects.show_sheet(asked)
    public_projects.show_advice(asked)
public_contacts.show_contacts(asked)
procurement_guide.show_guide(asked)
