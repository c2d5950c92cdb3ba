"""Broken copies of a tiny data folder, through the command an editor runs."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import shapely
import tiny_data

from cluster_map.__main__ import main

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def sound_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound") / "data"
    tiny_data.build(folder)
    return folder


@pytest.fixture
def folder(sound_folder, tmp_path):
    return Path(shutil.copytree(sound_folder, tmp_path / "data"))


@pytest.fixture
def check(folder, capsys):
    """Run the command on the folder and return its exit code and what it printed."""

    def run():
        code = main(["check-data", str(folder)])
        return code, capsys.readouterr().out

    return run


def assert_found(report, *parts):
    """One line of the report names all of these."""
    code, printed = report
    assert code == 1
    assert any(all(part in line for part in parts) for line in printed.splitlines()), printed


def test_sound_data_have_no_problems_and_the_rows_are_counted(check):
    code, printed = check()
    assert code == 0
    assert "No problems." in printed
    assert "21 rows in 17 tables and layers" in printed


def test_a_missing_column_is_named_with_its_file(folder, check):
    columns = [name for name in tiny_data.columns_of("clusters") if name != "sectors"]
    tiny_data.write_rows(folder, "clusters", tiny_data.ROWS["clusters"], columns)
    assert_found(check(), "tables/clusters.csv", "line 1", "'sectors'", "no such column")


def test_an_unknown_column_gets_a_guess_what_was_meant(folder, check):
    tiny_data.rewrite(folder, "clusters", lambda text: text.replace("website", "web_site"))
    assert_found(check(), "line 1", "'web_site'", "Did you mean 'website'?")


def test_a_column_that_stands_twice_is_named(folder, check):
    tiny_data.rewrite(folder, "sectors", lambda text: text.replace("short_en", "name_en"))
    assert_found(check(), "tables/sectors.csv", "'name_en'", "more than once")


def test_an_unknown_sector_is_told_all_sectors(folder, check):
    tiny_data.change(folder, "clusters", sectors="food;biotech")
    assert_found(check(), "tables/clusters.csv", "line 2", "'sectors'", "'biotech'", "Allowed: food, ict.")


def test_an_unknown_word_of_a_list_of_words_is_told_the_words(folder, check):
    tiny_data.change(folder, "tie_ups", cooperation="seminar;party", programme="rit")
    report = check()
    assert_found(report, "'cooperation'", "'party'", "business-matching", "mou")
    assert_found(report, "'programme'", "'rit'", "Allowed: RIT, MOU, other.")


def test_a_duplicate_id_names_the_line_that_has_it_already(folder, check):
    tiny_data.write_rows(folder, "clusters", tiny_data.ROWS["clusters"] * 2)
    assert_found(check(), "tables/clusters.csv", "line 3", "'tokyo-food' a second time", "line 2")


def test_a_key_that_no_table_has_is_dangling(folder, check):
    tiny_data.change(folder, "memberships", organisation_id="soy-work")
    assert_found(check(), "tables/memberships.csv", "line 2", "'soy-work'", "Allowed: soy-works")


def test_a_dangling_key_inside_a_list_is_found(folder, check):
    tiny_data.change(folder, "clusters", prefectures="13;99")
    assert_found(check(), "tables/clusters.csv", "line 2", "'prefectures'", "'99'", "Allowed: 13, 12.")


def test_a_code_without_its_leading_zero_is_told_to_keep_it(folder, check):
    tiny_data.change(folder, "prefectures", prefecture="6")
    assert_found(check(), "tables/prefectures.csv", "line 2", "'6'", "leading zero: '06'")


def test_a_point_outside_japan_is_found_with_its_distance(folder, check):
    tiny_data.change(folder, "clusters", lat="51.05", lon="13.74")
    assert_found(check(), "tables/clusters.csv", "line 2", "51.05, 13.74", "km outside prefectures 13;12")


def test_a_point_in_the_wrong_prefecture_is_found_with_its_distance(folder, check):
    # 140.5 E is half a degree east of the border at 140 E: 45 km at 35.5 N (cos 35.5 * 55.7 km)
    tiny_data.change(folder, "exhibitions", lon="140.5")
    assert_found(check(), "tables/exhibitions.csv", "line 2", "45 km outside prefecture 13")


def test_a_point_just_over_the_border_is_accepted(folder, check):
    tiny_data.change(folder, "exhibitions", lon="140.02")
    assert check()[0] == 0


def test_a_membership_without_a_prefecture_of_its_own_has_to_be_in_japan(folder, check):
    tiny_data.change(folder, "memberships", lat="51.05", lon="13.74")
    assert_found(check(), "tables/memberships.csv", "line 2", "km outside")


def test_a_partner_region_far_from_its_polygon_is_found(folder, check):
    tiny_data.change(folder, "partner_regions", lat="48.2")
    assert_found(check(), "tables/partner_regions.csv", "line 2", "km outside region de-saxony")


def test_a_file_in_shift_jis_is_told_where_and_what_it_is(folder, check):
    file = folder / "tables" / "sectors.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode("cp932"))
    assert_found(check(), "tables/sectors.csv", "line 2", "byte 0x90", "UTF-8", "Shift_JIS")


def test_a_byte_order_mark_does_no_harm(folder, check):
    file = folder / "tables" / "sectors.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert check()[0] == 0


@pytest.mark.parametrize("content", [b"", b"\n\n"], ids=["no-bytes", "blank-lines"])
def test_an_empty_file_is_said_to_be_empty(folder, check, content):
    (folder / "tables" / "clusters.csv").write_bytes(content)
    assert_found(check(), "tables/clusters.csv", "an empty file")


def test_a_header_without_rows_is_a_problem(folder, check):
    tiny_data.write_rows(folder, "clusters", [])
    assert_found(check(), "tables/clusters.csv", "no rows below the header")


def test_a_missing_file_is_a_problem(folder, check):
    (folder / "tables" / "clusters.csv").unlink()
    assert_found(check(), "tables/clusters.csv", "no readable file", "datapackage.json names it")


@pytest.mark.parametrize(
    ("table", "cells", "cure"),
    [
        ("prefectures", {"population": "many"}, "whole number"),
        ("prefectures", {"area_km2": "2,194"}, "without"),
        ("prefectures", {"area_km2": "NaN"}, "decimal point"),
        ("prefectures", {"population": "1_000"}, "whole number"),
        ("clusters", {"lat": "95"}, "At most 90"),
        ("clusters", {"checked_on": "22/11/2026"}, "2026-11-22"),
        ("clusters", {"website": "example.org"}, "http"),
        ("clusters", {"name_en": "", "name_ja": ""}, "Fill it in"),
        ("support_measures", {"name_ja_translated": "yes"}, "true or false"),
        ("sectors", {"short_en": "A name that is far too long"}, "At most 24 characters"),
        ("exhibitions", {"months": "10;13"}, "From 1 to 12"),
        ("exhibitions", {"months": "10;October"}, "';'"),
        ("exhibitions", {"sectors": "food; ict"}, "without blanks"),
        ("exhibitions", {"sectors": "food;food"}, "Keep one"),
        ("partner_regions", {"iso_3166_2": "Saxony"}, "Each item"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_a_cell_of_the_wrong_kind_is_told_what_is_allowed(folder, check, table, cells, cure):
    tiny_data.change(folder, table, **cells)
    if cure == "without":
        cure = "no separators"
    column = next(iter(cells))
    assert_found(check(), f"tables/{table}.csv", "line 2", f"'{column}'", cure)


def test_a_tie_up_cannot_end_before_it_starts(folder, check):
    tiny_data.change(folder, "tie_ups", from_year="2013")
    assert_found(check(), "tables/tie_ups.csv", "line 2", "'to_year'", "'2012'", "before it starts (2013)")


def test_years_that_are_known_are_not_called_unknown(folder, check):
    tiny_data.change(folder, "tie_ups", years_from="unknown")
    assert_found(check(), "tables/tie_ups.csv", "line 2", "'years_from'")


def test_only_what_is_commonly_known_may_lack_a_source(folder, check):
    tiny_data.change(folder, "clusters", source="")
    assert_found(check(), "tables/clusters.csv", "line 2", "'source'", "recall")
    tiny_data.change(folder, "clusters", source="", evidence="recall", checked_on="")
    assert check()[0] == 0


def test_a_founding_document_that_is_not_listed_is_found(folder, check):
    tiny_data.change(folder, "tie_ups", source="seed:007 2")
    assert_found(check(), "tables/tie_ups.csv", "'seed:007 2'", "seed:004")


def test_english_without_japanese_is_found_and_the_other_way_round(folder, check):
    tiny_data.change(folder, "clusters", notes="Point is the park", lead_organisation_ja="協会")
    report = check()
    assert_found(report, "line 2", "'notes_ja'", "Write the Japanese of 'notes'")
    assert_found(report, "line 2", "'lead_organisation_en'", "Write the English")


def test_lists_have_as_many_items_in_both_languages(folder, check):
    tiny_data.change(folder, "clusters", keywords_ja="醤油")
    assert_found(check(), "'keywords_ja'", "1 items", "'keywords_en' has 2")


@pytest.mark.parametrize(
    ("character", "name"),
    [("\x00", "U+0000"), ("\u202e", "right-to-left override"), ("\n", "U+000A")],
    ids=["nul", "bidi-override", "line-break"],
)
def test_a_character_that_cannot_be_seen_is_found(folder, check, character, name):
    tiny_data.change(folder, "clusters", name_en=f"Tokyo{character}Food")
    assert_found(check(), "tables/clusters.csv", "line 2", "'name_en'", name, "character 6")


def test_right_to_left_text_and_markup_are_text_like_any_other(folder, check):
    tiny_data.change(folder, "clusters", name_en="<script>alert(1)</script> ${x} `שלום`\u200f")
    assert check()[0] == 0


@pytest.mark.parametrize(
    ("days", "column", "found", "cure"),
    [
        ({"end_date": "2026-10-31"}, "'start_date'", "a blank", "Write the first day"),
        ({"start_date": "2026-10-31", "end_date": "2026-10-26"}, "'end_date'", "'2026-10-26'", "correct one"),
        ({"start_date": "2026-02-30"}, "'start_date'", "'2026-02-30'", "2026-11-22"),
        ({"start_date": "2026-1-5"}, "'start_date'", "'2026-1-5'", "2026-11-22"),
        ({"start_date": "October 2026"}, "'start_date'", "'October 2026'", "2026-11-22"),
    ],
    ids=["no-start", "end-before-start", "no-such-day", "without-zeros", "a-month"],
)
def test_days_of_a_fair_that_are_none_are_found(folder, check, days, column, found, cure):
    tiny_data.change(folder, "exhibitions", **days)
    assert_found(check(), "tables/exhibitions.csv", "line 2", column, found, cure)


@pytest.mark.parametrize("days", [{}, {"start_date": "2026-10-26"}, {"end_date": "2026-10-26"}])
def test_a_fair_has_days_or_none(folder, check, days):
    tiny_data.change(folder, "exhibitions", **({"start_date": "2026-10-26"} | days if days else {}))
    assert check()[0] == 0


def test_a_quote_that_is_not_closed_is_found(folder, check):
    tiny_data.rewrite(folder, "clusters", lambda text: text.replace("Tokyo Food", '"Tokyo Food'))
    assert_found(check(), "tables/clusters.csv", "not CSV", "Close the quotes")


def test_a_row_that_lacks_a_cell_is_found_with_its_line(folder, check):
    tiny_data.rewrite(folder, "sectors", lambda text: text.replace(",情報通信,ICT", ",ICT"))
    assert_found(check(), "tables/sectors.csv", "line 3", "4 cells", "Every row has 5")


def test_lines_are_counted_as_an_editor_shows_them(folder, check):
    first = dict(tiny_data.ROWS["sectors"][0], name_en="Food\nand drink")
    second = dict(tiny_data.ROWS["sectors"][1], sector="it")
    tiny_data.write_rows(folder, "sectors", [first, second])
    assert_found(check(), "tables/sectors.csv", "line 4", "'it'")


def test_a_damaged_layer_is_found_and_no_table_is_blamed_for_it(folder, check):
    (folder / "layers" / "prefectures_detail.fgb").write_bytes(b"no geometry at all")
    code, printed = check()
    assert code == 1
    assert "layers/prefectures_detail.fgb: found a layer that cannot be read" in printed
    assert "tables/" not in "".join(line for line in printed.splitlines() if not line.startswith("note"))


def test_a_layer_that_lost_a_prefecture_is_found(folder, check):
    tiny_data.write_layer(folder, "prefectures_detail", "prefecture", {"13": shapely.box(139, 35, 140, 36)})
    assert_found(check(), "layers/prefectures_detail.fgb", "no shape for '12'")


def test_a_damaged_browser_file_is_found(folder, check):
    (folder / "layers" / "browser" / "prefectures.json").write_text('{"type": "FeatureCollection"')
    assert_found(check(), "layers/browser/prefectures.json", "broken JSON")


def test_damaged_statistics_are_found(folder, check):
    (folder / "statistics" / "prefecture_indicators.parquet").write_bytes(b"PAR1 and nothing more")
    assert_found(check(), "statistics/prefecture_indicators.parquet", "not readable Parquet")


def test_a_figure_of_an_unknown_prefecture_is_found_with_its_row(folder, check):
    import pyarrow as pa
    import pyarrow.parquet as pq

    figures = {**tiny_data.FIGURES, "prefecture": ["13", "14"]}
    pq.write_table(pa.table(figures), folder / "statistics" / "prefecture_indicators.parquet")
    assert_found(check(), "statistics/prefecture_indicators.parquet", "'14' in row 2", "Allowed: 13, 12.")


def test_one_damaged_table_is_not_blamed_on_those_that_refer_to_it(folder, check):
    (folder / "tables" / "prefectures.csv").write_bytes(b"")
    code, printed = check()
    assert code == 1
    assert "1 problem(s)." in printed


def test_all_problems_are_reported_at_once(folder, check):
    tiny_data.change(folder, "clusters", sectors="biotech", lat="far", source="")
    tiny_data.change(folder, "exhibitions", prefecture="6")
    (folder / "tables" / "organisations.csv").write_bytes(b"")
    report = check()
    assert_found(report, "tables/clusters.csv", "'sectors'")
    assert_found(report, "tables/clusters.csv", "'lat'")
    assert_found(report, "tables/clusters.csv", "'source'")
    assert_found(report, "tables/exhibitions.csv", "'6'")
    assert_found(report, "tables/organisations.csv", "an empty file")


def test_a_valid_edit_is_a_note_and_no_problem(folder, check):
    tiny_data.change(folder, "clusters", name_en="Tokyo Food Valley")
    code, printed = check()
    assert code == 0
    assert "note: tables/clusters.csv differs from the recorded checksum" in printed


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no readable file"),
        ("{", "broken JSON"),
        ("[]", "no JSON object"),
        ("{}", "no version"),
        ('{"version": "1", "resources": []}', "no list of resources"),
        ('{"version": "1", "resources": [{"name": "x", "format": "csv"}]}', "without path"),
        (
            '{"version": "1", "resources": [{"name": "x", "path": "../x.csv", "format": "csv"}]}',
            "outside the folder",
        ),
    ],
    ids=["missing", "broken", "list", "empty", "no-resources", "no-path", "path-outside"],
)
def test_a_folder_without_a_usable_description_is_refused_in_one_line(folder, capsys, content, said):
    description = folder / "datapackage.json"
    if content is None:
        description.unlink()
    else:
        description.write_text(content)
    assert main(["check-data", str(folder)]) == 1
    printed = capsys.readouterr().err
    assert "datapackage.json" in printed
    assert said in printed


def test_a_schema_that_is_none_is_said_to_be_wrong(folder, check):
    description = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    description["resources"][0]["schema"]["fields"][0]["type"] = "colour"
    (folder / "datapackage.json").write_text(json.dumps(description))
    assert_found(check(), "tables/prefectures.csv", "schema in datapackage.json")


def test_a_folder_that_does_not_exist_is_said_by_the_command(tmp_path):
    command = [sys.executable, "-m", "cluster_map", "check-data", str(tmp_path / "nowhere")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "no such folder" in done.stderr
    assert "Traceback" not in done.stderr
