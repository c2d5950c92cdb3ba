"""A live room's pieces of the page through AppTest, in both languages."""

import re

import pytest
from test_pages import Seen, each_language, markup, open_page, seen

from cluster_map.domain import Language
from cluster_map.text import say
from cluster_map.ui import room
from cluster_map.url_state import ViewState

CODE = "7KQM2XRD"


@each_language
@pytest.mark.parametrize("page", ["explore.py", "tie_ups.py"])
def test_every_page_can_go_live_unless_it_is_in_a_room(language, page):
    assert say("room_go_live", language) in seen(open_page(page, language)).text
    assert say("room_go_live", language) not in seen(open_page(page, language, room=CODE)).text


@each_language
def test_the_page_for_presenters_shows_code_link_and_qr_code(language):
    assert say("room_start_help", language) in seen(open_page("present.py", language)).text
    page = seen(open_page("present.py", language, room=CODE))
    assert "7KQM 2XRD" in page.text
    assert f"/?room={CODE}" in page.text
    [image] = [attributes for element, attributes in page.elements if element == "img"]
    assert image["src"].startswith("data:image/svg+xml")
    assert image["alt"] == say("room_code_image", language)


@each_language
def test_links_to_other_pages_stay_in_the_room(language):
    app = open_page("explore.py", language, room=CODE, cluster="yamagata-organic-electronics")
    assert app.query_params["room"] in (CODE, [CODE])
    menu = re.search(r'<nav class="menu".*?</nav>', markup(app))
    assert menu
    targets = Seen(menu[0]).targets()
    assert len(targets) > 1
    assert all(f"room={CODE}" in str(target) for target in targets)


@pytest.mark.parametrize("language", Language)
def test_the_browser_is_told_each_word_in_the_language_of_the_page(language):
    told = room.room_settings(ViewState(language=language))
    assert told["labels"]["following"] == say("room_following", language)
    assert set(told["labels"]) == {*room.LABELS, "copied"}
    assert told["room"] is told["code_image"] is None
