"""Follows a presenter as one would write it with Streamlit alone: a fragment that asks once a second."""

import streamlit as st
from polling_place import PLACE


@st.fragment(run_every=1)
def follow():
    st.text("lat={lat} lon={lon} zoom={zoom} step={step}.".format(**PLACE))


follow()
