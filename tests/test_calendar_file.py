"""Fairs with days become events, fairs without never do; files are read here by hand, as RFC 5545 has it."""

import csv
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import tiny_data
from shipped_rows import DATA, row_of, rows
from test_pages import each_language, forget_data, open_page, seen, summary_of, table_of

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.exports.calendar_file import fairs_calendar
from cluster_map.store import open_store
from cluster_map.text import say

MADE = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
NAMES = {Language.ENGLISH: "Food Fair", Language.JAPANESE: "食品展"}
PLACES = {Language.ENGLISH: "Big Hall, Tokyo", Language.JAPANESE: "大ホール, 東京"}
DAY_COLUMNS = ("start_date", "end_date")
THREE_DAYS = {"start_date": "2026-12-30", "end_date": "2027-01-01"}


@pytest.fixture
def world(tmp_path):
    """Make an atlas whose only fair has these cells."""

    def made(**cells: str) -> Atlas:
        folder = tmp_path / "data"
        tiny_data.build(folder)
        tiny_data.change(folder, "exhibitions", **cells)
        return Atlas(open_store(folder))

    return made


def events(atlas: Atlas, language: Language, **cells: str) -> list[dict[str, str]]:
    """Each event's properties: folded lines joined, parameters left on the name, escapes undone."""
    fairs = [{**fair, **cells} for fair in atlas.store.records("exhibitions")]
    content = fairs_calendar(atlas, fairs, language, MADE)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    lines = content.replace(b"\r\n ", b"").decode().split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            plain = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
            found[-1].setdefault(name, plain)
    return found


@each_language
def test_a_dated_fair_is_one_event_of_whole_days_that_ends_on_the_day_after(world, language):
    site = {"website": "https://fair.example/", "precision": "site"}
    (event,) = events(world(**THREE_DAYS, **site), language)
    assert event["DTSTART;VALUE=DATE"] == "20261230"
    assert event["DTEND;VALUE=DATE"] == "20270102"
    assert event["DTSTAMP"] == "20261125T093000Z"
    assert event[f"SUMMARY;LANGUAGE={language}"] == NAMES[language]
    assert event[f"LOCATION;LANGUAGE={language}"] == PLACES[language]
    assert event["URL"] == "https://fair.example/"
    assert event["GEO"] == "35.5;139.5"
    assert "https://example.org/page" in event[f"DESCRIPTION;LANGUAGE={language}"]


def test_a_fair_of_one_day_ends_on_the_next(world):
    (event,) = events(world(start_date="2028-02-28"), Language.ENGLISH)
    assert (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) == ("20280228", "20280229")


def test_an_edition_keeps_its_uid_in_both_languages(world):
    atlas = world(**THREE_DAYS)
    (english,), (japanese,) = (events(atlas, language) for language in Language)
    assert english["UID"] == japanese["UID"]


def test_what_is_not_known_is_not_in_the_event(world):
    (event,) = events(world(**THREE_DAYS), Language.ENGLISH)  # a fair known by its city, without a website
    assert not {"GEO", "URL"} & set(event)


def test_text_cannot_add_lines_of_its_own(world):
    name = "Fair; one, two\r\nEND:VEVENT\nBEGIN:VEVENT " + "long " * 40
    (event,) = events(world(**THREE_DAYS), Language.ENGLISH, name_en=name)
    assert event["SUMMARY;LANGUAGE=en"].split() == name.split()


@each_language
def test_a_fair_of_usual_months_is_no_event(world, language):
    assert events(world(), language) == []


def buttons(app) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


@pytest.fixture
def dated_fairs(tmp_path, monkeypatch):
    """The shipped data, where only these fairs have days: id -> first and last."""

    def shipped_with(**days: tuple[str, str]) -> None:
        folder = Path(shutil.copytree(DATA, tmp_path / "data"))
        fairs = [
            row | dict(zip(DAY_COLUMNS, days.get(row["exhibition_id"], ("", "")), strict=True))
            for row in rows("exhibitions")
        ]
        with (folder / "tables/exhibitions.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(fairs[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(fairs)
        monkeypatch.setenv("CLUSTER_MAP_DATA", str(folder))
        forget_data()

    yield shipped_with
    monkeypatch.undo()
    forget_data()


@each_language
def test_no_calendar_is_offered_and_no_day_is_said_where_no_fair_has_days(dated_fairs, language):
    dated_fairs()
    app = open_page("fairs.py", language)
    assert say("add_to_calendar", language) not in buttons(app)
    assert say("fair_dates", language) not in seen(app).text
    assert say("fair_days", language) not in app.dataframe[0].value.columns


@each_language
def test_a_calendar_is_offered_only_where_a_dated_fair_is_found(dated_fairs, language):
    dated_fairs(jimtof=("2030-10-07", "2030-10-12"))
    days = "2030-10-07 \u2013 2030-10-12"
    app = open_page("fairs.py", language)
    assert say("add_to_calendar", language) in buttons(app)
    assert days in seen(app).text
    column = app.dataframe[0].value[say("fair_days", language)]
    assert column.dropna().tolist() == [days]
    jimtof = row_of("exhibitions", "exhibition_id", "jimtof")
    assert table_of(app)[column.first_valid_index()] == jimtof[f"name_{language}"]
    everywhere = rows("exhibitions")
    assert summary_of(app) == say(
        "summary_fairs_dated",
        language,
        count=len(everywhere),
        prefectures=len({row["prefecture"] for row in everywhere}),
        dated=1,
    )

    other = open_page("fairs.py", language, sector="food")
    assert say("add_to_calendar", language) not in buttons(other)
    assert "2030" not in seen(other).text


@each_language
def test_what_is_over_is_marked_so_and_stands_below_what_is_to_come(dated_fairs, language):
    today = date.today().isoformat()
    dated_fairs(jimtof=("2020-12-07", today), ecopro=("2020-11-25", ""), irex=("2050-01-01", "2050-01-03"))
    shown = seen(open_page("fairs.py", language)).text
    shown = shown.split(say("fair_dates", language))[1].split(say("fairs_by_month", language))[0]
    names = {
        i: row_of("exhibitions", "exhibition_id", i)[f"name_{language}"] for i in ("jimtof", "irex", "ecopro")
    }
    assert sorted(names, key=lambda i: shown.index(names[i])) == list(names)
    assert shown.count(say("fair_over", language)) == 1
    assert shown.index(say("fair_over", language)) > shown.index(names["ecopro"])


@each_language
def test_the_days_of_jimtof_are_shown_as_shipped_and_offered_as_a_calendar(language):
    app = open_page("fairs.py", language, sector="machinery")
    jimtof = row_of("exhibitions", "exhibition_id", "jimtof")
    assert f"{jimtof['start_date']} \u2013 {jimtof['end_date']}" in seen(app).text
    assert say("add_to_calendar", language) in buttons(app)
