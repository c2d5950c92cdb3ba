"""A reader takes the records found away as files, and a citation with them."""

import json

import pytest
from playwright.sync_api import expect
from reader import Reader
from shipped_rows import rows, rows_with

EXTENSIONS = ("csv", "xlsx", "geojson", "gpkg", "kml")


def open_take_away(reader: Reader) -> None:
    reader.press(reader.page.locator(".st-key-take-away button").first)
    reader.see_answer()


@pytest.mark.parametrize(
    ("path", "table"), [("/", "clusters"), ("/tie-ups", "tie_ups"), ("/fairs", "exhibitions")]
)
def test_the_records_found_are_in_the_files_taken_away(reader: Reader, path: str, table: str) -> None:
    key = f"{table.removesuffix('s')}_id"
    reader.open(path, sector="aircraft")
    open_take_away(reader)
    for extension in EXTENSIONS:
        with reader.page.expect_download() as download:
            reader.press(reader.page.locator(f".st-key-take-{extension} button"))
        assert download.value.suggested_filename == f"cluster-map-japan-{table.replace('_', '-')}.{extension}"
        content = download.value.path().read_bytes()
        assert content
        if extension == "geojson":
            taken = [feature["properties"][key] for feature in json.loads(content)["features"]]
            assert sorted(taken) == sorted(row[key] for row in rows_with(table, "sectors", "aircraft"))
    expect(reader.page.get_by_test_id("stCode").first).to_contain_text("sector=aircraft")
    expect(reader.page.get_by_test_id("stCode")).to_have_count(2)


def test_where_nothing_is_found_words_stand_instead_of_buttons(reader: Reader) -> None:
    assert not [row for row in rows("clusters") if "xyzzy" in row["name_en"]]
    reader.open(q="xyzzy")
    open_take_away(reader)
    expect(reader.page.get_by_text(reader.say("take_nothing"))).to_be_visible()
    expect(reader.page.get_by_test_id("stDownloadButton")).to_have_count(0)
