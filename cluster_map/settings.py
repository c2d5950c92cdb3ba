"""What the operator sets in the environment."""

import os
import re
from urllib.parse import quote

REPORT_TO = "CLUSTER_MAP_REPORT_TO"
"""Where readers report mistakes: ``mailto:...`` or the address of a tracker. ``{record}`` in it is
replaced by the record's id; without it the id is appended as a subject or title."""

ALLOWED = ("https://", "http://", "mailto:")

ADDRESS = "CLUSTER_MAP_ADDRESS"
"""Where readers find the server, such as ``https://map.example.org/japan``: for search engines and
previews of links. Without it the address of each request is taken."""

EMBED_HOSTS = "CLUSTER_MAP_EMBED_HOSTS"
"""Sites that may show embeds in a frame, by blanks: ``https://www.example.org https://*.example.com``.
Without it only this server's own pages may."""

HOST = re.compile(r"https?://(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::[0-9]{1,5})?")


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


def public_address() -> str | None:
    """The server's address for others, without a slash at the end; ``None`` where none is set."""
    address = os.environ.get(ADDRESS, "").rstrip("/")
    return address if address.startswith(("https://", "http://")) else None


def embed_hosts() -> tuple[str, ...]:
    """Other sites that may show embeds. What is no site is left out, so that nothing else is let in."""
    return tuple(host for host in os.environ.get(EMBED_HOSTS, "").split() if HOST.fullmatch(host))


def frame_ancestors(embedded: bool) -> str:
    """Who may show an answer in a frame, in the words of a content security policy."""
    return " ".join(("'self'", *(embed_hosts() if embedded else ())))
