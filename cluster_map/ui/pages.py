"""The pages: address and file of each, in the order of the menu."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from cluster_map.domain import Language
from cluster_map.page_titles import TITLES
from cluster_map.text import say

FOLDER = Path(__file__).parents[2] / "pages"


@dataclass(frozen=True, slots=True)
class Page:
    """A page. ``path`` is its address without the slash; the first page has none."""

    path: str
    file: str
    in_menu: bool = True

    @property
    def title(self) -> str:
        """The key of its title."""
        return TITLES[self.path]

    def streamlit_page(self, language: Language) -> st.Page:
        """The page as Streamlit knows it, titled in the reader's language."""
        title = f"{say(self.title, language)} | {say('brand', language)}"
        return st.Page(FOLDER / self.file, title=title, url_path=self.path or None, default=not self.path)


PAGES = (
    Page("", "explore.py"),
    Page("cluster", "cluster.py", in_menu=False),
    Page("prefecture", "prefecture.py", in_menu=False),
    Page("tie-ups", "tie_ups.py"),
    Page("compare", "compare.py"),
    Page("fairs", "fairs.py"),
    Page("strength", "strength.py"),
    Page("partners", "partners.py"),
    Page("public-projects", "public_projects.py"),
    Page("readiness", "readiness.py"),
    Page("present", "present.py"),
    Page("data", "data.py"),
    Page("record", "record.py", in_menu=False),
)
