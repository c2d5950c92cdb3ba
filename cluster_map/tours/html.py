"""A tour as one HTML file that opens without any network: our layers, our player, both languages."""

import base64
import json
from html import escape
from pathlib import Path
from typing import Any

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.exports.origin import boundaries, citation, credit
from cluster_map.maps.assets import asset, map_style
from cluster_map.maps.base import TOUR_FILES, TOUR_SCRIPTS, as_javascript, map_options, tour_configuration
from cluster_map.maps.extents import PARTNERS
from cluster_map.text import say
from cluster_map.tours.drawing import played
from cluster_map.tours.tour import Tour, in_language
from cluster_map.url_state import Known

NOTHING_FROM_OUTSIDE = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
"""A browser holds the file to it, whatever a text in it says."""

PAPER = (
    ":root{--background-color:#ffffff;color-scheme:light dark}"
    "@media(prefers-color-scheme:dark){:root{--background-color:#0e1920}}"
    "noscript{display:block;max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 sans-serif}"
)
"""What a page around the map says elsewhere."""

START = """
(function () {
  "use strict";
  const said = new URLSearchParams(location.hash.slice(1)).get("lang");
  const language = LANGUAGES.includes(said) ? said
    : LANGUAGES.find((code) => (navigator.language || "").startsWith(code)) ?? PREFERRED;
  const { configuration, tour } = TOURS[language];
  const map = L.map("map_div", MAP_OPTIONS);
  clusterMap.start(map, { ...configuration, files: FILES, alone: true });
  clusterMap.show({ tour: true, ...tour });
  document.title = tour.title;
})();
"""


def tour_html(atlas: Atlas, tour: Tour, known: Known, language: Language, server: str) -> bytes:
    """The file. ``language`` is spoken where the reader's browser speaks none of ours.

    Raises
    ------
    DataError
        If a layer of the map is damaged.
    """
    title = in_language(tour.title, language) or say("own_tour", language)
    data = {
        "LANGUAGES": [str(code) for code in Language],
        "PREFERRED": str(language),
        "MAP_OPTIONS": map_options(PARTNERS, 0),
        "TOURS": {str(code): _told(atlas, tour, known, code, server) for code in Language},
        "FILES": {key: json.loads(asset(atlas, f"{name}.json").content) for key, name in TOUR_FILES.items()},
    }
    constants = "".join(f"const {name} = {as_javascript(value)};\n" for name, value in data.items())
    scripts = [asset(atlas, name).content.decode() for name in TOUR_SCRIPTS]
    styles = asset(atlas, "leaflet.css").content.decode() + map_style(_typeface_inside).decode() + PAPER
    made = "".join(f"<script>{script}</script>\n" for script in (*scripts, constants + START))
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{NOTHING_FROM_OUTSIDE}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{styles}</style>\n</head>\n<body>\n"
        f'<div id="map_div"></div>\n{_without_script(atlas, tour)}\n{made}</body>\n</html>\n'
    ).encode()


def _told(atlas: Atlas, tour: Tour, known: Known, language: Language, server: str) -> dict[str, Any]:
    """What the file says in a language."""
    other = next(code for code in Language if code is not language)
    configuration = tour_configuration(atlas, language)
    del configuration["files"]
    configuration["other_language"] = str(other)
    configuration["labels"]["other_language"] = say("this_language", other)
    return {"configuration": configuration, "tour": played(atlas, tour, known, language, server)[0]}


def _typeface_inside(file: Path) -> str:
    return f"data:font/woff2;base64,{base64.b64encode(file.read_bytes()).decode()}"


def _without_script(atlas: Atlas, tour: Tour) -> str:
    """The words of the tour, and whose figures it holds, for those whose browser runs no script."""
    parts = []
    for language in Language:
        title = in_language(tour.title, language) or say("own_tour", language)
        steps = "".join(
            f"<li><b>{escape(in_language(step.title, language))}</b> "
            f"{escape(in_language(step.words, language))}</li>"
            for step in tour.steps
        )
        told = (citation(atlas, title, language), credit(atlas, language), boundaries(atlas, language))
        about = "".join(f"<p>{escape(text)}</p>" for text in told)
        parts.append(f'<section lang="{language}"><h1>{escape(title)}</h1><ol>{steps}</ol>{about}</section>')
    return f"<noscript>{''.join(parts)}</noscript>"
