"""Addresses to share: what previews are told, the picture, and the page to hand out."""

import io
import re
from html import unescape
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from PIL import Image
from pypdf import PdfReader
from shipped_rows import row_of, rows, rows_with
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cluster_map.domain import Language
from cluster_map.errors import DataError
from cluster_map.exports.qr import qr_picture
from cluster_map.lite import landing
from cluster_map.lite.handout import handout_title, subject_of
from cluster_map.lite.landing import landing_routes
from cluster_map.process import shared_atlas
from cluster_map.text import say
from cluster_map.url_state import PLAIN_PAGES, ViewState, card_page, page_of_card

SAGA = "rit-saga-cosmetic-valley"
CLUSTER = "yonezawa-organic-electronics"
each_language = pytest.mark.parametrize("language", Language)


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=landing_routes(shared_atlas)), base_url="http://map.test")


def told(markup: str) -> dict[str, str]:
    """What a page's head says to previews."""
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', markup)
    return {name: unescape(text) for name, text in found}


@each_language
@pytest.mark.parametrize(
    ("path", "target", "table", "column", "code", "name"),
    [
        ("cluster", "../cluster", "clusters", "cluster_id", CLUSTER, "name"),
        ("prefecture", "../prefecture", "prefectures", "prefecture", "06", "name"),
        ("tie-ups", "../tie-ups", "tie_ups", "tie_up_id", SAGA, "title"),
    ],
)
def test_a_shared_address_names_its_record_and_leads_on_to_its_page(
    client, language, path, target, table, column, code, name
):
    parameter = {"cluster_id": "cluster", "tie_up_id": "tie_up"}.get(column, column)
    answer = client.get(f"/s/{path}?lang={language}&{parameter}={code}")
    head = told(answer.text)
    assert head["og:title"] == row_of(table, column, code)[f"{name}_{language}"]
    assert head["og:description"]
    assert head["og:image"] == f"http://map.test/s/{path}.png?lang={language}&{parameter}={code}"
    assert head["twitter:card"] == "summary_large_image"
    onward = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
    assert onward
    assert unescape(onward[1]) == f"{target}?lang={language}&{parameter}={code}"
    assert "<script" not in answer.text.replace('<script type="application/ld+json">', "")


@each_language
def test_a_shared_list_says_what_is_chosen_and_how_much_it_holds(client, language):
    head = told(client.get(f"/s/map?lang={language}&sector=food").text)
    assert row_of("sectors", "sector", "food")[f"short_{language}"] in head["og:title"]
    assert str(len(rows_with("clusters", "sectors", "food"))) in head["og:description"]


@each_language
@pytest.mark.parametrize(
    "link",
    [
        "map?sector=ict",
        f"cluster?cluster={CLUSTER}",
        "prefecture?prefecture=06",
        f"tie-ups?tie_up={SAGA}",
        "fairs?month=10",
    ],
)
def test_a_card_is_a_picture_of_the_size_that_previews_want(client, language, link):
    page, _, query = link.partition("?")
    answer = client.get(f"/s/{page}.png?{query}&lang={language}")
    assert answer.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(answer.content)) as card:
        assert (card.format, card.size) == ("PNG", (1200, 630))
        assert len(card.convert("RGB").getcolors(1 << 20) or []) > 50
    assert len(answer.content) < 600_000


def test_cards_of_different_views_differ_and_those_of_one_view_are_drawn_once(client):
    landing._card.cache_clear()
    food, again, ict = (client.get(f"/s/map.png?sector={s}&lang=en").content for s in ("food", "food", "ict"))
    assert food == again != ict
    assert landing._card.cache_info().misses == 2


def test_what_is_asked_for_too_often_at_once_is_told_to_come_again(client, monkeypatch):
    monkeypatch.setattr(landing, "WAITS_S", 0)
    with landing.DRAWING:
        answer = client.get("/s/map.png?sector=tourism&lang=en&q=never-asked-before")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")


@pytest.mark.parametrize("path", ["/s/nothing", "/s/nothing.png", "/s/strength.png", "/s/cluster.png", "/s/"])
def test_what_cannot_be_shared_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_every_plain_page_has_one_address_to_share():
    shared = {card_page(page).removeprefix("s/") for page in PLAIN_PAGES}
    assert len(shared) == len(PLAIN_PAGES)
    assert {page_of_card(card) for card in shared} == set(PLAIN_PAGES)


def words_of(content: bytes) -> tuple[int, str]:
    """Pages of a PDF and its text without blanks."""
    document = PdfReader(io.BytesIO(content))
    text = "".join(page.extract_text() for page in document.pages)
    return len(document.pages), re.sub(r"\s+", "", text)


def without_blanks(text: str) -> str:
    return re.sub(r"\s+", "", text)


@each_language
def test_the_page_to_hand_out_names_both_places_the_theme_and_whom_to_call(client, language):
    answer = client.get(f"/s/handout.pdf?lang={language}&tie_up={SAGA}")
    assert answer.headers["content-type"] == "application/pdf"
    pages, text = words_of(answer.content)
    assert pages == 1
    tie_up = row_of("tie_ups", "tie_up_id", SAGA)
    for name in (
        row_of("prefectures", "prefecture", "41")[f"name_{language}"],
        row_of("partner_regions", "region", tie_up["region"])[f"name_{language}"],
        tie_up[f"theme_{language}"],
        row_of("offices", "office_id", "jetro-jp-saga")[f"name_{language}"],
        say("partner_sheet_sources", language),
    ):
        assert without_blanks(name) in text


@pytest.mark.parametrize("language", Language)
def test_the_fullest_tie_ups_fit_on_one_page(client, language):
    longest = sorted(rows("tie_ups"), key=lambda t: -sum(map(len, t.values())))[:4]
    for tie_up in longest:
        answer = client.get(f"/s/handout.pdf?lang={language}&tie_up={tie_up['tie_up_id']}")
        assert words_of(answer.content)[0] == 1, tie_up["tie_up_id"]


def test_places_without_a_tie_up_on_file_get_a_page_that_says_so(client):
    answer = client.get("/s/handout.pdf?lang=en&region=de-bavaria&prefecture=01&sector=food")
    assert without_blanks(say("no_tie_ups_here", Language.ENGLISH)) in words_of(answer.content)[1]


@each_language
@pytest.mark.parametrize(
    "query", ["", "tie_up=never", "region=de-bavaria", "prefecture=01", "region=de-bavaria&prefecture=01,02"]
)
def test_a_page_about_nothing_is_refused_with_what_to_name(client, query, language):
    answer = client.get(f"/s/handout.pdf?lang={language}&{query}")
    assert answer.status_code == 400
    assert say("partner_sheet_of_what", language) in answer.text


def test_the_title_is_place_partner_and_theme():
    atlas = shared_atlas()
    subject = subject_of(atlas, ViewState(tie_up=SAGA))
    assert subject
    tie_up = row_of("tie_ups", "tie_up_id", SAGA)
    region = row_of("partner_regions", "region", tie_up["region"])["name_en"]
    assert handout_title(atlas, subject) == f"Saga × {region} × {tie_up['theme_en']}"


def test_a_code_for_phones_is_a_square_that_a_page_carries_in_itself():
    drawing = ElementTree.fromstring(unquote(qr_picture("http://map.test/s/map?lang=ja").partition(",")[2]))
    assert drawing.tag.endswith("svg")
    width, height = (int(drawing.attrib[side]) for side in ("width", "height"))
    assert width == height > 100


def test_a_damaged_folder_is_said(tmp_path):
    def refuse():
        raise DataError(tmp_path, [])

    damaged = TestClient(Starlette(routes=landing_routes(refuse)))
    for path in ("/s/map", "/s/map.png", f"/s/handout.pdf?tie_up={SAGA}"):
        assert damaged.get(path).status_code == 503
