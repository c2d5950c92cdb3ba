"""What lies under the marks of a picture: land, prefectures in their classes, partner regions, arcs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import RegionLevel, SectorId
from cluster_map.exports.map_frame import Frame, mercator
from cluster_map.exports.map_ground import outlines
from cluster_map.exports.map_look import colours, sector_colour
from cluster_map.geography import great_circle, to_shifted
from cluster_map.maps.changes import arc_ends
from cluster_map.maps.classes import NOT_PUBLISHED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LAND, PREFECTURES, CHOSEN, REGIONS, DISPUTED, ARCS, ENDS = range(1, 8)
"""What lies above what."""

SECTORS = tuple(SectorId)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What everything is drawn from and onto. ``axes`` count shifted longitude and mercator height."""

    atlas: Atlas
    change: Mapping[str, Any]
    frame: Frame
    axes: Axes


def is_set(mask: str, position: int) -> bool:
    """Whether a bit of a mask of ``maps/changes.py`` is set."""
    return bool(int(mask, 16) >> position & 1)


def sector_of(record: Record, change: Mapping[str, Any]) -> SectorId:
    """In whose colour a record is drawn: the first sector that was asked for, else its first."""
    own = [SECTORS.index(SectorId(sector)) for sector in record["sectors"]]
    return SECTORS[next((position for position in own if position in change["sectors"]), own[0])]


def draw_ground(sheet: Sheet) -> None:
    """Land, prefectures and disputed territory."""
    look = colours()
    # Japan is drawn by its prefectures; the coarser country would show behind their coasts.
    others = (code for code in outlines(sheet.atlas, "world", sheet.frame) if code != "JP")
    _draw(sheet, "world", others, LAND, facecolor=look["land"], edgecolor=look["land-line"], linewidth=0.7)
    for code, shade in zip(sheet.atlas.prefectures, sheet.change["shade"], strict=True):
        chosen = code in sheet.change["focus"]
        dimmed = sheet.change["focus"] and not chosen and not sheet.change.get("keep_shades")
        missing = shade == NOT_PUBLISHED
        _draw(
            sheet,
            "prefectures",
            (code,),
            CHOSEN if chosen else PREFECTURES,
            facecolor=look["none"] if missing else look[f"shade-{shade}"],
            edgecolor=look["accent"] if chosen else look["line"],
            linewidth=2.2 if chosen else 0.8,
            hatch="////" if missing and not chosen else None,
            alpha=0.55 if dimmed else 1,
        )
    every = outlines(sheet.atlas, "disputed", sheet.frame)
    _draw(
        sheet,
        "disputed",
        every,
        DISPUTED,
        facecolor=look["disputed"],
        edgecolor=look["quiet"],
        linewidth=0.8,
        linestyle=(0, (3, 3)),
    )


def _draw(sheet: Sheet, layer: str, codes: Iterable[str], above: int, **look: Any) -> None:
    from matplotlib.patches import PathPatch

    every = outlines(sheet.atlas, layer, sheet.frame)
    for code in codes:
        path = every[code].within(sheet.frame) if code in every else None
        if path is not None:
            sheet.axes.add_patch(PathPatch(path, zorder=above, gid=f"{layer}-{code}", **look))


@dataclass(frozen=True, slots=True)
class Arc:
    """One tie-up and one of its prefectures, as far as it is shown."""

    tie_up: Record
    prefecture: str
    sector: SectorId


def visible_arcs(sheet: Sheet) -> list[Arc]:
    """In the order of ``arc_ends``."""
    return [
        Arc(tie_up, prefecture, sector_of(tie_up, sheet.change))
        for position, (tie_up, prefecture) in enumerate(arc_ends(sheet.atlas))
        if is_set(sheet.change["arcs"], position)
    ]


def draw_arcs(sheet: Sheet) -> None:
    """Arcs, and the partner regions that they reach."""
    change, arcs = sheet.change, visible_arcs(sheet)
    some_chosen = change.get("tie_up") or change.get("region") or change["focus"]
    sectors_of: defaultdict[str, set[SectorId]] = defaultdict(set)
    for arc in arcs:
        chosen = _is_chosen(arc, change)
        sectors_of[arc.tie_up["region"]].add(arc.sector)
        start, end = sheet.atlas.prefectures[arc.prefecture], sheet.atlas.regions[arc.tie_up["region"]]
        line = great_circle((start["lon"], start["lat"]), (end["lon"], end["lat"]))
        sheet.axes.plot(
            [lon for lon, _ in line],
            [mercator(lat) for _, lat in line],
            color=sector_colour(arc.sector),
            linewidth=2.6 if some_chosen and chosen else 1.3,
            alpha=(1.0 if chosen else 0.16) if some_chosen else 0.7,
            linestyle=(0, (4, 3)) if arc.tie_up["to_year"] is not None else "solid",
            zorder=ARCS + (0.5 if some_chosen and chosen else 0),
            gid=f"tie-up-{arc.tie_up['tie_up_id']}-{arc.prefecture}",
        )
    for region, sectors in sectors_of.items():
        _draw_region(sheet, region, sectors)


def _is_chosen(arc: Arc, change: Mapping[str, Any]) -> bool:
    if change.get("tie_up"):
        return bool(arc.tie_up["tie_up_id"] == change["tie_up"])
    if change.get("region"):
        return bool(arc.tie_up["region"] == change["region"])
    return arc.prefecture in change["focus"]


def _draw_region(sheet: Sheet, region_id: str, sectors: set[SectorId]) -> None:
    """Its area, and a point on it; a country whose inside nobody names is pale, its point a ring."""
    look, region = colours(), sheet.atlas.regions[region_id]
    colour = sector_colour(next(iter(sectors))) if len(sectors) == 1 else look["several"]
    vague = region["level"] == RegionLevel.COUNTRY
    chosen = region_id == sheet.change.get("region")
    _draw(
        sheet,
        "partner_regions",
        (region_id,),
        REGIONS,
        facecolor=_with_alpha(colour, 0.16 if vague else 0.55),
        edgecolor=look["accent"] if chosen else colour,
        linewidth=2.2 if chosen else 1.0,
        linestyle=(0, (4, 3)) if vague else "solid",
    )
    sheet.axes.plot(
        [to_shifted(region["lon"])],
        [mercator(region["lat"])],
        marker="o",
        markersize=8,
        markerfacecolor=look["card"] if vague else colour,
        markeredgecolor=colour if vague else "#ffffff",
        markeredgewidth=2.2 if vague else 1.3,
        zorder=ENDS,
    )


def _with_alpha(colour: str, alpha: float) -> tuple[float, float, float, float]:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue, alpha
