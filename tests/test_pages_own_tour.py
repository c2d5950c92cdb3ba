"""A reader's own tour through AppTest: added to, edited, undone, copied; in both languages."""

import json

import pytest
from shipped_rows import ROOT, row_of, rows_with
from streamlit.testing.v1 import AppTest
from test_pages import change_of, each_language, follow, open_page, seen

from cluster_map.domain import Language
from cluster_map.text import say
from cluster_map.tours.file import FORMAT, packed, unpacked, write_file
from cluster_map.tours.tour import Step, Tour, texts

PRESENT = "present.py"
COPIED = "cosmetics"


def with_two_steps(language: Language) -> AppTest:
    """Somebody who has added two views and plays their tour."""
    app = open_page("explore.py", language, sector="food")
    app.button(key="add-to-tour").click().run()
    follow(app, language, sector="ict", lat="35.0000", lon="139.0000", zoom="8")
    app.button(key="add-to-tour").click().run()
    follow(app.switch_page(str(ROOT / "pages" / PRESENT)), language)
    app.button(key="play-own").click().run()
    assert not app.exception
    return app


def titles(app: AppTest) -> list[str]:
    return [step["title"] for step in change_of(app)["steps"]]


def sector(code: str, language: Language) -> str:
    return row_of("sectors", "sector", code)[f"name_{language}"]


def tour_in_link(app: AppTest) -> Tour:
    word = "".join(app.query_params["tour"])
    return unpacked(word)


@each_language
def test_views_added_on_a_page_are_the_steps_of_ones_own_tour(language):
    app = with_two_steps(language)
    assert titles(app) == [sector("food", language), sector("ict", language)]
    assert change_of(app)["steps"][1]["look"] == {"center": [35.0, 139.0], "zoom": 8.0}


@each_language
def test_the_button_says_how_many_steps_there_are(language):
    app = open_page("explore.py", language)
    assert app.button(key="add-to-tour").label == say("add_to_tour", language)
    app.button(key="add-to-tour").click().run()
    assert app.button(key="add-to-tour").label.endswith("(1)")
    assert app.toast[0].value == say("added_to_tour", language, number=1)


@each_language
def test_a_small_own_tour_travels_in_the_link_with_every_edit(language):
    app = with_two_steps(language)
    assert len(tour_in_link(app).steps) == 2
    app.text_input(key=f"own-title-{language}-1").set_value("Mine").run()
    assert not app.exception
    assert titles(app)[0] == "Mine"
    assert tour_in_link(app).steps[0].title[language] == "Mine"


@each_language
def test_steps_are_reordered_removed_and_brought_back(language):
    app = with_two_steps(language)
    before = titles(app)
    app.button(key="step_later").click().run()
    assert titles(app) == before[::-1]
    app.button(key="step_remove").click().run()
    assert titles(app) == before[1:]
    app.button(key="undo").click().run()
    assert titles(app) == before[::-1]
    app.button(key="undo").click().run()
    assert titles(app) == before


@each_language
def test_words_and_notes_are_written_in_both_languages(language):
    app = with_two_steps(language)
    for spoken in Language:
        app.text_area(key=f"own-words-{spoken}-1").set_value(f"words {spoken}").run()
        app.text_area(key=f"own-notes-{spoken}-1").set_value(f"notes {spoken}").run()
    assert not app.exception
    told = change_of(app)["steps"][0]
    assert (told["words"], told["notes"]) == (f"words {language}", f"notes {language}")
    assert tour_in_link(app).steps[0].words == {spoken: f"words {spoken}" for spoken in Language}


@each_language
def test_a_copy_of_a_built_in_tour_can_be_edited(language):
    app = open_page(PRESENT, language, tour=COPIED)
    app.button(key="edit-copy").click().run()
    assert not app.exception
    steps = rows_with("tour_steps", "tour_id", COPIED)
    assert titles(app) == [step[f"title_{language}"] for step in steps]
    app.button(key="step_remove").click().run()
    assert titles(app) == [step[f"title_{language}"] for step in steps[1:]]


@each_language
@pytest.mark.parametrize("edits", [("step_earlier",), ("step_later", "step_later")])
def test_no_button_moves_a_step_beyond_the_ends(language, edits):
    app = with_two_steps(language)
    for edit in edits[:-1]:
        app.button(key=edit).click().run()
    assert app.button(key=edits[-1]).disabled


@each_language
def test_a_tour_that_stays_in_another_tab_is_said_to(language):
    app = open_page(PRESENT, language, tour="own")
    assert say("own_tour_elsewhere", language) in seen(app).text


@each_language
def test_the_tour_of_a_link_can_be_taken_over(language):
    word = packed(Tour(title=texts("Theirs", "他者"), steps=(Step("/?sector=food"), Step("/tie-ups"))))
    assert word is not None
    app = open_page(PRESENT, language, tour=word)
    app.button(key="edit-copy").click().run()
    app.text_input(key=f"own-name-{language}").set_value("Ours").run()
    assert not app.exception
    assert change_of(app)["title"] == "Ours"


@each_language
@pytest.mark.parametrize(
    ("content", "key", "values"),
    [
        (b'{"format": ', "tour_file_no_json", {"line": 1, "column": 12}),
        (b"[]", "tour_file_no_tour", {"format": FORMAT}),
        (
            json.dumps({"format": FORMAT, "version": 9}).encode(),
            "tour_file_newer",
            {"version": 9, "known": 1},
        ),
        (
            json.dumps({"format": FORMAT, "version": 1, "steps": [{"view": "/"}] * 10_000}).encode(),
            "tour_file_long",
            {"count": "10,000", "most": 100},
        ),
    ],
    ids=["broken", "no-tour", "newer", "10,000-steps"],
)
def test_a_file_that_cannot_be_loaded_is_said_to_and_nothing_is_lost(language, content, key, values):
    app = with_two_steps(language)
    before = titles(app)
    app.button(key="other-tours").click().run()
    app.file_uploader(key="load-tour").set_value(("tour.json", content, "application/json")).run()
    assert not app.exception
    assert [error.value for error in app.error] == [say(key, language, **values)]
    app.button(key="play-own").click().run()
    assert titles(app) == before


@each_language
def test_a_tour_is_loaded_from_its_file(language):
    tour = Tour(title=texts("Loaded", "読込"), steps=(Step("/?sector=food", texts("One", "一")),))
    app = open_page(PRESENT, language)
    app.file_uploader(key="load-tour").set_value(("t.json", write_file(tour), "application/json")).run()
    assert not app.exception
    assert (change_of(app)["title"], titles(app)) == (tour.title[language], [tour.steps[0].title[language]])
    assert tour_in_link(app) == tour
