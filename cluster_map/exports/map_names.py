"""Names on a picture of a map, which has no tooltips: of what is chosen, and of prefectures seen closely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cluster_map.atlas import Record
from cluster_map.domain import Language
from cluster_map.exports.map_frame import Frame
from cluster_map.exports.map_ground import outlines
from cluster_map.exports.map_layers import Sheet, visible_arcs
from cluster_map.exports.map_look import colours, text_width
from cluster_map.exports.map_marks import BUBBLE, CHOSEN_SYMBOL, groups_of, write

NAMES = 12
SIZE, QUIET_SIZE = 11.0, 10.0

MOST_REGIONS = 14
"""Where more regions are shown than this, their names would hide the map."""

ALL_FROM_ZOOM = 6.3
"""From here on there is room for the names of all prefectures."""

Box = tuple[float, float, float, float]
"""Left, right, top, bottom."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name and the pixel that it belongs to. ``gap`` is how far it has to stay from there."""

    text: str
    x: float
    y: float
    gap: float
    chosen: bool

    def places(self) -> Iterator[tuple[float, float]]:
        """Where it may stand, the best first."""
        step = self.gap + SIZE * 0.8
        if not self.gap:
            yield self.x, self.y
            step = BUBBLE / 2 + SIZE * 0.8
        yield from ((self.x, self.y - step), (self.x, self.y + step))


def draw_names(sheet: Sheet, language: Language) -> None:
    """Each name where it hides no symbol and no other name; one that is not chosen may be left out."""
    taken = [_around(*group.at, BUBBLE, BUBBLE) for group in groups_of(sheet)]
    for lat, lon in (point["at"] for point in sheet.change.get("points", ())):
        taken.append(_around(*sheet.frame.pixel(lon, lat), 14, 14))
    for name in _names(sheet, language):
        size = SIZE if name.chosen else QUIET_SIZE
        width, height = text_width(name.text, size) + 4, size * 1.4
        inside = [
            (min(max(x, width / 2), sheet.frame.width - width / 2), y)
            for x, y in name.places()
            if height / 2 <= y <= sheet.frame.height - height / 2
        ]
        free = [at for at in inside if not any(_overlap(_around(*at, width, height), o) for o in taken)]
        for at in (free or (inside if name.chosen else []))[:1]:
            taken.append(_around(*at, width, height))
            colour, weight = ("ink", "bold") if name.chosen else ("quiet", "normal")
            look = {"size": size, "weight": weight, "color": colours()[colour]}
            write(sheet, at, name.text, NAMES, on_paper=name.chosen, **look)


def _names(sheet: Sheet, language: Language) -> Iterator[Name]:
    """The cluster and regions that are chosen, the prefectures that are, then the others."""
    change, atlas, frame = sheet.change, sheet.atlas, sheet.frame
    cluster = atlas.clusters.get(change.get("cluster") or "")
    pointed = [(cluster, CHOSEN_SYMBOL / 2)] if cluster else []
    pointed += [(region, 6.0) for region in _regions(sheet)]
    for record, gap in pointed:
        if frame.holds(record["lon"], record["lat"]):
            yield Name(record[f"name_{language}"], *frame.pixel(record["lon"], record["lat"]), gap, True)
    others = atlas.prefectures if frame.zoom >= ALL_FROM_ZOOM else ()
    for code in dict.fromkeys([*change["focus"], *others]):
        middle = _middle(sheet, code, frame)
        if middle:
            yield Name(atlas.prefectures[code][f"name_{language}"], *middle, 0, code in change["focus"])


def _regions(sheet: Sheet) -> list[Record]:
    """Partner regions to be named: the chosen ones, else all where they are few."""
    change, atlas = sheet.change, sheet.atlas
    if "arcs" not in change:
        return []
    codes = [change["region"]] if change.get("region") else []
    codes += [atlas.tie_ups[change["tie_up"]]["region"]] if change.get("tie_up") else []
    reached = dict.fromkeys(arc.tie_up["region"] for arc in visible_arcs(sheet))
    return [atlas.regions[code] for code in codes or (reached if len(reached) <= MOST_REGIONS else ())]


def _middle(sheet: Sheet, code: str, frame: Frame) -> tuple[float, float] | None:
    """A pixel amid the largest part of a prefecture, as far as the picture shows it."""
    outline = outlines(sheet.atlas, "prefectures", frame).get(code)
    if outline is None:
        return None
    west, east, south, north = frame.sides
    left, right, low, high = max(outline.extents, key=lambda e: (e[1] - e[0]) * (e[3] - e[2]))
    left, right, low, high = max(left, west), min(right, east), max(low, south), min(high, north)
    if left >= right or low >= high:
        return None
    k = frame.degrees_per_pixel
    return ((left + right) / 2 - west) / k, (north - (low + high) / 2) / k


def _around(x: float, y: float, width: float, height: float) -> Box:
    return x - width / 2, x + width / 2, y - height / 2, y + height / 2


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
