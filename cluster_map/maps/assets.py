"""What the browser fetches once and keeps: scripts, styles, geometry and names.

Every file has its content's hash in its address, so it may be cached for ever. A page asks only for
its own server: Leaflet comes from an installed package.
"""

import gzip
import hashlib
import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cluster_map.atlas import Atlas, Record
from cluster_map.coverage import buyers
from cluster_map.domain import Language, RegionLevel, SectorId
from cluster_map.errors import DataError, UnknownCodeError
from cluster_map.geography import great_circle, to_shifted
from cluster_map.maps.changes import SECTOR_POSITION, arc_ends
from cluster_map.maps.drawn import drawn_routes
from cluster_map.maps.palette import SECTOR_COLOURS, SECTOR_COLOURS_ON_DARK, SECTOR_ICONS
from cluster_map.text import say

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parents[1] / "assets"
LEAFLET = Path(import_module("xstatic.pkg.leaflet").BASE_DIR)
FOR_EVER = "public, max-age=31536000, immutable"
TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}


@dataclass(frozen=True)
class Asset:
    """One file for the browser."""

    name: str
    content: bytes

    @cached_property
    def version(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:16]

    @cached_property
    def packed(self) -> bytes:
        return gzip.compress(self.content, mtime=0)

    @property
    def path(self) -> str:
        """Address on this server, without a leading slash: ``assets/VERSION/NAME``."""
        return f"assets/{self.version}/{self.name}"


def compact_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def served_typeface(file: Path) -> str:
    """The address of a typeface for a style sheet of ours."""
    return f"../../static/media/{file.name}"


def map_style(address: Callable[[Path], str] = served_typeface) -> bytes:
    """The map's style sheet with the page's typeface and the colours of the sectors.

    ``address`` says where the file of the typeface is found, as a style sheet says it.
    """
    style = (FOLDER / "map.css").read_text(encoding="utf-8")
    return (_typeface(address) + style + _sector_colours() + _sector_colours_on_dark()).encode()


def _typeface(address: Callable[[Path], str]) -> str:
    """The typeface of the page, which Streamlit brings along under a name that changes with its version."""
    media = Path(str(files("streamlit"))) / "static/static/media"
    return "".join(
        f'@font-face{{font-family:"Source Sans";font-weight:200 900;src:url("{address(file)}")}}\n'
        for file in media.glob("SourceSansVF-Upright*.woff2")
    )


def page_style() -> bytes:
    """The page's style sheet with the sectors' colours and icons: the n-th chip is the n-th sector."""
    return (_page_rules() + _sector_colours()).encode()


def plain_style() -> bytes:
    """The style sheet of the plain pages: those of map and page, light or dark as the system is."""
    rules = (FOLDER / "map.css").read_text(encoding="utf-8") + _page_rules() + _sector_colours()
    rules += _sector_colours_on_dark() + (FOLDER / "lite.css").read_text(encoding="utf-8")
    return DARK_RULE.sub(_dark_by_system, rules).encode()


DARK_RULE = re.compile(r"(:root\.dark[^{}]*)\{([^{}]*)\}")


def _dark_by_system(rule: re.Match[str]) -> str:
    """A rule of the dark map for whoever has asked the system for dark."""
    return f"@media (prefers-color-scheme:dark){{{rule[1].replace(':root.dark', ':root')}{{{rule[2]}}}}}"


def _page_rules() -> str:
    icons = "".join(
        f".symbol.sector-{sector},.st-key-choose-sectors button:nth-of-type({n})::before"
        f'{{--sector:{SECTOR_COLOURS[sector]};background-image:url("{_data_url(SECTOR_ICONS[sector])}")}}'
        for n, sector in enumerate(SectorId, start=1)
    )
    logo = f'.brand::before{{background-image:url("{_data_url((FOLDER / "logo.svg").read_text())}")}}'
    return (FOLDER / "page.css").read_text(encoding="utf-8") + icons + logo


def _sector_colours() -> str:
    return "".join(f".sector-{sector}{{--sector:{colour}}}" for sector, colour in SECTOR_COLOURS.items())


def _sector_colours_on_dark() -> str:
    """Lines and areas of the map, and their rows in the legend: not the symbols, whose icon is white."""
    return "".join(
        f":root.dark :is(path,.swatch).sector-{sector}{{--sector:{colour}}}"
        for sector, colour in SECTOR_COLOURS_ON_DARK.items()
    )


def _data_url(drawing: str) -> str:
    return f"data:image/svg+xml,{quote(drawing)}"


def explore_names(atlas: Atlas) -> dict[str, Any]:
    """Names of prefectures and clusters with the clusters' points, for ``names`` of the explore map."""
    return {
        "prefectures": _prefecture_names(atlas),
        "clusters": [
            [
                cluster["cluster_id"],
                cluster["lat"],
                cluster["lon"],
                [SECTOR_POSITION[sector] for sector in cluster["sectors"]],
                list(cluster["prefectures"]),
                _names(cluster),
            ]
            for cluster in atlas.clusters.values()
        ],
    }


def buyer_names(atlas: Atlas) -> list[list[Any]]:
    """Public buyers with their points and names, core cities marked, in the order of ``buyers``."""
    return [
        [buyer, row["lat"], row["lon"], row["entity_type"] == "core_city", _names(row)]
        for buyer, row in buyers(atlas.store).items()
    ]


def tie_up_names(atlas: Atlas) -> dict[str, Any]:
    """Names of prefectures and partner regions and all arcs, in the order of ``arc_ends``.

    Points and lines are in the shifted world (longitudes -30 to 330), latitude first.
    """
    return {
        "prefectures": _prefecture_names(atlas),
        "regions": [
            [
                region_id,
                region["lat"],
                to_shifted(region["lon"]),
                region["level"] == RegionLevel.COUNTRY,
                _names(region),
            ]
            for region_id, region in atlas.regions.items()
        ],
        "arcs": [_arc(atlas, tie_up, prefecture) for tie_up, prefecture in arc_ends(atlas)],
    }


def _arc(atlas: Atlas, tie_up: Record, prefecture: str) -> list[Any]:
    start, end = atlas.prefectures[prefecture], atlas.regions[tie_up["region"]]
    line = great_circle((start["lon"], start["lat"]), (end["lon"], end["lat"]))
    return [
        tie_up["tie_up_id"],
        prefecture,
        tie_up["region"],
        [SECTOR_POSITION[sector] for sector in tie_up["sectors"]],
        int(tie_up["to_year"] is not None),
        [tie_up["title_en"], tie_up["title_ja"]],
        [years_of(tie_up, language) for language in Language],
        [[round(lat, 2), round(lon, 2)] for lon, lat in line],
    ]


def years_of(tie_up: Record, language: Language) -> str:
    """The years of a tie-up in words; an open end means that no end is on file."""
    if tie_up["from_year"] is None:
        return say("years_unknown", language)
    if tie_up["to_year"] is None:
        return say("years_since", language, year=tie_up["from_year"])
    if tie_up["to_year"] == tie_up["from_year"]:
        return str(tie_up["from_year"])
    return f"{tie_up['from_year']}\u2013{tie_up['to_year']}"


def _names(record: Record) -> list[str]:
    return [record["name_en"], record["name_ja"]]


def _prefecture_names(atlas: Atlas) -> dict[str, list[str]]:
    return {code: _names(prefecture) for code, prefecture in atlas.prefectures.items()}


def asset_names(atlas: Atlas) -> tuple[str, ...]:
    """Every asset there is, geometry last."""
    return (*MADE, *(f"{name}.json" for name in atlas.store.browser_file_names()))


@cache
def asset(atlas: Atlas, name: str) -> Asset:
    """One asset, made when it is first asked for.

    Raises
    ------
    DataError
        If a table or layer that it is made from is refused; other assets are not touched by that.
    UnknownCodeError
        If there is no asset of this name.
    """
    if name in MADE:
        return Asset(name, MADE[name](atlas))
    if name not in asset_names(atlas):
        raise UnknownCodeError(f"No map asset '{name}'. There are: {', '.join(asset_names(atlas))}.")
    return Asset(name, atlas.store.browser_file(name.removesuffix(".json")).read_bytes())


MADE: Mapping[str, Callable[[Atlas], bytes]] = {
    "leaflet.js": lambda _: (LEAFLET / "leaflet.js").read_bytes(),
    "leaflet.css": lambda _: (LEAFLET / "leaflet.css").read_bytes(),
    "map.js": lambda _: (FOLDER / "map.js").read_bytes(),
    "page.js": lambda _: (FOLDER / "page.js").read_bytes(),
    "panel.js": lambda _: (FOLDER / "panel.js").read_bytes(),
    "search.js": lambda _: (FOLDER / "search.js").read_bytes(),
    "player.js": lambda _: (FOLDER / "player.js").read_bytes(),
    "room.js": lambda _: (FOLDER / "room.js").read_bytes(),
    "map.css": lambda _: map_style(),
    "page.css": lambda _: page_style(),
    "lite.css": lambda _: plain_style(),
    "explore_names.json": lambda atlas: compact_json(explore_names(atlas)),
    "buyer_names.json": lambda atlas: compact_json(buyer_names(atlas)),
    "partner_names.json": lambda atlas: compact_json({**explore_names(atlas), **tie_up_names(atlas)}),
    "tie_up_names.json": lambda atlas: compact_json(tie_up_names(atlas)),
}


def asset_routes(atlas: Callable[[], Atlas]) -> list[BaseRoute]:
    """The routes that serve assets, packed where the browser can unpack, and hear that a map is drawn."""

    def serve(request: Request) -> Response:
        try:
            found = asset(atlas(), request.path_params["name"])
        except UnknownCodeError:
            return Response(status_code=404)
        except DataError as error:
            log.error("%s", error)
            return Response(status_code=503)
        # An address of another version still works, but must not be kept under that name.
        current = request.path_params["version"] == found.version
        headers = {
            "Cache-Control": FOR_EVER if current else "no-store",
            "Content-Type": TYPES[Path(found.name).suffix],
            "X-Content-Type-Options": "nosniff",
            "Vary": "Accept-Encoding",
        }
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(found.packed, headers=headers | {"Content-Encoding": "gzip"})
        return Response(found.content, headers=headers)

    return [Route("/assets/{version}/{name}", serve, methods=["GET"]), *drawn_routes()]
