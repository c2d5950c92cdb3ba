"""Up to four clusters or prefectures side by side: what differs?"""

import streamlit as st

from cluster_map.fragments import markup
from cluster_map.text import say
from cluster_map.ui import cached, compare, link

view, _ = link.current_view()
atlas = cached.atlas()
found = compare.compared(atlas, view)

st.title(say("compare_title", view.language))
st.html(markup.paragraph(say("compare_lead", view.language), "summary"))
compare.choose(atlas, found, view)
compare.show(atlas, found, view)
