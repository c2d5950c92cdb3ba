"""Public-private projects on the map: regional platforms, and counts of PFI projects by place. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from cluster_map.atlas import Atlas, Record
from cluster_map.geography import Point
from cluster_map.questions import MapLayer

TOPICS: Mapping[MapLayer, str] = {
    MapLayer.PPP_PLATFORMS: "ppp_platform",
    MapLayer.PFI_PROJECTS: "pfi_by_place",
}
"""Layer -> the topic of its facts."""


@dataclass(frozen=True, slots=True)
class PppPlace:
    """Where a figure is drawn: at a city, else at the capital of the prefecture that is meant."""

    fact: Record
    prefecture: str
    at: Point


def ppp_places(atlas: Atlas, layer: MapLayer) -> list[PppPlace]:
    """The places of a layer. A place without a figure is not among them: that is no zero."""
    return [
        PppPlace(fact, code, _point(atlas, fact, code))
        for fact in atlas.store.records("ppp_facts")
        if fact["topic"] == TOPICS[layer]
        for code in fact["prefectures"]
    ]


def _point(atlas: Atlas, fact: Record, prefecture: str) -> Point:
    record = fact if fact["lat"] is not None else atlas.prefectures[prefecture]
    return record["lon"], record["lat"]
