"""Every cache of the pages, with its key and its size. Each function is one call into the pure part."""

from copy import copy
from threading import Thread

import streamlit as st

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.exports import code_image as drawing
from cluster_map.exports import files
from cluster_map.known import known_codes as codes_of
from cluster_map.maps import base
from cluster_map.matching.changes import Answered, answered
from cluster_map.matching.ground import ground_of
from cluster_map.matching.question import Question
from cluster_map.own_figures.points import outlines_of
from cluster_map.own_figures.prefecture_names import PrefectureNames
from cluster_map.own_figures.reading import Country
from cluster_map.process import shared_atlas
from cluster_map.strength.asked import Asked, ask
from cluster_map.strength.figures import Figures, Statistics, statistics_of
from cluster_map.strength.gaps import Standing
from cluster_map.strength.gaps import standings as all_standings
from cluster_map.strength.hot_spots import Neighbours, load_packages, sea_links
from cluster_map.strength.hot_spots import neighbours as find_neighbours
from cluster_map.strength.measures import quotients_of_parts
from cluster_map.strength.relatedness import Relatedness, relatedness
from cluster_map.strength.thresholds import thresholds
from cluster_map.ui.map_strings import MapStrings, map_strings
from cluster_map.ui.pages import PAGES
from cluster_map.url_state import Known, ViewState

MAPS = {
    "explore": base.explore_map,
    "partners-from-japan": base.partners_from_japan_map,
    "partners-to-japan": base.partners_to_japan_map,
    "profile": base.profile_map,
    "public-projects": base.public_projects_map,
    "strength": base.strength_map,
    "tie-ups": base.tie_ups_map,
    "tour": base.tour_map,
}


def atlas() -> Atlas:
    """The tables, shared by all readers: read, never change."""
    return shared_atlas()


def statistics() -> Statistics:
    """The figures, shared by all readers: read, never change."""
    return statistics_of(shared_atlas().store)


def asked_statistics(view: ViewState) -> Asked:
    """What a view asks of the figures, and what they answer."""
    return ask(atlas(), view)


@st.cache_resource(show_spinner=False)
def standings() -> list[Standing]:
    """Every sector in every prefecture, in the newest year."""
    return all_standings(statistics())


@st.cache_resource(show_spinner=False)
def manufacturing_quotients() -> dict[str, Figures]:
    """Industry of manufacturing -> location quotients by employees in the newest year."""
    return quotients_of_parts(statistics(), "census-of-manufactures")


@st.cache_resource(show_spinner=False)
def related_industries() -> Relatedness:
    """Which industries of manufacturing are found in the same prefectures."""
    return relatedness(manufacturing_quotients(), thresholds().relatedness)


@st.cache_resource(show_spinner=False)
def hot_spots_warming() -> Thread:
    """Begin once a process to import what hot spots need, while the reader looks at something else."""
    warming = Thread(target=load_packages, daemon=True)
    warming.start()
    return warming


@st.cache_resource(show_spinner=False)
def files_warming() -> Thread:
    """Begin once a process to import what files to take away need, while the reader chooses one."""
    warming = Thread(target=files.load_packages, daemon=True)
    warming.start()
    return warming


@st.cache_resource(show_spinner=False)
def neighbours() -> Neighbours:
    """Which prefectures border on each other or are linked across the sea."""
    return find_neighbours(shared_atlas().store.read_layer("prefectures"), sea_links())


@st.cache_resource(show_spinner=False)
def country() -> Country:
    """What the rows of a reader's own file are compared with."""
    store = shared_atlas().store
    readings = {row["text_ja"]: row["reading"] for row in store.records("readings")}
    outlines = outlines_of(store.read_layer("prefectures_detail"))
    return Country(PrefectureNames(store.by_key("prefectures"), readings), lambda: outlines)


def known_codes() -> Known:
    """The codes that a link may hold."""
    return codes_of(shared_atlas())


@st.cache_resource(show_spinner=False, max_entries=200)
def partners(question: Question) -> Answered:
    """The answer to a question of the partner finder."""
    return answered(ground_of(shared_atlas()), question)


@st.cache_resource(show_spinner=False, max_entries=200)
def code_image(address: str) -> str:
    """A QR code as the address of a picture."""
    return drawing.code_image(address)


def streamlit_pages(language: Language) -> list[st.Page]:
    """The pages for ``st.navigation``: copies, since it marks the one that a run may call."""
    return [copy(page) for page in _streamlit_pages(language)]


@st.cache_resource(show_spinner=False)
def _streamlit_pages(language: Language) -> list[st.Page]:
    return [page.streamlit_page(language) for page in PAGES]


@st.cache_resource(show_spinner=False)
def base_map(name: str, language: Language) -> MapStrings:
    """The strings of a map's constant part, rendered once a process."""
    return map_strings(MAPS[name](shared_atlas(), language), key=f"{name}-{language}")
