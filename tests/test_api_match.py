"""``GET /api/v1/match``: schema, parts that add up, a stable order, and every fault named."""

import jsonschema
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cluster_map.api.routes import api_routes
from cluster_map.process import shared_atlas

PARTS = ["sector", "theme", "strength", "research", "tie_ups", "office", "fairs"]
BAVARIAN = {"home": "de-bavaria", "sector": "electronics", "words": "photonics laser"}
SHIZUOKA = {"direction": "from-japan", "prefecture": "22", "sector": "electronics", "words": "光技術"}


@pytest.fixture(scope="module")
def client():
    return TestClient(Starlette(routes=api_routes(shared_atlas)))


def ask(client, **query):
    answer = client.get("/api/v1/match", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("query", [{}, BAVARIAN, SHIZUOKA, {**BAVARIAN, "lang": "ja", "aim": "research"}])
def test_every_answer_is_as_the_openapi_document_says(client, query):
    document = client.get("/api/v1/openapi.json").json()
    schema = document["paths"]["/api/v1/match"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    jsonschema.Draft202012Validator(schema | {"components": document["components"]}).validate(
        ask(client, limit=1000, **query)
    )


def test_a_bavarian_photonics_firm_finds_hamamatsu_with_reasons(client):
    first = ask(client, **BAVARIAN)["items"][0]
    assert first["id"] == "hamamatsu-photonics"
    assert first["kind"] == "cluster"
    assert first["prefectures"][0] == "22"
    assert [part["part"] for part in first["parts"]] == PARTS
    assert all(part["because"] for part in first["parts"])


def test_points_are_value_times_weight_and_add_up_to_the_score(client):
    for item in ask(client, limit=1000, **BAVARIAN)["items"]:
        assert item["score"] == pytest.approx(sum(part["points"] for part in item["parts"]))
        for part in item["parts"]:
            assert part["points"] == pytest.approx((part["value"] or 0) * part["weight"], abs=1e-3)


def test_scores_fall_and_pages_join_to_the_whole(client):
    whole = ask(client, limit=1000, **BAVARIAN)
    scores = [item["score"] for item in whole["items"]]
    assert scores == sorted(scores, reverse=True)
    assert len(whole["items"]) == whole["total"]
    pages = [
        ask(client, limit=50, offset=start, **BAVARIAN)["items"] for start in range(0, whole["total"], 50)
    ]
    assert [item for page in pages for item in page] == whole["items"]


def test_a_weight_counts_and_may_change_the_order(client):
    before = ask(client, **BAVARIAN)["items"]
    after = ask(client, w_theme=0, w_tie_ups=0, w_fairs=100, **BAVARIAN)["items"]
    assert [item["id"] for item in before] != [item["id"] for item in after]
    assert {part["part"]: part["weight"] for part in after[0]["parts"]}["fairs"] == 100


def test_an_association_gets_partner_regions(client):
    answer = ask(client, **SHIZUOKA)
    assert {item["kind"] for item in answer["items"]} == {"region"}
    assert all(item["region"] == item["id"] and "prefectures" not in item for item in answer["items"])


def test_from_japan_the_home_is_japan_and_may_be_said(client):
    assert ask(client, home="JP", **SHIZUOKA) == ask(client, **SHIZUOKA)


def test_reasons_and_names_follow_the_language(client):
    english, japanese = (ask(client, lang=lang, limit=1, **BAVARIAN)["items"][0] for lang in ("en", "ja"))
    assert english["id"] == japanese["id"]
    assert english["name"] != japanese["name"]
    assert english["parts"][0]["because"] != japanese["parts"][0]["because"]


@pytest.mark.parametrize(
    ("query", "at_fault"),
    [
        ({"direction": "sideways"}, "direction"),
        ({"home": "XX"}, "home"),
        ({"home": "JP"}, "home"),
        ({"home": "DE", "direction": "from-japan"}, "home"),
        ({"prefecture": "22"}, "prefecture"),
        ({"prefecture": "99", "direction": "from-japan"}, "prefecture"),
        ({"sector": "food,magic"}, "sector"),
        ({"aim": "conquer"}, "aim"),
        ({"words": "x" * 50_000}, "words"),
        ({"words": ""}, "words"),
        ({"w_theme": "-1"}, "w_theme"),
        ({"w_theme": "1e18"}, "w_theme"),
        ({"w_theme": "nan"}, "w_theme"),
        ({"w_luck": "5"}, "w_luck"),
        ({"w_fairs": "5", "direction": "from-japan"}, "w_fairs"),
        ({"limit": "0"}, "limit"),
        ({"offset": "-1"}, "offset"),
        ({"lang": "de"}, "lang"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_fault_is_a_problem_document_that_names_it(client, query, at_fault):
    answer = client.get("/api/v1/match", params=query)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert at_fault in [error["parameter"] for error in answer.json()["errors"]]


@pytest.mark.parametrize("words", ["<script>", "${x}", "'; DROP", "\x00", "()[]*", "😀", "あ", "the of and"])
def test_odd_words_are_only_words(client, words):
    assert ask(client, words=words, limit=1)["total"] > 0
