"""Whom to contact about a public project, on a map: buyers by how they are covered, and clusters."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from cluster_map.atlas import Atlas
from cluster_map.contacts import Contacts, contacts
from cluster_map.coverage import GpaStatus, buyers, contradicts_buyer, coverage_by_buyer
from cluster_map.domain import Language, Precision
from cluster_map.fragments import records
from cluster_map.maps.changes import Change, explore_change, with_buyers, with_points
from cluster_map.maps.points import Shown, point_changes
from cluster_map.ppp import PppPlace, ppp_places
from cluster_map.questions import MapLayer
from cluster_map.selection import backed, select_clusters
from cluster_map.text import say, say_code
from cluster_map.url_state import ViewState

Answers = Mapping[str, Any]


def answers_of(atlas: Atlas, view: ViewState) -> Answers:
    """The answers of a view with its sector, and today where no day was named.

    A buyer of another tier than the one chosen is left out.
    """
    answers = {"date": date.today().isoformat(), **dict(view.answers)}
    if view.sectors:
        answers["sector"] = view.sectors[0]
    if contradicts_buyer(atlas.store, answers):
        del answers["entity_id"]
    return answers


def place_of(atlas: Atlas, view: ViewState, answers: Answers) -> str | None:
    """The prefecture that is meant: the buyer's, else the one chosen."""
    if buyer := answers.get("entity_id"):
        return str(buyers(atlas.store)[buyer]["prefecture"])
    return view.prefectures[0] if view.prefectures else None


def contacts_of(atlas: Atlas, view: ViewState, answers: Answers) -> Contacts | None:
    """Whom there is to contact, under the filter of evidence; nobody before a prefecture is known."""
    prefecture = place_of(atlas, view, answers)
    if prefecture is None:
        return None
    sectors = (answers["sector"],) if "sector" in answers else ()
    country = view.countries[0] if view.countries else None
    return contacts(atlas, prefecture, sectors, country, view.evidence)


def covered_of(atlas: Atlas, view: ViewState, answers: Answers) -> dict[str, GpaStatus]:
    """How a contract of each buyer is covered, for the buyers under the filter of evidence."""
    known = buyers(atlas.store)
    covered = coverage_by_buyer(atlas.store, answers)
    return {buyer: covered[buyer] for buyer in covered if backed([known[buyer]], view)}


def layers_of(answers: Answers) -> list[MapLayer]:
    """The layers that the reader has turned on."""
    return [MapLayer(code) for code in answers.get("layers", ())]


def contacts_change(
    atlas: Atlas, view: ViewState, answers: Answers, found: Contacts | None, covered: Mapping[str, GpaStatus]
) -> Change:
    """The map of the page for public projects under a view and its answers."""
    language, prefecture = view.language, place_of(atlas, view, answers)
    of_place = replace(view, prefectures=(prefecture,) if prefecture else ())
    anywhere = select_clusters(atlas, ViewState(sectors=view.sectors[:1], evidence=view.evidence))
    here = [cluster for cluster in anywhere if prefecture in cluster["prefectures"]]
    change = explore_change(atlas, of_place, here, anywhere, _summary(found, language))
    change = with_buyers(change, buyers(atlas.store), covered, language)
    layers = layers_of(answers)
    shown = [
        _shown(atlas, layer, place, language)
        for layer in layers
        for place in ppp_places(atlas, layer)
        if backed([place.fact], view)
    ]
    rows = [[f"point {layer}", say_code("map_layer", layer, language)] for layer in layers]
    return with_points(change, point_changes(shown), rows)


def _shown(atlas: Atlas, layer: MapLayer, place: PppPlace, language: Language) -> Shown:
    """A platform as a ring on its prefecture, a count of projects as a number at its place."""
    fact = place.fact
    counted = layer is MapLayer.PFI_PROJECTS
    prefecture = records.name_of(atlas.prefectures[place.prefecture], language)
    figure = say(
        "layer_figure",
        language,
        metric=records.field(fact, "metric", language),
        value=fact["value"] if counted else records.field(fact, "scope", language),
        as_of=records.field(fact, "as_of", language),
    )
    return Shown(
        at=place.at,
        name=(records.field(fact, "scope", language) or prefecture) if counted else prefecture,
        about=figure,
        look=str(layer),
        precision=Precision.SITE,
        number=int(fact["value"]) if counted else None,
    )


def _summary(found: Contacts | None, language: Language) -> str:
    if found is None:
        return say("contacts_choose", language)
    return say(
        "contacts_summary",
        language,
        prefecture=records.name_of(found.prefecture, language),
        clusters=len(found.clusters),
        buyers=len(found.buyers),
    )
