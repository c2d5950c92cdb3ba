"""The map of a change as an SVG drawing: what ``assets/map.js`` does in a browser, done on the server.

Every prefecture, cluster, partner region and tie-up is a link with a name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import RegionLevel, SectorId
from cluster_map.exports.map_frame import Frame
from cluster_map.exports.map_outlines import BACKGROUND, UNITS, line_path, middles, outlines, place
from cluster_map.fragments.markup import text
from cluster_map.fragments.records import name_of, short_sectors
from cluster_map.geography import Point, great_circle
from cluster_map.maps.assets import years_of
from cluster_map.maps.changes import Change, arc_ends, drawn_sector
from cluster_map.maps.extents import DETAIL_FROM_ZOOM
from cluster_map.maps.palette import SECTOR_ICONS
from cluster_map.text import say
from cluster_map.url_state import Layout, Place, ViewState, link

MERGE = 19 * UNITS
"""Symbols nearer than this are drawn as one."""

SYMBOL, CHOSEN, BUBBLE, POINT, SEVERAL, END = (
    UNITS * radius for radius in (10.0, 14.0, 12.0, 7.0, 10.0, 4.5)
)
"""Radii."""

WITHOUT_KIND = re.compile("(?<=..)[\u770c\u5e9c\u90fd]$")
"""What is left away from the Japanese name of a prefecture where there is little room."""

CLOSER = 1.5
"""How much closer a group of symbols is looked at when it is followed."""

NO_GROUPS_FROM_ZOOM = 9.5
"""From here on a group leads to the list of its prefectures: its members stand at one place."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn: a change, where it is seen from, and where a click leads."""

    atlas: Atlas
    view: ViewState
    change: Change
    frame: Frame
    page: str
    """The page whose filters a click changes, as a relative address."""

    def svg(self) -> str:
        """The whole drawing; its summary names it."""
        layers = self._tiles() if self.view.layout is Layout.TILES else self._map()
        size = f"0 0 {UNITS * self.frame.width} {UNITS * self.frame.height}"
        return (
            f'<svg class="map" viewBox="{size}" role="group" aria-label="{text(self.change["summary"])}">'
            f"<defs>{''.join(map(_symbol, SectorId))}</defs>{layers}</svg>"
        )

    # Areas

    def _map(self) -> str:
        land = (path for code, path in self._outlines("world", BACKGROUND).items() if code != "JP")
        disputed = say("map_disputed", self.view.language)
        taken = "".join(f'<path d="{path}"/>' for path in self._outlines("disputed").values())
        return (
            f'<path class="land" d="{"".join(land)}"/>'
            f"{self._prefectures(self._outlines('prefectures'))}"
            f'<g class="disputed"><title>{text(disputed)}</title>{taken}</g>'
            f"{self._regions()}{self._arcs()}{self._clusters()}{self._points()}"
        )

    def _outlines(self, layer: str, pixels: float = 0.5) -> dict[str, str]:
        fine = self.frame.zoom >= DETAIL_FROM_ZOOM
        return outlines(self.atlas, f"{layer}_detail" if fine else layer, self.frame, pixels)

    def _prefectures(self, paths: Mapping[str, str]) -> str:
        focus = set(self.change["focus"])
        ordered = sorted(paths, key=lambda code: code in focus)  # the chosen last, so that its edge is seen
        return "".join(
            self._linked(
                replace(self.view, prefectures=(code,), cluster=None, tie_up=None, region=None),
                f'<path class="{self._prefecture_class(code, focus)}" d="{paths[code]}"/>',
                self._prefecture_words(code),
            )
            for code in ordered
        )

    def _prefecture_class(self, code: str, focus: set[str]) -> str:
        shade = self.change["shade"][list(self.atlas.prefectures).index(code)]
        look = "selected" if code in focus else ""
        if focus and code not in focus and not self.change.get("keep_shades"):
            look = "dimmed"
        return f"prefecture shade-{'none' if shade == '.' else shade} {look}".rstrip()

    def _prefecture_words(self, code: str) -> str:
        position = list(self.atlas.prefectures).index(code)
        name = name_of(self.atlas.prefectures[code], self.view.language)
        if "words" in self.change:
            words = self.change["words"][position]
            return f"{name}: {words}" if words else name
        key = "map_value_tie_ups" if "arcs" in self.change else "map_value_clusters"
        return f"{name}. {say(key, self.view.language, value=self.change['values'][position])}"

    def _tiles(self) -> str:
        paths = outlines(self.atlas, "tiles", self.frame)
        names = "".join(
            f'<text class="tile-name" x="{x}" y="{y}">{text(self._short_name(code))}</text>'
            for code, (x, y) in middles(self.atlas, "tiles", self.frame).items()
        )
        return f"{self._prefectures(paths)}{names}"

    def _short_name(self, code: str) -> str:
        return WITHOUT_KIND.sub("", name_of(self.atlas.prefectures[code], self.view.language))

    # Clusters

    def _clusters(self) -> str:
        mask = int(self.change.get("clusters", "0"), 16)
        placed = (
            (cluster, place(self.frame, cluster["lon"], cluster["lat"]))
            for position, cluster in enumerate(self.atlas.clusters.values())
            if mask >> position & 1
        )
        seen = [(cluster, at) for cluster, at in placed if self.frame.holds(cluster["lon"], cluster["lat"])]
        return "".join(
            self._cluster(members[0], at) if len(members) == 1 else self._group(members, at)
            for at, members in self._near(seen)
        )

    def _near(
        self, seen: Iterable[tuple[Record, tuple[int, int]]]
    ) -> list[tuple[tuple[int, int], list[Record]]]:
        """Clusters that stand together; the chosen one always alone, and last."""
        groups: list[tuple[tuple[int, int], list[Record]]] = []
        alone: list[tuple[tuple[int, int], list[Record]]] = []
        for cluster, at in seen:
            if cluster["cluster_id"] == self.change["cluster"]:
                alone.append((at, [cluster]))
                continue
            near = (g for g in groups if (g[0][0] - at[0]) ** 2 + (g[0][1] - at[1]) ** 2 < MERGE**2)
            found = next(near, None)
            if found:
                found[1].append(cluster)
            else:
                groups.append((at, [cluster]))
        return groups + alone

    def _cluster(self, cluster: Record, at: tuple[int, int]) -> str:
        chosen = cluster["cluster_id"] == self.change["cluster"]
        ring = f'<circle class="ring" cx="{at[0]}" cy="{at[1]}" r="{CHOSEN:g}"/>' if chosen else ""
        sector = drawn_sector(cluster, self.view)
        language = self.view.language
        words = f"{name_of(cluster, language)}: {short_sectors(self.atlas, cluster, language)}"
        profile = ViewState(language=language, cluster=cluster["cluster_id"])
        mark = f'{ring}<use href="#{sector}" x="{at[0]}" y="{at[1]}"/>'
        return self._linked(profile, mark, words, "cluster", self._dimmed([cluster]))

    def _group(self, members: list[Record], at: tuple[int, int]) -> str:
        language = self.view.language
        separator = "、" if language == "ja" else ", "
        names = separator.join(name_of(member, language) for member in members)
        words = f"{say('map_group', language, value=len(members))}: {names}"
        if self.frame.zoom < NO_GROUPS_FROM_ZOOM:
            middle = members[0]["lat"], members[0]["lon"]
            there = replace(self.view, place=Place(*middle, round(self.frame.zoom + CLOSER, 2)))
        else:
            codes = {code for member in members for code in member["prefectures"]}
            there = replace(self.view, prefectures=tuple(sorted(codes)))
        mark = (
            f'<circle class="bubble" cx="{at[0]}" cy="{at[1]}" r="{BUBBLE:g}"/>'
            f'<text class="count" x="{at[0]}" y="{at[1]}">{len(members)}</text>'
        )
        return self._linked(there, mark, words, css=self._dimmed(members))

    def _dimmed(self, members: Iterable[Record]) -> str:
        focus = set(self.change["focus"])
        far = focus and all(focus.isdisjoint(member["prefectures"]) for member in members)
        return "dimmed" if far else ""

    # Points

    def _points(self) -> str:
        made = ""
        for point in self.change.get("points", ()):
            lat, lon = point["at"]
            x, y = place(self.frame, lon, lat)
            if not self.frame.holds(lon, lat):
                continue
            lines = point["lines"]
            several = len(lines) > 1
            words = " · ".join(filter(None, lines[0])) if not several else ", ".join(n for n, _ in lines)
            count = f'<text class="count" x="{x}" y="{y}">{len(lines)}</text>' if several else ""
            made += (
                f'<g class="point {text(point["look"])}"><title>{text(words)}</title>'
                f'<circle cx="{x}" cy="{y}" r="{SEVERAL if several else POINT:g}"/>{count}</g>'
            )
        return made

    # Tie-ups

    def _visible_arcs(self) -> list[tuple[Record, str]]:
        mask = int(self.change.get("arcs", "0"), 16)
        return [end for position, end in enumerate(arc_ends(self.atlas)) if mask >> position & 1]

    def _arcs(self) -> str:
        chosen = self.change.get("tie_up") or self.change.get("region") or self.change["focus"]
        made: defaultdict[str, str] = defaultdict(str)
        for tie_up, code in self._visible_arcs():
            selected = self._is_chosen(tie_up, code)
            look = ("selected" if selected else "dimmed") if chosen else ""
            ended = "ended" if tie_up["to_year"] is not None else ""
            line = line_path(_line(self.atlas, tie_up["tie_up_id"], code), self.frame)
            css = " ".join(filter(None, ("arc", f"sector-{drawn_sector(tie_up, self.view)}", ended, look)))
            title = tie_up[f"title_{self.view.language}"]
            there = replace(self.view, tie_up=tie_up["tie_up_id"])
            mark = f'<path class="{css}" d="{line}"/>'
            words = f"{title}. {years_of(tie_up, self.view.language)}"
            made["last" if chosen and selected else "first"] += self._linked(there, mark, words)
        return made["first"] + made["last"]

    def _is_chosen(self, tie_up: Record, code: str) -> bool:
        if self.change.get("tie_up"):
            return bool(tie_up["tie_up_id"] == self.change["tie_up"])
        if self.change.get("region"):
            return bool(tie_up["region"] == self.change["region"])
        return code in self.change["focus"]

    def _regions(self) -> str:
        if "arcs" not in self.change:
            return ""
        sectors: defaultdict[str, set[str]] = defaultdict(set)
        counts: defaultdict[str, set[str]] = defaultdict(set)
        for tie_up, _ in self._visible_arcs():
            sectors[tie_up["region"]].add(drawn_sector(tie_up, self.view))
            counts[tie_up["region"]].add(tie_up["tie_up_id"])
        paths = self._outlines("partner_regions", BACKGROUND)
        return "".join(self._region(code, used, len(counts[code]), paths) for code, used in sectors.items())

    def _region(self, code: str, sectors: set[str], count: int, paths: Mapping[str, str]) -> str:
        region = self.atlas.regions[code]
        tie_up = self.atlas.tie_ups.get(self.change.get("tie_up") or "")
        selected = code == self.change.get("region") or (tie_up is not None and tie_up["region"] == code)
        only_country = region["level"] == RegionLevel.COUNTRY
        css = " ".join(
            filter(
                None,
                (
                    f"sector-{next(iter(sectors))}" if len(sectors) == 1 else "several",
                    "country-only" if only_country else "",
                    "selected" if selected else "",
                ),
            )
        )
        x, y = place(self.frame, region["lon"], region["lat"])
        language = self.view.language
        words = f"{name_of(region, language)}. {say('map_value_tie_ups', language, value=count)}"
        if only_country:
            words += f". {say('map_country_only', language)}"
        area = f'<path class="region {css}" d="{paths[code]}"/>' if code in paths else ""
        mark = f'{area}<circle class="end {css}" cx="{x}" cy="{y}" r="{END:g}"/>'
        there = replace(self.view, region=code, tie_up=None, prefectures=())
        return self._linked(there, mark, words)

    def _linked(self, view: ViewState, mark: str, words: str, page: str = "", css: str = "") -> str:
        look = f' class="{css}"' if css else ""
        return f'<a href="{text(link(page or self.page, view))}"{look}><title>{text(words)}</title>{mark}</a>'


@cache
def _line(atlas: Atlas, tie_up: str, code: str) -> list[Point]:
    start, end = atlas.prefectures[code], atlas.regions[atlas.tie_ups[tie_up]["region"]]
    return great_circle((start["lon"], start["lat"]), (end["lon"], end["lat"]))


def _symbol(sector: SectorId) -> str:
    """A sector's icon on its colour, around the origin."""
    icon = SECTOR_ICONS[sector].replace("<svg ", '<svg x="-6.2" y="-6.2" width="12.4" height="12.4" ', 1)
    return (
        f'<g id="{sector}" transform="scale({UNITS})">'
        f'<circle class="sign sector-{sector}" r="{SYMBOL / UNITS:g}"/>{icon}</g>'
    )
