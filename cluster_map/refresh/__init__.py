"""Newer official figures from the e-Stat API: fetched, read by names, checked, compared, then written.

Nothing is written unless every check of every table passes.
"""
