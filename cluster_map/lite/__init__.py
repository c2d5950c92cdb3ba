"""The plain lane: map, lists and profiles as pages without scripts, sockets or Streamlit."""
