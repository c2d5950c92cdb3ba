"""A presenter goes live; a hall follows on phones and laptops, each in a language of its own."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import OpenReader
from playwright.sync_api import Locator, expect
from reader import Reader
from shipped_rows import rows, rows_with

from cluster_map.domain import Language
from cluster_map.tours.file import unpacked
from cluster_map.tours.recording import RESTED_MS

SECTORS = [row["sector"] for row in rows("sectors")]

LOOKS_AT = """([lat, lon, zoom]) => {
  const at = window.clusterMap?.place?.();
  const pixel = 360 / (256 * 2 ** zoom);   // Leaflet itself looks from pixel to pixel
  const near = (one, other) => Math.abs(one - other) <= 2 * pixel;
  return at && near(at.lat, lat) && near(at.lon, lon) && at.zoom === zoom;
}"""


def bar(reader: Reader) -> Locator:
    return reader.page.locator(".room-bar")


def press(reader: Reader, key: str) -> None:
    reader.press(bar(reader).locator(f"[data-room={key}]"))


def see_words(reader: Reader, key: str, **values: object) -> None:
    expect(bar(reader).get_by_role("status")).to_have_text(reader.say(f"room_{key}", **values))


def looks_at(reader: Reader) -> list[float]:
    found: dict[str, float] = reader.map_frame.evaluate("window.clusterMap.place()")
    return [found["lat"], found["lon"], found["zoom"]]


def see_same_place(presenter: Reader, *followers: Reader) -> None:
    """Wait until all look where the presenter does, who may still be moving at first."""
    seen_last = None
    while (place := looks_at(presenter)) != seen_last:
        for follower in followers:
            follower.map_frame.wait_for_function(LOOKS_AT, arg=place)
        seen_last = place


def follow(reader: Reader, code: str) -> Reader:
    """Open the link of a room as a phone does that has read its QR code: without a language."""
    reader.page.goto(f"{reader.address}/?room={code}")
    reader.see_map()
    see_words(reader, "following")
    return reader


@pytest.fixture
def presenter(open_reader: OpenReader) -> Reader:
    """Somebody who presents Japan's clusters live."""
    reader = open_reader()
    reader.open("/")
    reader.press(reader.page.locator(".go-live"))
    expect(bar(reader).locator(".room-invitation .room-code")).to_be_visible()
    reader.page.wait_for_url(lambda url: "room=" in url)
    return reader


def code_of(reader: Reader) -> str:
    return reader.link["room"]


def test_a_hall_follows_lets_go_comes_back_and_comes_late(presenter: Reader, open_reader: OpenReader) -> None:
    expect(bar(presenter).locator("img")).to_have_js_property("complete", True)
    assert presenter.page.evaluate("sessionStorage.getItem('cluster-map-lead')") is not None
    assert "lead" not in presenter.page.url
    code = code_of(presenter)
    japanese = follow(open_reader(Language.JAPANESE, "phone"), code)
    english = follow(open_reader(), code)
    see_same_place(presenter, japanese, english)

    # A move costs a follower no run of the page.
    japanese.see_answer()
    runs = japanese.runs
    presenter.zoom_map_in()
    presenter.drag_map((120, 60))
    see_same_place(presenter, japanese, english)
    assert japanese.runs == runs
    assert "lat" not in japanese.link

    # A choice reaches all, in the language of each.
    presenter.press(presenter.sector_chip(SECTORS.index("food")))
    for reader in (presenter, japanese, english):
        reader.see_in_link(sector="food", room=code)
        expect(reader.summary).to_contain_text(str(len(rows_with("clusters", "sectors", "food"))))
    assert japanese.link["lang"] == "ja"

    # A hand on the map lets go; one button comes back.
    english.zoom_map_in()
    see_words(english, "released")
    presenter.drag_map((-80, 40))
    see_same_place(presenter, japanese)
    assert looks_at(english) != looks_at(presenter)
    press(english, "come_back")
    see_words(english, "following")
    see_same_place(presenter, english)

    # Another page, then a reload and somebody late: all land where the presenter is.
    presenter.press(presenter.page.locator(".menu a").nth(1))
    presenter.page.wait_for_url(lambda url: urlsplit(url).path == "/tie-ups")
    presenter.see_map()
    japanese.page.wait_for_url(lambda url: urlsplit(url).path == "/tie-ups")
    for reader in (presenter, japanese):
        reader.page.reload()
        reader.see_map()
    see_words(japanese, "following")
    late = follow(open_reader(Language.JAPANESE), code)
    for reader in (late, english):
        reader.page.wait_for_url(lambda url: urlsplit(url).path == "/tie-ups" and "sector=food" in url)
        reader.see_map()
    see_same_place(presenter, japanese, english, late)
    see_words(presenter, "followers", value=3)

    presenter.page.on("dialog", lambda dialog: dialog.accept())
    press(presenter, "end")
    for reader in (japanese, english, late):
        see_words(reader, "over")
    expect(bar(presenter)).to_be_hidden()
    assert "room" not in presenter.link


def test_a_lost_network_is_made_up_for_blocked_events_are_asked_for_and_the_lead_passes(
    presenter: Reader, open_reader: OpenReader
) -> None:
    code = code_of(presenter)
    behind_proxy = open_reader(Language.JAPANESE)
    events = f"/api/v1/rooms/{code}/events"
    # A browser notes both refusals as errors.
    presenter.faults.refused_addresses += [events, f"/api/v1/rooms/{code}", f"/api/v1/rooms/{code}/state"]
    behind_proxy.page.route(f"**{events}", lambda route: route.fulfill(status=403))
    follow(behind_proxy, code)
    presenter.page.route("**/state", lambda route: route.abort())
    presenter.zoom_map_in()
    see_words(presenter, "offline")
    presenter.page.unroute("**/state")
    see_same_place(presenter, behind_proxy)
    see_words(presenter, "followers", value=1)

    press(presenter, "hand_on")
    link = bar(presenter).locator(".room-link input")
    expect(link).to_have_value(
        re.compile(rf"^{re.escape(presenter.address)}/\?room={code}#lead=[\w-]{{43}}$")
    )
    heir = open_reader()
    heir.page.goto(link.input_value())
    heir.see_map()
    see_same_place(presenter, heir)
    press(heir, "take_lead")
    see_words(presenter, "passed")
    assert "lead=" not in heir.page.url
    heir.zoom_map_in()
    see_same_place(heir, presenter, behind_proxy)


def test_a_step_of_a_tour_reaches_followers_without_a_run_of_the_page(
    presenter: Reader, open_reader: OpenReader
) -> None:
    follower = follow(open_reader(Language.JAPANESE), code_of(presenter))
    presenter.open("/present", tour="rit-story", room=code_of(presenter))
    follower.page.wait_for_url(lambda url: urlsplit(url).path == "/present")
    follower.see_map()
    title = follower.map.locator("aside.tour h1")
    steps = rows_with("tour_steps", "tour_id", "rit-story")
    expect(title).to_have_text(steps[0]["title_ja"])
    runs = follower.runs
    presenter.press(presenter.map.locator("aside.tour button.next"))
    expect(title).to_have_text(steps[1]["title_ja"])
    assert follower.link["step"] == "2"
    assert follower.runs == runs


def test_a_full_room_is_said_to_be_full_and_followed_as_soon_as_there_is_a_place(
    presenter: Reader, open_reader: OpenReader
) -> None:
    code = code_of(presenter)
    late = open_reader(Language.JAPANESE, "phone")
    late.faults.refused_addresses += [f"/api/v1/rooms/{code}{tail}" for tail in ("", "/events")]
    full = {"type": "/api/v1/openapi.json#/components/responses/RoomFull", "status": 503}
    late.page.route("**/api/v1/rooms/**", lambda route: route.fulfill(status=503, json=full))
    late.page.goto(f"{late.address}/?room={code}")
    late.see_map()
    see_words(late, "full")
    late.page.unroute("**/api/v1/rooms/**")
    see_words(late, "following")
    see_same_place(presenter, late)


def test_a_code_of_no_room_is_said_and_the_page_is_there(open_reader: OpenReader) -> None:
    reader = open_reader(Language.JAPANESE, "phone")
    reader.faults.refused_addresses += [f"/api/v1/rooms/BBBBBBBB{tail}" for tail in ("", "/events")]
    reader.open("/", room="BBBBBBBB")
    see_words(reader, "unknown")
    press(reader, "close")
    expect(bar(reader)).to_be_hidden()
    reader.see_in_link(room=None)


RESTED = f"""(before) => {{
  const shown = JSON.parse(sessionStorage.getItem("cluster-map-recorded") ?? "[]");
  return shown.length > before && Date.now() - shown.at(-1).at > {RESTED_MS} && shown.length;
}}"""
"""How many states a room has been shown, once there are more than before and the last one has rested."""

NOT_RECORDED = {"lang", "room", "lat", "lon", "zoom"}
"""Of a link: what is each reader's own, or the place of the map."""


def test_a_link_drawn_before_the_room_was_left_does_not_lead_back_into_it(
    presenter: Reader, open_reader: OpenReader
) -> None:
    reader = follow(open_reader(), code_of(presenter))
    reader.page.evaluate("""() => {
      document.querySelector(".room-bar [data-room=leave]").click();
      document.querySelector('.menu a[href^="compare"]').click();
    }""")
    expect(reader.page.locator("h1")).to_have_text(reader.say("compare_title"))
    reader.see_answer()
    assert reader.link == {"lang": str(reader.language)}
    expect(bar(reader)).to_be_hidden()


def test_what_was_shown_live_becomes_a_tour_that_can_be_taken_along(
    presenter: Reader, tmp_path: Path
) -> None:
    states: list[tuple[str, dict[str, str]]] = []
    recorded = 0

    def rest() -> None:
        """Let the room look for a while at what it sees."""
        nonlocal recorded
        recorded = presenter.map_frame.wait_for_function(RESTED, arg=recorded).json_value()
        seen = {name: text for name, text in presenter.link.items() if name not in NOT_RECORDED}
        states.append((urlsplit(presenter.page.url).path, seen))

    rest()
    presenter.press(presenter.sector_chip(SECTORS.index("food")))
    presenter.see_in_link(sector="food")
    rest()
    presenter.zoom_map_in()
    rest()
    zoom = presenter.place()["zoom"]
    presenter.press(presenter.page.locator(".menu a").nth(1))
    expect(presenter.page.locator("h1")).to_have_text(presenter.say("tie_ups_title"))
    presenter.see_map()
    rest()
    presenter.page.on("dialog", lambda dialog: dialog.accept())
    press(presenter, "end")
    expect(bar(presenter)).to_be_hidden()

    presenter.press(presenter.page.locator(".menu a", has_text=presenter.say("present_title")))
    presenter.press(presenter.page.get_by_role("button", name=presenter.say("tour_from_live")))
    presenter.see_chosen("tour")
    presenter.see_map()
    tour = unpacked(presenter.link["tour"])
    assert [step.layer for step in tour.steps] == states
    assert [float(step.place["zoom"]) for step in tour.steps][2] == zoom
    assert float(tour.steps[1].place["zoom"]) < zoom

    presenter.press(presenter.page.locator(".st-key-take-along button").first)
    with presenter.page.expect_download() as download:
        presenter.press(presenter.page.locator(".st-key-take-along-html button"))
    file = tmp_path / "tour.html"
    download.value.save_as(file)
    presenter.page.goto(file.as_uri())
    count = presenter.page.locator(".tour .count")
    expect(count).to_have_text(f"1 / {len(states)}")
    presenter.page.keyboard.press("End")
    expect(count).to_have_text(f"{len(states)} / {len(states)}")
    expect(presenter.page.locator(".tour .holds")).to_have_text(
        presenter.say("tour_holds_tie_ups", count=len(rows_with("tie_ups", "sectors", "food")))
    )
