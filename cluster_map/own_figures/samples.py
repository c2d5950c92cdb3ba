"""Files to begin with: a template to fill in, and samples made of the project's own tables."""

from collections.abc import Sequence

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.text import say

Table = tuple[tuple[str, ...], Sequence[Sequence[str | int | float]]]
"""Headers and rows."""


def template(atlas: Atlas, language: Language) -> Table:
    """Every prefecture with its code, and a column to be filled in."""
    headers = (say("own_code", language), say("prefecture", language), say("value", language))
    return headers, [(code, p[f"name_{language}"], "") for code, p in atlas.prefectures.items()]


def figures_sample(atlas: Atlas, language: Language) -> Table:
    """Population by prefecture."""
    year = next(iter(atlas.prefectures.values()))["population_year"]
    headers = (
        say("own_code", language),
        say("prefecture", language),
        say("own_sample_population", language, year=year),
    )
    return headers, [(code, p[f"name_{language}"], p["population"]) for code, p in atlas.prefectures.items()]


def points_sample(atlas: Atlas, language: Language) -> Table:
    """The clusters with their core points."""
    headers = (
        say("own_sample_name", language),
        say("own_longitude", language),
        say("own_latitude", language),
    )
    return headers, [
        (cluster[f"name_{language}"], cluster["lon"], cluster["lat"]) for cluster in atlas.clusters.values()
    ]
