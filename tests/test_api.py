"""The API: every answer fits its own description, every fault is named, nothing hostile gets through.

Records are the shipped ones, compared by relations; hostile and damaged tables are made by hand.
"""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema
import openapi_spec_validator
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from cluster_map.api.collections import COLLECTIONS, Collection
from cluster_map.api.openapi import schema_name
from cluster_map.api.refusals import ProblemsUnderApi
from cluster_map.api.routes import api_routes
from cluster_map.atlas import Atlas
from cluster_map.errors import DataError, DataProblem
from cluster_map.store import Store, open_store

ROOT = Path(__file__).parent.parent
PROBLEM = "application/problem+json"
SECRET_FOLDER = Path("/srv/secret-folder/data")

# From the task that the API was built for, not from the code.
NAMES = (
    "prefectures",
    "sectors",
    "clusters",
    "organisations",
    "tie-ups",
    "partner-regions",
    "offices",
    "exhibitions",
    "support-measures",
)
WITH_GEOMETRY = tuple(name for name in NAMES if name not in ("sectors", "support-measures"))
BY_NAME = {collection.name: collection for collection in COLLECTIONS}


class AlteredStore:
    """The shipped data with rows of some tables exchanged and others damaged."""

    def __init__(
        self, store: Store, rows: Mapping[str, list[Any]] | None = None, damaged: tuple[str, ...] = ()
    ) -> None:
        self.store = store
        self.rows = rows or {}
        self.damaged = damaged

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    def _refuse(self, name: str) -> None:
        if name in self.damaged:
            problems = [DataProblem(f"tables/{name}.csv", 3, "sectors", f"'{SECRET_FOLDER}'", "Mend it.")]
            raise DataError(SECRET_FOLDER, problems)

    def records(self, name: str) -> tuple[Mapping[str, Any], ...]:
        self._refuse(name)
        return tuple(self.rows[name]) if name in self.rows else self.store.records(name)

    def by_key(self, name: str) -> Mapping[str, Mapping[str, Any]]:
        self._refuse(name)
        if name not in self.rows:
            return self.store.by_key(name)
        key = next(c.key for c in COLLECTIONS if c.table == name)
        return {row[key]: row for row in self.rows[name]}

    def read_layer(self, name: str) -> Any:
        self._refuse(name)
        return self.store.read_layer(name)


def client_of(store: Any, **options: Any) -> TestClient:
    atlas = Atlas(store)
    return TestClient(Starlette(routes=api_routes(lambda: atlas)), **options)


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store(ROOT / "data")


@pytest.fixture(scope="module")
def client(store):
    return client_of(store)


@pytest.fixture(scope="module")
def document(client):
    return client.get("/api/v1/openapi.json").json()


def validator(document, schema):
    return jsonschema.Draft202012Validator(schema | {"components": document["components"]})


def schema_of(document, path, media_type, status="200"):
    response = document["paths"][path]["get"]["responses"][status]
    if "$ref" in response:
        response = document["components"]["responses"][response["$ref"].rsplit("/", 1)[-1]]
    return response["content"][media_type]["schema"]


def listed(client, name, **query):
    answer = client.get(f"/api/v1/{name}", params={"limit": 10_000} | query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def ids(client, name, **query):
    return [item["id"] for item in listed(client, name, **query)["items"]]


def assert_problem(answer, status, *words):
    assert answer.status_code == status
    assert answer.headers["content-type"] == PROBLEM
    told = answer.json()
    assert told["status"] == status
    assert {"type", "title", "detail"} <= told.keys()
    for word in words:
        assert word in told["detail"]
    assert "Traceback" not in answer.text
    return told


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


def positions(coordinates: Any) -> Iterator[list[float]]:
    if isinstance(coordinates[0], int | float):
        yield coordinates
    else:
        for part in coordinates:
            yield from positions(part)


# The description


def test_the_description_is_valid_openapi_and_refers_to_nothing_outside_itself(document):
    openapi_spec_validator.validate(document)
    assert document["openapi"].startswith("3.1")
    assert all(reference.startswith("#/") for reference in references(document))


def test_each_collection_is_a_path_of_its_own(document):
    expected = {f"/api/v1/{name}{tail}" for name in NAMES for tail in ("", "/{id}")}
    assert {path for path in document["paths"] if path.split("/")[3] in NAMES} == expected


def test_the_description_names_licence_credits_and_the_version_of_the_data(document, store):
    info = document["info"]
    assert info["license"]["url"].startswith("https://")
    assert store.package["credit"] in info["description"]
    assert store.data_version in info["description"]


@pytest.mark.parametrize("name", NAMES)
def test_every_list_fits_its_schema(client, document, name):
    schema = validator(document, schema_of(document, f"/api/v1/{name}", "application/json"))
    answer = listed(client, name)
    schema.validate(answer)
    assert answer["total"] == len(answer["items"]) > 0


@pytest.mark.parametrize("name", NAMES)
def test_every_single_record_fits_its_schema(client, document, name):
    schema = validator(document, schema_of(document, f"/api/v1/{name}/{{id}}", "application/json"))
    for item in listed(client, name)["items"]:
        alone = client.get(f"/api/v1/{name}/{item['id']}").json()
        schema.validate(alone)
        assert {key: value for key, value in alone.items() if key != "memberships"} == item


@pytest.mark.parametrize("name", WITH_GEOMETRY)
def test_every_feature_fits_its_schema_in_lists_and_alone(client, document, name):
    media_type = "application/geo+json"
    features = listed(client, name, format="geojson")
    validator(document, schema_of(document, f"/api/v1/{name}", media_type)).validate(features)
    alone = validator(document, schema_of(document, f"/api/v1/{name}/{{id}}", media_type))
    for feature in features["features"][:10]:
        answer = client.get(f"/api/v1/{name}/{feature['id']}?format=geojson")
        assert answer.headers["content-type"] == media_type
        alone.validate(answer.json())


@pytest.mark.parametrize("name", NAMES)
def test_a_record_has_the_fields_of_its_schema_and_no_other(client, document, name):
    fields = set(document["components"]["schemas"][schema_name(BY_NAME[name])]["properties"])
    assert all(set(item) == fields for item in listed(client, name)["items"])


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_has_the_columns_of_the_data_dictionary(document, store, name):
    collection = BY_NAME[name]
    fields = set(document["components"]["schemas"][schema_name(collection)]["properties"])
    columns = {field.name for field in store.fields(collection.table)}
    assert fields >= (columns - {collection.key}) | {"id", "source", "evidence"}


def test_problems_fit_their_schema(client, document):
    schema = validator(document, {"$ref": "#/components/schemas/Problem"})
    for path in ("clusters?limit=0&sector=x", "clusters/none", "none", "sectors?format=geojson"):
        schema.validate(client.get(f"/api/v1/{path}").json())
    schema.validate(client.post("/api/v1/clusters").json())


def test_examples_of_the_description_fit_their_schemas(document):
    operations = [
        operation
        for path in document["paths"].values()
        for method, operation in path.items()
        if method in {"get", "post", "delete"}
    ]
    answers = [answer for operation in operations for answer in operation["responses"].values()]
    good = [answer["content"] for answer in answers if "content" in answer]
    bad = [r["content"] for r in document["components"]["responses"].values() if "content" in r]
    media = [m for content in good + bad for m in content.values() if "example" in m]
    assert len(media) >= len(NAMES)
    for one in media:
        validator(document, one["schema"]).validate(one["example"])


def test_every_described_parameter_example_and_word_is_taken(client, document):
    for path, operations in document["paths"].items():
        if "{id}" in path or path.rsplit("/", 1)[-1] not in NAMES:
            continue
        for parameter in operations["get"]["parameters"]:
            if "$ref" in parameter:
                parameter = document["components"]["parameters"][parameter["$ref"].rsplit("/", 1)[-1]]
            words = parameter["schema"].get("items", parameter["schema"]).get("enum", [])
            example = parameter.get("example", [])
            whole = example if isinstance(example, str | int) else ",".join(example)
            for value in [*words, whole]:
                answer = client.get(path, params={parameter["name"]: value, "limit": 1} if value else {})
                assert answer.status_code == 200, (path, parameter["name"], value, answer.text)


@pytest.mark.parametrize("name", NAMES)
def test_the_described_parameters_are_the_allowed_ones(client, document, name):
    told = client.get(f"/api/v1/{name}?no_such=1").json()
    described = {
        parameter.get("name") or parameter["$ref"].rsplit("/", 1)[-1]
        for parameter in document["paths"][f"/api/v1/{name}"]["get"]["parameters"]
    }
    assert set(told["allowed"].removeprefix("the parameters ").split(", ")) == described


# Records


@pytest.mark.parametrize("name", NAMES)
def test_every_record_says_source_and_evidence(client, name):
    for item in listed(client, name)["items"]:
        assert item["evidence"] in {"official", "seed", "page", "recall"}
        assert item["source"] or item["evidence"] == "recall"


def test_sectors_come_in_the_order_of_the_design(client):
    expected = (
        "automotive aircraft food ict electronics life-sciences environment-energy machinery "
        "materials-chemicals services tourism"
    )
    assert ids(client, "sectors") == expected.split()


def test_memberships_of_clusters_and_organisations_agree(client):
    from_organisations = {
        (cluster, item["id"])
        for item in listed(client, "organisations")["items"]
        for cluster in item["clusters"]
    }
    from_clusters = {
        (cluster, membership["organisation_id"])
        for cluster in ids(client, "clusters")
        for membership in client.get(f"/api/v1/clusters/{cluster}").json()["memberships"]
    }
    assert from_clusters == from_organisations != set()


def test_a_membership_says_role_source_and_evidence(client):
    for path in ("clusters", "organisations"):
        first = ids(client, path)[0]
        membership = client.get(f"/api/v1/{path}/{first}").json()["memberships"][0]
        assert {"role", "source", "evidence"} <= membership.keys()


def test_a_tie_up_has_the_country_of_its_region(client):
    countries = {item["id"]: item["country"] for item in listed(client, "partner-regions")["items"]}
    for item in listed(client, "tie-ups")["items"]:
        assert item["country"] == countries[item["region"]]


# Filters


@pytest.mark.parametrize(
    ("name", "parameter", "one", "other"),
    [
        ("clusters", "sector", "ict", "food"),
        ("clusters", "prefecture", "06", "22"),
        ("organisations", "kind", "company", "university"),
        ("tie-ups", "country", "DE", "FR"),
        ("tie-ups", "cooperation", "mou", "export"),
        ("partner-regions", "country", "DE", "FI"),
        ("offices", "country", "JP", "DE"),
        ("exhibitions", "sector", "food", "machinery"),
        ("prefectures", "japan_region", "tohoku", "shikoku"),
        ("sectors", "sector", "ict", "tourism"),
    ],
)
def test_codes_are_alternatives_with_commas_or_given_again(client, name, parameter, one, other):
    both = ids(client, name, **{parameter: f"{one},{other}"})
    first, second = ids(client, name, **{parameter: one}), ids(client, name, **{parameter: other})
    assert set(both) == set(first) | set(second)
    assert first
    assert second
    assert ids(client, name, **{parameter: [one, other]}) == both
    assert ids(client, name, **{parameter: [other, one]}) == both


def test_filters_are_combined(client):
    both = ids(client, "tie-ups", country="DE", sector="automotive")
    assert set(both) == set(ids(client, "tie-ups", country="DE")) & set(
        ids(client, "tie-ups", sector="automotive")
    )


def test_a_search_finds_a_record_by_either_of_its_names(client):
    for item in listed(client, "clusters", limit=10)["items"]:
        assert item["id"] in ids(client, "clusters", q=item["name_en"])
        assert item["id"] in ids(client, "clusters", q=item["name_ja"])


def test_years_and_unknown_years_share_all_tie_ups_between_them(client):
    dated = ids(client, "tie-ups", **{"from": "1900", "to": "2100"})
    unknown = ids(client, "tie-ups", **{"from": "unknown"})
    assert sorted(dated + unknown) == sorted(ids(client, "tie-ups"))
    assert ids(client, "tie-ups", **{"from": ["1900", "unknown"]}) == ids(client, "tie-ups")


def test_organisations_of_a_cluster_are_its_members(client):
    cluster = ids(client, "clusters")[0]
    members = client.get(f"/api/v1/clusters/{cluster}").json()["memberships"]
    assert set(ids(client, "organisations", cluster=cluster)) == {m["organisation_id"] for m in members}


# Pages


def test_the_first_hundred_come_without_being_asked_for(client):
    answer = client.get("/api/v1/organisations").json()
    assert len(answer["items"]) == 100 < answer["total"]


@pytest.mark.parametrize("answer_format", ["json", "geojson", "csv"])
def test_following_the_links_gives_every_record_once(client, answer_format):
    found: list[str] = []
    address = f"/api/v1/clusters?limit=50&sector=ict,food&format={answer_format}"
    while address:
        answer = client.get(address)
        if answer_format == "csv":
            found += [row[0] for row in csv.reader(io.StringIO(answer.text.lstrip("\ufeff")))][1:]
        else:
            body = answer.json()
            found += [record["id"] for record in body.get("items") or body["features"]]
        address = answer.links.get("next", {}).get("url")
    assert found == ids(client, "clusters", sector="ict,food")


def test_an_offset_past_the_end_is_an_empty_page_with_the_true_total(client):
    answer = client.get("/api/v1/clusters?offset=9007199254740991").json()
    assert answer == {"items": [], "total": len(ids(client, "clusters"))}


# Faults


@pytest.mark.parametrize(
    ("query", "parameter", "found"),
    [
        ("limit=0", "limit", "0"),
        ("limit=-1", "limit", "-1"),
        ("limit=10001", "limit", "10001"),
        ("limit=1.5", "limit", "1.5"),
        ("limit=1e3", "limit", "1e3"),
        ("limit=%EF%BC%91%EF%BC%90", "limit", "１０"),
        ("limit=ten", "limit", "ten"),
        ("limit=", "limit", ""),
        ("limit=10&limit=20", "limit", "10,20"),
        (f"limit={'9' * 9000}", "limit", "999"),
        ("offset=-1", "offset", "-1"),
        ("offset=%2B1", "offset", "+1"),
        ("offset=9007199254740992", "offset", "9007199254740992"),
        (f"offset={'0' * 9000}", "offset", "000"),
        ("format=xml", "format", "xml"),
        ("format=JSON", "format", "JSON"),
        ("sector=biotech", "sector", "biotech"),
        ("sector=", "sector", ""),
        ("sector=,,", "sector", ",,"),
        ("sector=ict,biotech", "sector", "biotech"),
        ("prefecture=6", "prefecture", "6"),
        ("prefecture=48", "prefecture", "48"),
        ("japan_region=kinki", "japan_region", "kinki"),
        ("country=de", "country", "de"),
        ("country=ZZ", "country", "ZZ"),
        ("region=atlantis", "region", "atlantis"),
        ("programme=rit", "programme", "rit"),
        ("cooperation=friendship", "cooperation", "friendship"),
        ("evidence=rumour", "evidence", "rumour"),
        ("from=soon", "from", "soon"),
        ("from=2015,2016", "from", "2016"),
        ("to=15", "to", "15"),
        ("from=2018&to=2012", "to", "2012"),
        (f"q={'x' * 10_000}", "q", "xxx"),
        ("q=%20", "q", " "),
        ("lang=ja", "lang", "ja"),
        ("Sector=ict", "Sector", "ict"),
        ("%00=%00", "\ufffd", "\ufffd"),
    ],
)
def test_a_bad_value_is_an_error_that_says_where_what_and_what_is_allowed(client, query, parameter, found):
    answer = client.get(f"/api/v1/tie-ups?{query}")
    told = assert_problem(answer, 400, parameter)
    assert told["parameter"] == parameter
    assert told["found"].startswith(found)
    assert told["allowed"]
    assert told["allowed"] in told["detail"]
    assert len(answer.content) < 4000


def test_all_faults_of_a_request_are_named_at_once(client):
    told = assert_problem(client.get("/api/v1/clusters?limit=x&sector=a,b&colour=red&kind=&offset=-1"), 400)
    assert {error["parameter"] for error in told["errors"]} == {"limit", "sector", "colour", "kind", "offset"}
    assert {error["found"] for error in told["errors"]} >= {"x", "a", "b", "red", "-1"}
    for error in told["errors"]:
        assert error["parameter"] in told["detail"]
        assert error["allowed"] in told["detail"]


def test_thousands_of_faults_make_a_short_answer_that_counts_them(client):
    query = "&".join(f"x{i}=1" for i in range(1000))
    answer = client.get(f"/api/v1/clusters?{query}")
    assert_problem(answer, 400, "950 more")
    assert len(answer.content) < 50_000


def test_an_unknown_parameter_is_an_error_that_lists_the_known_ones(client):
    assert_problem(client.get("/api/v1/offices?colour=red"), 400, "colour", "country", "limit")
    assert_problem(client.get("/api/v1/offices/jetro-hq-tokyo?limit=1"), 400, "limit", "format")


def test_a_filter_that_makes_no_sense_for_a_collection_is_unknown_to_it(client):
    assert_problem(client.get("/api/v1/sectors?prefecture=06"), 400, "prefecture")


def test_sectors_have_no_geometry(client):
    for path in ("sectors", "sectors/ict"):
        told = assert_problem(client.get(f"/api/v1/{path}?format=geojson"), 400, "geojson")
        assert told["allowed"] == "json, csv"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "asked", ["no-such", "", "a/b", "../../etc/passwd", "a\x00b", "a\r\nb", "x" * 5000, "<b>", "%"]
)
def test_an_unknown_id_is_not_found(client, name, asked):
    answer = client.get(f"/api/v1/{name}/{quote(asked, safe='')}")
    told = assert_problem(answer, 404)
    assert told["parameter"] == "id"
    assert len(answer.content) < 2000


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v1", "/api/v2/clusters", "/api/v1/cluster", "/api/%00", "/api/%0A"]
)
def test_an_unknown_path_is_not_found_and_says_which_there_are(client, path):
    assert_problem(client.get(path, follow_redirects=False), 404, "/api/v1/clusters", "/api/v1/openapi.json")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_refused_and_the_allowed_ones_named(client, method):
    answer = client.request(method, "/api/v1/clusters")
    assert_problem(answer, 405, method, "GET, HEAD")
    assert answer.headers["allow"] == "GET, HEAD"


WORDS = [
    "ict",
    "06",
    "DE",
    "2015",
    "unknown",
    "1",
    "json",
    "\x00",
    "\ud7ff",
    "<script>",
    "${x}",
    "'",
    "٣",
    "",
]
TEXTS = st.one_of(st.sampled_from(WORDS), st.text(max_size=20))
PARAMETERS = sorted({p for c in COLLECTIONS for p in c.filters} | {"format", "limit", "offset"})
# No clock: a busy machine is no fault of the code. No memory: every run asks the same.
STEADY = settings(deadline=None, database=None, derandomize=True)


@STEADY
@given(
    name=st.sampled_from(WITH_GEOMETRY),
    pairs=st.lists(st.tuples(st.one_of(st.sampled_from(PARAMETERS), TEXTS), TEXTS), max_size=5),
)
def test_any_query_is_answered_or_refused_in_good_form(client, name, pairs):
    query = "&".join(f"{quote(parameter)}={quote(text)}" for parameter, text in pairs)
    answer = client.get(f"/api/v1/{name}?{query}")
    assert answer.status_code in {200, 400}
    if answer.status_code == 400:
        assert_problem(answer, 400)


@pytest.mark.parametrize("query", ["q=%FF%FE", "%FF=%FF", "q=%ED%A0%80", "&&&===", "q", "=", "a;b=c"])
def test_broken_escapes_are_answered_or_refused_in_good_form(client, query):
    assert client.get(f"/api/v1/clusters?{query}").status_code in {200, 400}


@pytest.mark.parametrize("status", [400, 404, 500])
def test_an_error_of_the_server_under_api_becomes_a_problem_and_no_other_answer_changes(client, status):
    async def refuse_in_plain_text(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse("Bad Request", status)(scope, receive, send)

    refusing = TestClient(ProblemsUnderApi(refuse_in_plain_text))
    assert_problem(refusing.get("/api/v1/clusters/a%00b"), status, "path", "/api/v1/openapi.json")
    assert refusing.get("/elsewhere").text == "Bad Request"
    passing = TestClient(ProblemsUnderApi(client.app))
    for path in ("/api/v1/sectors", "/api/v1/sectors?limit=0", "/api/v1/none"):
        assert passing.get(path).content == client.get(path).content


def answers_of_a_new_process(program: str) -> Any:
    """What a program prints as JSON, run by itself: a process holds one Streamlit, and imports stay."""
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(answer.stdout)


def test_streamlit_lets_no_path_under_api_through_in_plain_text():
    paths = ["a%00b", "..%2F..%2Fetc", "%5C%5Chost%5Cshare", "a%0Ab", "no-such"]
    told = answers_of_a_new_process(f"""
import json
import streamlit
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from cluster_map.api.refusals import ProblemsUnderApi
from cluster_map.api.routes import api_routes
from cluster_map.atlas import Atlas
from cluster_map.store import open_store
atlas = Atlas(open_store())
guards = [Middleware(ProblemsUnderApi)]
app = streamlit.App("cluster_map/ui/main.py", routes=api_routes(lambda: atlas), middleware=guards)
client = TestClient(app)
answers = [client.get("/api/v1/clusters/" + path) for path in {paths!r}]
print(json.dumps([[a.status_code, a.headers["content-type"], a.text] for a in answers]))
""")
    assert [media_type for _, media_type, _ in told] == [PROBLEM] * len(paths)
    assert {status for status, _, _ in told} <= {400, 404}
    assert all(json.loads(text)["detail"] for _, _, text in told)


# Damaged data


def test_a_refused_table_is_named_and_the_others_keep_working(store):
    client = client_of(AlteredStore(store, damaged=("clusters",)))
    answer = client.get("/api/v1/clusters")
    assert_problem(answer, 503, "clusters.csv", "check-data")
    assert "secret-folder" not in answer.text
    for name in ("sectors", "tie-ups", "offices", "exhibitions", "partner-regions", "prefectures"):
        assert client.get(f"/api/v1/{name}").status_code == 200


def test_clusters_do_without_the_memberships_unless_one_is_asked_for_alone(store):
    client = client_of(AlteredStore(store, damaged=("memberships",)))
    first = ids(client, "clusters")[0]
    assert_problem(client.get(f"/api/v1/clusters/{first}"), 503, "memberships")
    assert_problem(client.get("/api/v1/organisations"), 503, "memberships")


def test_a_refused_layer_costs_its_geojson_alone(store):
    class WithoutLayers(AlteredStore):
        def read_layer(self, name: str) -> Any:
            problem = DataProblem(f"layers/{name}.fgb", None, None, "a broken file", "Run make data.")
            raise DataError(SECRET_FOLDER, [problem])

    client = client_of(WithoutLayers(store))
    answer = client.get("/api/v1/prefectures?format=geojson")
    assert_problem(answer, 503, "prefectures.fgb")
    assert "secret-folder" not in answer.text
    assert client.get("/api/v1/prefectures").status_code == 200


def test_the_description_stays_up_when_a_table_is_refused(store):
    client = client_of(AlteredStore(store, damaged=("clusters", "countries", "memberships")))
    openapi_spec_validator.validate(client.get("/api/v1/openapi.json").json())


def test_a_data_folder_that_cannot_be_opened_answers_503(tmp_path):
    client = TestClient(Starlette(routes=api_routes(lambda: Atlas(open_store(tmp_path)))))
    for path in ("clusters", "clusters/any", "openapi.json"):
        answer = client.get(f"/api/v1/{path}")
        assert_problem(answer, 503, "datapackage")
        assert str(tmp_path) not in answer.text
    assert_problem(client.get("/api/v1/none"), 404)


def test_a_fault_of_the_program_is_a_problem_without_traceback():
    def broken() -> Atlas:
        raise ZeroDivisionError("secret words")

    client = TestClient(Starlette(routes=api_routes(broken)), raise_server_exceptions=False)
    answer = client.get("/api/v1/clusters")
    assert_problem(answer, 500)
    assert "secret words" not in answer.text


# Hostile records

HOSTILE_ID = 'x"\r\n日'
HOSTILE = "<script>alert(1)</script>${7*7}\"'\u202e\u2028\r\n\x00"


@pytest.fixture
def hostile_client(store):
    row = dict(store.records("offices")[0])
    hostile = row | {
        "office_id": 'x"\r\n日',
        "name_en": HOSTILE,
        "name_ja": "=HYPERLINK(1)",
        "notes": "  @SUM",
    }
    return client_of(AlteredStore(store, rows={"offices": [hostile]}))


@pytest.mark.parametrize("answer_format", ["json", "geojson"])
def test_hostile_text_travels_as_data(hostile_client, answer_format):
    answer = hostile_client.get(f"/api/v1/offices?format={answer_format}")
    body = answer.json()
    record = body["items"][0] if answer_format == "json" else body["features"][0]["properties"]
    assert record["name_en"] == HOSTILE
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_hostile_text_is_no_formula_in_csv(hostile_client):
    answer = hostile_client.get("/api/v1/offices?format=csv")
    row = next(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert row["name_en"] == HOSTILE
    assert row["name_ja"] == "'=HYPERLINK(1)"
    assert row["notes"] == "'  @SUM"


def test_a_hostile_id_breaks_no_header(hostile_client):
    answer = hostile_client.get(f"/api/v1/offices/{quote(HOSTILE_ID, safe='')}?format=csv")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="offices-x____.csv"'


# CSV


def cell_of(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(str(item) for item in value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


@pytest.mark.parametrize("name", NAMES)
def test_csv_holds_the_same_records_as_json(client, name):
    answer = client.get(f"/api/v1/{name}?format=csv&limit=10000")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    items = listed(client, name)["items"]
    assert len(rows) == len(items)
    for row, item in zip(rows, items, strict=True):
        assert {key: text.lstrip("'") for key, text in row.items()} == {
            key: cell_of(value).lstrip("'") for key, value in item.items()
        }


def test_the_file_name_says_when_the_file_is_a_part(client):
    total = len(ids(client, "clusters"))
    answer = client.get("/api/v1/clusters?format=csv&limit=10&offset=20")
    assert f"clusters-21-to-30-of-{total}.csv" in answer.headers["content-disposition"]


def test_an_empty_result_is_a_csv_of_its_header(client, store):
    answer = client.get("/api/v1/offices?format=csv&q=nowhere-at-all")
    (header,) = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert header[0] == "id"
    assert header[1:] == [field.name for field in store.fields("offices")][1:]


# GeoJSON


@pytest.mark.parametrize("name", WITH_GEOMETRY)
def test_geojson_holds_the_same_records_in_plain_longitudes(client, name):
    answer = client.get(f"/api/v1/{name}?format=geojson&limit=10000")
    assert answer.headers["content-type"] == "application/geo+json"
    body = answer.json()
    assert body["total"] == len(body["features"])
    assert [feature["properties"] for feature in body["features"]] == listed(client, name)["items"]
    for feature in body["features"]:
        assert feature["geometry"] is not None
        for lon, lat in positions(feature["geometry"]["coordinates"]):
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90


@pytest.mark.parametrize("name", ["clusters", "organisations", "offices", "exhibitions"])
def test_points_stand_where_the_record_says(client, name):
    for feature in listed(client, name, format="geojson")["features"]:
        record = feature["properties"]
        assert feature["geometry"] == {"type": "Point", "coordinates": [record["lon"], record["lat"]]}


def test_a_record_without_a_place_has_no_geometry(store):
    row = dict(store.records("offices")[0]) | {"lat": None, "lon": None}
    client = client_of(AlteredStore(store, rows={"offices": [row]}))
    assert listed(client, "offices", format="geojson")["features"][0]["geometry"] is None


@pytest.mark.parametrize("name", ["prefectures", "partner-regions"])
def test_areas_are_valid_and_wind_as_the_standard_says(client, name):
    import shapely

    for feature in listed(client, name, format="geojson")["features"]:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shape.is_valid, feature["id"]
        for polygon in getattr(shape, "geoms", [shape]):
            assert polygon.exterior.is_ccw, feature["id"]
            assert not any(hole.is_ccw for hole in polygon.interiors), feature["id"]


def test_a_layer_is_converted_once_rounded_and_wound_as_the_standard_says(store):
    import geopandas
    import shapely

    clockwise = shapely.Polygon([(140, 35), (140, 36), (141.1234567, 36), (141, 35)])
    assert not clockwise.exterior.is_ccw
    readings = []

    class WithOneSquare(AlteredStore):
        def read_layer(self, name: str) -> Any:
            readings.append(name)
            return geopandas.GeoDataFrame({"prefecture": ["13"]}, geometry=[clockwise], crs=4326)

    client = client_of(WithOneSquare(store))
    for _ in range(2):
        features = listed(client, "prefectures", prefecture="13,14", format="geojson")["features"]
    (tokyo, kanagawa) = features
    assert tokyo["geometry"]["coordinates"][0][1:4] in (
        [[141, 35], [141.12346, 36], [140, 36]],
        [[141.12346, 36], [140, 36], [140, 35]],
    )
    assert kanagawa["geometry"] is None
    assert readings == ["prefectures"]


def test_a_tie_up_has_a_line_from_each_prefecture_to_its_region(client):
    capitals = {p["id"]: [p["lon"], p["lat"]] for p in listed(client, "prefectures")["items"]}
    ends = {r["id"]: [r["lon"], r["lat"]] for r in listed(client, "partner-regions")["items"]}
    for feature in listed(client, "tie-ups", format="geojson")["features"]:
        coordinates = feature["geometry"]["coordinates"]
        lines = [coordinates] if feature["geometry"]["type"] == "LineString" else coordinates
        assert [line[0] for line in lines if line[0][0] != -180] == [
            capitals[code] for code in feature["properties"]["prefectures"]
        ]
        assert {tuple(line[-1]) for line in lines if line[-1][0] != 180} == {
            tuple(ends[feature["properties"]["region"]])
        }


def test_no_line_crosses_the_antimeridian_and_america_lies_to_the_east(client):
    americas = {"US", "CA", "MX", "BR", "AR", "CL"}
    crossing = 0
    for feature in listed(client, "tie-ups", format="geojson")["features"]:
        coordinates = feature["geometry"]["coordinates"]
        lines = [coordinates] if feature["geometry"]["type"] == "LineString" else coordinates
        for line in lines:
            assert all(abs(a[0] - b[0]) <= 180 for a, b in pairwise(line))
        if feature["properties"]["country"] in americas:
            crossing += 1
            assert lines[0][-1][0] == 180
            assert lines[1][0] == [-180, lines[0][-1][1]]
    assert crossing > 0


# Over HTTP


@pytest.mark.parametrize(
    "path", ["clusters", "clusters?format=csv", "offices?format=geojson", "sectors/ict", "openapi.json"]
)
def test_what_is_unchanged_is_not_sent_again(client, path):
    first = client.get(f"/api/v1/{path}")
    assert first.headers["cache-control"] == "no-cache"
    for tags in (first.headers["etag"], f'"other", {first.headers["etag"]}', "*"):
        again = client.get(f"/api/v1/{path}", headers={"If-None-Match": tags})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert client.get(f"/api/v1/{path}", headers={"If-None-Match": '"other"'}).status_code == 200


def test_another_query_and_other_data_have_another_tag(client, store):
    tags = {client.get(f"/api/v1/offices?limit={limit}").headers["etag"] for limit in (1, 2, 3)}
    row = dict(store.records("offices")[0]) | {"name_en": "Renamed"}
    renamed = client_of(AlteredStore(store, rows={"offices": [row]}))
    assert len(tags | {renamed.get("/api/v1/offices?limit=1").headers["etag"]}) == 4


@pytest.mark.parametrize("path", ["clusters", "clusters/none", "clusters?limit=0", "openapi.json", "none"])
def test_head_says_what_get_would_without_a_body(client, path):
    head, get = client.head(f"/api/v1/{path}"), client.get(f"/api/v1/{path}")
    assert head.content == b""
    assert head.status_code == get.status_code
    assert head.headers == get.headers


@pytest.mark.parametrize("path", ["clusters", "clusters/none", "clusters?limit=0", "openapi.json", "none"])
def test_every_answer_may_be_read_from_other_sites_and_is_not_sniffed(client, path):
    headers = client.get(f"/api/v1/{path}").headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-content-type-options"] == "nosniff"


def test_the_first_answer_of_a_process_loads_nothing_heavy():
    status, loaded = answers_of_a_new_process("""
import json
import sys
from starlette.applications import Starlette
from starlette.testclient import TestClient
from cluster_map.api.routes import api_routes
from cluster_map.atlas import Atlas
from cluster_map.store import open_store
client = TestClient(Starlette(routes=api_routes(lambda: Atlas(open_store()))))
print(json.dumps([client.get("/api/v1/clusters?limit=1").status_code, sorted(sys.modules)]))
""")
    assert status == 200
    heavy = {"pandas", "numpy", "geopandas", "shapely", "pyarrow", "frictionless", "streamlit"}
    assert heavy.isdisjoint(loaded)


def test_the_collections_are_those_of_the_design():
    assert tuple(BY_NAME) == NAMES
    assert all(isinstance(collection, Collection) for collection in COLLECTIONS)


def test_a_search_answers_as_the_openapi_document_says(client):
    document = client.get("/api/v1/openapi.json").json()
    schema = document["components"]["schemas"]["SearchResult"]
    answer = client.get("/api/v1/search", params={"q": "食品 北海道", "limit": 5})
    jsonschema.validate(answer.json(), schema)
    assert answer.json()["items"][0] == {
        "kind": "clusters",
        "id": "tokachi-food-valley",
        "name_en": "Food Valley Tokachi",
        "name_ja": "フードバレーとかち",
        "matched": "北海道, 食品",
    }
    assert len(answer.json()["items"]) == 5 < answer.json()["total"]


def test_what_a_search_finds_is_a_record_of_the_collection_that_it_names(client):
    for words in ("Yamagata", "semiconductor", "Invest Japan Hotline"):
        for item in client.get("/api/v1/search", params={"q": words, "limit": 20}).json()["items"]:
            if item["kind"] in NAMES:
                record = client.get(f"/api/v1/{item['kind']}/{item['id']}")
                assert record.status_code == 200, item


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", f"?q={'x' * 5000}", "?q=a&limit=0", "?q=a&lang=en"])
def test_a_search_that_asks_nothing_or_too_much_is_a_problem_that_names_the_parameter(client, query):
    answer = client.get(f"/api/v1/search{query}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] in {"q", "limit", "lang"}


@pytest.mark.parametrize(
    "words", ["🍣", "'; DROP TABLE clusters; --", "<script>alert(1)</script>", "שלום", "a"]
)
def test_odd_words_of_a_search_get_a_list(client, words):
    answer = client.get("/api/v1/search", params={"q": words})
    assert answer.status_code == 200
    assert isinstance(answer.json()["items"], list)
