"""The data page counts what the files hold, read here with nothing of the code under test."""

import io
import json
import zipfile
from collections import Counter
from hashlib import sha256

import pytest
from shipped_rows import DATA, listed, rows, rows_with
from starlette.applications import Starlette
from starlette.testclient import TestClient
from test_pages import each_language, open_page, seen

from cluster_map.api.downloads import download_routes
from cluster_map.atlas import Atlas
from cluster_map.inventory import (
    MAIN_TABLES,
    Lack,
    by_prefecture,
    by_sector,
    contents,
    days_read,
    missing,
    missing_figures,
    unchecked,
    years_of_figures,
)
from cluster_map.process import shared_atlas
from cluster_map.text import say

PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
ZIP_NAME = f"cluster-map-japan-data-{PACKAGE['version']}.zip"


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return shared_atlas()


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=download_routes(shared_atlas)), base_url="http://localhost")


@pytest.mark.parametrize("table", MAIN_TABLES)
def test_a_table_is_counted_whole_and_by_evidence(atlas, table):
    counted = contents(atlas, table)
    assert counted.rows == len(rows(table))
    assert counted.evidence == Counter(row["evidence"] for row in rows(table))


def test_every_prefecture_and_sector_counts_its_own_records(atlas):
    assert by_prefecture(atlas)["06"] == {
        "clusters": len(rows_with("clusters", "prefectures", "06")),
        "organisations": len(rows_with("organisations", "prefecture", "06")),
        "tie_ups": len(rows_with("tie_ups", "prefectures", "06")),
        "exhibitions": len(rows_with("exhibitions", "prefecture", "06")),
        "offices": len(rows_with("offices", "prefecture", "06")),
    }
    assert by_sector(atlas)["food"]["exhibitions"] == len(rows_with("exhibitions", "sectors", "food"))
    assert len(by_prefecture(atlas)) == 47


def test_what_is_missing_is_missing_in_the_tables(atlas):
    found = {one.lack: one for one in missing(atlas)}
    with_tie_ups = {code for row in rows("tie_ups") for code in listed(row["prefectures"])}
    assert {p["prefecture"] for p in found[Lack.NO_TIE_UP].records} == {
        row["prefecture"] for row in rows("prefectures")
    } - with_tie_ups
    assert len(found[Lack.CITY_LEVEL].records) == sum(r["precision"] != "site" for r in rows("organisations"))
    assert len(found[Lack.NO_WEBSITE].records) == sum(not r["website"] for r in rows("organisations"))
    assert len(found[Lack.UNDATED].records) == sum(not r["from_year"] for r in rows("tie_ups"))
    assert len(found[Lack.NO_MONTH].records) == sum(not r["months"] for r in rows("exhibitions"))
    for table, records in unchecked(atlas).items():
        assert len(records) == len(rows_with(table, "evidence", "recall"))
    assert missing_figures(atlas) == Counter(row["reason"] for row in rows("statistics_gaps"))


def test_sources_have_the_day_on_which_they_were_read_and_figures_their_newest_year(atlas):
    dated = [row for table in ("clusters", "offices") for row in rows(table) if row["checked_on"]]
    assert {row["checked_on"] for row in dated} <= set(days_read(atlas))
    for row in rows("classifications"):
        assert years_of_figures(atlas)[row["classification"]] == max(map(int, listed(row["years"])))


# Taking it along


def test_the_package_holds_every_file_with_the_checksum_of_its_description(client):
    answer = client.get(f"/downloads/{ZIP_NAME}")
    assert answer.headers["content-disposition"] == f'attachment; filename="{ZIP_NAME}"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert package.testzip() is None
        folder = "cluster-map-japan-data"
        described = json.loads(package.read(f"{folder}/datapackage.json"))
        assert described == PACKAGE
        for resource in described["resources"]:
            content = package.read(f"{folder}/{resource['path']}")
            assert f"sha256:{sha256(content).hexdigest()}" == resource["hash"]
        assert f"{folder}/README.md" in package.namelist()


def test_a_single_table_comes_as_a_spreadsheet_reads_it(client):
    text = client.get("/downloads/clusters.csv").content.decode("utf-8-sig")
    assert text.count("\r\n") == len(rows("clusters")) + 1
    assert rows("clusters")[0]["name_ja"] in text


@pytest.mark.parametrize("name", ["industry_statistics.parquet", "prefectures.fgb"])
def test_figures_and_layers_come_byte_for_byte(client, name):
    (file,) = DATA.glob(f"*/{name}")
    assert client.get(f"/downloads/{name}").content == file.read_bytes()


@pytest.mark.parametrize("name", ["nothing.csv", "../app.py", "%2e%2e%2fapp.py", "", "tables/clusters.csv"])
def test_a_file_that_is_not_offered_is_refused_with_what_is(client, name):
    answer = client.get(f"/downloads/{name}")
    assert answer.status_code == 404
    if name != "../app.py":  # the client shortens it before it asks
        assert ZIP_NAME in answer.json()["allowed"]


# The page


@each_language
def test_the_page_names_every_main_table_with_its_count_and_file(language):
    page = seen(open_page("data.py", language))
    for resource in PACKAGE["resources"]:
        if resource["name"] in MAIN_TABLES:
            assert resource["title_ja" if language == "ja" else "title"] in page.text
            assert f"downloads/{resource['name']}.csv" in page.targets()
    assert f"downloads/{ZIP_NAME}" in page.targets()
    for row in rows("prefectures"):
        assert row[f"name_{language}"] in page.text
    for licence in PACKAGE["licenses"]:
        assert licence["path"] in page.targets()


@each_language
def test_the_dictionary_explains_every_column_of_the_table_in_the_link(language):
    page = seen(open_page("data.py", language, table="tie_ups"))
    (table,) = [r for r in PACKAGE["resources"] if r["name"] == "tie_ups"]
    for field in table["schema"]["fields"]:
        assert field["name"] in page.text
        assert field["title_ja" if language == "ja" else "title"] in page.text


def test_an_unknown_table_in_the_link_is_reported():
    page = seen(open_page("data.py", "en", table="secrets"))
    assert "secrets" in page.text
    assert say("dictionary", "en") in page.text


def test_every_table_and_column_is_described_in_both_languages():
    parts = [part for r in PACKAGE["resources"] for part in (r, *r.get("schema", {}).get("fields", []))]
    assert [
        part["name"] for part in parts if not part.get("title_ja") or not part.get("description_ja")
    ] == []
