"""A wrong address is answered by a page of our own; everything else reaches whom it is meant for."""

import re

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from cluster_map.domain import Language
from cluster_map.errors import DataError
from cluster_map.process import shared_atlas
from cluster_map.server import STREAMLITS, middleware
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
