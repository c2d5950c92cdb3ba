"""What the browser keeps: named by its content, from this server alone, one damaged file at a time."""

import gzip
import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
import tiny_data
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cluster_map.atlas import Atlas
from cluster_map.domain import SectorId
from cluster_map.maps import assets
from cluster_map.store import open_store

OWN_SHEETS_AND_SCRIPTS = ["map.js", "map.css", "page.css"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("data")
    tiny_data.build(made / "tiny")
    return made / "tiny"


def served(folder: Path) -> tuple[TestClient, Atlas]:
    atlas = Atlas(open_store(folder))
    return TestClient(Starlette(routes=assets.asset_routes(lambda: atlas))), atlas


@pytest.fixture(scope="module")
def client(folder: Path) -> TestClient:
    return served(folder)[0]


@pytest.fixture(scope="module")
def atlas(folder: Path) -> Atlas:
    return Atlas(open_store(folder))


def test_the_address_of_a_file_is_made_of_its_content(atlas):
    for name in assets.asset_names(atlas):
        found = assets.asset(atlas, name)
        assert found.path == f"assets/{hashlib.sha256(found.content).hexdigest()[:16]}/{name}"


def test_a_file_may_be_kept_for_ever_under_its_own_address(atlas, client):
    for name in assets.asset_names(atlas):
        answer = client.get(assets.asset(atlas, name).path)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.content == assets.asset(atlas, name).content


def test_an_address_of_another_version_still_works_but_is_not_kept(client):
    answer = client.get("assets/0000000000000000/map.js")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("map.js", "text/javascript"), ("page.css", "text/css"), ("prefectures.json", "application/json")],
)
def test_a_file_says_what_it_is_and_is_taken_for_nothing_else(client, name, content_type):
    answer = client.get(f"assets/any/{name}")
    assert answer.headers["content-type"].split(";")[0] == content_type
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_file_is_packed_for_who_can_unpack_it(client):
    plain = client.get("assets/any/leaflet.js", headers={"Accept-Encoding": "identity"})
    with client.stream("GET", "assets/any/leaflet.js", headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 2
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path", ["assets/any/nothing.js", "assets/any/..%2f..%2fapp.py", "assets/any/map.css.bak"]
)
def test_an_unknown_file_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("table", "spoiled"),
    [
        ("clusters", {"explore_names.json", "partner_names.json"}),
        ("tie_ups", {"tie_up_names.json", "partner_names.json"}),
    ],
)
def test_a_damaged_table_spoils_only_the_names_made_from_it(tmp_path, table, spoiled):
    tiny_data.build(tmp_path / "tiny")
    tiny_data.change(tmp_path / "tiny", table, sectors="fishing")
    client, atlas = served(tmp_path / "tiny")
    answers = {name: client.get(f"assets/any/{name}").status_code for name in assets.asset_names(atlas)}
    assert {name for name, status in answers.items() if status == 503} == spoiled
    assert {status for name, status in answers.items() if name not in spoiled} == {200}


def test_a_hostile_name_travels_as_it_was_written(tmp_path):
    text = "</script><script>top.hacked=1</script> `${top.hacked=1}` {{ 7 * 7 }} \" ' \\"
    tiny_data.build(tmp_path / "tiny")
    tiny_data.change(tmp_path / "tiny", "clusters", name_en=text, name_ja=text)
    client, _ = served(tmp_path / "tiny")
    (cluster,) = json.loads(client.get("assets/any/explore_names.json").content)["clusters"]
    assert cluster[-1] == [text, text]


@pytest.mark.parametrize("name", OWN_SHEETS_AND_SCRIPTS)
def test_our_sheets_and_scripts_name_no_other_host(atlas, name):
    text = assets.asset(atlas, name).content.decode()
    drawings = re.compile(r"data:image/svg\+xml,[^\"')]*")
    assert re.findall(r"(?:https?:)?//[\w-]+\.\w+[^\s\"')]*", drawings.sub("", text)) == []
    assert [
        url for url in re.findall(r"url\(\"?([^\")]+)", text) if not url.startswith(("data:", "../"))
    ] == []


@pytest.mark.parametrize("name", ["map.css", "page.css"])
def test_a_style_sheet_knows_the_colour_of_each_sector(atlas, name):
    style = assets.asset(atlas, name).content.decode()
    assert {sector for sector in SectorId if f".sector-{sector}{{--sector:#" not in style} == set()


def test_the_typeface_that_the_map_borrows_from_streamlit_is_there(atlas):
    style = assets.asset(atlas, "map.css").content.decode()
    (address,) = re.findall(r"url\(\"\.\./\.\./(static/media/[^\"]+)\"\)", style)
    assert (Path(str(files("streamlit"))) / "static" / address).is_file()
