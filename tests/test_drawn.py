"""A page holds back what stands beside its first map until the browser says that the map is drawn."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from cluster_map.maps import drawn
from cluster_map.maps.drawn import await_word, drawn_routes


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=drawn_routes()))


def test_the_word_reaches_whoever_awaits_it_and_nobody_else(client):
    (token, mine), (_, anothers) = await_word(), await_word()
    assert client.post(f"/assets/drawn/{token}").status_code == 204
    assert mine.is_set()
    assert not anothers.is_set()


def test_a_word_that_nobody_awaits_does_nothing(client):
    assert client.post("/assets/drawn/unheard-of").status_code == 204


def test_an_event_that_nobody_holds_is_forgotten():
    token, event = await_word()
    assert token in drawn._awaited
    del event
    assert token not in drawn._awaited


def test_without_a_browser_nothing_is_held_back(monkeypatch):
    def refuse() -> None:
        raise AssertionError("Nobody is there to send word.")

    def refuse_to_wait(seconds: float) -> None:
        raise AssertionError(f"Nobody is there to see a map within {seconds} s.")

    monkeypatch.setattr("cluster_map.ui.first_map.await_word", refuse)
    monkeypatch.setattr("cluster_map.ui.first_map.sleep", refuse_to_wait)
    page = AppTest.from_string(
        "from cluster_map.ui import first_map\n"
        "assert first_map.token() is None\n"
        "first_map.let_it_be_drawn()\n"
        "first_map.let_a_change_show()\n"
    ).run()
    assert not page.exception
