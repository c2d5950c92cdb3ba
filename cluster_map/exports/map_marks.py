"""What stands on a picture of a map: symbols of clusters, points, and the names of what is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cluster_map.atlas import Record
from cluster_map.domain import Language
from cluster_map.exports.map_frame import Frame
from cluster_map.exports.map_layers import Sheet, is_set, sector_of, visible_arcs
from cluster_map.exports.map_look import (
    FAMILY,
    ICON_SIZE,
    colours,
    icon,
    point_colours,
    sector_colour,
    text_width,
)

if TYPE_CHECKING:
    from matplotlib.transforms import Transform

SYMBOLS, NAMES = 10, 12

SYMBOL, CHOSEN_SYMBOL, BUBBLE = 22, 30, 26
"""Diameters in pixels, as on the live map."""

MERGE_PIXELS = 19
"""Symbols nearer than this are drawn as one, with their number."""

NAME_SIZE = 11.0
MOST_NAMES = 14
"""Where more regions are shown than this, their names would hide the map."""


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


def draw_clusters(sheet: Sheet) -> None:
    """A symbol for each cluster, or for each group of them, the chosen one last."""
    change = sheet.change
    chosen = change.get("cluster")
    visible = [
        cluster
        for position, cluster in enumerate(sheet.atlas.clusters.values())
        if is_set(change.get("clusters", "0"), position)
        and sheet.frame.holds(cluster["lon"], cluster["lat"], BUBBLE)
    ]
    groups = grouped(visible, sheet.frame, chosen)
    for group in sorted(groups, key=lambda g: g.members[0]["cluster_id"] == chosen):
        first = group.members[0]
        dimmed = bool(change["focus"]) and not any(
            set(cluster["prefectures"]) & set(change["focus"]) for cluster in group.members
        )
        alpha = 0.4 if dimmed else 1.0
        if len(group.members) > 1:
            _draw_bubble(sheet, group, alpha)
        else:
            _draw_symbol(sheet, group.at, sector_of(first, change), alpha, first["cluster_id"] == chosen)


def _draw_symbol(sheet: Sheet, at: tuple[float, float], sector: str, alpha: float, chosen: bool) -> None:
    from matplotlib.patches import Circle, PathPatch
    from matplotlib.transforms import Affine2D

    to_figure, size = pixels(sheet), CHOSEN_SYMBOL if chosen else SYMBOL
    edge = colours()["accent"] if chosen else "#ffffff"
    add = sheet.axes.add_patch
    circle = Circle(at, size / 2, facecolor=sector_colour(sector), edgecolor=edge, linewidth=1.5 + chosen)
    circle.set(transform=to_figure, zorder=SYMBOLS, alpha=alpha)
    add(circle)
    scale = 0.62 * size / ICON_SIZE
    place = Affine2D().translate(-ICON_SIZE / 2, -ICON_SIZE / 2).scale(scale).translate(*at)
    for stroke in icon(sector):
        add(
            PathPatch(
                stroke.path,
                transform=place + to_figure,
                zorder=SYMBOLS,
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
    _write(sheet, group.at, str(len(group.members)), SYMBOLS, size=11, weight="bold", alpha=alpha)


def draw_points(sheet: Sheet) -> None:
    """Members, offices, fairs: hollow where the place is not exact."""
    from matplotlib.patches import Circle, Rectangle

    for point in sheet.change.get("points", ()):
        lat, lon = point["at"]
        if not sheet.frame.holds(lon, lat):
            continue
        x, y = sheet.frame.pixel(lon, lat)
        look, _, vague = point["look"].partition(" ")
        colour, several = point_colours()[look], len(point["lines"]) > 1
        radius = 8.5 if several else 6
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
        if several:
            shade = colour if vague else "#ffffff"
            _write(sheet, (x, y), str(len(point["lines"])), SYMBOLS, size=9, weight="bold", color=shade)


def draw_names(sheet: Sheet, language: Language) -> None:
    """Names of the chosen prefectures, cluster and regions, none over another: a picture has no tooltip."""
    change, atlas = sheet.change, sheet.atlas
    regions: Sequence[Record] = ()
    if "arcs" in change:
        reached = dict.fromkeys(arc.tie_up["region"] for arc in visible_arcs(sheet))
        chosen = [change["region"]] if change.get("region") else []
        chosen += [atlas.tie_ups[change["tie_up"]]["region"]] if change.get("tie_up") else []
        regions = [atlas.regions[code] for code in chosen or (reached if len(reached) <= MOST_NAMES else ())]
    cluster = atlas.clusters.get(change.get("cluster") or "")
    named: list[tuple[Record, float]] = [(cluster, CHOSEN_SYMBOL / 2)] if cluster else []
    named += [(region, 6) for region in regions]
    named += [(atlas.prefectures[code], SYMBOL / 2) for code in change["focus"] if not cluster]
    taken: list[tuple[float, float, float, float]] = []
    for record, above in named:
        text = record[f"name_{language}"]
        x, y = sheet.frame.pixel(record["lon"], record["lat"])
        y -= above + NAME_SIZE * 0.9
        half = text_width(text, NAME_SIZE) / 2 + 2
        x = min(max(x, half), sheet.frame.width - half)
        box = (x - half, x + half, y - NAME_SIZE * 0.7, y + NAME_SIZE * 0.7)
        inside = (
            box[2] >= 0 and box[3] <= sheet.frame.height and sheet.frame.holds(record["lon"], record["lat"])
        )
        if inside and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            _write(sheet, (x, y), text, NAMES, size=NAME_SIZE, weight="bold", on_paper=True)


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _write(
    sheet: Sheet, at: tuple[float, float], text: str, above: float, on_paper: bool = False, **look: Any
) -> None:
    """A text around a point, ``on_paper`` on a light ground: a stroke around it would make it shapes."""
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
