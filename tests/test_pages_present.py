"""The page for presenters through AppTest, in both languages."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from shipped_rows import rows, rows_with
from test_pages import change_of, each_language, follow, labels, open_page, seen

from cluster_map.text import say
from cluster_map.tours.file import packed
from cluster_map.tours.tour import Step, Tour, texts

PRESENT = "present.py"
TOUR = "sea-and-wind"
OWN = Tour(
    title=texts("Mine", "私の"), steps=(Step("/?sector=food", texts("First", "最初")), Step("/tie-ups"))
)


@each_language
def test_all_tours_can_be_chosen(language):
    app = open_page(PRESENT, language)
    assert app.title[0].value == say("present_title", language)
    for tour in rows("tours"):
        assert tour[f"title_{language}"] in seen(app).text
        assert tour[f"about_{language}"] in seen(app).text
    assert labels(app).count(say("play_tour", language)) == len(rows("tours"))


@each_language
def test_playing_a_tour_changes_the_link_and_tells_the_browser_every_step(language):
    app = open_page(PRESENT, language)
    app.button(key=f"play-{TOUR}").click().run()
    assert not app.exception
    assert app.query_params["tour"] in (TOUR, [TOUR])
    steps = rows_with("tour_steps", "tour_id", TOUR)
    told = change_of(app)
    assert [step["title"] for step in told["steps"]] == [step[f"title_{language}"] for step in steps]
    assert [step["notes"] for step in told["steps"]] == [step[f"speaker_notes_{language}"] for step in steps]


@each_language
def test_the_steps_stand_under_the_map_with_a_link_to_each_live_view(language):
    page = seen(open_page(PRESENT, language, tour=TOUR))
    for step in rows_with("tour_steps", "tour_id", TOUR):
        assert step[f"words_{language}"] in page.text
        path, _, query = step["view"].partition("?")
        wanted = dict(parse_qsl(query)) | {"lang": str(language)}
        found = [
            dict(parse_qsl(urlsplit(target).query))
            for target in page.targets()
            if target and urlsplit(target).path == path
        ]
        codes = {name: text for name, text in wanted.items() if name not in {"lat", "lon", "zoom"}}
        assert any(codes.items() <= query.items() for query in found)


@each_language
def test_a_tour_that_travels_in_the_link_is_played(language):
    word = packed(OWN)
    assert word is not None
    told = change_of(open_page(PRESENT, language, tour=word))
    assert told["title"] == OWN.title[language]
    assert told["steps"][0]["title"] == OWN.steps[0].title[language]


@each_language
@pytest.mark.parametrize(
    ("tour", "key"),
    [("z.AAAA", "tour_link_broken"), ("nowhere", "refused")],
)
def test_a_tour_that_cannot_be_read_is_said_and_others_are_offered(language, tour, key):
    app = open_page(PRESENT, language, tour=tour)
    assert say(key, language) in seen(app).text
    assert say("play_tour", language) in labels(app)


@each_language
def test_what_a_tour_asks_for_and_nobody_knows_is_said_with_its_step(language):
    word = packed(Tour(steps=(Step("/"), Step("/?sector=magic"))))
    assert word is not None
    text = seen(open_page(PRESENT, language, tour=word)).text
    assert say("tour_refused_title", language) in text
    assert "magic" in text


@each_language
def test_script_in_a_tour_is_shown_as_it_is_written(language):
    script = "<img src=x onerror=alert(1)>"
    word = packed(Tour(title=texts(script, script), steps=(Step("/", texts(script), texts(script)),)))
    assert word is not None
    app = open_page(PRESENT, language, tour=word)
    assert not [element for element in seen(app).elements if element[0] == "img"]
    assert script in seen(app).text


@each_language
def test_a_tour_keeps_its_place_when_another_link_is_opened(language):
    app = open_page(PRESENT, language, tour=TOUR)
    follow(app, language, tour="cosmetics")
    assert len(change_of(app)["steps"]) == len(rows_with("tour_steps", "tour_id", "cosmetics"))
