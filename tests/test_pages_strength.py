"""The strength page through AppTest, in both languages: every part, and that map, words and table agree."""

import json
import sys

import pytest
from shipped_rows import ROOT
from streamlit.testing.v1 import AppTest

from cluster_map.domain import Language, MeasureId, SectorId, StrengthPart
from cluster_map.text import say, say_code
from cluster_map.ui import cached

MAIN = ROOT / "cluster_map/ui/main.py"
PAGE = "strength.py"

each_language = pytest.mark.parametrize("language", Language)


def open_page(language: Language, page: str = PAGE, **link: str) -> AppTest:
    app = AppTest.from_file(str(MAIN), default_timeout=60)
    app.query_params = {"lang": str(language)} | link
    app.run()
    app.switch_page(str(ROOT / "pages" / page))
    app.query_params = {"lang": str(language)} | link
    app.run()
    assert not app.exception
    return app


def markup(app: AppTest) -> str:
    parts = [part.proto.body for part in app.get("html")]
    return "\n".join(part for part in parts if not part.startswith("<script>"))


def change_of_map(app: AppTest) -> dict:
    arguments = json.loads(app.get("component_instance")[0].proto.json_args)
    start = arguments["feature_group"].index("clusterMap.show(") + len("clusterMap.show(")
    return json.JSONDecoder().raw_decode(arguments["feature_group"][start:])[0]


def test_every_part_shows_in_both_languages() -> None:
    for language in Language:
        app = open_page(language, sector="tourism", prefecture="47")
        for part in StrengthPart:
            app.query_params = {
                "lang": str(language),
                "sector": "tourism",
                "prefecture": "47",
                "part": str(part),
            }
            app.run()
            assert not app.exception, part
            assert app.title[0].value == say("strength_title", language)


@each_language
def test_every_sector_has_a_map_and_words(language: Language) -> None:
    app = open_page(language)
    for sector in SectorId:
        app.query_params = {"lang": str(language), "sector": str(sector)}
        app.run()
        change = change_of_map(app)
        assert len(change["shade"]) == len(change["words"]) == len(change["values"]) == 47
        assert ("." in change["shade"]) == any("shade-none" in row[0] for row in change["legend"]["rows"])
        assert 'class="reading"' in markup(app)


def test_hot_spots_need_no_import_once_the_page_has_been_looked_at() -> None:
    open_page(Language.ENGLISH)
    cached.hot_spots_warming().join()
    assert "esda" in sys.modules


def test_aircraft_has_no_figure_and_says_why() -> None:
    app = open_page(Language.ENGLISH, sector="aircraft")
    assert set(change_of_map(app)["shade"]) == {"."}
    assert say("reading_none", Language.ENGLISH) in markup(app)
    assert "314" in markup(app)


@each_language
def test_class_28_is_led_by_akita_and_tokushima(language: Language) -> None:
    app = open_page(language, classification="census-of-manufactures", industry="28")
    akita, tokushima = ("Akita", "Tokushima") if language is Language.ENGLISH else ("秋田県", "徳島県")
    words = markup(app).split('class="reading"')[1]
    assert words.index(akita) < words.index(tokushima)
    assert "3.88" in words
    assert "3.55" in words


def test_what_a_link_asks_for_and_nobody_has_is_said() -> None:
    app = open_page(Language.ENGLISH, sector="food", year="2017", measure="employees")
    assert say("not_had", Language.ENGLISH, parameters="year") in markup(app)


@each_language
def test_a_label_says_whether_it_stays_with_higher_and_with_lower_bars(language) -> None:
    table = open_page(language, sector="food", part="labels").dataframe[0].value
    label, *moved = (table[say(key, language)] for key in ("label", "label_stricter", "label_looser"))
    for column in moved:
        assert say("label_stays", language) in set(column)
        assert not (column == label).any()


def test_a_higher_bar_takes_labels_away() -> None:
    app = open_page(Language.ENGLISH, sector="food", part="labels", method="litzenberger")
    before = [part for part in markup(app).split("\n") if "of 47 prefectures" in part]
    slider = next(
        s for s in app.slider if s.label == say_code("threshold", "litzenberger-cluster", Language.ENGLISH)
    )
    slider.set_value(slider.max).run()
    assert not app.exception
    assert before != [part for part in markup(app).split("\n") if "of 47 prefectures" in part]


def summary(app: AppTest) -> str:
    return next(part for part in markup(app).split("\n") if 'class="summary" role="status"' in part)


@each_language
def test_a_link_restores_moved_thresholds_and_leaves_the_others(language: Language) -> None:
    link = {"sector": "food", "part": "labels", "method": "litzenberger", "t_litzenberger-cluster": "2"}
    moved, usual = open_page(language, **link), open_page(language, **{**link, "t_litzenberger-cluster": ""})
    name = say_code("threshold", "litzenberger-cluster", language)
    assert [next(s.value for s in app.slider if s.label == name) for app in (moved, usual)] == [2.0, 4.0]
    assert summary(moved) != summary(usual)


def test_a_moved_slider_writes_the_link_and_its_reset_clears_it() -> None:
    app = open_page(Language.ENGLISH, sector="food", part="labels", **{"t_gaps-weak": "0.5"})
    slider = next(s for s in app.slider if s.label == say_code("threshold", "us-quotient", Language.ENGLISH))
    slider.set_value(2.0).run()
    assert list(app.query_params["t_us-quotient"]) == ["2"]
    next(b for b in app.button if b.label == say("thresholds_reset", Language.ENGLISH)).click().run()
    assert "t_us-quotient" not in app.query_params
    assert app.query_params["t_gaps-weak"] in ("0.5", ["0.5"])


@each_language
def test_gaps_follow_the_filters_and_thresholds_of_the_link(language: Language) -> None:
    link = {"part": "gaps", "gap": "partner-not-met", "gap_sectors": "all"}
    every, germany, strict = (
        open_page(language, **link, **more)
        for more in ({}, {"country": "DE", "prefecture": "22"}, {"t_gaps-strong": "3"})
    )
    rows = [len(app.dataframe[0].value) for app in (every, germany, strict)]
    assert rows[0] > rows[1] > 0
    assert rows[0] > rows[2] > 0
    assert {"Shizuoka", "静岡県"} & set(germany.dataframe[0].value[say("prefecture", language)])
    assert len(set(germany.dataframe[0].value[say("prefecture", language)])) == 1


def test_the_chosen_prefecture_is_told_with_its_reasons() -> None:
    app = open_page(Language.ENGLISH, sector="food", part="labels", prefecture="01")
    assert say("reasons", Language.ENGLISH) in markup(app)
    assert "Hokkaido: 2.99, rank 2 of 47." in markup(app)


def test_the_explore_map_is_shaded_by_any_measure_of_one_sector() -> None:
    app = open_page(Language.ENGLISH, "explore.py", sector="tourism")
    for measure in MeasureId:
        app.query_params = {"lang": "en", "sector": "tourism", "measure": str(measure)}
        app.run()
        assert not app.exception, measure
        change = change_of_map(app)
        assert change["legend"]["title"].startswith(say_code("measure", measure, Language.ENGLISH))
        missing = [value is None for value in change["values"]]
        assert [shade == "." for shade in change["shade"]] == missing
    several = open_page(Language.ENGLISH, "explore.py", sector="tourism,food", measure="gpp")
    assert change_of_map(several)["legend"]["title"] == say("legend_clusters", Language.ENGLISH)
