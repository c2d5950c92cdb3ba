"""What a reader sees. The only package that imports Streamlit."""
