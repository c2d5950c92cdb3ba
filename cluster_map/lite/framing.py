"""The map of a plain page: where it is seen from, and the links around it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cluster_map.atlas import Atlas
from cluster_map.errors import DataError
from cluster_map.lite.drawing import Drawing
from cluster_map.maps.changes import Change
from cluster_map.maps.outlines import Window, window_around, window_at
from cluster_map.text import say
from cluster_map.url_state import ZOOMS, Layout, Place, ViewState, link

Corners = tuple[Sequence[float], Sequence[float]]

JAPAN: Corners = ((24.0, 122.9), (45.8, 146.5))
PARTNERS: Corners = ((-14.0, -12.0), (77.0, 276.0))
TILES: Corners = ((25.6, 124.0), (43.2, 147.6))
TALL, WIDE, WORLD = (720, 760), (720, 520), (960, 440)
"""Sizes of maps in pixels, where there is room for them."""

CLOSEST = 10.0
"""The zoom at which a map of a single point opens."""


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing with what stands around it: legend and the links that look closer or from afar."""

    svg: str
    legend: Change
    controls: tuple[tuple[str, str], ...]
    wide: bool


def drawn(
    atlas: Atlas, view: ViewState, change: Change, page: str, corners: Corners, size: tuple[int, int]
) -> Map | None:
    """The map of a page; none where the layers that it is made from are refused."""
    tiles = view.layout is Layout.TILES and page == "./"
    window = _window(view, TILES if tiles else corners, size)
    followed = view
    if page in ("cluster", "prefecture"):
        followed = ViewState(language=view.language)
    followed = replace(followed, layout=Layout.TILES if tiles else Layout.MAP)
    target = "prefecture" if page in ("cluster", "prefecture") else page
    drawing = Drawing(atlas, followed, change, window, target)
    try:
        svg = drawing.svg()
    except DataError:
        return None
    return Map(svg, change["legend"], _controls(view, window, page), wide=size == WORLD)


def _window(view: ViewState, corners: Corners, size: tuple[int, int]) -> Window:
    if view.place and view.layout is Layout.MAP:
        return window_at((view.place.lon, view.place.lat), view.place.zoom, size)
    return window_around(*corners, size, CLOSEST)


def _controls(view: ViewState, window: Window, page: str) -> tuple[tuple[str, str], ...]:
    """Links that look closer, from afar or at the whole, and at tiles where there are any."""
    language = view.language
    whole = (link(page, replace(view, place=None)), say("map_home", language))
    other = Layout.MAP if view.layout is Layout.TILES else Layout.TILES
    name = say("lite_as_map", language) if other is Layout.MAP else say("lite_as_tiles", language)
    switch = (link(page, replace(view, layout=other, place=None)), name)
    if view.layout is Layout.TILES and page == "./":
        return (switch,)
    moves = (
        (link(page, replace(view, place=_closer(window, 1))), say("map_zoom_in", language)),
        (link(page, replace(view, place=_closer(window, -1))), say("map_zoom_out", language)),
        whole,
    )
    return (*moves, switch) if page == "./" else moves


def _closer(window: Window, by: float) -> Place:
    lon, lat = window.centre
    lowest, highest = ZOOMS
    return Place(lat, lon, round(min(max(window.zoom + by, lowest), highest), 2))
