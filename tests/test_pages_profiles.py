"""Profiles, fairs and the search box through AppTest, in both languages."""

import pytest
from shipped_rows import listed, row_of, rows, rows_with
from test_pages import Seen, change_of, each_language, open_page, seen

from cluster_map.process import shared_atlas
from cluster_map.text import say, say_code
from cluster_map.ui.search import results
from cluster_map.url_state import ViewState

CLUSTER, PREFECTURE = "yonezawa-organic-electronics", "06"


def parts_of(page: Seen) -> set[str | None]:
    """What a link may lead to on a page: its ids, and behind the header the content, which is the heading."""
    return {attributes.get("id") for _, attributes in page.elements} | {"content"}


@each_language
def test_a_cluster_profile_names_its_members_its_offices_and_where_each_figure_leads(language):
    page = seen(open_page("cluster.py", language, cluster=CLUSTER, country="DE"))
    name = f"name_{language}"
    assert row_of("clusters", "cluster_id", CLUSTER)[name] in page.text
    for membership in rows_with("memberships", "cluster_id", CLUSTER):
        assert row_of("organisations", "organisation_id", membership["organisation_id"])[name] in page.text
    assert row_of("offices", "office_id", "jetro-de-munich")[name] in page.text
    assert row_of("offices", "office_id", "jetro-jp-yamagata")[name] in page.text
    ids = parts_of(page)
    leads = {target[1:] for target in page.targets() if target and target.startswith("#")}
    assert {"members", "tie-ups"} <= leads <= ids


@each_language
def test_a_prefecture_profile_names_its_clusters_and_tie_ups(language):
    page = seen(open_page("prefecture.py", language, prefecture=PREFECTURE))
    for cluster in rows_with("clusters", "prefectures", PREFECTURE):
        assert cluster[f"name_{language}"] in page.text
    for tie_up in rows_with("tie_ups", "prefectures", PREFECTURE):
        assert tie_up[f"title_{language}"] in page.text
    for organisation in rows_with("organisations", "prefecture", PREFECTURE):
        assert organisation[f"name_{language}"] in page.text
    ids = parts_of(page)
    assert {target[1:] for target in page.targets() if target and target.startswith("#")} <= ids
    assert say("call_choose_home", language) in page.text


@each_language
def test_a_partner_region_says_its_tie_ups_in_words_and_the_nearest_office(language):
    page = seen(open_page("tie_ups.py", language, region="de-bavaria"))
    assert row_of("offices", "office_id", "jetro-de-munich")[f"name_{language}"] in page.text


@each_language
@pytest.mark.parametrize(("page", "key"), [("cluster.py", "cluster"), ("prefecture.py", "prefecture")])
@pytest.mark.parametrize("link", [{}, {"cluster": "gone", "prefecture": "99"}], ids=["bare", "unknown"])
def test_a_profile_without_a_record_offers_a_choice(language, page, key, link):
    app = open_page(page, language, **link)
    assert app.title[0].value == say(key, language)
    assert len(app.selectbox) == 1


@each_language
def test_fairs_of_a_sector_and_month_are_those_of_the_table(language):
    page = open_page("fairs.py", language, sector="food", month="10")
    fairs = [f for f in rows_with("exhibitions", "sectors", "food") if "10" in listed(f["months"])]
    assert app_title(page) == say("fairs_title", language)
    for fair in fairs:
        assert fair[f"name_{language}"] in seen(page).text
    assert len(page.dataframe[0].value) == len(fairs)


@each_language
def test_the_world_map_lays_offices_over_itself_only_when_asked_and_the_link_keeps_it(language):
    app = open_page("tie_ups.py", language)
    before = change_of(app)
    assert "points" not in before
    app.toggle(key="choose-offices").set_value(True).run()
    assert app.query_params["offices"] in ("shown", ["shown"])
    shared = open_page("tie_ups.py", language, offices="shown")
    assert shared.toggle(key="choose-offices").value
    for change in (change_of(app), change_of(shared)):
        names = {name for mark in change["points"] for name, _ in mark["lines"]}
        assert names == {office[f"name_{language}"] for office in rows("offices")}
        (row,) = [words for look, words in change["legend"]["rows"] if look.startswith("point office")]
        assert say("legend_offices", language) in row
        assert change["arcs"] == before["arcs"]
    app.toggle(key="choose-offices").set_value(False).run()
    assert change_of(app) == before
    assert "offices" not in app.query_params


def app_title(app):
    return app.title[0].value


@each_language
def test_the_search_box_finds_and_links_on_every_page(language):
    for page in ("explore.py", "tie_ups.py", "fairs.py"):
        app = open_page(page, language)
        found = seen(app.text_input(key="search-words").set_value("semicondutor Kumamoto").run())
        profiles = [target for target in found.targets() if target.startswith(f"cluster?lang={language}")]
        assert any("kumamoto-semiconductor" in target for target in profiles)
        assert any(tag == "mark" for tag, _ in found.elements)


@each_language
@pytest.mark.parametrize("words", ["🍣", "<script>alert(1)</script>", "'; DROP TABLE clusters", "שלום"])
def test_odd_words_get_a_clear_answer_and_are_never_markup(language, words):
    app = open_page("explore.py", language)
    found = seen(app.text_input(key="search-words").set_value(words).run())
    assert not app.exception
    assert all(tag != "script" for tag, _ in found.elements)
    if words == "🍣":
        assert say("search_nothing", language) in found.text


@each_language
def test_a_profile_tells_the_figures_of_its_sectors_with_rank_year_reason_and_label(language):
    page = seen(open_page("prefecture.py", language, prefecture="05"))
    electronics = row_of("sectors", "sector", "electronics")[f"name_{language}"]
    # Class 28 alone is 3.88 in Akita; the sector counts class 29 too.
    assert page.text.index(electronics) < page.text.index("2.03")
    for words in (
        say_code("measure", "lq-employees", language),
        say_code("missing", "no-class", language),
        say_code("label", "strong10", language),
        "2/47",
        "2016\u20132019",
    ):
        assert words in page.text
    automotive = row_of("sectors", "sector", "automotive")[f"name_{language}"]
    assert say("proxy_name", language, name=automotive) in page.text


@each_language
def test_a_cluster_is_told_beside_the_figures_of_its_own_sectors_only(language):
    page = seen(open_page("cluster.py", language, cluster=CLUSTER))
    title = say(
        "profile_strength_of",
        language,
        prefecture=row_of("prefectures", "prefecture", "06")[f"name_{language}"],
    )
    assert title in page.text
    assert say_code("measure", "productivity", language) in page.text
    tourism = row_of("sectors", "sector", "tourism")[f"name_{language}"]
    assert say("proxy_name", language, name=tourism) not in page.text


@each_language
@pytest.mark.parametrize(
    "words",
    [
        "a",
        "🤖",
        "👩🏽‍🔬🇯🇵",
        "食" * 5000,
        "'; DROP TABLE clusters; --",
        '"><script>alert(1)</script>',
        "\u202eمرحبا بالعالم",
        "עברית",
        "{{7*7}} ${7*7} %s",
    ],
    ids=["one", "emoji", "joined-emoji", "long", "sql", "script", "arabic", "hebrew", "template"],
)
def test_whatever_is_searched_is_answered_in_words_and_never_becomes_markup(language, words):
    made = results(shared_atlas(), words, ViewState(language))
    page = Seen(made)
    links = [tag for tag, _ in page.elements if tag == "a"]
    assert bool(links) != (say("search_nothing", language) in page.text)
    assert {tag for tag, _ in page.elements} <= {
        "div", "p", "section", "h4", "ul", "li", "a", "span", "mark", "details", "summary"
    }  # fmt: skip
