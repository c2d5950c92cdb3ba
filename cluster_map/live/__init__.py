"""Live rooms: a presenter's view is relayed to all who follow. No HTTP and no Streamlit in here."""
