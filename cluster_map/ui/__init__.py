"""What a reader sees. The only package that imports Streamlit."""

from cluster_map.fragments import markup, profile_parts, records

__all__ = ["markup", "profile_parts", "records"]
