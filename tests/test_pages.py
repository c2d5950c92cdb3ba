"""Each page through Streamlit's AppTest, in both languages: what it says, and that its parts agree.

What a page has to show is read from the tables by ``shipped_rows``, not by the code under test.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import streamlit as st
from shipped_rows import DATA, ROOT, Row, listed, row_of, rows, rows_with
from streamlit.testing.v1 import AppTest

from cluster_map.domain import Language, SectorId
from cluster_map.process import shared_atlas
from cluster_map.text import say

MAIN = ROOT / "cluster_map/ui/main.py"
EXPLORE, TIE_UPS = "explore.py", "tie_ups.py"
TITLES = {EXPLORE: "explore_title", TIE_UPS: "tie_ups_title"}
TABLES = {EXPLORE: "clusters", TIE_UPS: "tie_ups"}
NAMES = {EXPLORE: "name", TIE_UPS: "title"}

each_page = pytest.mark.parametrize("page", TITLES)
each_language = pytest.mark.parametrize("language", Language)


def open_page(page: str, language: Language, **link: str) -> AppTest:
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    return follow(app.switch_page(str(ROOT / "pages" / page)), language, **link)


def follow(app: AppTest, language: Language, **link: str) -> AppTest:
    """Open another link of the page that an app shows."""
    app.query_params = {"lang": str(language)} | link
    app.run()
    assert not app.exception
    return app


class Seen(HTMLParser):
    """What a reader sees of markup: its text, its elements with their attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.text = ""
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.text += "\n"

    def handle_data(self, data: str) -> None:
        self.text += data

    def targets(self) -> set[str]:
        return {attributes.get("href") or "" for tag, attributes in self.elements if tag == "a"}


def parameter_of(target: str, name: str) -> str | None:
    """What a link says of one parameter."""
    return dict(parse_qsl(urlsplit(target).query)).get(name)


def markup(app: AppTest) -> str:
    """All markup that a page writes, but for the script that prepares the document."""
    return "\n".join(
        part.proto.body for part in app.get("html") if not part.proto.body.startswith("<script>")
    )


def seen(app: AppTest) -> Seen:
    return Seen(markup(app))


def labels(app: AppTest) -> str:
    """What the buttons say, without the backslashes that keep names from being read as Markdown."""
    return "\n".join(re.sub(r"\\(.)", r"\1", button.label) for button in app.button)


def choices_of(app: AppTest) -> Seen:
    """The list of the panel, whose links open its records."""
    found = re.search(r'<ul class="choices">.*?</ul>', markup(app))
    return Seen(found[0] if found else "")


def summary_of(app: AppTest) -> str:
    found = re.search(r'<p class="summary" role="status">(.*?)</p>', markup(app))
    assert found
    return found[1]


def table_of(app: AppTest) -> list[str]:
    """The first column of the table, which names the records; nothing where there is no table."""
    return list(app.dataframe[0].value.iloc[:, 0]) if app.dataframe else []


def change_of(app: AppTest) -> dict[str, Any]:
    """What the map is told, read as the browser would read it."""
    (component,) = app.get("component_instance")
    script = json.loads(component.proto.json_args)["feature_group"]
    change, _ = json.JSONDecoder().raw_decode(script.partition("clusterMap.show(")[2])
    return dict(change)


def marked(mask: str, records: list[Any]) -> list[Any]:
    """The records whose bit is set: the n-th lowest for the n-th record."""
    return [record for position, record in enumerate(records) if int(mask, 16) >> position & 1]


def of_kind(kind: str) -> set[str]:
    """Clusters with a member of a kind."""
    bodies = {row["organisation_id"] for row in rows("organisations") if row["kind"] == kind}
    return {row["cluster_id"] for row in rows("memberships") if row["organisation_id"] in bodies}


def in_tohoku() -> set[str]:
    return {row["prefecture"] for row in rows("prefectures") if row["japan_region"] == "tohoku"}


def german_regions() -> set[str]:
    return {row["region"] for row in rows("partner_regions") if row["country"] == "DE"}


Match = Callable[[Row], Any]
FILTERS: list[tuple[str, dict[str, str], Match]] = [
    (EXPLORE, {}, bool),
    (EXPLORE, {"sector": "food"}, lambda row: "food" in listed(row["sectors"])),
    (EXPLORE, {"sector": "food,ict"}, lambda row: {"food", "ict"} & set(listed(row["sectors"]))),
    (EXPLORE, {"prefecture": "06"}, lambda row: "06" in listed(row["prefectures"])),
    (EXPLORE, {"japan_region": "tohoku"}, lambda row: in_tohoku() & set(listed(row["prefectures"]))),
    (EXPLORE, {"kind": "university"}, lambda row: row["cluster_id"] in of_kind("university")),
    (EXPLORE, {"evidence": "page"}, lambda row: row["evidence"] == "page"),
    (
        EXPLORE,
        {"sector": "food", "prefecture": "01,06"},
        lambda row: "food" in listed(row["sectors"]) and {"01", "06"} & set(listed(row["prefectures"])),
    ),
    (TIE_UPS, {}, bool),
    (TIE_UPS, {"sector": "aircraft"}, lambda row: "aircraft" in listed(row["sectors"])),
    (TIE_UPS, {"country": "DE"}, lambda row: row["region"] in german_regions()),
    (TIE_UPS, {"prefecture": "40"}, lambda row: "40" in listed(row["prefectures"])),
    (TIE_UPS, {"programme": "RIT"}, lambda row: row["programme"] == "RIT"),
    (TIE_UPS, {"cooperation": "seminar"}, lambda row: "seminar" in listed(row["cooperation"])),
    (TIE_UPS, {"evidence": "seed"}, lambda row: row["evidence"] == "seed"),
    (TIE_UPS, {"region": "de-saxony"}, lambda row: row["region"] == "de-saxony"),
    (TIE_UPS, {"from": "unknown"}, lambda row: not row["from_year"]),
    (
        TIE_UPS,
        {"from": "2016", "to": "2018"},
        lambda row: row["from_year"] and row["from_year"] <= "2018" and (row["to_year"] or "9999") >= "2016",
    ),
    (
        TIE_UPS,
        {"from": "2016,unknown"},
        lambda row: not row["from_year"] or (row["to_year"] or "9999") >= "2016",
    ),
]
each_filter = pytest.mark.parametrize(
    ("page", "link", "match"),
    FILTERS,
    ids=[f"{page.removesuffix('.py')}-{link or 'all'}" for page, link, _ in FILTERS],
)


@each_page
@each_language
def test_a_page_has_its_title_frame_and_table(page, language):
    app = open_page(page, language)
    assert [title.value for title in app.title] == [say(TITLES[page], language)]
    assert say("footer_independent", language) in seen(app).text
    assert say("brand", language) in seen(app).text
    assert len(table_of(app)) == len(rows(TABLES[page]))


@each_filter
@each_language
def test_summary_table_and_heading_show_just_what_the_tables_hold(page, link, match, language):
    app = open_page(page, language, **link)
    expected = [row for row in rows(TABLES[page]) if match(row)]
    assert expected
    numbers = [int(number) for number in re.findall(r"\d+", summary_of(app))]
    assert len(expected) in numbers
    assert len(table_of(app)) == len(expected)
    if page == EXPLORE:
        assert table_of(app) == [row[f"name_{language}"] for row in expected]
    heading = say(f"table_{TABLES[page]}", language, count=len(expected))
    assert heading in seen(app).text


@each_filter
def test_the_map_is_told_what_the_table_shows(page, link, match):
    app = open_page(page, Language.ENGLISH, **link)
    change = change_of(app)
    # A chosen prefecture or region is lit on the map; the others stay, so that another can be chosen.
    wide = {name: codes for name, codes in link.items() if name not in {"prefecture", "region"}}
    everywhere = open_page(page, Language.ENGLISH, **wide)
    names = [row[f"{NAMES[page]}_en"] for row in rows(TABLES[page])]
    if page == EXPLORE:
        assert sorted(marked(change["clusters"], names)) == sorted(table_of(everywhere))
    else:
        arcs = [(row["tie_up_id"], code) for row in rows("tie_ups") for code in listed(row["prefectures"])]
        drawn = {tie_up for tie_up, _ in marked(change["arcs"], arcs)}
        assert len(drawn) == len(table_of(everywhere))
        assert {row["tie_up_id"] for row in rows("tie_ups") if match(row)} <= drawn
    chosen = set(link.get("prefecture", "").split(",")) - {""}
    assert set(change["focus"]) <= chosen
    assert bool(change["focus"]) == bool(chosen)
    assert change["summary"] == summary_of(app)


@each_page
def test_each_prefecture_is_shaded_by_the_records_that_name_it(page):
    change = change_of(open_page(page, Language.ENGLISH, sector="life-sciences"))
    found = rows_with(TABLES[page], "sectors", "life-sciences")
    codes = [row["prefecture"] for row in rows("prefectures")]
    assert change["values"] == [
        sum(code in listed(record["prefectures"]) for record in found) for code in codes
    ]


@each_page
@each_language
def test_the_count_on_each_sector_is_what_choosing_it_shows(page, language):
    (chips,) = open_page(page, language).get("button_group")
    for sector, label in zip(SectorId, chips.options, strict=True):
        assert label.endswith(f"**{len(rows_with(TABLES[page], 'sectors', sector))}**")


@each_page
@each_language
def test_search_finds_a_record_by_its_name_in_either_language(page, language):
    (wanted, *_) = rows(TABLES[page])
    for written in Language:
        app = open_page(page, language, q=wanted[f"{NAMES[page]}_{written}"])
        assert len(table_of(app)) == 1
        assert app.text_input(key="choose-words").value == wanted[f"{NAMES[page]}_{written}"]


# When nothing matches


@each_page
@each_language
def test_nothing_found_is_said_with_a_way_out(page, language):
    app = open_page(page, language, q="no such words anywhere", sector="food")
    assert not table_of(app)
    assert not re.search(r"\d", summary_of(app))
    assert say("nothing_found_help", language) in seen(app).text

    assert f"?lang={language}" in seen(app).targets()
    everything = follow(app, language)
    assert len(table_of(everything)) == len(rows(TABLES[page]))
    assert f"?lang={language}" not in seen(everything).targets()


# Links that cannot be trusted

WRONG = [
    {"sector": "biotech"},
    {"prefecture": "6"},
    {"prefecture": "99"},
    {"cluster": "no-such-cluster"},
    {"tie_up": "no-such-tie-up"},
    {"region": "atlantis"},
    {"country": "Germany"},
    {"programme": "rit"},
    {"evidence": "rumour"},
    {"from": "20000"},
    {"to": "soon"},
    {"lat": "north", "lon": "139", "zoom": "5"},
    {"lat": "35", "lon": "nan", "zoom": "5"},
    {"lat": "35", "lon": "139", "zoom": "1e999"},
]


@each_page
@each_language
def test_every_refused_part_of_a_link_is_reported_in_the_readers_language_and_ignored(page, language):
    app = open_page(page, language)
    for link in WRONG:
        (name, found), *_ = [(n, v) for n, v in link.items() if not re.fullmatch(r"35|139|5", v)]
        text = seen(follow(app, language, **link)).text
        assert say("refused", language) in text
        assert re.search(rf"{name}.*{re.escape(found)}", text)
        assert len(table_of(app)) == len(rows(TABLES[page]))


@each_page
def test_an_unknown_language_is_reported_and_the_page_shown(page):
    app = open_page(page, Language.ENGLISH)
    app.query_params = {"lang": "klingon"}
    app.run()
    assert not app.exception
    assert "klingon" in seen(app).text
    assert app.title[0].value == say(TITLES[page], Language.ENGLISH)


@each_page
@each_language
def test_what_is_known_in_a_link_works_beside_what_is_refused(page, language):
    app = open_page(page, language, sector="food,biotech", prefecture="99")
    assert len(table_of(app)) == len(rows_with(TABLES[page], "sectors", "food"))
    assert all(word in seen(app).text for word in ("biotech", "99"))


HOSTILE = [
    "<script>top.hacked=1</script>",
    '"><img src=x onerror=top.hacked=1>',
    "'-top.hacked=1-'",
    "${top.hacked=1}",
    "`;top.hacked=1;`",
    "{{7*7}}{% raw %}",
    "\u200f\u202eright to left",
    "\x00\x07\u2028",
    "../../etc/passwd",
    "=cmd|' /C calc'!A0",
]


@each_page
@pytest.mark.parametrize(
    "parameter", ["sector", "prefecture", "cluster", "tie_up", "lang", "from", "lat", "q"]
)
def test_a_hostile_value_in_a_link_shows_as_text(page, parameter):
    app = open_page(page, Language.ENGLISH)
    kinds = {tag for tag, _ in seen(app).elements} | {"div", "ul", "li", "p", "h3"}
    for value in HOSTILE:
        app.query_params = {"lang": "en"} | {parameter: value}
        app.run()
        assert not app.exception
        page_seen = seen(app)
        assert {tag for tag, _ in page_seen.elements} <= kinds
        assert not [name for _, attributes in page_seen.elements for name in attributes if name[:2] == "on"]
        if parameter == "q":
            assert app.text_input(key="choose-words").value == " ".join(value.split())
        else:
            shown = value.split(",")[0] if value.isprintable() else ""
            assert shown in page_seen.text


@each_page
@each_language
def test_a_search_of_ten_thousand_characters_is_cut_and_said(page, language):
    app = open_page(page, language, q="x" * 10_000)
    assert say("refused", language) in seen(app).text
    assert len(app.text_input(key="choose-words").value) < 1_000
    assert len(markup(app)) < 10_000


# The panel


@each_language
def test_every_cluster_opens_with_all_that_is_on_file(language):
    app = open_page(EXPLORE, language)
    bodies = {row["organisation_id"]: row for row in rows("organisations")}
    for cluster in rows("clusters"):
        shown = seen(follow(app, language, cluster=cluster["cluster_id"]))
        members = [m for m in rows("memberships") if m["cluster_id"] == cluster["cluster_id"]]
        expected = [
            cluster[f"name_{language}"],
            cluster[f"summary_{language}"],
            *listed(cluster[f"keywords_{language}"]),
            *(
                row_of("sectors", "sector", sector)[f"name_{language}"]
                for sector in listed(cluster["sectors"])
            ),
            *(bodies[member["organisation_id"]][f"name_{language}"] for member in members),
            cluster["notes" if language == "en" else "notes_ja"],
        ]
        # An address within a note is a link, so that the text goes on in another element.
        missing = [text for text in expected if text not in shown.text.replace("\n", "")]
        assert not missing, cluster["cluster_id"]
        if cluster["source"].startswith("http"):
            assert cluster["source"] in shown.targets()


@each_language
def test_every_tie_up_opens_with_who_works_with_whom_since_when_by_which_source(language):
    app = open_page(TIE_UPS, language)
    regions = {row["region"]: row for row in rows("partner_regions")}
    for tie_up in rows("tie_ups"):
        shown = seen(follow(app, language, tie_up=tie_up["tie_up_id"]))
        expected = [
            tie_up[f"title_{language}"],
            tie_up[f"theme_{language}"],
            tie_up[f"place_{language}"],
            regions[tie_up["region"]][f"name_{language}"],
            tie_up["from_year"] or say("years_unknown", language),
            tie_up["to_year"],
            tie_up[f"outcome_{language}"] or say("not_on_file", language),
            tie_up["source_wording"],
            tie_up["correction" if language == "en" else "correction_ja"],
            *listed(tie_up[f"bodies_{language}"]),
            *listed(tie_up[f"partner_bodies_{language}"]),
        ]
        missing = [text for text in expected if text not in shown.text]
        assert not missing, tie_up["tie_up_id"]
        if tie_up["source"].startswith("http"):
            assert tie_up["source"] in shown.targets()


@each_language
def test_every_prefecture_opens_with_its_clusters_office_and_fairs(language):
    app = open_page(EXPLORE, language)
    for prefecture in rows("prefectures"):
        follow(app, language, prefecture=prefecture["prefecture"])
        assert prefecture[f"name_{language}"] in seen(app).text
        assert say("jetro_office", language) in seen(app).text
        here = rows_with("clusters", "prefectures", prefecture["prefecture"])
        assert len(table_of(app)) == len(here)
        assert {parameter_of(target, "cluster") for target in choices_of(app).targets()} == {
            cluster["cluster_id"] for cluster in here
        }
        assert all(cluster[f"name_{language}"] in choices_of(app).text for cluster in here)


@each_language
def test_every_partner_region_opens_with_its_tie_ups(language):
    app = open_page(TIE_UPS, language)
    for region in rows("partner_regions"):
        follow(app, language, region=region["region"])
        assert region[f"name_{language}"] in seen(app).text
        tie_ups = rows_with("tie_ups", "region", region["region"])
        assert len(table_of(app)) == len(tie_ups)
        assert all(tie_up[f"title_{language}"] in choices_of(app).text for tie_up in tie_ups[:6])


@each_language
def test_a_prefecture_on_the_tie_ups_page_opens_with_its_tie_ups(language):
    app = open_page(TIE_UPS, language, prefecture="06")
    assert row_of("prefectures", "prefecture", "06")[f"name_{language}"] in seen(app).text
    for tie_up in rows_with("tie_ups", "prefectures", "06"):
        assert tie_up[f"title_{language}"] in choices_of(app).text


@each_language
def test_the_office_in_charge_is_named_with_the_word_that_no_contact_is_on_file(language):
    office = row_of("offices", "prefecture", "06")
    text = seen(open_page(EXPLORE, language, prefecture="06")).text
    assert office[f"name_{language}"] in text
    assert say("no_contact", language) in text


@each_language
def test_records_that_nobody_has_checked_are_marked(language):
    unchecked = next(row for row in rows("partner_regions") if row["evidence"] == "recall")
    shown = seen(open_page(TIE_UPS, language, region=unchecked["region"]))
    assert say("evidence.recall", language) in shown.text


@each_language
def test_the_case_studies_stand_as_stories(language):
    text = seen(open_page(TIE_UPS, language)).text
    for case in rows("case_studies"):
        assert case[f"outcome_{language}"] in text
        assert all(step in text for step in listed(case[f"steps_{language}"]))


@each_language
def test_tie_ups_without_years_are_counted_beside_the_timeline(language):
    text = seen(open_page(TIE_UPS, language)).text
    unknown = sum(not row["from_year"] for row in rows("tie_ups"))
    assert say("timeline_unknown", language, count=unknown) in text


# A damaged data folder


@pytest.fixture
def damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str, str], None]]:
    """Let the app start from a copy of the data in which a text of a file is replaced."""
    folder = tmp_path / "data"

    def replace(file: str, old: str, new: str) -> None:
        shutil.copytree(DATA, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        monkeypatch.setenv("CLUSTER_MAP_DATA", str(folder))
        forget_data()

    yield replace
    monkeypatch.undo()
    forget_data()


def forget_data() -> None:
    """As at the start of a process."""
    shared_atlas.cache_clear()
    st.cache_resource.clear()


BROKEN_TABLES = {
    EXPLORE: ("tables/clusters.csv", ",life-sciences;food,", ",life-sciences;fodo,"),
    TIE_UPS: ("tables/tie_ups.csv", "business-matching", "match-making"),
}


@each_page
@each_language
def test_a_page_whose_table_is_refused_says_so_in_the_readers_language_and_the_other_works(
    page, language, damage
):
    damage(*BROKEN_TABLES[page])
    app = open_page(page, language)
    assert [title.value for title in app.title] == [say("trouble_title", language)]
    assert [error.value for error in app.error] == [say("trouble", language)]
    assert not app.dataframe

    (other,) = TITLES.keys() - {page}
    app = open_page(other, language)
    assert [title.value for title in app.title] == [say(TITLES[other], language)]
    assert len(table_of(app)) == len(rows(TABLES[other]))


@each_page
@each_language
def test_the_log_says_which_line_is_broken_and_the_page_does_not(page, language, damage, caplog):
    file, old, new = BROKEN_TABLES[page]
    damage(file, old, new)
    app = open_page(page, language)
    shown = seen(app).text + "".join(error.value for error in app.error)
    (broken,) = [part for part in re.split(r"[;,]", new) if part and part not in old]
    assert file in caplog.text
    assert broken in caplog.text
    assert not any(word in shown for word in (file, broken, "Traceback", "/"))


@each_language
def test_a_refused_table_of_offices_spoils_its_part_of_the_panel_alone(language, damage):
    damage("tables/offices.csv", ",domestic,", ",foreign,")
    app = open_page(EXPLORE, language, prefecture="06")
    text = seen(app).text
    assert say("part_unavailable", language) in text
    assert row_of("prefectures", "prefecture", "06")[f"name_{language}"] in text
    assert len(table_of(app)) == len(rows_with("clusters", "prefectures", "06"))


@each_page
@each_language
def test_a_folder_without_a_readable_package_is_told_on_every_page(page, language, damage):
    damage("datapackage.json", "{", "")
    app = open_page(page, language)
    assert [title.value for title in app.title] == [say("trouble_title", language)]
    assert [error.value for error in app.error] == [say("trouble", language)]
