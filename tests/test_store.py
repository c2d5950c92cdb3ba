"""What the store promises to everything above it, on a tiny data folder."""

import logging
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import tiny_data

from cluster_map.errors import DataError, UnknownCodeError
from cluster_map.store import Store, open_store
from data_build import package

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
def store(folder):
    return open_store(folder)


def test_a_record_has_python_values_and_none_where_blank(store):
    (cluster,) = store.records("clusters")
    assert cluster["prefectures"] == ("13", "12")
    assert cluster["keywords_ja"] == ("醤油", "酒")
    assert cluster["programmes_en"] == ()
    assert cluster["lat"] == 35.5
    assert cluster["start_year"] is None
    assert cluster["website"] is None
    assert cluster["checked_on"] == "2026-11-22"


def test_whole_numbers_truth_values_and_months_are_typed(store):
    assert store.by_key("tie_ups")["tokyo-saxony"]["from_year"] == 2010
    assert store.by_key("support_measures")["rit"]["name_ja_translated"] is False
    assert store.by_key("exhibitions")["food-fair"]["months"] == (10, 11)


def test_codes_stay_text_with_their_zeros_in_tables_and_in_records(store):
    assert list(store.table("prefectures")["prefecture"]) == ["13", "12"]
    assert list(store.by_key("prefectures")) == ["13", "12"]
    assert set(store.table("prefecture_indicators")["prefecture"]) == {"13", "12"}


def test_a_table_has_the_columns_of_its_schema_with_one_dtype_each(store):
    clusters = store.table("clusters")
    assert list(clusters.columns) == [field.name for field in store.fields("clusters")]
    assert clusters["start_year"].dtype == "Int64"
    assert clusters["lat"].dtype == "float64"
    assert store.table("support_measures")["name_ja_translated"].dtype == "boolean"
    assert pd.api.types.is_string_dtype(clusters["name_en"])
    assert clusters["sectors"].iloc[0] == ("food", "ict")


def test_blanks_of_a_table_are_missing_and_never_empty_text(store):
    clusters = store.table("clusters")
    assert clusters["website"].isna().all()
    assert clusters["start_year"].isna().all()
    assert not (clusters.select_dtypes("str") == "").any().any()


def test_a_field_says_what_it_is_a_list_of_and_who_translated_it(store):
    fields = {field.name: field for field in store.fields("clusters")}
    assert fields["prefectures"].list_of == "prefectures.prefecture"
    assert fields["lat"].unit == "degrees"
    assert fields["keywords_ja"].translated
    assert not fields["summary_ja"].translated
    assert "recall" in fields["evidence"].enum


def test_layers_and_browser_files_are_read_by_name(store):
    assert set(store.layer_names()) == {"prefectures_detail", "partner_regions_detail"}
    layer = store.read_layer("prefectures_detail")
    assert layer.crs.to_epsg() == 4326
    assert set(layer["prefecture"]) == {"13", "12"}
    file = store.browser_file("prefectures")
    assert store.browser_file_names() == ("prefectures",)
    assert b"FeatureCollection" in file.read_bytes()


def test_the_hash_of_a_browser_file_follows_its_content(folder, store):
    before = store.browser_file("prefectures").content_hash
    file = folder / "layers" / "browser" / "prefectures.json"
    file.write_bytes(file.read_bytes() + b"\n")
    assert open_store(folder).browser_file("prefectures").content_hash != before
    assert len(before) == 16


def test_a_name_that_the_package_does_not_have_is_told_what_there_is(store):
    with pytest.raises(UnknownCodeError, match=r"cluster'.*clusters"):
        store.table("cluster")
    with pytest.raises(UnknownCodeError, match="prefectures"):
        store.read_layer("prefecture")
    with pytest.raises(UnknownCodeError, match=r"table\('prefecture_indicators'\)"):
        store.records("prefecture_indicators")


def test_the_same_answer_is_given_twice(store):
    assert store.table("clusters") is store.table("clusters")
    assert store.by_key("clusters") is store.by_key("clusters")


def test_recorded_checksums_are_trusted_without_the_validation_library(folder):
    code = (
        "import sys; from cluster_map.store import open_store; store = open_store(); "
        "store.records('clusters'); "
        "print([m for m in ('pandas', 'pyarrow', 'geopandas', 'frictionless') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"CLUSTER_MAP_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_the_environment_names_the_folder(folder, monkeypatch):
    monkeypatch.setenv("CLUSTER_MAP_DATA", str(folder))
    assert open_store().folder == folder
    assert open_store().data_version == "2000.1.0"


def test_a_damaged_table_is_refused_with_all_its_problems_and_the_others_work(folder):
    tiny_data.change(folder, "exhibitions", sectors="biotech", months="13")
    store = open_store(folder)
    with pytest.raises(DataError) as refused:
        store.records("exhibitions")
    assert [problem.column for problem in refused.value.problems] == ["months", "sectors"]
    assert set(store.problems()) == {"exhibitions"}
    assert len(store.records("clusters")) == 1
    with pytest.raises(DataError):
        store.table("exhibitions")


def test_a_damaged_layer_is_refused_and_the_tables_work(folder):
    (folder / "layers" / "prefectures_detail.fgb").write_bytes(b"no geometry at all")
    store = open_store(folder)
    with pytest.raises(DataError, match=r"prefectures_detail\.fgb"):
        store.read_layer("prefectures_detail")
    assert len(store.records("clusters")) == 1


def test_damage_is_logged_once_and_whole(folder, caplog):
    tiny_data.change(folder, "exhibitions", sectors="biotech", months="13")
    (folder / "tables" / "clusters.csv").unlink()
    store = open_store(folder)
    for _ in range(2):
        with pytest.raises(DataError):
            store.records("exhibitions")
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    for part in ("biotech", "'13'", "tables/clusters.csv"):
        assert part in record.getMessage()


def test_a_valid_edit_works_and_is_logged_as_not_recorded(folder, caplog):
    tiny_data.change(folder, "clusters", name_en="Tokyo Food Valley")
    assert open_store(folder).records("clusters")[0]["name_en"] == "Tokyo Food Valley"
    assert "clusters.csv differs from the recorded checksum; run make data" in caplog.text


def test_a_key_that_went_refuses_the_table_that_refers_to_it(folder):
    tiny_data.write_rows(folder, "documents", [dict(tiny_data.ROWS["documents"][0], document="seed:000")])
    tiny_data.write_rows(folder, "sectors", tiny_data.ROWS["sectors"][1:])
    assert set(open_store(folder).problems()) == {"clusters", "tie_ups", "exhibitions"}


def test_a_file_that_changes_under_a_running_store_is_not_read(folder, store):
    tiny_data.change(folder, "clusters", name_en="Something else")
    with pytest.raises(DataError, match="Restart"):
        store.records("clusters")


def test_versions_of_the_content_differ_when_any_file_does(folder, store):
    tiny_data.change(folder, "clusters", name_en="Tokyo Food Valley")
    assert open_store(folder).content_version != store.content_version
    assert len(store.content_version) == 12


def test_a_folder_that_is_none_is_a_data_error(tmp_path):
    with pytest.raises(DataError, match="no such folder"):
        Store(tmp_path / "nowhere")


def test_checksums_are_not_recorded_while_the_data_have_problems(folder):
    tiny_data.change(folder, "exhibitions", sectors="biotech")
    before = (folder / "datapackage.json").read_bytes()
    with pytest.raises(DataError, match="biotech"):
        package.write(folder)
    assert (folder / "datapackage.json").read_bytes() == before


def test_recording_twice_changes_nothing(folder):
    tiny_data.change(folder, "clusters", name_en="Tokyo Food Valley")
    assert package.write(folder) == ["tables/clusters.csv"]
    recorded = (folder / "datapackage.json").read_bytes()
    assert package.write(folder) == []
    assert (folder / "datapackage.json").read_bytes() == recorded
    assert open_store(folder).problems() == {}


def test_layer_files_that_come_and_go_are_recorded(folder):
    browser = folder / "layers" / "browser"
    (browser / "prefectures.json").rename(browser / "world.json")
    assert package.write(folder) == ["layers/browser/world.json"]
    assert open_store(folder).browser_file_names() == ("world",)


def test_points_are_not_left_unchecked_when_their_layer_is_gone(folder):
    (folder / "layers" / "prefectures_detail.fgb").unlink()
    with pytest.raises(DataError, match="no layer layers/prefectures_detail"):
        package.write(folder)
