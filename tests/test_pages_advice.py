"""The pages of public projects and readiness through AppTest, in both languages, against the tables."""

import re
from datetime import date
from html import escape

import pytest
from route_cases import of_kind
from shipped_rows import ROOT, row_of, rows, rows_with
from streamlit.testing.v1 import AppTest

from cluster_map.domain import Language
from cluster_map.text import say, say_code

MAIN = ROOT / "cluster_map/ui/main.py"
PROJECTS, READINESS = "public_projects.py", "readiness.py"
SAAS = of_kind("route")["RA-01"]

each_language = pytest.mark.parametrize("language", Language)


def open_page(page: str, language: Language, **link: str) -> AppTest:
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    app.switch_page(str(ROOT / "pages" / page))
    app.query_params = {"lang": str(language)} | link
    app.run()
    assert not app.exception
    return app


def markup(app: AppTest) -> str:
    bodies = (part.proto.body for part in app.get("html"))
    return "\n".join(body for body in bodies if not body.startswith("<script>"))


def as_link(inputs):
    """The inputs of a worked case as parameters of a link."""
    return {n: ",".join(v) if isinstance(v, list) else str(v) for n, v in inputs.items()}


def model(name, language):
    return row_of("partnering_models", "model", name)[f"name_{language}"]


@each_language
def test_a_saas_firm_with_a_small_municipal_job_sees_its_routes_in_order(language):
    seen = markup(open_page(PROJECTS, language, **as_link(SAAS["inputs"]), date=SAAS["date"]))
    places = [seen.index(model(r["model"], language)) for r in SAAS["expect"]["ranking"][1:]]
    assert f"1. {model('funded_pilot', language)}" in seen
    assert places == sorted(places)
    for route in SAAS["expect"]["ranking"]:
        assert say("points", language, points=route["points"]) in seen
    for left_out in SAAS["expect"]["not_applicable"]:
        (gate,) = rows_with("route_gates", "model", left_out)
        assert gate[f"reason_{language}"] in seen
    for flip in SAAS["flips"]:
        assert f"<strong>{model(flip['new_top'], language)}</strong>" in seen


@each_language
def test_before_anything_is_offered_the_page_asks_for_it(language):
    seen = markup(open_page(PROJECTS, language))
    assert say("no_offer_yet", language) in seen
    assert say("guide_title", language) in seen


def test_an_answer_goes_into_the_link_with_the_day_and_another_takes_its_place():
    app = open_page(PROJECTS, Language.ENGLISH, offer="software")
    app.button_group(key="ask-risk").set_value("low").run()
    assert app.query_params["risk"] == "low"
    assert app.query_params["date"] == date.today().isoformat()
    app.button_group(key="ask-risk").set_value("high").run()
    assert app.query_params["risk"] == "high"
    app.number_input(key="ask-ticket_jpy").set_value(8_000_000).run()
    assert app.query_params["ticket_jpy"] == "8000000"
    app.button(key="clear-answers").click().run()
    assert not app.exception
    assert "offer" not in app.query_params


@each_language
def test_a_buyer_of_another_tier_is_left_out_and_said(language):
    link = {"offer": "software", "tier": "national", "entity_id": "city-22130"}
    seen = markup(open_page(PROJECTS, language, **link))
    buyer = row_of("gpa_entities", "entity_id", "city-22130")[f"name_{language}"]
    tier = say_code("tier", "designated_city", language)
    assert say("buyer_contradicts", language, buyer=buyer, tier=tier) in seen


@each_language
def test_contacts_are_those_of_the_buyers_prefecture(language):
    link = {"offer": "operations", "tier": "designated_city", "entity_id": "city-22130"}
    seen = markup(open_page(PROJECTS, language, sector="environment-energy", **link))
    prefecture = row_of("prefectures", "prefecture", "22")
    assert f"<h3>{prefecture[f'name_{language}']}</h3>" in seen
    for cluster in rows_with("clusters", "prefectures", "22"):
        fits = "environment-energy" in cluster["sectors"].split(";")
        assert (f'cluster={cluster["cluster_id"]}"' in seen) == fits


@each_language
def test_the_guide_names_every_record_of_its_tables(language):
    seen = markup(open_page(PROJECTS, language))
    for table in ("procurement_tiers", "partnering_models", "hurdles_remedies", "relationship_services"):
        for row in rows(table):
            assert row[f"name_{language}"].replace("'", "&#x27;") in seen, row[f"name_{language}"]
    for row in rows("opportunity_types"):
        assert row[f"name_{language}"] in seen


def said(text: str) -> str:
    """As it stands in the markup."""
    return escape(text, quote=True)


@each_language
@pytest.mark.parametrize("evidence", ["page", "seed"])
def test_evidence_narrows_contacts_buyers_and_guide_but_not_the_routes(language, evidence):
    link = as_link(SAAS["inputs"]) | {"date": SAAS["date"], "prefecture": "22", "sector": "machinery"}
    every, seen = (
        markup(open_page(PROJECTS, language, **link, **more)) for more in ({}, {"evidence": evidence})
    )
    answers = [
        page[page.index('class="kicker"') : page.index(say("contacts_title", language))]
        for page in (every, seen)
    ]
    assert answers[0] == answers[1]
    contacts = seen[seen.index(say("contacts_title", language)) :]
    for table in ("hurdles_remedies", "relationship_services", "procurement_tiers"):
        for row in rows(table):
            heading = f"<strong>{said(row[f'name_{language}'])}</strong><dl>"
            assert heading in every
            assert (heading in contacts) == (row["evidence"] == evidence), row
    for cluster in rows_with("clusters", "prefectures", "22"):
        shown = f'cluster={cluster["cluster_id"]}"'
        assert (shown in contacts) == (shown in every and cluster["evidence"] == evidence)
    buyers = re.search(
        re.escape(say("buyers_table", language, count="COUNT")).replace("COUNT", r"(\d+)"), seen
    )
    backed = rows_with("gpa_entities", "evidence", evidence)
    assert (int(buyers[1]) > 0) == bool(backed)
    assert say("none_backed", language) in seen  # no table of the guide has both kinds of evidence throughout
    assert say("none_backed", language) not in every


@each_language
def test_a_choice_of_evidence_goes_into_the_link_and_stays_there_with_other_answers(language):
    app = open_page(PROJECTS, language, offer="software")
    app.multiselect(key=f"choose-evidence-{language}").set_value(["seed"]).run()
    assert app.query_params["evidence"] == "seed"
    app.button_group(key="ask-risk").set_value("low").run()
    assert (app.query_params["evidence"], app.query_params["risk"]) == ("seed", "low")
    app.multiselect(key=f"choose-evidence-{language}").set_value([]).run()
    assert "evidence" not in app.query_params
    assert not app.exception


@each_language
def test_an_association_with_three_smes_learns_what_is_missing(language):
    link = {"applicant_type": "association", "applicant_country": "JP", "n_companies": "3", "n_sme": "3"}
    seen = markup(open_page(READINESS, language, **link))
    assert say("rit_confirm", language) in seen
    assert say("what_to_fix", language, count=2) in seen
    fixes = seen[seen.index(say("what_to_fix", language, count=2)) :]
    for rule in ("RIT-02", "RIT-17"):
        row = row_of("rit_rules", "rule_id", rule)
        assert fixes.index(row[f"name_{language}"]) < fixes.index(row[f"fail_fix_{language}"])
    assert say("cannot_apply", language) not in seen


@each_language
def test_a_foreign_firm_reads_first_that_japanese_bodies_apply(language):
    link = {"applicant_type": "company", "applicant_country": "DE", "prefecture": "22"}
    seen = markup(open_page(READINESS, language, **link))
    assert seen.index(say("cannot_apply", language)) < seen.index(say("by_seed_rules", language))


@each_language
def test_more_smes_than_firms_are_refused_in_words(language):
    seen = markup(open_page(READINESS, language, n_companies="4", n_sme="9"))
    assert say("too_many_smes", language, n_sme=9, n_companies=4) in seen


@each_language
def test_a_software_house_sees_the_act_and_the_special_order_side_by_side(language):
    link = {"industry_id": "software_information_processing", "capital_jpy": "100000000", "employees": "250"}
    seen = markup(open_page(READINESS, language, **link, form="company"))
    assert seen.index(say("sme_by_order", language)) < seen.index(say("sme_by_act", language))
    assert say("sme_as_printed", language) in seen


@each_language
def test_measures_are_those_of_the_chosen_need(language):
    seen = markup(open_page(READINESS, language, support_needs="alliance"))
    fitting = [row for row in rows("support_measures") if "alliance" in row["needs"].split(";")]
    assert say("measures_found", language, count=len(fitting)) in seen
    for row in fitting:
        assert row[f"name_{language}"] in seen


@each_language
@pytest.mark.parametrize("evidence", ["page", "seed", "official"])
def test_evidence_narrows_the_measures_but_not_the_check(language, evidence):
    link = {"applicant_type": "association", "n_companies": "3", "n_sme": "3", "support_needs": "alliance"}
    every, seen = (
        markup(open_page(READINESS, language, **link, **more)) for more in ({}, {"evidence": evidence})
    )
    measures = [row for row in rows("support_measures") if "alliance" in row["needs"].split(";")]
    fitting = [row for row in measures if row["evidence"] == evidence]
    assert say("measures_found", language, count=len(measures)) in every
    assert say("measures_found", language, count=len(fitting)) in seen
    kinds = [
        row for row in rows_with("support_measures", "kind", "support-type") if row["evidence"] == evidence
    ]
    assert (say("none_backed", language) in seen) == (not kinds)
    check, of_every = (page.partition('class="summary"')[2] for page in (seen, every))
    programme = say("programme_title", language)
    assert check[: check.index(programme)] == of_every[: of_every.index(programme)]


@each_language
def test_doubts_about_the_sources_are_shown_where_they_bear(language):
    for page, concerns in ((PROJECTS, "routes"), (READINESS, "readiness")):
        seen = markup(open_page(page, language))
        for row in rows("source_doubts"):
            if row["concerns"] == concerns:
                assert row[f"doubt_{language}"][:20].replace('"', "&quot;").replace("<", "&lt;") in seen


@pytest.mark.parametrize("page", [PROJECTS, READINESS])
def test_hostile_links_are_reported_and_nothing_fails(page):
    hostile = "<script>alert(1)</script>" * 50
    link = dict.fromkeys(
        ("offer", "tier", "ticket_jpy", "n_sme", "industry_id", "date", "call_open"), hostile
    )
    seen = markup(open_page(page, Language.ENGLISH, **link))
    assert "<script>alert" not in seen
    for name in link:
        assert f"{name}: found" in seen


@each_language
def test_the_map_lays_platforms_and_counts_over_where_asked(language):
    plain, laid = (markup(open_page(PROJECTS, language, **link)) for link in ({}, {"layers": "pfi-projects"}))
    assert say("layers_note", language) in laid
    assert say("layers_note", language) not in plain


@pytest.mark.parametrize(
    ("page", "link"),
    [(PROJECTS, as_link(SAAS["inputs"])), (READINESS, {"applicant_type": "chamber"})],
)
@each_language
def test_each_adviser_offers_its_sheet_in_both_kinds_of_file(page, link, language):
    app = open_page(page, language, **link)
    assert {button.proto.label for button in app.get("download_button")} == {"Word (DOCX)", "PDF"}
    assert say("hand_on_note", language) in markup(app)
