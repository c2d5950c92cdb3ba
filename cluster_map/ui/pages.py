"""The pages: address, file and title of each, in the order of the menu."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from cluster_map.domain import Language
from cluster_map.text import say

FOLDER = Path(__file__).parents[2] / "pages"


@dataclass(frozen=True, slots=True)
class Page:
    """A page. ``path`` is its address without the slash; the first page has none."""

    path: str
    file: str
    title: str
    in_menu: bool = True

    def streamlit_page(self, language: Language) -> st.Page:
        """The page as Streamlit knows it, titled in the reader's language."""
        title = f"{say(self.title, language)} | {say('brand', language)}"
        return st.Page(FOLDER / self.file, title=title, url_path=self.path or None, default=not self.path)


PAGES = (
    Page("", "explore.py", "explore_title"),
    Page("cluster", "cluster.py", "cluster", in_menu=False),
    Page("prefecture", "prefecture.py", "prefecture", in_menu=False),
    Page("tie-ups", "tie_ups.py", "tie_ups_title"),
    Page("compare", "compare.py", "compare_title"),
    Page("fairs", "fairs.py", "fairs_title"),
    Page("strength", "strength.py", "strength_title"),
    Page("partners", "partners.py", "partners_title"),
    Page("public-projects", "public_projects.py", "public_projects_title"),
    Page("readiness", "readiness.py", "readiness_title"),
    Page("present", "present.py", "present_title"),
    Page("data", "data.py", "data_title"),
    Page("record", "record.py", "record_title", in_menu=False),
)
