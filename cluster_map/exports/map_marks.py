"""What stands on a picture of a map: the symbols of clusters, and points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cluster_map.atlas import Record
from cluster_map.coverage import GpaStatus, buyers
from cluster_map.exports.map_frame import Frame
from cluster_map.exports.map_layers import Sheet, is_set, sector_of
from cluster_map.exports.map_look import (
    FAMILY,
    ICON_SIZE,
    colours,
    icon,
    point_colours,
    sector_colour,
)
from cluster_map.maps.classes import NOT_PUBLISHED

if TYPE_CHECKING:
    from matplotlib.patches import Patch
    from matplotlib.transforms import Transform

SYMBOLS = 10

SYMBOL, CHOSEN_SYMBOL, BUBBLE = 22, 30, 26
"""Diameters in pixels, as on the live map."""

MERGE_PIXELS = 19
"""Symbols nearer than this are drawn as one, with their number."""


@dataclass(frozen=True, slots=True)
class Group:
    """Clusters whose symbols would cover each other."""

    at: tuple[float, float]
    members: list[Record]


def pixels(sheet: Sheet) -> Transform:
    """From pixels of the frame, y downwards, to the figure."""
    from matplotlib.transforms import Affine2D

    frame = sheet.frame
    return Affine2D().scale(1 / frame.width, -1 / frame.height).translate(0, 1) + sheet.axes.transAxes


def grouped(clusters: Iterable[Record], frame: Frame, chosen: str | None) -> list[Group]:
    """Clusters near each other as groups; the chosen one stands alone."""
    groups: list[Group] = []
    for cluster in clusters:
        x, y = frame.pixel(cluster["lon"], cluster["lat"])
        alone = cluster["cluster_id"] == chosen
        near = next(
            (
                group
                for group in groups
                if not alone
                and group.members[0]["cluster_id"] != chosen
                and (group.at[0] - x) ** 2 + (group.at[1] - y) ** 2 < MERGE_PIXELS**2
            ),
            None,
        )
        if near:
            near.members.append(cluster)
        else:
            groups.append(Group((x, y), [cluster]))
    return groups


def groups_of(sheet: Sheet) -> list[Group]:
    """The visible clusters as they are drawn."""
    visible = [
        cluster
        for position, cluster in enumerate(sheet.atlas.clusters.values())
        if is_set(sheet.change.get("clusters", "0"), position)
        and sheet.frame.holds(cluster["lon"], cluster["lat"], BUBBLE)
    ]
    return grouped(visible, sheet.frame, sheet.change.get("cluster"))


def draw_clusters(sheet: Sheet) -> None:
    """A symbol for each cluster, or for each group of them, the chosen one last."""
    change = sheet.change

    def is_chosen(group: Group) -> bool:
        return bool(group.members[0]["cluster_id"] == change.get("cluster"))

    for group in sorted(groups_of(sheet), key=is_chosen):
        dimmed = bool(change["focus"]) and not any(
            set(cluster["prefectures"]) & set(change["focus"]) for cluster in group.members
        )
        alpha = 0.4 if dimmed else 1.0
        if len(group.members) > 1:
            _draw_bubble(sheet, group, alpha)
            continue
        size = CHOSEN_SYMBOL if is_chosen(group) else SYMBOL
        edge = colours()["accent"] if is_chosen(group) else "#ffffff"
        draw_symbol(sheet, group.at, sector_of(group.members[0], change), size, edge, alpha)


def draw_symbol(
    sheet: Sheet,
    at: tuple[float, float],
    sector: str,
    size: float,
    edge: str = "#ffffff",
    alpha: float = 1,
    above: float = SYMBOLS,
) -> None:
    """A sector's icon on its colour, around a pixel."""
    from matplotlib.patches import Circle, PathPatch
    from matplotlib.transforms import Affine2D

    to_figure = pixels(sheet)
    circle = Circle(at, size / 2, facecolor=sector_colour(sector), edgecolor=edge, linewidth=size / 14)
    circle.set(transform=to_figure, zorder=above, alpha=alpha)
    sheet.axes.add_patch(circle)
    scale = 0.62 * size / ICON_SIZE
    place = Affine2D().translate(-ICON_SIZE / 2, -ICON_SIZE / 2).scale(scale).translate(*at)
    for stroke in icon(sector):
        sheet.axes.add_patch(
            PathPatch(
                stroke.path,
                transform=place + to_figure,
                zorder=above,
                alpha=alpha,
                facecolor="none" if stroke.width else "#ffffff",
                edgecolor="#ffffff" if stroke.width else "none",
                linewidth=stroke.width * scale,
                capstyle="round",
                joinstyle="round",
            )
        )


def _draw_bubble(sheet: Sheet, group: Group, alpha: float) -> None:
    from matplotlib.patches import Circle

    look = colours()
    circle = Circle(group.at, BUBBLE / 2, facecolor=look["card"], edgecolor=look["quiet"], linewidth=2)
    circle.set(transform=pixels(sheet), zorder=SYMBOLS, alpha=alpha)
    sheet.axes.add_patch(circle)
    write(sheet, group.at, str(len(group.members)), SYMBOLS, size=11, weight="bold", alpha=alpha)


def draw_points(sheet: Sheet) -> None:
    """Members, offices, fairs: hollow where the place is not exact."""
    from matplotlib.patches import Circle, Rectangle

    for point in sheet.change.get("points", ()):
        lat, lon = point["at"]
        if not sheet.frame.holds(lon, lat):
            continue
        x, y = sheet.frame.pixel(lon, lat)
        look, _, vague = point["look"].partition(" ")
        colour, names = point_colours()[look], len(point["lines"])
        number = point.get("number", names if names > 1 else None)
        radius = 6 if number is None else 8.5
        shape: Any = (
            Rectangle((x - radius, y - radius), 2 * radius, 2 * radius)
            if look == "office"
            else Circle((x, y), radius)
        )
        shape.set(
            transform=pixels(sheet),
            zorder=SYMBOLS,
            facecolor="#ffffffdd" if vague else colour,
            edgecolor=colour,
            linewidth=1.8,
            linestyle=(0, (3, 2)) if vague else "solid",
        )
        sheet.axes.add_patch(shape)
        if number is not None:
            shade = colour if vague else "#ffffff"
            write(sheet, (x, y), str(number), SYMBOLS, size=9, weight="bold", color=shade)


BUYER, SMALL_BUYER = 11.0, 8.0
"""Sides of the squares of public buyers, as on the live map."""

BUYERS = 9
"""Above areas, below the symbols of clusters."""


def draw_buyers(sheet: Sheet) -> None:
    """Public buyers as squares, by how their contracts are covered."""
    shown = sheet.change.get("buyers")
    if not shown:
        return
    for mark, buyer in zip(shown["marks"], buyers(sheet.atlas.store).values(), strict=True):
        if mark == NOT_PUBLISHED or not sheet.frame.holds(buyer["lon"], buyer["lat"]):
            continue
        side = SMALL_BUYER if buyer["entity_type"] == "core_city" else BUYER
        at = sheet.frame.pixel(buyer["lon"], buyer["lat"])
        for part in buyer_square(shown["kinds"][int(mark)], at, side):
            part.set(transform=pixels(sheet), zorder=BUYERS)
            sheet.axes.add_patch(part)


def buyer_square(status: str, at: tuple[float, float], side: float) -> list[Patch]:
    """A square around a point: full, half or empty, its edge dashed where nobody knows."""
    from matplotlib.patches import Polygon, Rectangle

    look, (left, top) = colours(), (at[0] - side / 2, at[1] - side / 2)
    square = Rectangle(
        (left, top),
        side,
        side,
        facecolor=look["buyer"] if status == GpaStatus.COVERED else look["card"],
        edgecolor=look["quiet"] if status == GpaStatus.NOT_COVERED else look["buyer"],
        linewidth=1.5,
        linestyle=(0, (2, 1)) if status == GpaStatus.UNKNOWN else "solid",
    )
    if status != GpaStatus.EU_ONLY:
        return [square]
    corners = [(left, top), (left + side, top), (left, top + side)]
    return [square, Polygon(corners, facecolor=look["buyer"], edgecolor="none")]


def write(
    sheet: Sheet, at: tuple[float, float], text: str, above: float, on_paper: bool = False, **look: Any
) -> None:
    """A text around a pixel, ``on_paper`` on a light ground: a stroke around it would make it shapes."""
    paper = {"boxstyle": "round,pad=0.2", "facecolor": "#ffffffc8", "edgecolor": "none"}
    sheet.axes.text(
        *at,
        text,
        **{"color": colours()["ink"], **look},
        family=FAMILY,
        ha="center",
        va="center",
        transform=pixels(sheet),
        zorder=above,
        parse_math=False,
        bbox=paper if on_paper else None,
        clip_on=True,
    )
