"""Tours: the built-in ones, what a step draws, files and links, edits, recordings."""

import base64
import json
import re
import zlib
from dataclasses import replace
from itertools import pairwise
from random import Random
from string import ascii_lowercase
from urllib.parse import parse_qsl, urlsplit

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.page_titles import TITLES
from cluster_map.store import open_store
from cluster_map.strength.asked import ask
from cluster_map.text import say
from cluster_map.tours import editing
from cluster_map.tours.drawing import played, records_of, sources_of
from cluster_map.tours.file import (
    FORMAT,
    LARGEST_FILE,
    SCHEMA,
    VERSION,
    TourFileError,
    as_json,
    packed,
    read_file,
    unpacked,
    write_file,
)
from cluster_map.tours.recording import tour_from_states
from cluster_map.tours.tour import (
    MOST_STEPS,
    Step,
    Tour,
    built_in_tours,
    in_language,
    texts,
    view_text,
)
from cluster_map.ui.pages import PAGES
from cluster_map.url_state import Known, ViewState

ATLAS = Atlas(open_store())
TOURS = built_in_tours(ATLAS)
KNOWN = Known(
    prefectures=tuple(ATLAS.prefectures),
    clusters=tuple(ATLAS.clusters),
    tie_ups=tuple(ATLAS.tie_ups),
    regions=tuple(ATLAS.regions),
    countries=tuple(ATLAS.countries),
)
STEPS = [
    (tour.id, number, step) for tour in TOURS.values() for number, step in enumerate(tour.steps, start=1)
]
SMALL = Tour(
    title=texts("Sea", "海"),
    steps=(
        Step(
            "/tie-ups?sector=food&lat=40&lon=100&zoom=3",
            texts("One", "一"),
            texts("Words"),
            texts("", "メモ"),
        ),
        Step("/", texts("Two")),
    ),
)

each_language = pytest.mark.parametrize("language", Language)
each_tour = pytest.mark.parametrize("tour", TOURS.values(), ids=list(TOURS))
each_step = pytest.mark.parametrize(
    "step", [step for *_, step in STEPS], ids=[f"{t}-{n}" for t, n, _ in STEPS]
)


# ---------------------------------------------------------------- the built-in tours


def test_the_six_tours_are_there():
    assert list(TOURS) == [
        "rit-story",
        "life-sciences-europe",
        "sea-and-wind",
        "organic-electronics",
        "cosmetics",
        "small-firm-abroad",
    ]


@each_tour
def test_a_tour_has_six_to_ten_steps_in_order(tour):
    assert 6 <= len(tour.steps) <= 10
    rows = [row["step"] for row in ATLAS.store.records("tour_steps") if row["tour_id"] == tour.id]
    assert sorted(rows) == list(range(1, len(tour.steps) + 1))


@each_tour
def test_from_step_to_step_either_the_map_moves_or_what_it_shows_changes(tour):
    assert set(tour.steps[0].place) == {"lat", "lon", "zoom"}
    for before, after in pairwise(tour.steps):
        assert (before.place != after.place) + (before.layer != after.layer) == 1, (before.view, after.view)


@each_step
def test_every_view_of_a_built_in_step_is_understood_whole(step):
    view, refused = step.read(KNOWN, Language.ENGLISH)
    assert refused == []
    assert view.place is not None
    assert step.page in {"/", "/tie-ups"}


@each_step
def test_every_step_speaks_both_languages_in_a_few_words(step):
    for both in (step.title, step.words, step.notes):
        assert all(text.strip() for text in both.values())
    assert len(step.title[Language.ENGLISH]) <= 50
    assert len(step.title[Language.JAPANESE]) <= 24
    assert len(step.words[Language.ENGLISH]) <= 200
    assert len(step.words[Language.JAPANESE]) <= 110


@each_step
def test_every_figure_of_a_step_stands_in_a_record_that_it_names(step):
    told = " ".join(text for both in (step.title, step.words, step.notes) for text in both.values())
    backed = json.dumps([dict(record) for record in records_of(ATLAS, step)], ensure_ascii=False)
    figures = set(re.findall(r"\d[\d,]*\d", told))
    assert {
        figure for figure in figures if figure not in backed and figure.replace(",", "") not in backed
    } == set()


@each_step
def test_every_step_names_a_source(step):
    view, _ = step.read(KNOWN, Language.ENGLISH)
    sources = sources_of(ATLAS, step, view)
    assert sources[0].text
    assert all(source.address.startswith("http") for source in sources if source.evidence == "page")


@each_step
def test_what_a_step_selects_is_drawn_by_it(step):
    tour = Tour(steps=(step,))
    (drawn,) = played(ATLAS, tour, KNOWN, Language.ENGLISH)[0]["steps"]
    change = drawn["change"]
    view, _ = step.read(KNOWN, Language.ENGLISH)
    if view.cluster:
        position = list(ATLAS.clusters).index(view.cluster)
        assert int(change["clusters"], 16) >> position & 1
    if view.tie_up:
        ends = [t for t in ATLAS.tie_ups.values() for _ in t["prefectures"]]
        assert int(change["arcs"], 16) >> [t["tie_up_id"] for t in ends].index(view.tie_up) & 1


# ---------------------------------------------------------------- what the browser is told


def test_a_played_tour_is_told_in_the_language_asked_for_else_in_the_other():
    japanese, _ = played(ATLAS, SMALL, KNOWN, Language.JAPANESE)
    assert japanese["title"] == "海"
    assert [step["title"] for step in japanese["steps"]] == ["一", "Two"]
    assert japanese["steps"][0]["words"] == "Words"


def test_a_step_without_a_place_looks_at_all_that_its_page_shows():
    tour = Tour(steps=(Step("/"), Step("/tie-ups"), Step("/?lat=35&lon=139&zoom=8")))
    japan, world, near = (s["look"] for s in played(ATLAS, tour, KNOWN, Language.ENGLISH)[0]["steps"])
    (south, west), (north, east) = japan["bounds"]
    assert south < 26.2 < north
    assert west < 127.7 < east
    assert world["bounds"] != japan["bounds"]
    assert near == {"center": [35.0, 139.0], "zoom": 8.0}


def test_a_step_shows_clusters_or_tie_ups_never_both():
    tour = Tour(steps=(Step("/?sector=food"), Step("/tie-ups?sector=food")))
    clusters, ties = (s["change"] for s in played(ATLAS, tour, KNOWN, Language.ENGLISH)[0]["steps"])
    assert clusters["arcs"] == "0" != clusters["clusters"]
    assert ties["clusters"] == "0" != ties["arcs"]


TWO_CLUSTERS = tuple(ATLAS.clusters)[:2]
PAGES_WITH_MAPS = {
    "/strength?sector=food&measure=employees&prefecture=01": {"shade", "keep_shades"},
    "/fairs?month=10": {"points"},
    f"/cluster?cluster={TWO_CLUSTERS[0]}": {"points", "focus"},
    "/prefecture?prefecture=06": {"points", "focus", "clusters"},
    "/partners?sector=food&home=DE": {"shade", "clusters", "points", "cluster"},
    "/public-projects?sector=food&prefecture=13&layers=pfi-projects": {"buyers", "clusters", "points"},
    f"/compare?compare={','.join(TWO_CLUSTERS)}": {"clusters", "focus"},
    "/compare?compare=06,22": {"focus"},
    "/compare?prefecture=06,22": {"focus"},
}
"""Views of pages other than the two map pages, and what of a map each draws."""
PAGES_WITHOUT = ["/readiness", "/data", "/present", "/cluster", "/prefecture?prefecture=06,22", "/compare"]
LAYERS_OF_A_MAP = {"buyers", "clusters", "points", "arcs", "focus", "cluster", "keep_shades"}


def step_of(view, language=Language.ENGLISH, server="http://map.test"):
    (told,) = played(ATLAS, Tour(steps=(Step(view),)), KNOWN, language, server)[0]["steps"]
    return told


def drawn_layers(change) -> set[str]:
    drawn = {name for name in LAYERS_OF_A_MAP if change.get(name) not in (None, "0", [], ())}
    return drawn | ({"shade"} if len(set(change["shade"])) > 1 else set())


@each_language
@pytest.mark.parametrize(("view", "layers"), PAGES_WITH_MAPS.items(), ids=list(PAGES_WITH_MAPS))
def test_a_step_from_any_page_draws_the_map_of_that_page(view, layers, language):
    told = step_of(view, language)
    found = drawn_layers(told["change"])
    assert layers <= found
    assert "arcs" not in found or view.startswith("/partners")
    assert told["holds"] in told["change"]["summary"]
    assert told["change"]["legend"]["title"]


@each_language
@pytest.mark.parametrize("view", PAGES_WITHOUT)
def test_a_step_from_a_page_without_a_map_says_so_and_leads_there(view, language):
    told = step_of(view, language)
    title = say(TITLES[urlsplit(view).path.strip("/")], language)
    assert told["holds"] == say("map_of_no_map", language, page=title)
    assert drawn_layers(told["change"]) <= {"focus"}


@pytest.mark.parametrize("view", [*PAGES_WITH_MAPS, *PAGES_WITHOUT])
def test_a_step_from_another_page_leads_to_it_with_all_that_was_chosen(view):
    address = urlsplit(step_of(view, Language.JAPANESE)["address"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"http://map.test{urlsplit(view).path}"
    assert dict(parse_qsl(address.query)) == dict(parse_qsl(urlsplit(view).query)) | {"lang": "ja"}
    assert step_of(view, server="")["address"] == ""


def test_a_step_of_the_map_pages_leads_nowhere_else():
    assert step_of("/?sector=food")["address"] == step_of("/tie-ups?sector=food")["address"] == ""


def test_a_step_from_a_page_that_is_not_there_is_said_and_leads_nowhere():
    told = step_of("/roads?sector=food")
    assert told["holds"] == say("map_of_no_page", Language.ENGLISH, page="/roads")
    assert told["address"] == ""
    assert drawn_layers(told["change"]) == set()


def test_the_figures_of_a_step_are_those_of_the_page_with_their_source():
    told = step_of("/strength?sector=food&measure=employees&prefecture=01")
    asked = ask(ATLAS, ViewState(sectors=("food",), measure="employees", prefectures=("01",)))
    assert told["title"] == asked.title
    assert told["holds"] == asked.summary
    assert [source[1] for source in told["sources"]] == [p["source"] for p in asked.measured.publications]
    assert [name for *_, name in told["names"]] == ["Hokkaido"]


def test_every_page_of_the_app_has_its_title_in_a_tour():
    assert {page.path for page in PAGES} == set(TITLES)


@each_language
@pytest.mark.parametrize("view", ["/?sector=food", "/fairs", "/readiness", "/tie-ups"])
def test_a_step_that_shows_many_records_says_of_which_version_of_the_data(view, language):
    ((text, *_),) = step_of(view, language)["sources"]
    assert ATLAS.store.data_version in text


def test_the_parts_of_a_view_that_nobody_knows_are_reported_with_their_step():
    tour = Tour(steps=(Step("/?sector=food"), Step("/?sector=magic&prefecture=99&cluster=gone")))
    _, refused = played(ATLAS, tour, KNOWN, Language.ENGLISH)
    assert {(step, part.parameter) for step, part in refused} == {
        (2, "sector"),
        (2, "prefecture"),
        (2, "cluster"),
    }


def test_a_readers_own_step_names_the_source_of_what_it_selects():
    step = Step("/tie-ups?tie_up=kanagawa-oulu-2014")
    view, _ = step.read(KNOWN, Language.ENGLISH)
    (source,) = sources_of(ATLAS, step, view)
    assert source.address == ATLAS.tie_ups["kanagawa-oulu-2014"]["source"]


# ---------------------------------------------------------------- files


def test_a_tour_comes_back_from_its_file_as_it_was():
    assert read_file(write_file(SMALL)) == SMALL


@each_tour
def test_a_built_in_tour_saved_as_a_file_is_a_file_by_the_schema(tour):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(as_json(tour), SCHEMA)
    views = [step.view for step in read_file(write_file(tour)).steps]
    assert views == [step.view for step in tour.steps]


written = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
both_languages = st.builds(texts, written, written)
tours = st.builds(
    Tour,
    title=both_languages,
    about=both_languages,
    steps=st.lists(
        st.builds(Step, st.just("/tie-ups?q=a"), both_languages, both_languages, both_languages),
        min_size=1,
        max_size=4,
    ).map(tuple),
)


@settings(deadline=None, derandomize=True, database=None)  # a busy machine is no fault of the code
@given(tours)
def test_whatever_is_written_in_a_tour_file_and_link_give_it_back(tour):
    assert read_file(write_file(tour)) == tour
    word = packed(tour)
    assert word is None or unpacked(word) == tour


def document(**changes):
    return {"format": FORMAT, "version": VERSION, "steps": [{"view": "/"}]} | changes


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "tour_file_no_json"),
        (b'{"format": ', "tour_file_no_json"),
        (b"\xff\xfe\x00", "tour_file_no_text"),
        (b"[]", "tour_file_no_tour"),
        (b'{"type": "FeatureCollection"}', "tour_file_no_tour"),
        (b"[" * 200_000, "tour_file_no_tour"),
        (b"x" * (LARGEST_FILE + 1), "tour_file_large"),
        (document(version=2), "tour_file_newer"),
        (document(steps=[{"view": "/"}] * 10_000), "tour_file_long"),
        (document(version=0), "tour_file_problem"),
        (document(version="1"), "tour_file_problem"),
        (document(steps=[]), "tour_file_problem"),
        (document(steps="all"), "tour_file_problem"),
        (document(steps=[{"view": "javascript:alert(1)"}]), "tour_file_problem"),
        (document(steps=[{"view": "https://example.com/"}]), "tour_file_problem"),
        (document(steps=[{"view": "//example.com/"}]), "tour_file_problem"),
        (document(steps=[{"view": "/", "title": "plain"}]), "tour_file_problem"),
        (document(steps=[{"view": "/", "title": {"en": "x" * 200}}]), "tour_file_problem"),
        (document(steps=[{"view": "/", "source": "seed:004"}]), "tour_file_problem"),
        (document(author="nobody"), "tour_file_problem"),
    ],
)
def test_a_file_that_is_no_tour_is_refused_with_the_reason_in_both_languages(content, key):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(TourFileError) as refused:
        read_file(raw)
    assert refused.value.key == key
    assert len({refused.value.told(language) for language in Language}) == len(Language)


def test_a_problem_of_a_file_says_where_and_what_counting_as_people_do():
    with pytest.raises(TourFileError) as refused:
        read_file(json.dumps(document(steps=[{"view": "/"}, {"view": "nowhere"}])).encode())
    assert "steps[2].view" in str(refused.value)
    assert "nowhere" in str(refused.value)


def test_script_in_texts_stays_text():
    script = "<script>alert(1)</script>${x}{{7*7}}"
    tour = read_file(json.dumps(document(title={"en": script})).encode())
    assert in_language(tour.title, Language.JAPANESE) == script


# ---------------------------------------------------------------- links


def test_a_small_tour_travels_in_a_link():
    word = packed(SMALL)
    assert word is not None
    assert unpacked(word) == SMALL


def test_a_large_tour_does_not_travel_in_a_link():
    random = Random(1)
    noise = ["".join(random.choices(ascii_lowercase, k=500)) for _ in range(40)]
    assert packed(Tour(steps=tuple(Step("/", words=texts(text)) for text in noise))) is None
    blank = tuple(Step("/", notes=texts(" " * 6000)) for _ in range(40))
    assert packed(Tour(steps=blank)) is None


@pytest.mark.parametrize(
    "change", [lambda w: w[:-5], lambda w: w[:12], lambda w: w[:2] + "AAAA", lambda w: w[:9] + "A" + w[10:]]
)
def test_a_cut_or_changed_link_is_refused_in_words(change):
    word = packed(SMALL)
    assert word is not None
    with pytest.raises(TourFileError):
        unpacked(change(word))


def test_a_link_that_unpacks_to_a_hundred_megabytes_is_refused_before_it_does():
    bomb = base64.urlsafe_b64encode(zlib.compress(b"[" + b" " * 2_000_000 + b"]", 9)).decode().rstrip("=")
    assert len(bomb) < 6000
    with pytest.raises(TourFileError) as refused:
        unpacked("z." + bomb)
    assert refused.value.key == "tour_link_broken"


# ---------------------------------------------------------------- a reader's own tour


def test_a_step_is_a_view_without_what_belongs_to_the_reader():
    query = {"lang": "ja", "sector": "food,ict", "tour": "cosmetics", "step": "2", "room": "x", "lat": "35"}
    assert view_text("tie-ups", query) == "/tie-ups?sector=food,ict&lat=35"
    assert view_text("", {"lang": "en"}) == "/"
    assert view_text("fairs", {"compare": "06"}) == "/fairs"
    assert view_text("compare", {"compare": "06"}) == "/compare?compare=06"


def test_steps_are_added_moved_changed_and_removed():
    tour = editing.with_step(editing.with_step(Tour(), Step("/?q=a")), Step("/?q=b"))
    tour = editing.with_step(tour, Step("/?q=c"))
    assert [s.view[-1] for s in editing.with_moved_step(tour, 3, -1).steps] == ["a", "c", "b"]
    assert [s.view[-1] for s in editing.with_moved_step(tour, 1, -1).steps] == ["a", "b", "c"]
    assert [s.view[-1] for s in editing.with_moved_step(tour, 3, 9).steps] == ["a", "b", "c"]
    assert [s.view[-1] for s in editing.without_step(tour, 2).steps] == ["a", "c"]
    changed = editing.with_changed_step(tour, 2, Step("/?q=x"))
    assert [s.view[-1] for s in changed.steps] == ["a", "x", "c"]


def test_every_edit_can_be_undone_back_to_the_start():
    edited = editing.Edited(SMALL)
    for number in range(3):
        edited = edited.to(editing.with_step(edited.tour, Step(f"/?q={number}")))
    assert len(edited.tour.steps) == len(SMALL.steps) + 3
    for _ in range(3):
        edited = edited.undone()
    assert edited.tour == SMALL
    assert edited.undone() == edited


def test_an_edit_that_changes_nothing_leaves_nothing_to_undo():
    assert editing.Edited(SMALL).to(replace(SMALL)).before == ()


def test_a_full_tour_takes_no_more_steps():
    full = Tour(steps=tuple(Step(f"/?q={n}") for n in range(MOST_STEPS)))
    assert editing.is_full(full)
    assert editing.with_step(full, Step("/")) == full


# ---------------------------------------------------------------- recordings


def shown_live(view, lat=35.0, lon=139.0, zoom=5, **more):
    return {"view": view, "lat": lat, "lon": lon, "zoom": zoom, **more}


def test_what_was_shown_live_becomes_a_tour_without_repeats():
    states = [
        shown_live("page=tie-ups&sector=food"),
        shown_live("page=tie-ups&sector=food", step=3, version=2, followers=9),
        shown_live("page=tie-ups&sector=food", 50.0, 10.0, 4),
        {"view": "sector=ict", "lat": None, "lon": None, "zoom": None},
    ]
    tour = tour_from_states(states, TOURS)
    assert [step.view for step in tour.steps] == [
        "/tie-ups?sector=food&lat=35.0000&lon=139.0000&zoom=5.0000",
        "/tie-ups?sector=food&lat=50.0000&lon=10.0000&zoom=4.0000",
        "/?sector=ict",
    ]
    assert read_file(write_file(tour)) == tour


def test_what_was_only_passed_on_the_way_is_no_step():
    states = [shown_live(f"q={n}", at=at) for n, at in enumerate((0, 100, 200, 9_000, 9_100))]
    assert [step.query["q"] for step in tour_from_states(states, {}).steps] == ["2", "4"]


def test_a_tour_played_live_keeps_its_words():
    states = [shown_live(f"page=present&tour=cosmetics&step={n}") for n in (1, 2, 2, 3)]
    assert tour_from_states(states, TOURS).steps == TOURS["cosmetics"].steps[:3]


def test_ones_own_tour_played_live_is_recorded_from_its_link():
    word = packed(SMALL)
    states = [shown_live("page=present"), shown_live(f"page=present&step=2&tour={word}")]
    assert tour_from_states([*states, shown_live("page=present&tour=z.AAAA")], {}).steps == SMALL.steps[1:]


@pytest.mark.parametrize(
    "state",
    [None, "view", {}, {"view": 3}, shown_live("q=a", lat=float("nan")), shown_live("q=a", lat="35")],
    ids=str,
)
def test_a_state_that_is_none_spoils_no_other(state):
    tour = tour_from_states([shown_live("q=1"), state, shown_live("q=2")], {})
    kept = [step.query["q"] for step in tour.steps]
    assert (kept[0], kept[-1]) == ("1", "2")


def test_a_long_recording_keeps_its_end():
    tour = tour_from_states([shown_live(f"q={n}") for n in range(MOST_STEPS + 30)], {})
    assert len(tour.steps) == MOST_STEPS
    assert tour.steps[-1].query["q"] == str(MOST_STEPS + 29)
