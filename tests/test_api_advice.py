"""Advice over HTTP: the worked cases, answers that fit their description, every fault named."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from route_cases import EXPECTED, flat_inputs, of_kind
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cluster_map.api.routes import api_routes
from cluster_map.atlas import Atlas
from cluster_map.store import open_store

ATLAS = Atlas(open_store(Path(__file__).parent.parent / "data"))
CLIENT = TestClient(Starlette(routes=api_routes(lambda: ATLAS)))
DOCUMENT = CLIENT.get("/api/v1/openapi.json").json()
PATHS = ("route", "coverage", "readiness", "sme-check")
SCHEMAS = {
    path: DOCUMENT["paths"][f"/api/v1/{path}"]["post"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    for path in PATHS
}
EXAMPLES = {
    path: DOCUMENT["paths"][f"/api/v1/{path}"]["post"]["requestBody"]["content"]["application/json"][
        "example"
    ]
    for path in PATHS
}
INNER = {"route", "readiness"}
"""Paths whose answers stand under ``inputs``."""


def validator(schema):
    return jsonschema.Draft202012Validator(schema | {"components": DOCUMENT["components"]})


def ask(path, document):
    answer = CLIENT.post(f"/api/v1/{path}", json=document)
    assert answer.status_code == 200, answer.text
    validator(SCHEMAS[path]).validate(answer.json())
    return answer.json()


def refuse(path, status=400, content=None, document=None):
    answer = CLIENT.post(f"/api/v1/{path}", content=json.dumps(document) if content is None else content)
    assert answer.status_code == status, answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    validator({"$ref": "#/components/schemas/Problem"}).validate(problem)
    assert "Traceback" not in answer.text
    assert len(answer.content) < 20_000
    return problem


def under(path, answers):
    return {"inputs": answers} if path in INNER else answers


# Worked cases


@pytest.mark.parametrize("case", of_kind("route").values(), ids=of_kind("route"))
def test_a_worked_route(case):
    found = ask("route", {"inputs": case["inputs"], "date": case["date"]})
    for name, expected in case["expect"].items():
        assert found[name] == expected, name
    assert found["flips"] == case["flips"]


@pytest.mark.parametrize("case", of_kind("coverage").values(), ids=of_kind("coverage"))
def test_a_worked_coverage(case):
    assert ask("coverage", flat_inputs(case))["gpa_status"] == case["expect"]


@pytest.mark.parametrize("case", of_kind("rit").values(), ids=of_kind("rit"))
def test_a_worked_application(case):
    found = ask("readiness", {"inputs": case["inputs"]})
    assert {name: found[name] for name in case["expect"]} == case["expect"]


@pytest.mark.parametrize("case", of_kind("sme").values(), ids=of_kind("sme"))
def test_a_worked_firm(case):
    found = ask("sme-check", flat_inputs(case))
    assert {f"expect_{name}": found[name] for name in ("sme", "micro")} == {n: case[n] for n in EXPECTED[1:]}


# Explanations


def test_every_route_explains_its_points_with_sources_and_the_ranking_is_the_same():
    found = ask("route", EXAMPLES["route"])
    assert [{n: way[n] for n in ("model", "points")} for way in found["routes"]] == found["ranking"]
    for way in found["routes"]:
        assert sum(rule["points"] for rule in way["rules"]) == way["points"]
        assert all(rule["source"] for rule in way["rules"])
        assert way["next_steps"]
    assert {o["model"]: o["reason_en"] for o in found["left_out"]} == found["not_applicable"]
    assert found["inputs_given"] == found["inputs_asked"] == 10


def test_contacts_are_of_the_sector_and_around_the_buyer():
    worked = of_kind("route")["RA-02"]
    found = ask("route", {"inputs": worked["inputs"] | {"country": "FR"}, "date": worked["date"]})["contacts"]
    assert found["prefecture"] == "22"
    for cluster in found["clusters"]:
        assert "environment-energy" in ATLAS.clusters[cluster["id"]]["sectors"]
        assert "22" in ATLAS.clusters[cluster["id"]]["prefectures"]
    for cluster in found["nearby_clusters"]:
        assert "environment-energy" in ATLAS.clusters[cluster["id"]]["sectors"]
        assert "22" not in ATLAS.clusters[cluster["id"]]["prefectures"]
    assert {"pref-22", "city-22100", "city-22130"} <= {buyer["id"] for buyer in found["buyers"]}
    assert all(ATLAS.store.by_key("offices")[o["id"]]["country"] == "FR" for o in found["home_offices"])


def test_without_a_prefecture_nobody_is_named():
    assert ask("route", EXAMPLES["route"])["contacts"] is None
    assert ask("route", {"inputs": {"prefecture": "06"}})["contacts"]["prefecture"] == "06"


def test_nothing_answered_is_an_answer_of_unknowns():
    found = ask("route", {"inputs": {}})
    assert (found["ranking"], found["flips"], found["inputs_given"]) == ([], [], 0)
    assert len(found["not_applicable"]) == 10
    assert ask("coverage", {})["gpa_status"] == "unknown"
    assert ask("sme-check", {})["sme"] == "unknown"
    assert ask("readiness", {"inputs": {}})["overall"] == "incomplete"


def test_null_is_no_answer():
    for path, example in EXAMPLES.items():
        given = example["inputs"] if path in INNER else example
        emptied = dict.fromkeys(given)
        assert ask(path, under(path, emptied)) == ask(path, under(path, {}))


# Faults


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        ("route", "ticket_jpy", 10**18),
        ("route", "ticket_jpy", -1),
        ("route", "ticket_jpy", "8000000"),
        ("route", "ticket_jpy", True),
        ("route", "ticket_jpy", [1]),
        ("route", "horizon_months", 1e9),
        ("route", "offer", "software"),
        ("route", "offer", ["software", "magic"]),
        ("route", "offer", [["software"]]),
        ("route", "offer", [{}]),
        ("route", "tier", "galactic"),
        ("route", "tier", {"a": 1}),
        ("route", "sector", "biotech"),
        ("route", "entity_id", "city-99999"),
        ("route", "prefecture", "48"),
        ("route", "country", "Germany"),
        ("coverage", "date", "2026-02-30"),
        ("coverage", "date", "20261122"),
        ("coverage", "date", 2026),
        ("coverage", "home", "mars"),
        ("readiness", "n_companies", -1),
        ("readiness", "n_companies", 2.5),
        ("readiness", "own_share_pct", 101),
        ("readiness", "call_open", "yes"),
        ("readiness", "call_open", 1),
        ("readiness", "cost_items", ["champagne"]),
        ("readiness", "applicant_country", "jp"),
        ("sme-check", "industry_id", "banking"),
        ("sme-check", "capital_jpy", 10**18),
        ("sme-check", "employees", 0.5),
        ("sme-check", "form", "club"),
        ("sme-check", "colour", "red"),
        ("route", "colour", "red"),
    ],
)
def test_a_bad_answer_is_named_with_what_was_found_and_what_is_allowed(path, name, value):
    problem = refuse(path, document=under(path, {name: value}))
    assert problem["parameter"].endswith(name)
    assert problem["found"]
    assert problem["allowed"]


@pytest.mark.parametrize("path", PATHS)
def test_a_text_of_a_hundred_thousand_characters_in_any_field_is_refused(path):
    schema = DOCUMENT["paths"][f"/api/v1/{path}"]["post"]["requestBody"]["content"]["application/json"][
        "schema"
    ]
    fields = (
        schema["properties"]["inputs" if path in INNER else "x"]["properties"]
        if path in INNER
        else schema["properties"]
    )
    problem = refuse(path, document=under(path, dict.fromkeys(fields, "x" * 5000)))
    assert {fault["parameter"].rsplit(".")[-1] for fault in problem["errors"]} == set(fields)
    for name in fields:
        refuse(path, document=under(path, {name: "あ" * 100_000}))


def test_all_faults_are_named_at_once():
    problem = refuse("route", document={"inputs": {"tier": 1, "risk": 2, "x": 3}, "date": 4, "y": 5})
    named = {fault["parameter"] for fault in problem["errors"]}
    assert named == {"inputs.tier", "inputs.risk", "inputs.x", "date", "y"}


@pytest.mark.parametrize(
    ("path", "answers", "fault"),
    [
        ("readiness", {"n_companies": 4, "n_sme": 9}, "inputs.n_sme"),
        ("route", {"tier": "national", "entity_id": "city-22130"}, "inputs.tier"),
        ("coverage", {"tier": "core_city", "entity_id": "pref-13"}, "tier"),
    ],
)
def test_answers_that_cannot_hold_together_are_refused(path, answers, fault):
    assert refuse(path, document=under(path, answers))["parameter"] == fault


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"a": NaN}',
        b'{"a": 1, "a": 2}',
        b"9" * 10_000,
        b"null",
        b"[]",
        b'"x"',
    ],
)
@pytest.mark.parametrize("path", ["route", "coverage"])
def test_a_body_that_is_no_object_of_json_is_refused(path, body):
    assert refuse(path, content=body)["parameter"] == "body"


def test_inputs_have_to_be_an_object():
    for document in ({}, {"inputs": []}, {"inputs": "x"}, {"inputs": None}):
        assert refuse("route", document=document)["parameter"] == "inputs"


def test_a_body_of_more_than_a_megabyte_is_not_read():
    assert refuse("route", status=413, content=b" " * 1_000_001)["parameter"] == "body"


def test_advice_is_asked_by_post_alone_and_takes_no_parameters():
    answer = CLIENT.get("/api/v1/route")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert "POST" in answer.json()["allowed"]
    assert CLIENT.post("/api/v1/coverage?limit=1", json={}).status_code == 400


def test_advice_is_kept_by_no_cache():
    assert CLIENT.post("/api/v1/coverage", json={}).headers["cache-control"] == "no-store"


# The description


@pytest.mark.parametrize("path", PATHS)
def test_the_described_example_is_allowed_and_answered(path):
    body = DOCUMENT["paths"][f"/api/v1/{path}"]["post"]["requestBody"]["content"]["application/json"]
    validator(body["schema"]).validate(body["example"])
    ask(path, body["example"])


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(PATHS), st.data())
@settings(deadline=None, max_examples=80)
def test_whatever_is_asked_the_description_and_the_answer_agree_on_what_is_allowed(path, data):
    """What the description refuses is refused, and nothing makes the server fail."""
    schema = DOCUMENT["paths"][f"/api/v1/{path}"]["post"]["requestBody"]["content"]["application/json"][
        "schema"
    ]
    fields = schema["properties"]["inputs"]["properties"] if path in INNER else schema["properties"]
    answers = data.draw(st.dictionaries(st.sampled_from(sorted(fields)), ANY_JSON, max_size=4))
    answer = CLIENT.post(f"/api/v1/{path}", json=under(path, answers))
    assert answer.status_code in (200, 400)
    if not validator(schema).is_valid(under(path, answers)):
        assert answer.status_code == 400
