"""Answers as sheets to hand on, in both languages: one model of a sheet, a writer for each kind of file."""
