"""The map of a plain page: where it is seen from, and the links around it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cluster_map.atlas import Atlas
from cluster_map.errors import DataError
from cluster_map.exports.map_frame import Frame, around, at, latitude
from cluster_map.geography import to_plain
from cluster_map.lite.drawing import Drawing
from cluster_map.maps.changes import Change
from cluster_map.text import say
from cluster_map.url_state import ZOOMS, Layout, Place, ViewState, link

TILES = ((25.6, 124.0), (43.2, 147.6))
"""What a drawing of equal tiles shows, by the places that the tiles have in their layer."""

TALL, WIDE, WORLD = (720, 760), (720, 520), (960, 440)
"""Sizes of maps in pixels, where there is room for them."""

CLOSEST = 10.0
"""The zoom at which a map of a single point opens."""


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing of a change, what it shows at first, and the links that look closer or from afar."""

    svg: str
    change: Change
    corners: Sequence[Sequence[float]]
    controls: tuple[tuple[str, str], ...]
    wide: bool


def drawn(
    atlas: Atlas,
    view: ViewState,
    change: Change,
    page: str,
    corners: Sequence[Sequence[float]],
    size: tuple[int, int],
) -> Map | None:
    """The map of a page; none where the layers that it is made from are refused."""
    tiles = view.layout is Layout.TILES and page == "./"
    frame = _frame(view, TILES if tiles else corners, size)
    followed = view
    if page in ("cluster", "prefecture"):
        followed = ViewState(language=view.language)
    followed = replace(followed, layout=Layout.TILES if tiles else Layout.MAP)
    target = "prefecture" if page in ("cluster", "prefecture") else page
    drawing = Drawing(atlas, followed, change, frame, target)
    try:
        svg = drawing.svg()
    except DataError:
        return None
    return Map(svg, change, corners, _controls(view, frame, page), wide=size == WORLD)


def _frame(view: ViewState, corners: Sequence[Sequence[float]], size: tuple[int, int]) -> Frame:
    if view.place and view.layout is Layout.MAP:
        return at(view.place, *size)
    (south, west), (north, east) = corners
    whole = around(((south, west), (north, east)), *size)
    return replace(whole, zoom=min(whole.zoom, CLOSEST))


def _controls(view: ViewState, frame: Frame, page: str) -> tuple[tuple[str, str], ...]:
    """Links that look closer, from afar or at the whole, and at tiles where there are any."""
    language = view.language
    whole = (link(page, replace(view, place=None)), say("map_home", language))
    other = Layout.MAP if view.layout is Layout.TILES else Layout.TILES
    name = say("lite_as_map", language) if other is Layout.MAP else say("lite_as_tiles", language)
    switch = (link(page, replace(view, layout=other, place=None)), name)
    if view.layout is Layout.TILES and page == "./":
        return (switch,)
    moves = (
        (link(page, replace(view, place=_closer(frame, 1))), say("map_zoom_in", language)),
        (link(page, replace(view, place=_closer(frame, -1))), say("map_zoom_out", language)),
        whole,
    )
    return (*moves, switch) if page == "./" else moves


def _closer(frame: Frame, by: float) -> Place:
    lowest, highest = ZOOMS
    lon, lat = to_plain(frame.x), latitude(frame.y)
    return Place(lat, lon, round(min(max(frame.zoom + by, lowest), highest), 2))
