"""Measures the app beside a plain page of the same job and an empty one: ``python -m benchmark``."""
