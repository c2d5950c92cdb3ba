"""The partner finder through AppTest, in both languages: it asks, answers and explains."""

import json

import pytest
from shipped_rows import ROOT, row_of, rows
from streamlit.testing.v1 import AppTest

from cluster_map.domain import Language
from cluster_map.text import say

MAIN = ROOT / "cluster_map/ui/main.py"
BAVARIAN = {"home": "de-bavaria", "sector": "electronics", "words": "photonics laser"}
SHIZUOKA = {"direction": "from-japan", "prefecture": "22", "sector": "electronics", "words": "光技術"}
PARTS_TO_JAPAN, PARTS_FROM_JAPAN = 7, 4

each_language = pytest.mark.parametrize("language", Language)


def open_page(language, **link):
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    app = app.switch_page(str(ROOT / "pages/partners.py"))
    app.query_params = {"lang": str(language)} | link
    app.run()
    assert not app.exception
    return app


def markup_of(app):
    return "\n".join(element.proto.body for element in app.get("html"))


@each_language
def test_without_a_question_it_asks_and_ranks_nothing(language):
    app = open_page(language)
    assert app.title[0].value == say("partners_title", language)
    assert say("match_ask", language) in markup_of(app)
    assert not app.dataframe


@each_language
def test_a_firm_sees_the_first_cluster_with_a_bar_and_a_reason_for_each_part(language):
    seen = markup_of(open_page(language, **BAVARIAN))
    name = row_of("clusters", "cluster_id", "hamamatsu-photonics")[f"name_{language}"]
    assert name.replace("&", "&amp;") in seen
    assert seen.count('class="match-head"') == PARTS_TO_JAPAN


@each_language
def test_an_association_sees_partner_regions(language):
    app = open_page(language, **SHIZUOKA)
    assert markup_of(app).count('class="match-head"') == PARTS_FROM_JAPAN
    assert len(app.dataframe[0].value) == len(rows("partner_regions"))


@each_language
def test_the_table_holds_every_cluster_and_its_points_fall(language):
    table = open_page(language, **BAVARIAN).dataframe[0].value
    points = list(table[say("match_score", language)])
    assert len(table) == len(rows("clusters"))
    assert points == sorted(points, reverse=True)


@each_language
def test_the_figure_of_the_proof_is_on_the_screen(language):
    kept = json.loads((ROOT / "cluster_map/matching/held_out.json").read_text())
    seen = markup_of(open_page(language))
    assert f"{kept['found'] / kept['tried'] * 100:.0f}" in seen
    assert str(kept["tried"]) in seen


@each_language
def test_a_chosen_place_is_told_why_it_is_not_first(language):
    seen = markup_of(open_page(language, cluster="tokushima-led-valley", **BAVARIAN))
    first = row_of("clusters", "cluster_id", "hamamatsu-photonics")[f"name_{language}"]
    assert f"{first}".replace("&", "&amp;") in seen
    assert "\u2212" in seen


def test_a_moved_weight_goes_into_the_link_and_the_starting_one_leaves_it():
    app = open_page(Language.ENGLISH, **BAVARIAN)
    app.slider(key="match-weight-theme").set_value(5).run()
    assert app.query_params["w_theme"] == "5"
    app.slider(key="match-weight-theme").set_value(35).run()
    assert "w_theme" not in app.query_params


def test_words_that_are_markup_are_shown_as_words():
    seen = markup_of(open_page(Language.ENGLISH, words="<b>zeppelin</b>"))
    assert "<b>zeppelin" not in seen


@each_language
def test_partners_under_the_filter_of_evidence_leave_others_out_or_say_that_none_is_left(language):
    assert say("match_none_backed", language) not in markup_of(open_page(language, **SHIZUOKA))
    nobody = open_page(language, evidence="official", **SHIZUOKA)
    assert say("match_none_backed", language) in markup_of(nobody)
    assert not nobody.dataframe
