"""The map of a page as PNG and SVG: the same change, colours and legend as the live map, with its credit.

Matplotlib draws on figures of their own, never through its global state, so that several readers may ask
at once; it loads with the first picture. One pixel of a picture is one point of its figure.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.exports import fonts
from cluster_map.exports.map_frame import Frame
from cluster_map.exports.map_layers import Sheet, draw_arcs, draw_ground
from cluster_map.exports.map_legend import draw_legend
from cluster_map.exports.map_look import FAMILY, colours, wrapped
from cluster_map.exports.map_marks import draw_buyers, draw_clusters, draw_points
from cluster_map.exports.map_names import draw_names

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 72
PAD = 10.0
TITLE_SIZE, CREDIT_SIZE = 15.0, 9.5
LEADING = 1.35

SVG_SALT = "cluster-map-japan"
"""Makes the names inside of an SVG the same each time."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands around the map: a title above it (none if blank), credits below."""

    title: str = ""
    credits: Sequence[str] = ()


@dataclass(frozen=True)
class MapPicture:
    """A finished picture."""

    figure: Figure
    words: str

    def png(self, scale: float = 2) -> bytes:
        """``scale`` is the number of dots for each pixel."""
        file = io.BytesIO()
        self.figure.savefig(file, format="png", dpi=DPI * scale, metadata={"Title": self.words})
        return file.getvalue()

    def svg(self) -> bytes:
        """Names stay text, in typefaces that a computer without them replaces."""
        file = io.BytesIO()
        metadata = {"Title": self.words, "Date": None}
        self.figure.savefig(file, format="svg", dpi=DPI, metadata=metadata)
        return file.getvalue()


def map_picture(
    atlas: Atlas, change: Mapping[str, Any], frame: Frame, language: Language, caption: Caption | None = None
) -> MapPicture:
    """Draw a change of the live map, in its light colours.

    Parameters
    ----------
    change
        As ``maps/changes.py`` and ``maps/points.py`` make it.
    frame
        What of the world it shows; title and credits add to its height.
    """
    _prepare()
    figure, sheet = _paper(atlas, change, frame, caption or Caption())
    draw_ground(sheet)
    if "arcs" in change:
        draw_arcs(sheet)
    draw_points(sheet)
    draw_buyers(sheet)
    draw_clusters(sheet)
    draw_names(sheet, language)
    draw_legend(sheet, language)
    return MapPicture(figure, change["summary"])


@cache
def _prepare() -> None:
    """Tell matplotlib of the typefaces, once a process."""
    import matplotlib
    from matplotlib.font_manager import fontManager

    for file in (fonts.latin(), fonts.latin(bold=True), fonts.japanese()):
        fontManager.addfont(file)
    # The Japanese typeface has one weight; a line in the log for each bold word would say no more.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    matplotlib.rcParams["svg.fonttype"] = "none"
    matplotlib.rcParams["svg.hashsalt"] = SVG_SALT


def _paper(atlas: Atlas, change: Mapping[str, Any], frame: Frame, caption: Caption) -> tuple[Figure, Sheet]:
    """An empty picture with its title and credits, and the map's part of it."""
    from matplotlib.figure import Figure

    room = frame.width - 2 * PAD
    title = wrapped(caption.title, room, TITLE_SIZE) if caption.title else []
    credits = [line for credit in caption.credits for line in wrapped(credit, room, CREDIT_SIZE)]
    above = len(title) * TITLE_SIZE * LEADING + PAD if title else 0
    below = len(credits) * CREDIT_SIZE * LEADING + PAD if credits else 0
    height = frame.height + above + below
    figure = Figure(figsize=(frame.width / DPI, height / DPI), dpi=DPI, facecolor="#ffffff")
    axes = figure.add_axes((0, below / height, 1, frame.height / height))
    west, east, south, north = frame.sides
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[], facecolor=colours()["sea"])
    axes.spines[:].set_visible(False)
    axes.set_autoscale_on(False)

    def write(lines: Sequence[str], top: float, size: float, **look: Any) -> None:
        for number, line in enumerate(lines):
            y = 1 - (top + (number + 0.5) * size * LEADING) / height
            figure.text(
                PAD / frame.width,
                y,
                line,
                size=size,
                family=FAMILY,
                va="center_baseline",
                parse_math=False,
                **look,
            )

    write(title, PAD / 2, TITLE_SIZE, weight="bold", color=colours()["ink"])
    write(credits, above + frame.height + PAD / 2, CREDIT_SIZE, color=colours()["quiet"])
    return figure, Sheet(atlas, change, frame, axes)
