"""One record: all that it says, and all that is behind it."""

import streamlit as st

from cluster_map.fragments import markup
from cluster_map.fragments import record as fragment
from cluster_map.text import say
from cluster_map.ui import cached, link

view, _ = link.current_view()
atlas = cached.atlas()
found = fragment.find(atlas, view)

if found is None:
    st.title(say("record_unknown", view.language))
    st.html(markup.article([fragment.no_record(view)]))
else:
    name = fragment.name_of(atlas, found, view.language)
    st.set_page_config(page_title=f"{name} | {say('brand', view.language)}")
    left, right = st.columns([5, 4], gap="large")
    with left:
        st.html(fragment.fields_of(atlas, found, view))
    with right:
        st.html(fragment.passport_of(atlas, found, view))
