"""The part for a reader's own figures through AppTest: upload, report, relations, removal."""

import pytest
from streamlit.testing.v1 import AppTest
from test_pages_strength import change_of_map, each_language, markup, open_page

from cluster_map.domain import Language
from cluster_map.own_figures.figures import Taking
from cluster_map.own_figures.joining import Relation
from cluster_map.own_figures.problems import NoteKind, ProblemKind, Refusal
from cluster_map.text import say, say_code

FIGURES = '都道府県,企業数\n兵庫,"1,200"\n大阪府,３４５\nHyogp,5\n東京,12人\n愛知,900\n福岡,400\n北海道,320\n'
POINTS = "name,経度,緯度\nA,135.18,34.69\nB,135.19,34.69\nC,139.69,35.69\nD,35.69,139.69\n"


def with_file(language: Language, name: str, content: bytes, **link: str) -> AppTest:
    app = open_page(language, part="own-figures", sector="food", **link)
    app.file_uploader[0].upload(name, content)
    app.run()
    assert not app.exception
    return app


def legend(app: AppTest) -> str:
    return str(change_of_map(app)["legend"]["title"])


@each_language
def test_an_upload_shades_the_map_and_each_bad_row_is_told_with_its_number(language: Language) -> None:
    app = with_file(language, "mine.csv", FIGURES.encode("cp932"))
    change = change_of_map(app)
    assert change["legend"]["title"] == "企業数"
    assert change["values"][27] == 1200
    assert change["values"][12] is None
    report = app.dataframe[-1].value
    assert list(report[say("own_row", language)]) == [4, 5]
    assert list(report[say("own_found", language)]) == ["Hyogp", "12人"]
    mend = list(report[say("own_mend_title", language)])
    assert mend[1] == say_code("own_mend", ProblemKind.NOT_A_NUMBER, language)
    name = "Hyogo" if language is Language.ENGLISH else "兵庫県"
    assert mend[0] == say("own_did_you_mean", language, name=name, code="28")
    assert say_code("own_note", NoteKind.ENCODING, language).format(encoding="Shift_JIS") in markup(app)


def test_figures_are_put_in_relation_to_the_official_ones_and_stand_beside_them() -> None:
    app = with_file(Language.ENGLISH, "mine.csv", FIGURES.encode())
    beside = app.dataframe[0].value
    assert next(iter(beside["Prefecture"])) == "Hyogo"
    relation = next(s for s in app.selectbox if s.label == say("own_relation_label", Language.ENGLISH))
    relation.select(Relation.PER_INHABITANT).run()
    assert not app.exception
    assert "per 1,000 inhabitants" in legend(app)
    value = change_of_map(app)["values"][27]
    assert value == pytest.approx(1000 * 1200 / population("28"))


def population(code: str) -> int:
    from shipped_rows import row_of

    return int(row_of("prefectures", "prefecture", code)["population"])


def test_every_relation_and_way_of_taking_rows_can_be_chosen() -> None:
    app = with_file(Language.JAPANESE, "mine.csv", FIGURES.encode())
    for label, options in (("own_relation_label", Relation), ("own_taking_label", Taking)):
        for option in options:
            next(s for s in app.selectbox if s.label == say(label, Language.JAPANESE)).select(option).run()
            assert not app.exception, option


@each_language
def test_removing_the_file_shows_the_official_figures_and_the_upload_again(language: Language) -> None:
    app = with_file(language, "mine.csv", FIGURES.encode())
    app.button(key="own-remove").click().run()
    assert not app.exception
    assert legend(app) != "企業数"
    assert app.file_uploader


@each_language
def test_a_file_that_cannot_be_used_is_refused_in_words_and_another_can_be_chosen(language: Language) -> None:
    app = with_file(language, "<b>x.csv", b"\x7fELF\x00\x01\x02")
    assert say_code("own_refused", Refusal.BINARY, language) in markup(app)
    assert "&lt;b&gt;x.csv" in markup(app)
    app.file_uploader[0].upload("mine.csv", FIGURES.encode())
    app.run()
    assert legend(app) == "企業数"


def test_points_are_asked_for_by_the_map_and_are_not_in_the_page() -> None:
    app = with_file(Language.ENGLISH, "points.csv", POINTS.encode())
    change = change_of_map(app)
    assert change["cells"]["source"].startswith("own-figures/")
    assert change["values"][27] == 2
    assert change["values"][12] == 1
    assert list(app.dataframe[-1].value["Row"]) == [5]


def test_a_file_of_which_no_row_counts_is_reported_and_the_map_stays_official() -> None:
    app = with_file(Language.ENGLISH, "mine.csv", b"prefecture,n\nNowhere,1\nNeverland,2\n")
    assert legend(app).startswith("Location quotient")
    assert list(app.dataframe[-1].value["Row"]) == [2, 3]


def test_the_own_figures_stay_on_their_part() -> None:
    app = with_file(Language.ENGLISH, "mine.csv", FIGURES.encode())
    app.query_params = {"lang": "en", "sector": "food", "part": "ranking"}
    app.run()
    assert legend(app).startswith("Location quotient")
    app.query_params = {"lang": "en", "sector": "food", "part": "own-figures"}
    app.run()
    assert legend(app) == "企業数"
