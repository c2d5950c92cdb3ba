"""What a presenter last showed: one place for the page and the route of ``polling_server``."""

PLACE = {"lat": 36.0, "lon": 138.0, "zoom": 5.0, "step": 0}
