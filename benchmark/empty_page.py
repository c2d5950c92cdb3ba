"""An empty Streamlit page: what Streamlit itself costs. Its title is there to see when it is shown."""

import streamlit as st

st.title("Empty")
