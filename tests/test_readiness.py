"""Readiness for the RIT programme: the worked cases, edges of the rules, and rules as data."""

import pytest
from route_cases import as_answers, of_kind

from cluster_map.questions import RIT_QUESTIONS
from cluster_map.readiness import BLOCKING, CONDITIONS, check_readiness
from cluster_map.store import open_store

STORE = open_store()
RULES = STORE.by_key("rit_rules")
CASES = of_kind("rit")
FULL = as_answers(CASES["RIT-A"]["inputs"]) | {
    "own_share_pct": 40,
    "overseas_body": True,
    "n_overseas_companies": 5,
    "secretariat_english": True,
    "leader_named": True,
    "programme_confirmed": True,
}


def results(**answers):
    return check_readiness(STORE, FULL | answers).by_rule


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_worked_case_gets_its_results(case):
    found, expected = check_readiness(STORE, as_answers(case["inputs"])), case["expect"]
    assert found.by_rule == expected["results"]
    assert found.overall == expected["overall"]
    assert found.overall_seed_rules == expected["overall_seed_rules"]


def test_an_application_with_everything_is_ready():
    assert check_readiness(STORE, FULL).overall == "ready"


def test_nothing_answered_is_unknown_and_nothing_fails():
    found = check_readiness(STORE, {})
    assert set(found.by_rule.values()) == {"unknown", "info", "not-needed"}
    assert found.overall == found.overall_seed_rules == "incomplete"


@pytest.mark.parametrize("name", [n for n in (*RIT_QUESTIONS, "sector") if n != "overseas_country"])
def test_an_emptied_answer_opens_its_rules_and_fails_none(name):
    emptied = {key: value for key, value in FULL.items() if key != name}
    before, after = check_readiness(STORE, FULL).by_rule, check_readiness(STORE, emptied).by_rule
    changed = {rule: after[rule] for rule in RULES if after[rule] != before[rule]}
    assert set(changed.values()) <= {"unknown"}
    assert all(name in RULES[rule]["input_fields"] for rule in changed)


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({"n_sme": 5, "n_companies": 7}, "pass"),
        ({"n_sme": 6, "n_companies": 9}, "pass"),
        ({"n_sme": 5, "n_companies": 8}, "fail"),
        ({"n_sme": 4, "n_companies": 4}, "fail"),
        ({"n_sme": 4, "n_companies": None}, "fail"),
        ({"n_sme": 5, "n_companies": None}, "unknown"),
        ({"n_sme": None, "n_companies": 8}, "unknown"),
    ],
)
def test_five_smes_and_two_thirds_and_fewer_than_five_fail_without_a_total(answers, result):
    assert results(**answers)["RIT-17"] == result


@pytest.mark.parametrize(("share", "result"), [(33.3, "fail"), (33.34, "pass"), (34, "pass"), (0, "fail")])
def test_the_own_share_is_one_third_or_more(share, result):
    assert results(own_share_pct=share)["RIT-18"] == result


@pytest.mark.parametrize(("years", "result"), [(0, "fail"), (1, "pass"), (3, "pass"), (3.5, "fail")])
def test_one_to_three_years_both_included(years, result):
    assert results(years_requested=years)["RIT-11"] == result


@pytest.mark.parametrize(
    ("items", "covered", "excluded"),
    [
        (("venue", "seminar"), "pass", "pass"),
        (("venue", "delegate_flights"), "pass", "unknown"),
        (("reception",), "fail", "fail"),
        (("delegate_flights", "company_travel"), "fail", "fail"),
        ((), "unknown", "unknown"),
    ],
)
def test_sources_disagree_on_delegates_flights_alone(items, covered, excluded):
    found = results(cost_items=items)
    assert (found["RIT-12"], found["RIT-22"]) == (covered, excluded)


@pytest.mark.parametrize(
    ("answers", "contact", "survey"),
    [
        ({}, "pass", "not-needed"),
        ({"interest_confirmed": None}, "unknown", "not-needed"),
        ({"prior_contact": False, "interest_confirmed": None}, "fail", "offered"),
        ({"interest_confirmed": False, "n_sme": 5}, "fail", "offered"),
        ({"interest_confirmed": False, "n_sme": 4}, "fail", "not-yet"),
        ({"interest_confirmed": False, "n_sme": None}, "fail", "not-yet"),
    ],
)
def test_the_pre_survey_is_offered_where_contact_lacks_and_five_smes_are_in_prospect(
    answers, contact, survey
):
    found = results(**answers)
    assert (found["RIT-06"], found["RIT-23"]) == (contact, survey)


@pytest.mark.parametrize(
    ("body", "firms", "result"),
    [(True, 5, "pass"), (True, 4, "fail"), (False, None, "fail"), (True, None, "unknown"), (None, 4, "fail")],
)
def test_a_rule_of_two_parts_fails_when_one_part_is_false(body, firms, result):
    assert results(overseas_body=body, n_overseas_companies=firms)["RIT-19"] == result


@pytest.mark.parametrize(
    "kind", ["chamber", "association", "industry_body", "local_government", "consortium"]
)
def test_japanese_bodies_may_apply_and_the_same_bodies_abroad_may_not(kind):
    assert results(applicant_type=kind)["RIT-01"] == "pass"
    assert results(applicant_type=kind, applicant_country="DE")["RIT-01"] == "fail"


def test_value_and_sector_never_block():
    found = check_readiness(STORE, FULL | {"value_stated": False, "sector": "tourism"})
    assert found.by_rule["RIT-07"] == "fail"
    assert found.by_rule["RIT-14"] == "info-allowed"
    assert found.overall == "ready"


def test_criteria_of_later_pages_do_not_touch_the_result_by_the_founding_document():
    found = check_readiness(STORE, FULL | {"own_share_pct": 10})
    assert (found.overall, found.overall_seed_rules) == ("not ready", "ready")


# The thirteen rules that section 3 of the design lists for the result by the founding document.
def test_the_result_by_the_founding_document_rests_on_thirteen_rules():
    of_seed = [r["rule_id"] for r in RULES.values() if r["evidence"] == "seed" and r["kind"] in BLOCKING]
    assert of_seed == [f"RIT-{n:02d}" for n in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 16)]


# Rules stay data


def test_every_condition_of_the_table_can_be_read_and_looks_at_the_answers_that_the_rule_names():
    for rule in RULES.values():
        looked_at = set()
        for condition in rule["conditions"]:
            field, word, wanted = condition.split(" ", 2)
            assert word in CONDITIONS, condition
            other = wanted.split(" ")[1:] if word in (">=", "<=") else []
            looked_at |= {field, *other}
        assert {name for name in looked_at if name not in RULES} <= set(rule["input_fields"])
        if rule["conditions"] and rule["kind"] != "remedy":
            assert looked_at == set(rule["input_fields"])


def test_every_question_is_asked_by_a_rule_and_every_rule_asks_only_questions():
    asked = {name for rule in RULES.values() for name in rule["input_fields"]}
    assert asked == {*RIT_QUESTIONS, "sector"}


def test_every_word_of_a_condition_is_used():
    assert {c.split(" ")[1] for rule in RULES.values() for c in rule["conditions"]} == set(CONDITIONS)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_can_come_to_more_than_one_result_unless_it_only_informs(rule):
    bad = {
        "applicant_country": "DE",
        "n_companies": 1,
        "n_sme": 1,
        "participants_sme": "fail",
        "years_requested": 9,
        "cost_items": ("reception",),
        "pays_single_company": True,
        "sector": "ict",
        "own_share_pct": 1,
    }
    worst = FULL | {name: False for name, value in FULL.items() if value is True} | bad
    outcomes = {check_readiness(STORE, a).by_rule[rule] for a in ({}, FULL, worst)}
    assert len(outcomes) == 1 if not RULES[rule]["conditions"] else len(outcomes) > 1
