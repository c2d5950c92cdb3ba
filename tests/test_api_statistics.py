"""Measures, statistics and labels over HTTP: every answer fits its description, every fault is named."""

from pathlib import Path

import jsonschema
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cluster_map.api.routes import api_routes
from cluster_map.api.statistics_openapi import PARAMETERS
from cluster_map.atlas import Atlas
from cluster_map.domain import LabelMethod, SectorId
from cluster_map.store import open_store

ROOT = Path(__file__).parent.parent
CENSUS = "census-of-manufactures"

# From the task that the API was built for, not from the code.
MEASURES = [
    "establishments",
    "employees",
    "shipments",
    "value-added",
    "gpp",
    "lq-establishments",
    "lq-employees",
    "lq-value-added",
    "productivity",
    "growth",
    "litzenberger-sternberg",
]
YEARS = {
    CENSUS: [2016, 2019],
    "economic-census": [2016, 2021],
    "economic-census-2014": [2014],
    "census-of-manufactures-total": list(range(2002, 2013)),
}


@pytest.fixture(scope="module")
def client():
    atlas = Atlas(open_store(ROOT / "data"))
    return TestClient(Starlette(routes=api_routes(lambda: atlas)))


@pytest.fixture(scope="module")
def document(client):
    return client.get("/api/v1/openapi.json").json()


def get(client, path, **query):
    answer = client.get(f"/api/v1/{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def values(client, **query):
    return {item["prefecture"]: item["value"] for item in get(client, "statistics", **query)["items"]}


def fits(document, path, answer):
    content = document["paths"][f"/api/v1/{path}"]["get"]["responses"]["200"]["content"]
    schema = content["application/json"]["schema"] | {"components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(answer)


def faults(client, path, **query):
    answer = client.get(f"/api/v1/{path}", params=query)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    return {error["parameter"]: error["allowed"] for error in answer.json()["errors"]}


def test_the_measures_are_those_of_the_contract(client, document):
    answer = get(client, "measures")
    fits(document, "measures", answer)
    assert [measure["id"] for measure in answer["items"]] == MEASURES
    employees = answer["items"][1]
    assert employees["years_of_classification"] == YEARS


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_answers_for_every_sector_with_a_value_or_a_reason(client, document, measure):
    for sector in SectorId:
        answer = get(client, "statistics", measure=measure, sector=sector)
        fits(document, "statistics", answer)
        assert len(answer["items"]) == 47
        assert all(
            (item["value"] is None) == (item["missing_because"] is not None) for item in answer["items"]
        )


def test_every_classification_and_year_that_is_listed_can_be_asked_for(client):
    for measure in get(client, "measures")["items"]:
        for classification, years in measure["years_of_classification"].items():
            industry = {CENSUS: "09", "census-of-manufactures-total": "E", "prefectural-accounts": "03"}
            code = industry.get(classification, "0301" if "accounts" in classification else "G")
            for year in years:
                query = {"measure": measure["id"], "classification": classification, "industry": code}
                assert get(client, "statistics", year=year, **query)["year"] == year


def test_the_newest_year_is_the_default(client):
    assert get(client, "statistics", measure="employees", sector="food")["year"] == 2019
    assert get(client, "statistics", measure="employees", sector="tourism")["year"] == 2021
    assert get(client, "statistics", measure="gpp", sector="tourism")["year"] == 2022


def test_a_published_quotient_is_answered(client):
    found = values(client, measure="lq-employees", industry="31", classification=CENSUS, prefecture="23")
    assert found == {"23": pytest.approx(2.71, abs=0.005)}


def test_aircraft_has_no_figure_and_the_reason_is_told(client):
    answer = get(client, "statistics", measure="lq-employees", sector="aircraft")
    assert {item["missing_because"] for item in answer["items"]} == {"no-class"}
    assert any("314" in note for note in answer["notes"])


@pytest.mark.parametrize(("sector", "proxy"), [("food", False), ("automotive", True), ("tourism", True)])
def test_a_proxy_is_marked(client, sector, proxy):
    assert get(client, "statistics", measure="employees", sector=sector)["proxy"] is proxy


def test_a_suppressed_figure_is_null_with_its_reason(client):
    items = get(client, "statistics", measure="shipments", industry="20", classification=CENSUS, year=2016)
    aomori = items["items"][1]
    assert aomori == {"prefecture": "02", "value": None, "missing_because": "suppressed"}


def test_productivity_is_value_added_over_employees(client):
    query = {"industry": "31", "classification": CENSUS, "year": 2019}
    value, staff = (values(client, measure=m, **query) for m in ("value-added", "employees"))
    found = values(client, measure="productivity", **query)
    for code, figure in found.items():
        assert figure is None or figure == pytest.approx(value[code] / staff[code])
    assert sum(figure is not None for figure in found.values()) > 40


def test_growth_counts_from_the_year_asked_for(client):
    query = {"industry": "TOTAL", "classification": "prefectural-accounts"}
    start, end = (values(client, measure="gpp", year=year, **query) for year in (2015, 2019))
    answer = get(client, "statistics", measure="growth", year=2019, **query, **{"from": 2015})
    assert answer["from"] == 2015
    for item in answer["items"]:
        code = item["prefecture"]
        assert item["value"] == pytest.approx(100 * (end[code] / start[code] - 1))


def test_the_rest_of_japan_raises_quotients_above_one(client):
    query = {"measure": "lq-employees", "sector": "automotive"}
    japan, rest = values(client, **query), values(client, **query, benchmark="rest")
    assert all((rest[code] > japan[code]) == (japan[code] > 1) for code in japan)


def test_peers_are_held_against_themselves(client):
    query = {"measure": "lq-employees", "sector": "food", "prefecture": "22", "benchmark": "22"}
    assert values(client, **query) == {"22": pytest.approx(1.0)}


@pytest.mark.parametrize("method", LabelMethod)
def test_labels_are_there_for_all_47(client, document, method):
    for sector in ("food", "aircraft", "tourism"):
        answer = get(client, "labels", sector=sector, method=method)
        fits(document, "labels", answer)
        assert [item["prefecture"] for item in answer["items"]] == [f"{n:02d}" for n in range(1, 48)]
        assert answer["labelled"] == sum(item["label"] is not None for item in answer["items"])


def test_quotients_of_money_say_how_many_figures_are_kept_secret(client):
    query = {"measure": "lq-value-added", "sector": "food", "classification": CENSUS}
    for year, hidden in ((2016, 29), (2019, 25)):
        notes = get(client, "statistics", year=year, **query)["notes"]
        assert any(f"{hidden} figures of that year are kept secret" in note for note in notes)
    assert not any(
        "secret" in note for note in get(client, "statistics", measure="lq-employees", sector="food")["notes"]
    )


def test_tables_come_as_csv_too(client):
    for path, query in {"statistics": {"measure": "employees"}, "labels": {"method": "us"}}.items():
        answer = client.get(f"/api/v1/{path}", params={"sector": "food", "format": "csv", **query})
        assert answer.headers["content-type"].startswith("text/csv")
        assert len(answer.text.splitlines()) == 48


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"sector": "food"}, "measure"),
        ({"measure": "size", "sector": "food"}, "measure"),
        ({"measure": "employees"}, "sector"),
        ({"measure": "employees", "sector": "food", "industry": "09"}, "industry"),
        ({"measure": "employees", "sector": "biotech"}, "sector"),
        ({"measure": "employees", "industry": "09"}, "classification"),
        ({"measure": "employees", "industry": "99", "classification": CENSUS}, "industry"),
        (
            {"measure": "employees", "sector": "food", "classification": "prefectural-accounts"},
            "classification",
        ),
        ({"measure": "employees", "sector": "food", "year": "2017"}, "year"),
        ({"measure": "employees", "sector": "food", "year": "9" * 9000}, "year"),
        ({"measure": "employees", "sector": "food", "from": "2016"}, "from"),
        ({"measure": "growth", "sector": "food", "from": "2019"}, "from"),
        ({"measure": "employees", "sector": "food", "prefecture": "6"}, "prefecture"),
        ({"measure": "employees", "sector": "food", "benchmark": "rest"}, "benchmark"),
        ({"measure": "lq-employees", "sector": "food", "benchmark": "moon"}, "benchmark"),
        ({"measure": "employees", "sector": "food", "format": "xml"}, "format"),
        ({"measure": "employees", "sector": "food", "colour": "red"}, "colour"),
    ],
)
def test_a_fault_is_named_with_what_is_allowed(client, query, parameter):
    assert faults(client, "statistics", **query)[parameter]


def test_all_faults_are_named_at_once(client):
    told = faults(
        client, "statistics", measure="lq-employees", sector="food", year="1", prefecture="99", x="1"
    )
    assert set(told) == {"year", "prefecture", "x"}


def test_labels_refuse_an_unknown_method(client):
    assert "us, stars, litzenberger" in faults(client, "labels", sector="food", method="eu")["method"]


def test_labels_follow_thresholds_of_the_asker(client):
    usual = get(client, "labels", sector="food", method="litzenberger")
    query = {"sector": "food", "method": "litzenberger", "t_litzenberger-cluster": "12"}
    strict = get(client, "labels", **query)
    assert {reason["bar"] for item in strict["items"] for reason in item["missing"]} <= {1.0, 12.0}
    counts = [sum(i["label"] == "cluster" for i in answer["items"]) for answer in (strict, usual)]
    assert counts[0] < counts[1]


def test_a_threshold_of_another_method_is_a_fault(client):
    told = faults(client, "labels", sector="food", method="us", **{"t_stars-quotient": "2"})
    assert "t_us-quotient" in told["t_stars-quotient"]


def test_measures_take_no_parameters(client):
    assert "sector" in faults(client, "measures", sector="food")


@pytest.mark.parametrize("path", ["statistics", "labels"])
def test_the_described_parameters_are_the_allowed_ones(client, path):
    allowed = faults(client, path, no_such="1")["no_such"].removeprefix("the parameters ").split(", ")
    assert set(allowed) == {parameter["name"] for parameter in PARAMETERS[path]}


@pytest.mark.parametrize("path", ["statistics", "labels"])
def test_every_described_word_is_taken(client, path):
    required = {"measure": "lq-employees"} if path == "statistics" else {}
    for parameter in PARAMETERS[path]:
        for word in parameter["schema"].get("enum", []):
            query = {"sector": "food", **required, parameter["name"]: word}
            assert client.get(f"/api/v1/{path}", params=query).status_code == 200
