"""The passport of a record: what the source says and what it was read as, terms, citation, report."""

import pytest
from shipped_rows import row_of, rows
from test_pages import each_language, open_page, seen

from cluster_map.atlas import Atlas
from cluster_map.domain import Evidence, Language
from cluster_map.exports.passport import called, cite, cite_figures, doubts_of, readings, terms_of
from cluster_map.fragments.passport import figure_passport, passport
from cluster_map.fragments.records import passport_link
from cluster_map.process import shared_atlas
from cluster_map.record_keys import RecordKey, key_of, record_at
from cluster_map.settings import REPORT_TO
from cluster_map.text import say
from cluster_map.url_state import ViewState

ENGLISH = ViewState()


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return shared_atlas()


def test_every_record_of_every_table_is_found_again_by_its_key(atlas):
    for name in atlas.store.table_names():
        if atlas.store.resource(name)["format"] == "csv":
            for record in atlas.store.records(name):
                key = key_of(atlas, record)
                assert key is not None
                assert record_at(atlas, name, key.key) is record


def test_what_is_no_row_of_a_table_has_no_key_and_no_link(atlas):
    told = {"source": "seed:004 4.4", "evidence": "seed"}
    assert key_of(atlas, told) is None
    assert passport_link(atlas, told, Language.ENGLISH) == ""


@each_language
def test_every_record_with_evidence_has_a_passport_that_names_its_source_and_version(atlas, language):
    view = ViewState(language=language)
    for name in (
        "clusters",
        "memberships",
        "tie_ups",
        "offices",
        "exhibitions",
        "publications",
        "route_gates",
    ):
        for record in atlas.store.records(name)[:20]:
            made = passport(atlas, record, view)
            assert atlas.store.data_version in made
            assert cite(atlas, record, language).split("“")[0][:20] in made or "&quot;" in made


def test_a_corrected_record_says_what_the_source_says_what_it_was_read_as_and_why(atlas):
    corrected = [t for t in atlas.tie_ups.values() if t["correction"]]
    assert corrected
    for tie_up in corrected:
        (wording,) = [
            r for r in readings(atlas, tie_up, Language.ENGLISH) if r.stated == tie_up["source_wording"]
        ]
        for code in tie_up["prefectures"]:
            assert atlas.prefectures[code]["name_en"] in wording.resolved
        made = seen_text(passport(atlas, tie_up, ENGLISH))
        for part in (wording.stated, wording.resolved, tie_up["correction"]):
            assert part in made


def seen_text(markup: str) -> str:
    from html import unescape
    from re import sub

    return unescape(sub("<[^>]+>", "", markup))


def test_a_fair_says_its_months_as_stated_and_as_read(atlas):
    fair = {**atlas.store.records("exhibitions")[0], "months_as_stated": "early autumn", "months": (9, 10)}
    (read,) = readings(atlas, fair, Language.ENGLISH)
    assert (read.stated, read.resolved) == ("early autumn", "September, October")


def test_doubts_are_those_about_the_very_place_in_the_document(atlas):
    for doubt in rows("source_doubts"):
        told = {"source": f"{doubt['document']} {doubt['place']}"}
        assert doubt["doubt_id"] in {found["doubt_id"] for found in doubts_of(atlas, told)}
    assert doubts_of(atlas, {"source": "https://example.org/page"}) == []


# Citations


def test_official_figures_are_cited_as_their_terms_ask_with_source_and_that_they_were_processed(atlas):
    publication = atlas.store.records("publications")[0]
    assert [licence.name for licence in terms_of(atlas, publication)] == ["GJSTU-2.0"]
    english, japanese = (cite_figures(atlas, "T", [publication], language) for language in Language)
    assert publication["title_en"] in english
    assert "processed" in english
    assert publication["title_ja"] in japanese
    assert "を加工して作成" in japanese
    for text in (english, japanese):
        assert publication["source"] in text
        assert atlas.store.data_version in text


def test_a_compiled_record_is_cited_with_its_page_the_day_it_was_read_and_its_key(atlas):
    cluster = next(iter(atlas.clusters.values()))
    for language in Language:
        text = cite(atlas, cluster, language, "http://localhost/record")
        for part in (cluster[f"name_{language}"], cluster["source"], cluster["checked_on"]):
            assert part in text
        assert f"clusters/{cluster['cluster_id']}" in text
        assert text.endswith("http://localhost/record")


def test_an_unchecked_record_without_a_source_says_so_in_its_citation(atlas):
    (region, *_) = [r for r in atlas.regions.values() if not r["source"]]
    assert region["evidence"] == Evidence.RECALL
    assert "Not yet checked" in cite(atlas, region, Language.ENGLISH)
    assert "未確認" in cite(atlas, region, Language.JAPANESE)


def test_a_figure_is_cited_in_both_languages(atlas):
    publications = list(atlas.store.records("publications")[:2])
    made = seen_text(
        figure_passport(atlas, {Language.ENGLISH: "Jobs", Language.JAPANESE: "従業者"}, publications, ENGLISH)
    )
    assert "“Jobs”" in made
    assert "「従業者」" in made


# Links


def test_a_mistake_can_be_reported_with_the_record_named_where_the_operator_takes_reports(atlas, monkeypatch):
    office = atlas.store.records("offices")[0]
    monkeypatch.delenv(REPORT_TO, raising=False)
    assert say("report_mistake", Language.ENGLISH) not in passport(atlas, office, ENGLISH)
    monkeypatch.setenv(REPORT_TO, "https://example.org/tracker?record={record}")
    assert f"record=offices%2F{office['office_id']}" in passport(atlas, office, ENGLISH)


@pytest.mark.parametrize("table", ["offices", "memberships", "exhibitions", "gpa_thresholds", "countries"])
@each_language
def test_the_page_of_a_record_shows_its_fields_and_its_passport(atlas, table, language):
    record = atlas.store.records(table)[0]
    key = key_of(atlas, record)
    assert key == RecordKey(table, key.key)
    page = seen(open_page("record.py", language, table=table, record=key.key))
    assert called(atlas, record, language) in page.text
    assert say("cite_this", language) in page.text
    assert f"{table}/{key.key}" in page.text


@each_language
@pytest.mark.parametrize(
    "link",
    [
        {},
        {"table": "offices"},
        {"table": "offices", "record": "<script>"},
        {"table": "industry_statistics", "record": "1"},
    ],
)
def test_a_link_to_no_record_is_answered_in_words(language, link):
    app = open_page("record.py", language, **link)
    assert app.title[0].value == say("record_unknown", language)


@each_language
@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("explore.py", {"cluster": "yonezawa-organic-electronics"}),
        ("explore.py", {"prefecture": "06"}),
        ("tie_ups.py", {"tie_up": "rit-yamagata-saxony"}),
        ("tie_ups.py", {"region": "de-saxony"}),
        ("cluster.py", {"cluster": "yonezawa-organic-electronics"}),
        ("prefecture.py", {"prefecture": "06"}),
        ("strength.py", {"sector": "machinery"}),
    ],
)
def test_panels_profiles_and_figures_open_their_passport_in_place(language, page, link):
    text = seen(open_page(page, language, **link)).text
    assert say("passport", language) in text
    assert say("cite_this", language) in text


@each_language
def test_listed_members_fairs_and_offices_lead_to_their_passports(language):
    targets = seen(
        open_page("cluster.py", language, cluster="yonezawa-organic-electronics", country="DE")
    ).targets()
    for table in ("memberships", "exhibitions", "offices", "tie_ups"):
        assert any(t and t.startswith("record?") and f"table={table}&" in t for t in targets), table


# The filter of evidence


@each_language
@pytest.mark.parametrize("page", ["cluster.py", "prefecture.py"])
def test_a_profile_under_the_filter_of_evidence_shows_no_unchecked_record(language, page):
    unchecked = [m for m in rows("memberships") if m["evidence"] == "recall"]
    cluster = row_of("clusters", "cluster_id", unchecked[0]["cluster_id"])
    link = {
        "cluster": cluster["cluster_id"],
        "prefecture": cluster["prefectures"].split(";")[0],
        "country": "DE",
    }
    link.pop("prefecture" if page == "cluster.py" else "cluster")
    badge = f"evidence-{Evidence.RECALL}"
    everything = seen(open_page(page, language, **link))
    assert any(badge in (a.get("class") or "") for _, a in everything.elements)
    checked = seen(open_page(page, language, evidence="page,seed,official", **link))
    assert not any(badge in (a.get("class") or "") for _, a in checked.elements)
