"""Gaps over HTTP: ranked, with reasons, filtered, as CSV, by other thresholds; every fault is named."""

import csv

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from test_api_statistics import faults, fits, get

from cluster_map.api.gaps import PARAMETERS
from cluster_map.api.gaps_openapi import OWN_PARAMETERS
from cluster_map.api.routes import api_routes
from cluster_map.domain import GapKind
from cluster_map.process import shared_atlas


@pytest.fixture(scope="module")
def client():
    return TestClient(Starlette(routes=api_routes(shared_atlas)))


@pytest.fixture(scope="module")
def document(client):
    return client.get("/api/v1/openapi.json").json()


@pytest.mark.parametrize("kind", GapKind)
def test_every_kind_has_gaps_ranked_from_one_with_reasons_and_source(client, document, kind):
    answer = get(client, "gaps", kind=kind, limit=10_000)
    fits(document, "gaps", answer)
    assert [item["rank"] for item in answer["items"]] == list(range(1, answer["total"] + 1))
    for item in answer["items"]:
        assert item["kind"] == kind
        assert item["why_en"]
        assert item["why_ja"]
        assert item["source"].startswith("http")


def test_a_strong_prefecture_without_a_tie_up_has_none_on_file(client):
    for item in get(client, "gaps", kind="no-tie-up")["items"]:
        assert item["quotient"] >= 1.2
        assert item["employees"] >= 1000
        query = {"prefecture": item["prefecture"], "sector": item["sector"]}
        assert get(client, "tie-ups", **query)["total"] == 0


def test_a_partner_that_is_not_met_works_on_the_sector_elsewhere_and_not_there(client):
    items = get(client, "gaps", kind="partner-not-met", sector="food", prefecture="01", limit=10_000)["items"]
    assert items
    for item in items:
        query = {"region": item["region"], "sector": "food"}
        assert get(client, "tie-ups", **query)["total"] == item["tie_ups_of_region"] > 0
        assert get(client, "tie-ups", prefecture="01", **query)["total"] == 0


def test_an_ended_tie_up_names_it_and_its_last_year(client):
    for item in get(client, "gaps", kind="ended")["items"]:
        tie_up = get(client, f"tie-ups/{item['tie_up']}")
        assert item["prefecture"] in tie_up["prefectures"]
        assert str(tie_up["to_year"]) in item["why_en"]


def test_clusters_with_weak_figures_and_figures_without_clusters_are_told(client):
    for item in get(client, "gaps", kind="cluster-without-strength")["items"]:
        assert item["quotient"] < 0.8
        assert item["clusters"] > 0
    for item in get(client, "gaps", kind="strength-without-cluster")["items"]:
        query = {"prefecture": item["prefecture"], "sector": item["sector"]}
        assert get(client, "clusters", **query)["total"] == 0


@pytest.mark.parametrize(
    ("name", "value"), [("sector", "food"), ("prefecture", "22"), ("region", "de-bavaria"), ("country", "DE")]
)
def test_a_filter_leaves_what_fits_and_nothing_else(client, name, value):
    every = get(client, "gaps", limit=10_000)["items"]
    found = get(client, "gaps", limit=10_000, **{name: value})["items"]
    assert found == [item for item in every if item[name] == value]
    assert found


def test_aircraft_has_no_gap_because_it_has_no_figure(client):
    assert get(client, "gaps", sector="aircraft")["total"] == 0


def test_stricter_bars_never_give_more_gaps_and_looser_ones_never_fewer(client):
    for kind in GapKind:
        answer = get(client, "gaps", kind=kind, limit=10_000)
        assert answer["total_if_stricter"] <= answer["total"] <= answer["total_if_looser"]
        assert sum(item["holds_if_stricter"] for item in answer["items"]) == answer["total_if_stricter"]


def test_thresholds_of_the_asker_hold(client):
    own = {"t_gaps-strong": "2", "t_gaps-employees": "5000"}
    answer = get(client, "gaps", kind="no-tie-up", **own)
    assert answer["thresholds"] == {"strong_quotient": 2, "weak_quotient": 0.8, "least_employees": 5000}
    assert all(item["quotient"] >= 2 and item["employees"] >= 5000 for item in answer["items"])
    assert answer["total"] < get(client, "gaps", kind="no-tie-up")["total"]


def test_pages_together_are_the_whole(client):
    every = get(client, "gaps", kind="no-tie-up")["items"]
    pages = [get(client, "gaps", kind="no-tie-up", limit=20, offset=start) for start in (0, 20, 40)]
    assert [item for page in pages for item in page["items"]] == every


def test_gaps_come_as_csv_too(client):
    answer = client.get("/api/v1/gaps", params={"kind": "ended", "format": "csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(answer.text.removeprefix("\ufeff").splitlines()))
    assert [row["tie_up"] for row in rows] == [
        i["tie_up"] for i in get(client, "gaps", kind="ended")["items"]
    ]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"kind": "none"}, "kind"),
        ({"sector": "biotech"}, "sector"),
        ({"prefecture": "48"}, "prefecture"),
        ({"region": "atlantis"}, "region"),
        ({"country": "JP"}, "country"),
        ({"t_gaps-strong": "x"}, "t_gaps-strong"),
        ({"t_gaps-strong": "99"}, "t_gaps-strong"),
        ({"t_us-quotient": "1"}, "t_us-quotient"),
        ({"format": "geojson"}, "format"),
        ({"limit": "0"}, "limit"),
    ],
)
def test_a_fault_is_named_with_what_is_allowed(client, query, parameter):
    assert faults(client, "gaps", **query)[parameter]


def test_the_described_parameters_are_the_allowed_ones():
    assert {parameter["name"] for parameter in OWN_PARAMETERS} | {"limit", "offset"} == set(PARAMETERS)
