"""What the operator sets in the environment."""

import os
from urllib.parse import quote

REPORT_TO = "CLUSTER_MAP_REPORT_TO"
"""Where readers report mistakes: ``mailto:...`` or the address of a tracker. ``{record}`` in it is
replaced by the record's id; without it the id is appended as a subject or title."""

ALLOWED = ("https://", "http://", "mailto:")


def report_address(record: str) -> str | None:
    """The address for a mistake in one record, or ``None`` where the operator has set none."""
    address = os.environ.get(REPORT_TO, "")
    if not address.startswith(ALLOWED):
        return None
    if "{record}" in address:
        return address.replace("{record}", quote(record, safe=""))
    joint = "&" if "?" in address else "?"
    return (
        f"{address}{joint}{'subject' if address.startswith('mailto:') else 'title'}={quote(record, safe='')}"
    )
