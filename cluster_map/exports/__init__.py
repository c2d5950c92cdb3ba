"""Tables as files that others open: spreadsheets, GIS, documents."""
