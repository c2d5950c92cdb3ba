"""Refreshing official figures, against a server on localhost that answers as the e-Stat API does.

Two prefectures and three industries are enough for the rules; the rule of all 47 uses the shipped data.
"""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import tiny_data
from e_stat_server import CASES, serving

from cluster_map.__main__ import main
from cluster_map.errors import DataError, RefreshError
from cluster_map.refresh import writing
from cluster_map.refresh.client import ATTEMPTS, CREDIT, Client
from cluster_map.refresh.command import refresh
from cluster_map.refresh.tables import known_tables
from cluster_map.store import DEFAULT_FOLDER, check_folder, open_store
from data_build import package

POPULATION, EDUCATION, CENSUS, PRIVATE = "0000010101", "0000010105", "0003448119", "0004005684"
APP_ID = "id-that-nobody-may-see"
MANUFACTURES = "census-of-manufactures"

MORE: dict[str, list[dict[str, str]]] = {
    "measures": [
        {"measure": measure, "name_en": measure, "name_ja": "指標", "unit": unit, "unit_ja": "単位"}
        for measure, unit in [
            ("establishments", "establishments"),
            ("employees", "persons"),
            ("shipments", "million yen"),
            ("value-added", "million yen"),
        ]
    ],
    "classifications": [
        {
            "classification": classification,
            "name_en": classification,
            "name_ja": "分類",
            "years": "2016",
            "fiscal_years": "false",
            "measures": "employees",
            "universe_en": "all",
            "universe_ja": "全数",
            "source_title_en": "Census",
            "source_title_ja": "調査",
            "source": "https://example.org/census",
            "evidence": "official",
            "licence_en": "free",
            "licence_ja": "自由",
        }
        for classification in (MANUFACTURES, "economic-census")
    ],
    "industries": [
        {
            "classification": classification,
            "industry": code,
            "name_en": code,
            "name_ja": name,
            "is_total": str(code == "A-R").lower(),
        }
        for classification, code, name in [
            (MANUFACTURES, "09", "食料品製造業"),
            (MANUFACTURES, "20", "なめし革・同製品・毛皮製造業"),
            (MANUFACTURES, "28", "電子部品・デバイス・電子回路製造業"),
            ("economic-census", "A-R", "全産業（公務を除く）"),
            ("economic-census", "E", "製造業"),
            ("economic-census", "G", "情報通信業"),
        ]
    ],
    "statistics_notes": [{"note": "rounded", "text_en": "Rounded", "text_ja": "丸め"}],
    "statistics_gaps": [
        {
            "prefecture": "12",
            "year": "2019",
            "classification": MANUFACTURES,
            "industry": "09",
            "measure": "shipments",
            "reason": "suppressed",
            "reason_en": "Suppressed in source (X)",
            "reason_ja": "出典で秘匿(X)",
        }
    ],
}
SHIPPED = [
    ("12", 2019, MANUFACTURES, "09", "employees", 400.0),
    ("13", 2019, MANUFACTURES, "09", "employees", 399.0),
    ("13", 2016, MANUFACTURES, "09", "employees", 390.0),
]
"""Of 2019 one figure as e-Stat has it and one that it has corrected."""


@pytest.fixture
def folder(tmp_path, built):
    return Path(shutil.copytree(built, tmp_path / "data"))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A data folder that passes its check."""
    made = tmp_path_factory.mktemp("refresh") / "data"
    tiny_data.build(made)
    columns = ["prefecture", "year", "classification", "industry", "measure", "value"]
    figures = pd.DataFrame(SHIPPED, columns=columns).assign(publication="census", note="rounded")
    codes = ["prefecture", "classification", "industry", "measure", "publication", "note"]
    figures = figures.astype({"year": "int16", **dict.fromkeys(codes, "category")})
    figures.to_parquet(made / "statistics" / "industry_statistics.parquet", index=False)
    for table, rows in MORE.items():
        tiny_data.write_rows(made, table, rows)
    file = made / "datapackage.json"
    description = json.loads(file.read_text(encoding="utf-8"))
    shipped = json.loads((DEFAULT_FOLDER / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    description["resources"] += [r for r in shipped if r["name"] in {*MORE, "industry_statistics"}]
    file.write_text(json.dumps(description), encoding="utf-8")
    package.write(made)
    return made


class Run:
    """One refresh against one case: what was asked, told and waited for."""

    def __init__(self, case, folder, *tables, is_trial=False):
        self.told, self.waited = [], []
        with serving(case) as served:
            client = Client(served.address, APP_ID, self.waited.append, self.told.append)
            self.error = None
            self.written = False
            try:
                self.written = refresh(client, tables, folder, is_trial, self.told.append)
            except RefreshError as error:
                self.error = str(error)
        self.asked, self.left = served.asked, served.left
        self.text = "\n".join(self.told)
        assert APP_ID not in self.text + (self.error or "")


def refused(case, folder, table=POPULATION):
    """The message of a refusal, after which the folder is as before."""
    before = contents(folder)
    run = Run(case, folder, table)
    assert run.error is not None
    assert not run.written
    assert contents(folder) == before
    return run.error


def contents(folder: Path):
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def figures(folder, table, **where):
    frame = open_store(folder).table(table)
    for column, value in where.items():
        frame = frame[frame[column] == value]
    return frame


def test_every_file_of_the_server_is_a_case_of_these_tests():
    used = Path(__file__).read_text(encoding="utf-8")
    assert [file.stem for file in CASES.glob("*.json") if f'"{file.stem}"' not in used] == []


# What is written


def test_a_new_year_is_written_with_its_source_and_the_folder_stays_clean(folder):
    run = Run("new-year", folder, POPULATION)
    assert run.written
    new = figures(folder, "prefecture_indicators", year=2021)
    assert dict(zip(new["prefecture"], new["value"], strict=True)) == {"12": 6000, "13": 15000}
    publication = open_store(folder).by_key("publications")[new["publication"].iloc[0]]
    assert publication["source"].endswith(POPULATION)
    assert publication["evidence"] == "official"
    report = check_folder(folder)
    assert (report.problems, report.differing) == ((), ())


def test_the_difference_is_told_before_anything_is_written(folder):
    told = Run("changed", folder, POPULATION).told
    changes = [line for line in told if "population 2020" in line or "->" in line]
    assert changes == [
        "population 2020: 0 new, 1 changed, 0 gone, 1 as shipped or missing in both",
        "  prefecture 12: 6 -> 7",
    ]
    assert told.index(changes[-1]) < next(n for n, line in enumerate(told) if line.startswith("written"))


def test_figures_as_shipped_touch_no_file(folder):
    before = contents(folder)
    run = Run("as-shipped", folder, POPULATION)
    assert (run.error, run.written) == (None, False)
    assert contents(folder) == before


def test_a_trial_shows_the_difference_and_writes_nothing(folder):
    before = contents(folder)
    run = Run("new-year", folder, POPULATION, is_trial=True)
    assert "population 2021: 2 new" in run.text
    assert contents(folder) == before


def test_the_sentence_that_the_api_asks_for_is_shown(folder):
    assert CREDIT in Run("as-shipped", folder, POPULATION).told


def test_areas_are_found_by_name_and_the_country_by_its_year(folder):
    # Tokyo is 15000 in this table and Chiba 14000; the country of 2018 has figures of its own.
    run = Run("census", folder, CENSUS)
    assert run.error is None
    new = figures(folder, "industry_statistics", classification=MANUFACTURES, year=2019)
    employees = new[new["measure"] == "employees"]
    found = {
        (p, i): v
        for p, i, v in zip(employees["prefecture"], employees["industry"], employees["value"], strict=True)
    }
    assert found == {
        ("12", "09"): 400,
        ("13", "09"): 400,
        ("13", "20"): 50,
        ("12", "28"): 30,
        ("13", "28"): 270,
    }


def test_other_years_and_other_groups_stay_as_they_are(folder):
    Run("census", folder, CENSUS)
    old = figures(folder, "industry_statistics", year=2016)
    assert old[["prefecture", "value", "publication", "note"]].to_numpy().tolist() == [
        ["13", 390.0, "census", "rounded"]
    ]


@pytest.mark.parametrize("case", ["census", "census-marks"])
def test_a_cell_without_a_number_is_a_gap_with_its_reason_and_never_zero(folder, case):
    Run(case, folder, CENSUS)
    new = figures(folder, "industry_statistics", year=2019)
    assert (new["value"] != 0).all()
    gaps = {
        (gap["prefecture"], gap["industry"], gap["measure"]): gap["reason"]
        for gap in open_store(folder).records("statistics_gaps")
    }
    hidden = "not-published" if case == "census-marks" else "suppressed"
    assert gaps == {
        ("12", "28", "shipments"): "suppressed",
        ("12", "28", "value-added"): hidden,
        **{
            ("12", "20", m): "no-establishment"
            for m in ("establishments", "employees", "shipments", "value-added")
        },
    }
    assert check_folder(folder).problems == ()


def test_the_years_of_a_classification_come_along(folder):
    Run("census", folder, CENSUS)
    assert open_store(folder).by_key("classifications")[MANUFACTURES]["years"] == (2016, 2019)


def test_axes_are_told_by_what_they_hold_wherever_they_stand(folder):
    run = Run("axes-elsewhere", folder, PRIVATE)
    assert run.error is None
    new = figures(folder, "industry_statistics", classification="economic-census", prefecture="13")
    assert dict(zip(new["industry"], new["value"], strict=True)) == {"A-R": 600, "E": 100, "G": 500}
    assert run.asked[1][1]["cdCat02"] == "0"


def test_all_files_are_written_or_none(folder, monkeypatch):
    before = contents(folder)
    replace = Path.replace

    def fail_at_the_description(self, target):
        if Path(target).name == "datapackage.json":
            raise OSError("the disk is full")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_at_the_description)
    assert "disk is full" in refused("census", folder, CENSUS)
    assert contents(folder) == before


def test_a_folder_that_would_not_pass_its_check_is_not_written(folder, monkeypatch):
    before = contents(folder)
    monkeypatch.setattr(writing, "REASONS", dict.fromkeys(writing.REASONS, ("", "")))
    with pytest.raises(DataError, match="reason_en"):
        Run("census", folder, CENSUS)
    assert contents(folder) == before


# How it is asked


def test_only_what_is_read_is_asked_for_with_the_application_id(folder):
    run = Run("census", folder, CENSUS)
    (first, meta), (second, data) = run.asked
    assert (first, second) == ("getMetaInfo", "getStatsData")
    assert meta["statsDataId"] == data["statsDataId"] == CENSUS
    assert meta["appId"] == data["appId"] == APP_ID
    assert data["cdCat01"] == "17000000,18000000,22000000,23000000"
    assert run.waited == [1.0]


def test_pages_are_asked_for_until_none_is_left_and_a_single_cell_is_no_list(folder):
    run = Run("paging", folder, POPULATION)
    assert [query["startPosition"] for function, query in run.asked if function == "getStatsData"] == [
        "1",
        "4",
        "6",
    ]
    assert figures(folder, "prefecture_indicators", year=2021)["value"].sum() == 21000
    assert f"{POPULATION}: 3 of 6 cells" in run.told


def test_single_objects_stand_for_lists_of_one(folder):
    assert Run("single-objects", folder, POPULATION).written


def test_a_busy_server_is_asked_again_after_the_time_it_tells(folder):
    run = Run("busy", folder, POPULATION)
    assert run.written
    # 7 s as told, then 1 s before each further question, 2 s where nothing was told.
    assert run.waited == [7.0, 1.0, 1.0, 2.0, 1.0]
    assert "waits 7 s" in run.text


def test_a_server_that_fails_for_a_moment_is_asked_again(folder):
    assert Run("failing", folder, POPULATION).written


# What is refused


def test_nobody_waits_for_ever(folder):
    run = Run("busy-for-ever", folder, POPULATION)
    assert "429" in run.error
    assert len(run.asked) == ATTEMPTS
    assert sum(run.waited) < 60


def test_nobody_waits_for_an_hour_but_hears_of_it(folder):
    run = Run("busy-for-an-hour", folder, POPULATION)
    assert "3,600 seconds" in run.error
    assert run.waited == []


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("wrong-id", ["HTTP 403", "status 100", "認証に失敗しました", "ESTAT_APP_ID"]),
        ("unknown-table", [POPULATION, "指定された統計表が存在しません"]),
        ("no-data", ["no figures", "該当データはありませんでした"]),
        ("not-json", ["HTTP 200", "not JSON"]),
        ("moved", ["HTTP 302"]),
        ("paging-in-circles", ["goes on at 4"]),
        ("page-lost", ["5 cells came, 6 were announced"]),
        ("other-name", ["A1101", "世帯数", "総人口"]),
        ("in-thousands", ["千人"]),
        ("no-country", ["no row of the country"]),
        ("sum-is-off", ["population, 2021", "21,000", "99,000"]),
        ("hidden-indicator", ["1 of 2 prefectures", "missing: 12"]),
        ("strange-cell", ["area 12000", "approx. 6"]),
        ("twice", ["prefecture 13 twice"]),
    ],
)
def test_what_is_not_right_is_refused_in_words(folder, case, words):
    message = refused(case, folder)
    assert [word for word in words if word not in message] == []


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("census-sum-is-off", ["employees, 28, 2019", "sum to 301, the country has 300"]),
        ("census-hides-too-much", ["shipments, 28, 2019", "at most 500 can be hidden"]),
        ("census-lacks-a-class", ["28", "電子部品"]),
    ],
)
def test_sums_and_classes_of_a_census_have_to_be_those_expected(folder, case, words):
    message = refused(case, folder, CENSUS)
    assert [word for word in words if word not in message] == []


def test_fewer_than_all_prefectures_are_refused_and_named():
    assert Run("prefectures-47", DEFAULT_FOLDER, EDUCATION, is_trial=True).error is None
    lacking = Run("prefectures-46", DEFAULT_FOLDER, EDUCATION, is_trial=True).error
    assert "46 of 47 prefectures, missing: 沖縄県" in lacking
    without_cells = Run("cells-of-46", DEFAULT_FOLDER, EDUCATION, is_trial=True).error
    assert "universities, 2025: 46 of 47 prefectures have figures, missing: 47" in without_cells


def test_a_server_that_is_not_there_is_named(folder):
    waited, told = [], []
    client = Client("http://127.0.0.1:9/", APP_ID, waited.append, told.append)
    with pytest.raises(RefreshError, match=r"no answer from http://127\.0\.0\.1:9/"):
        refresh(client, [POPULATION], folder, tell=told.append)
    assert len(waited) == 2 * (ATTEMPTS - 1)


def test_one_table_that_fails_keeps_all_others_from_being_written(folder):
    before = contents(folder)
    run = Run("new-year", folder, POPULATION, CENSUS)
    assert CENSUS in run.error
    assert contents(folder) == before


# The command


def test_without_an_application_id_the_command_says_where_to_get_one(folder, monkeypatch, capsys):
    monkeypatch.delenv("ESTAT_APP_ID", raising=False)
    assert main(["refresh", "--table", POPULATION, "--folder", str(folder)]) == 1
    assert "ESTAT_APP_ID is not set" in capsys.readouterr().err


@pytest.mark.parametrize(("table", "words"), [("0000000000", CENSUS), ("0004005686", "governments only")])
def test_a_table_that_cannot_be_used_is_refused_without_asking_anybody(
    folder, monkeypatch, capsys, table, words
):
    monkeypatch.setenv("ESTAT_APP_ID", APP_ID)
    monkeypatch.setenv("ESTAT_ADDRESS", "http://127.0.0.1:9/")
    assert main(["refresh", "--table", table, "--folder", str(folder)]) == 1
    said = capsys.readouterr().err
    assert table in said
    assert words in said


def test_the_command_asks_the_address_of_the_environment(folder, monkeypatch, capsys):
    with serving("wrong-id") as served:
        monkeypatch.setenv("ESTAT_APP_ID", APP_ID)
        monkeypatch.setenv("ESTAT_ADDRESS", served.address)
        assert main(["refresh", "--table", POPULATION, "--folder", str(folder), "--trial"]) == 1
    said = capsys.readouterr()
    assert "認証に失敗しました" in said.err
    assert APP_ID not in said.out + said.err


def test_every_known_table_fits_the_shipped_tables():
    store = open_store()
    measures, indicators = store.by_key("measures"), store.by_key("indicators")
    for known in known_tables().values():
        targets = {item.target for item in known.items.values()}
        assert targets <= set(measures if known.classification else indicators)
        if known.classification:
            held = store.by_key("classifications")[known.classification]["measures"]
            assert targets <= set(held)
