"""A wrong address is answered by a page of our own; everything else reaches whom it is meant for."""

import re

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from cluster_map.domain import Language
from cluster_map.errors import DataError
from cluster_map.process import shared_atlas
from cluster_map.server import STREAMLITS, middleware
from cluster_map.settings import EMBED_HOSTS
from cluster_map.text import say


@pytest.fixture(scope="module")
def client() -> TestClient:
    """A server whose every address is answered, with what stands before ours."""
    everything = Route("/{path:path}", lambda request: PlainTextResponse(request.url.path))
    return TestClient(Starlette(routes=[everything], middleware=middleware(frozenset({"", "tie-ups"}))))


@pytest.mark.parametrize("path", ["/", "/tie-ups", "/tie-ups?lang=ja&sector=ict", "/tie-ups/"])
def test_a_page_is_answered(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/api/v1/clusters", "/assets/1/map.js", *(f"/{first}/x" for first in STREAMLITS)]
)
def test_addresses_of_others_reach_them(client, path):
    assert client.get(path).text == path


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/tie-ups/nothing",
        "/pages/explore.py",
        "/apiary",
        "/%3Cscript%3E",
        "/連携",
        "/..%2fapp.py",
    ],
)
def test_a_wrong_address_is_said_to_be_wrong_in_both_languages(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    for language in Language:
        assert re.search(rf'<section lang="{language}">.*{say("wrong_address", language)}', answer.text)
        assert f'href="/?lang={language}"' in answer.text
    assert "<script" not in answer.text


def test_a_folder_that_cannot_be_read_is_tried_again(tmp_path, monkeypatch):
    shared_atlas.cache_clear()
    monkeypatch.setenv("CLUSTER_MAP_DATA", str(tmp_path))
    with pytest.raises(DataError):
        shared_atlas()
    monkeypatch.delenv("CLUSTER_MAP_DATA")
    assert shared_atlas() is shared_atlas()


def document(language: str = "en") -> str:
    """What Streamlit answers to the address of a page, in short."""
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><title>Streamlit</title></head>'
        "<body><noscript>You need scripts.</noscript><div id=root></div></body></html>"
    )


@pytest.fixture(scope="module")
def pages() -> TestClient:
    everything = Route("/{path:path}", lambda _: HTMLResponse(document()))
    return TestClient(
        Starlette(routes=[everything], middleware=middleware(frozenset({"", "tie-ups", "strength"})))
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("path", "plain"), [("/", "lite"), ("/tie-ups", "lite/tie-ups"), ("/strength", "lite")]
)
def test_a_page_says_where_it_is_without_scripts_or_socket(pages, path, plain, language):
    answer = pages.get(f"{path}?lang={language}&sector=ict", headers={"accept-encoding": "gzip"})
    assert f'<html lang="{language}">' in answer.text
    assert f"<title>{say('brand', language)}</title>" in answer.text
    assert (
        say("lite_no_script", language) in answer.text.partition("<noscript>")[2].partition("</noscript>")[0]
    )
    assert say("lite_no_socket", language) in answer.text
    assert answer.text.count(f'href="{plain}?lang={language}&amp;sector=ict"') == 3
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_an_address_cannot_write_into_the_document(pages):
    answer = pages.get('/?q="><script>alert(1)</script>&lang=en')
    assert "<script" not in answer.text
    raw = pages.get("/", params={"q": "x"}, headers={"host": 'a"><script>'})
    assert "<script" not in raw.text


def frame_policy(answer: Response) -> str:
    policies = dict(
        part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";")
    )
    return policies["frame-ancestors"]


@pytest.mark.parametrize("path", ["/", "/tie-ups", "/component/x/index.html", "/api/v1/clusters"])
@pytest.mark.parametrize("query", ["", "?embed=true"])
def test_no_other_site_may_show_us_in_a_frame_unless_the_operator_says_so(pages, path, query, monkeypatch):
    monkeypatch.delenv(EMBED_HOSTS, raising=False)
    assert frame_policy(pages.get(path + query)) == "'self'"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/?embed=true", True),
        ("/tie-ups?lang=ja&embed=true", True),
        ("/component/x/index.html", True),
        ("/assets/1/map.js", True),
        ("/", False),
        ("/?embed=false", False),
        ("/tie-ups?q=embed%3Dtrue", False),
    ],
)
def test_the_operators_hosts_may_show_embeds_and_nothing_else(pages, path, allowed, monkeypatch):
    monkeypatch.setenv(EMBED_HOSTS, "https://www.example.org https://*.example.com:8443")
    hosts = " https://www.example.org https://*.example.com:8443" if allowed else ""
    assert frame_policy(pages.get(path)) == f"'self'{hosts}"


@pytest.mark.parametrize(
    "host", ["*", "https:", "'unsafe-inline'", "https://a.example;script-src *", "ftp://x.example"]
)
def test_what_is_no_host_is_let_in_nowhere(pages, host, monkeypatch):
    monkeypatch.setenv(EMBED_HOSTS, host)
    assert frame_policy(pages.get("/?embed=true")) == "'self'"
