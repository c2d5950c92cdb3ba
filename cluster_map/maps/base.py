"""The constant part of each map: made once a page and language, never changed by a filter."""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import folium
from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template

from cluster_map.atlas import Atlas
from cluster_map.domain import Language, SectorId
from cluster_map.errors import DataError
from cluster_map.maps.assets import Asset, asset
from cluster_map.maps.extents import DETAIL_FROM_ZOOM, JAPAN, PARTNERS
from cluster_map.maps.palette import SECTOR_ICONS
from cluster_map.text import say

log = logging.getLogger(__name__)

FROM_COMPONENT = "../../"
"""From the frame of the map component up to the server's root, also behind a path prefix."""

MAX_ZOOM = 12

SOUTH_WEST, NORTH_EAST = (-75, -100), (85, 400)
"""How far a map can be dragged."""

LEAFLET_OPTIONS: Mapping[str, Any] = MappingProxyType(
    {"zoomSnap": 0.25, "zoomDelta": 0.75, "wheelPxPerZoomLevel": 90, "maxBoundsViscosity": 0.8}
)

MAP_SCRIPTS = ("leaflet.js", "map.js")
TOUR_SCRIPTS = (*MAP_SCRIPTS, "player.js")

PLAYER_LABELS = (
    "awake",
    "back",
    "blocked",
    "elapsed",
    "end",
    "full_screen",
    "next",
    "no_notes",
    "notes",
    "open",
    "sleeps",
    "speaker",
    "step",
    "up_next",
)
"""What the player of a tour says: keys of texts without ``player_``, and of the browser's labels."""

BEGINS_TEMPLATE = re.compile(r"\{(?=[{%#])")


def as_javascript(value: Any) -> str:
    """JSON that may stand inside a script and inside a template: whatever a text holds, it stays text.

    Markup, line separators and the signs by which a template begins are written as escapes: folium
    reads a rendered script as a template once more. Outside texts JSON has none of them.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&'\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return BEGINS_TEMPLATE.sub(r"\\u007b", text)


class Layers(JSCSSMixin, MacroElement):
    """Everything that is drawn on the map, handed to ``assets/map.js``."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "clusterMap.start({{ this._parent.get_name() }}, {{ this.configuration }});"
        "{% endmacro %}"
    )

    def __init__(self, configuration: Mapping[str, Any], scripts: list[Asset], styles: list[Asset]) -> None:
        super().__init__()
        self._name = "Layers"
        self.configuration = as_javascript(configuration)
        self.default_js = [(asset.name, FROM_COMPONENT + asset.path) for asset in scripts]
        self.default_css = [(asset.name, FROM_COMPONENT + asset.path) for asset in styles]


class LocalMap(folium.Map):
    """A folium map that loads nothing by itself: its scripts come with ``Layers``."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012
    default_css: list[tuple[str, str]] = []  # noqa: RUF012


def _map(bounds: tuple[tuple[float, float], tuple[float, float]], min_zoom: int) -> folium.Map:
    (south, west), (north, east) = bounds
    return LocalMap(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=5,
        tiles=None,
        max_zoom=MAX_ZOOM,
        min_zoom=min_zoom,
        zoom_control=False,
        max_bounds=True,
        min_lat=SOUTH_WEST[0],
        max_lat=NORTH_EAST[0],
        min_lon=SOUTH_WEST[1],
        max_lon=NORTH_EAST[1],
        **LEAFLET_OPTIONS,
    )


def map_options(bounds: tuple[tuple[float, float], tuple[float, float]], min_zoom: int) -> dict[str, Any]:
    """The options of the same map for a script that makes it without folium."""
    (south, west), (north, east) = bounds
    return {
        **LEAFLET_OPTIONS,
        "center": [(south + north) / 2, (west + east) / 2],
        "zoom": 5,
        "minZoom": min_zoom,
        "maxZoom": MAX_ZOOM,
        "maxBounds": [SOUTH_WEST, NORTH_EAST],
        "zoomControl": False,
    }


def _configuration(
    atlas: Atlas, language: Language, files: Mapping[str, str], labels: Mapping[str, str]
) -> dict[str, Any]:
    shared = {
        key: say(f"map_{key}", language)
        for key in ("credit", "zoom_in", "zoom_out", "home", "disputed", "trouble")
    }
    return {
        "language": str(language),
        "prefectures": list(atlas.prefectures),
        "sectors": [str(sector) for sector in SectorId],
        "sector_names": [
            [atlas.sectors[sector]["short_en"], atlas.sectors[sector]["short_ja"]] for sector in SectorId
        ],
        "icons": {str(sector): icon for sector, icon in SECTOR_ICONS.items()},
        "files": {key: path for key, name in files.items() if (path := _path(atlas, f"{name}.json"))},
        "drawn": FROM_COMPONENT + "assets/drawn/",
        "labels": {**shared, **labels},
        "detail_from_zoom": DETAIL_FROM_ZOOM,
    }


def _path(atlas: Atlas, name: str) -> str | None:
    """The address of an asset; none where its layer is refused: the map says so and shows the rest."""
    try:
        return FROM_COMPONENT + asset(atlas, name).path
    except DataError as error:
        log.error("A map goes without %s: %s", name, error)
        return None


def _with_layers(
    base: folium.Map, atlas: Atlas, configuration: Mapping[str, Any], names: Sequence[str] = MAP_SCRIPTS
) -> folium.Map:
    scripts = [asset(atlas, name) for name in names]
    styles = [asset(atlas, name) for name in ("leaflet.css", "map.css")]
    base.add_child(Layers(configuration, scripts, styles))
    return base


COARSE = ("prefectures", "world", "disputed")
GEOMETRY = {name: name for coarse in COARSE for name in (coarse, f"{coarse}_detail")}
REGIONS = {name: name for name in ("partner_regions", "partner_regions_detail")}
TOUR_FILES = GEOMETRY | REGIONS | {"names": "partner_names", "buyers": "buyer_names"}


def explore_map(atlas: Atlas, language: Language) -> folium.Map:
    """Japan with prefectures to be shaded and clusters as symbols."""
    return _japan_map(atlas, language, say("map_explore_name", language))


def strength_map(atlas: Atlas, language: Language) -> folium.Map:
    """Japan with prefectures to be shaded by a figure."""
    return _japan_map(atlas, language, say("map_strength_name", language))


def public_projects_map(atlas: Atlas, language: Language) -> folium.Map:
    """Japan with clusters and public buyers as symbols."""
    files = {"buyers": "buyer_names"}
    return _japan_map(atlas, language, say("map_public_projects_name", language), files)


def _japan_map(
    atlas: Atlas, language: Language, name: str, more: Mapping[str, str] = MappingProxyType({})
) -> folium.Map:
    labels = {
        "map": name,
        "value": say("map_value_clusters", language),
        "missing": say("map_missing", language),
        "group": say("map_group", language),
        "tiles": say("map_tiles", language),
    }
    configuration = _configuration(
        atlas, language, {**GEOMETRY, "tiles": "tiles", "names": "explore_names", **more}, labels
    )
    configuration |= {"bounds": JAPAN, "legend": "topleft"}
    return _with_layers(_map(JAPAN, 3), atlas, configuration)


def profile_map(atlas: Atlas, language: Language) -> folium.Map:
    """Japan for a profile: a change says where to look and which points to draw."""
    return _japan_map(atlas, language, say("map_profile_name", language))


def tie_ups_map(atlas: Atlas, language: Language) -> folium.Map:
    """The world centred on Japan, cut in the Atlantic, with partner regions and arcs."""
    labels = {
        "map": say("map_tie_ups_name", language),
        "value": say("map_value_tie_ups", language),
        "missing": say("map_missing", language),
        "tie_ups": say("map_value_tie_ups", language),
        "country_only": say("map_country_only", language),
    }
    configuration = _configuration(atlas, language, GEOMETRY | REGIONS | {"names": "tie_up_names"}, labels)
    configuration |= {"bounds": PARTNERS, "legend": "bottomright"}
    return _with_layers(_map(PARTNERS, 0), atlas, configuration)


def partners_to_japan_map(atlas: Atlas, language: Language) -> folium.Map:
    """Japan first, with clusters, partner regions and arcs: for those who look for clusters."""
    return _partners_map(atlas, language, JAPAN)


def partners_from_japan_map(atlas: Atlas, language: Language) -> folium.Map:
    """The same, the world first: for those who look for partner regions."""
    return _partners_map(atlas, language, PARTNERS)


def _partners_map(
    atlas: Atlas, language: Language, bounds: tuple[tuple[float, float], tuple[float, float]]
) -> folium.Map:
    labels = _partners_labels(language)
    configuration = _configuration(atlas, language, GEOMETRY | REGIONS | {"names": "partner_names"}, labels)
    configuration |= {"bounds": bounds, "legend": "bottomright"}
    return _with_layers(_map(bounds, 0), atlas, configuration)


def _partners_labels(language: Language) -> dict[str, str]:
    return {
        "map": say("map_partners_name", language),
        "value": "{value}",
        "missing": "",
        "group": say("map_group", language),
        "tie_ups": say("map_value_tie_ups", language),
        "country_only": say("map_country_only", language),
    }


def tour_configuration(atlas: Atlas, language: Language) -> dict[str, Any]:
    """What the map under a tour is made of: all layers, so that no step makes it anew."""
    labels = _partners_labels(language) | {
        "map": say("map_tour_name", language),
        **{key: say(f"player_{key}", language) for key in PLAYER_LABELS},
    }
    configuration = _configuration(atlas, language, TOUR_FILES, labels)
    return configuration | {"bounds": PARTNERS, "legend": "topright", "controls": "bottomright"}


def tour_map(atlas: Atlas, language: Language) -> folium.Map:
    """The map under a tour with its player."""
    configuration = tour_configuration(atlas, language)
    return _with_layers(_map(PARTNERS, 0), atlas, configuration, TOUR_SCRIPTS)


class Changes(MacroElement):
    """One change for the map; a child of the feature group that is sent on each rerun."""

    _template = Template("{% macro script(this, kwargs) %}clusterMap.show({{ this.change }});{% endmacro %}")

    def __init__(self, change: Mapping[str, Any]) -> None:
        super().__init__()
        self._name = "Changes"
        self.change = as_javascript(change)
