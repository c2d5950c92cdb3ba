"""Tours in a real browser: played by keys and touch, told to the speaker, kept by the tab, taken offline."""

from pathlib import Path

import pytest
from conftest import LOCALES, SCREENS, OpenReader
from playwright.sync_api import Browser, FrameLocator, Page, expect
from reader import Reader
from shipped_rows import rows_with

from cluster_map.domain import Language
from cluster_map.process import shared_atlas
from cluster_map.tours.file import write_file
from cluster_map.tours.html import tour_html
from cluster_map.tours.tour import Step, Tour, built_in_tours
from cluster_map.url_state import Known

pytestmark = pytest.mark.browser

TOUR = "cosmetics"
STEPS = rows_with("tour_steps", "tour_id", TOUR)


def see_step(stage: FrameLocator | Page, number: int, language: Language) -> None:
    """Wait until the stage shows a step of the tour, counted from 1."""
    step = STEPS[number - 1]
    expect(stage.locator(".tour h1")).to_have_text(step[f"title_{language}"])
    expect(stage.locator(".tour .words")).to_have_text(step[f"words_{language}"])
    expect(stage.locator(".tour .count")).to_have_text(f"{number} / {len(STEPS)}")


def test_keys_lead_through_a_tour_without_a_run_of_the_page_or_a_new_map(open_reader: OpenReader) -> None:
    reader = open_reader()
    reader.open("/present", tour=TOUR)
    see_step(reader.map, 1, reader.language)
    reader.mark_map()
    with reader.expect_runs(0):
        for key, number in [("ArrowRight", 2), ("PageDown", 3), (" ", 4), ("PageUp", 3), ("End", len(STEPS))]:
            reader.page.keyboard.press(key)
            see_step(reader.map, number, reader.language)
            assert reader.link["step"] == str(number)
    assert reader.has_marked_map()


def test_a_link_opens_the_step_and_the_list_leads_to_others(reader: Reader) -> None:
    reader.open("/present", tour=TOUR, step="3")
    see_step(reader.map, 3, reader.language)
    reader.press(reader.map.locator(".tour nav .next"))
    see_step(reader.map, 4, reader.language)
    reader.press(reader.page.locator("[data-tour-step='2']"))
    see_step(reader.map, 2, reader.language)
    reader.see_in_link(step="2")


def test_the_speaker_sees_notes_and_the_next_step_and_leads_from_there(open_reader: OpenReader) -> None:
    reader = open_reader(Language.JAPANESE)
    reader.open("/present", tour=TOUR)
    with reader.page.context.expect_page() as opened:
        reader.press(reader.map.locator(".tour nav .speaker"))
    speaker = opened.value
    expect(speaker.locator(".notes")).to_have_text(STEPS[0]["speaker_notes_ja"])
    expect(speaker.locator("aside h3")).to_have_text(STEPS[1]["title_ja"])
    speaker.keyboard.press("ArrowRight")
    expect(speaker.locator(".notes")).to_have_text(STEPS[1]["speaker_notes_ja"])
    see_step(reader.map, 2, reader.language)


def test_a_view_is_added_where_the_map_looks_and_the_tab_keeps_the_tour(open_reader: OpenReader) -> None:
    reader = open_reader()
    reader.open(sector="food")
    reader.zoom_map_in()
    zoom = reader.link["zoom"]
    button = reader.page.locator(".st-key-add-to-tour button")
    reader.press(button)
    expect(button).to_contain_text("(1)")
    reader.page.wait_for_function("sessionStorage.getItem('cluster-map-own-tour')")  # at the end of the run
    reader.open("/tie-ups")  # loads the page anew: a new session of the server
    expect(button).to_contain_text("(1)")
    reader.press(reader.page.locator(".menu a", has_text=reader.say("present_title")))
    reader.press(reader.page.locator(".st-key-play-own button"))
    expect(reader.map.locator(".tour h1")).to_be_visible()
    expect(reader.page.locator(f".tour-steps a[href*='zoom={zoom}']")).to_be_visible()


def test_what_the_tab_has_from_before_is_never_written_over(open_reader: OpenReader) -> None:
    reader = open_reader()
    reader.open()
    # As when the run that asks the tab, or the tab's answer, was lost.
    before = write_file(Tour(steps=(Step("/?sector=food"), Step("/tie-ups"))))
    reader.page.evaluate("(tour) => sessionStorage.setItem('cluster-map-own-tour', tour)", before.decode())
    button = reader.page.locator(".st-key-add-to-tour button")
    reader.press(button)
    expect(button).to_contain_text("(3)")
    reader.see_answer()
    reader.page.reload()
    reader.see_map()
    expect(button).to_contain_text("(3)")


@pytest.mark.parametrize("language", Language)
def test_the_offline_file_plays_from_disk_without_a_network(
    chromium: Browser, tmp_path: Path, language: Language
) -> None:
    atlas = shared_atlas()
    known = Known(
        prefectures=tuple(atlas.prefectures),
        clusters=tuple(atlas.clusters),
        tie_ups=tuple(atlas.tie_ups),
        regions=tuple(atlas.regions),
    )
    file = tmp_path / "tour.html"
    file.write_bytes(tour_html(atlas, built_in_tours(atlas)[TOUR], known, Language.ENGLISH, lambda _: None))
    context = chromium.new_context(offline=True, locale=LOCALES[language], **SCREENS["desktop"])
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(file.as_uri())
    expect(page.locator(".leaflet-container.ready")).to_be_visible()
    assert page.locator("path.prefecture").count() >= len(atlas.prefectures)
    see_step(page, 1, language)
    page.keyboard.press("PageDown")
    see_step(page, 2, language)
    other = next(code for code in Language if code is not language)
    page.locator("button.language").click()
    see_step(page, 2, other)
    context.close()
    assert [url for url in asked if not url.startswith(file.as_uri())] == []
    assert faults == []
