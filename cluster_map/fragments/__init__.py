"""Pieces of HTML about records, the same on Streamlit's pages and on the plain ones. Pure."""
