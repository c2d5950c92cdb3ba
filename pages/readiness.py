"""Is a tie-up application ready; is this firm an SME; which other measures fit?"""

import streamlit as st

from cluster_map.fragments import markup
from cluster_map.text import say
from cluster_map.ui import cached, link, readiness, sme_check, support
from cluster_map.ui.procurement_guide import doubts

view, _ = link.current_view()
atlas = cached.atlas()
checked = readiness.check(atlas, view)

st.title(say("readiness_title", view.language))
st.html(markup.paragraph(say("readiness_lead", view.language), "summary"))
left, right = st.columns([3, 5], gap="large")
with left:
    readiness.show_form(checked)
with right:
    readiness.show_sheet(checked)
    readiness.show_result(checked)
sme_check.show_sme_check(atlas, view)
support.show_programme(atlas, view)
support.show_measures(atlas, view)
st.html(markup.article([doubts(atlas, "readiness", view.language)]))
