"""Public-private projects on the map: each figure at its place, nothing where none is on file."""

import pytest

from cluster_map.atlas import Atlas
from cluster_map.contacts import contacts
from cluster_map.ppp import TOPICS, ppp_places
from cluster_map.questions import MapLayer
from cluster_map.store import open_store

ATLAS = Atlas(open_store())


@pytest.mark.parametrize("layer", MapLayer)
def test_every_fact_that_names_places_is_drawn_at_each_of_them_and_no_other(layer):
    facts = [f for f in ATLAS.store.records("ppp_facts") if f["topic"] == TOPICS[layer]]
    wanted = [(f["fact_id"], code) for f in facts for code in f["prefectures"]]
    assert wanted
    assert [(p.fact["fact_id"], p.prefecture) for p in ppp_places(ATLAS, layer)] == wanted


def test_projects_of_five_prefectures_and_seven_cities_are_counted():
    places = ppp_places(ATLAS, MapLayer.PFI_PROJECTS)
    cities = [place for place in places if place.fact["lat"] is not None]
    assert (len(places) - len(cities), len(cities)) == (5, 7)
    assert all(int(place.fact["value"]) > 0 for place in places)


def test_a_city_is_drawn_at_its_own_point_and_a_prefecture_at_its_capital():
    for place in ppp_places(ATLAS, MapLayer.PFI_PROJECTS):
        own = place.fact if place.fact["lat"] is not None else ATLAS.prefectures[place.prefecture]
        assert place.at == (own["lon"], own["lat"])


def test_a_figure_of_all_japan_is_at_no_place():
    drawn = {p.fact["fact_id"] for layer in MapLayer for p in ppp_places(ATLAS, layer)}
    nationwide = {f["fact_id"] for f in ATLAS.store.records("ppp_facts") if f["scope_en"] == "Japan"}
    assert nationwide
    assert not drawn & nationwide


def test_a_prefecture_with_a_platform_on_file_names_it_among_its_help_and_no_other_does():
    with_one = {place.prefecture for place in ppp_places(ATLAS, MapLayer.PPP_PLATFORMS)}
    found = {code for code in ATLAS.prefectures if contacts(ATLAS, code).platforms}
    assert found == with_one
