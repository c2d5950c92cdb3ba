"""Every plain page that is worth finding, in each language, for search engines."""

from collections.abc import Iterator
from html import escape

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.lite.pages import PAGES
from cluster_map.lite.render import ROOT
from cluster_map.url_state import ViewState, in_language, link

NAMES_A_RECORD = "record"
"""The page of single records: it is nothing without one, and these are on the pages that list them."""


def sitemap(atlas: Atlas, root: str) -> str:
    """The site map below an address of the server."""
    entries = "".join(_entry(root, path, view) for path, view in addresses(atlas))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
        f"{entries}</urlset>"
    )


def addresses(atlas: Atlas) -> Iterator[tuple[str, ViewState]]:
    """Each page, and each record that has one."""
    yield from ((f"{ROOT}/{page}".rstrip("/"), ViewState()) for page in PAGES if page != NAMES_A_RECORD)
    yield from ((f"{ROOT}/cluster", ViewState(cluster=code)) for code in atlas.clusters)
    yield from ((f"{ROOT}/prefecture", ViewState(prefectures=(code,))) for code in atlas.prefectures)
    yield from ((f"{ROOT}/tie-ups", ViewState(region=code)) for code in atlas.regions)
    yield from ((f"{ROOT}/tie-ups", ViewState(tie_up=code)) for code in atlas.tie_ups)


def _entry(root: str, path: str, view: ViewState) -> str:
    found = {language: escape(root + link(path, in_language(view, language))) for language in Language}
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{address}"/>'
        for language, address in found.items()
    )
    return "".join(f"<url><loc>{address}</loc>{others}</url>" for address in found.values())
