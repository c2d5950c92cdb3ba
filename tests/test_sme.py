"""Is a firm an SME? The worked cases, the edges of the limits, and the misprinted table as a lesson."""

import pytest
from route_cases import as_answers, flat_inputs, of_kind

from cluster_map.sme import check_sme
from cluster_map.store import open_store

STORE = open_store()
MAKER = "manufacturing_construction_transport_other"
ROWS = STORE.by_key("sme_definitions")


def check(industry=MAKER, capital=None, employees=None, form="company", **more):
    given = {"industry_id": industry, "capital_jpy": capital, "employees": employees, "form": form, **more}
    return check_sme(STORE, as_answers(given))


@pytest.mark.parametrize("case", of_kind("sme").values(), ids=of_kind("sme"))
def test_a_worked_case_gets_its_result(case):
    found = check_sme(STORE, as_answers(flat_inputs(case)))
    assert (found.sme, found.micro) == (case["expect_sme"], case["expect_micro"])


@pytest.mark.parametrize("industry", ROWS)
def test_either_limit_is_enough_and_the_limit_itself_counts(industry):
    capital, employees = ROWS[industry]["capital_max_jpy"], ROWS[industry]["employees_max"]
    assert check(industry, capital, employees + 1).sme == "yes"
    assert check(industry, capital + 1, employees).sme == "yes"
    assert check(industry, capital + 1, employees + 1).sme == "no"


def test_one_value_within_its_limit_is_enough_and_one_above_it_leaves_it_open():
    assert check(capital=1).sme == check(employees=1).sme == "yes"
    assert check(capital=10**12).sme == check(employees=10**6).sme == "unknown"
    assert check().sme == check().micro == "unknown"


def test_of_a_sole_owner_only_employees_count():
    assert check(capital=1, employees=301, form="individual").sme == "no"
    assert check(capital=10**12, employees=300, form="individual").sme == "yes"
    assert check(capital=1, form="individual").sme == "unknown"


def test_without_a_legal_form_only_what_holds_for_both_is_said():
    assert check(capital=1, employees=10, form=None).sme == "yes"
    assert check(capital=10**12, employees=10**6, form=None).sme == "no"
    assert check(capital=1, employees=10**6, form=None).sme == "unknown"


@pytest.mark.parametrize(
    ("industry", "limit"), [(MAKER, 20), ("wholesale", 5), ("services", 5), ("retail", 5)]
)
def test_micro_goes_by_employees_alone(industry, limit):
    assert check(industry, 10**12, limit).micro == "yes"
    assert check(industry, 1, limit + 1).micro == "no"
    assert check(industry, 1).micro == "unknown"


def test_software_has_no_micro_limit_on_file_but_that_of_services_is_shown_beside_it():
    found = check("software_information_processing", 10**8, 4)
    assert (found.micro, found.basic_act.micro) == ("unknown", "yes")


# Section 4 of the design: which results differ between the Act and a special order.
@pytest.mark.parametrize(
    ("industry", "capital", "employees"),
    [
        ("rubber_products", 4 * 10**8, 900),
        ("software_information_processing", 10**8, 250),
        ("lodging", 6 * 10**7, 200),
        ("amusement", 10**9, 20),
    ],
)
def test_act_and_special_order_are_shown_beside_each_other_where_they_differ(industry, capital, employees):
    found = check(industry, capital, employees)
    assert found.differs
    assert found.basic_act.limits["basic_act_industry"] == found.basic_act.limits["sme_industry"]
    assert not check(MAKER, capital, employees).differs


def test_the_printed_table_asks_for_both_values_below_the_limit():
    at_limit = check(capital=300_000_000, employees=300)
    assert (at_limit.sme, at_limit.as_printed) == ("yes", "no")
    assert check(capital=299_999_999, employees=299).as_printed == "yes"
    assert check(capital=1, employees=301).as_printed == "no"
    assert check(capital=1).as_printed == "unknown"


@pytest.mark.parametrize(("share", "owned"), [(49.9, "no"), (50, "yes"), (100, "yes"), (None, "unknown")])
def test_a_large_holder_of_half_or_more_is_warned_of_and_changes_no_number(share, owned):
    found = check(capital=1, employees=1, large_owner_pct=share)
    assert found.owned_by_large == owned
    assert found.sme == "yes"


def test_without_an_industry_nothing_is_said():
    found = check(industry=None, capital=1, employees=1)
    assert (found.sme, found.micro, found.as_printed) == ("unknown", "unknown", "unknown")
    assert found.asked is found.basic_act is None
