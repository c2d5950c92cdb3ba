"""Rebuilds what ``data/`` derives from its sources: ``python -m data_build`` (needs npm and a network)."""
