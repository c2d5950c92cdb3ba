"""The benchmark's own rules: fair walks, honest messages, the right arithmetic, a plain page that works."""

import csv
from itertools import pairwise

import pytest
from project import ROOT
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from benchmark.report import BUDGETS, Budget, Figure, p95, table
from benchmark.visitor import OLDEST_KEPT, BrokenRun, KeptMessages
from benchmark.walks import Choice, Filters, read_filters

PLAIN_PAGE = ROOT / "benchmark/plain_page.py"


# The plain page


def plain_page(*sectors: str) -> AppTest:
    page = AppTest.from_file(PLAIN_PAGE, default_timeout=60).run()
    for sector in sectors:
        page.button_group(key="sectors").select(sector)
    page.run()
    assert not page.exception
    assert page.title[0].value == "Industrial clusters of Japan"
    return page


def markers(page: AppTest) -> int:
    (component,) = page.get("component_instance")
    return component.proto.json_args.count("L.circleMarker(")


@pytest.mark.parametrize("sectors", [(), ("food",), ("food", "aircraft")])
def test_the_plain_page_draws_and_lists_each_matching_cluster(sectors, monkeypatch):
    monkeypatch.chdir(ROOT)
    with (ROOT / "data/tables/clusters.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    matching = [row for row in rows if not sectors or set(sectors) & set(row["sectors"].split(";"))]
    page = plain_page(*sectors)
    assert markers(page) == len(matching)
    assert list(page.dataframe[0].value["name_en"]) == [row["name_en"] for row in matching]


def test_the_document_shows_the_plain_page_that_is_measured():
    document = (ROOT / "docs/performance.md").read_text(encoding="utf-8")
    assert f"```python\n{PLAIN_PAGE.read_text(encoding='utf-8')}```" in document


# Walks


@pytest.fixture
def three_sectors() -> Filters:
    """Sector 0 has one cluster, 1 two, 2 three."""
    return Filters(3, [Choice({sector}) for sector in (0, 1, 1, 2, 2, 2)])


def test_no_choice_matches_every_cluster(three_sectors):
    assert three_sectors.matching(Choice()) == 6
    assert three_sectors.matching(Choice({0, 2})) == 4


@pytest.mark.parametrize("seed", range(5))
def test_each_step_of_a_walk_is_one_click_and_shows_another_number(three_sectors, seed):
    steps = [(Choice(), 6), *three_sectors.walk(seed)]
    for (before, number_before), (choice, number) in pairwise(steps):
        assert len(before ^ choice) == 1
        assert number != number_before
        assert number == three_sectors.matching(choice)


def test_a_walk_through_the_shipped_sectors_has_twenty_different_choices_and_an_order_of_its_own():
    first, second = (read_filters().walk(seed) for seed in (0, 1))
    assert len({choice for choice, _ in first}) == len(first) >= 20
    assert first != second


# Messages that are sent by their hash


def large_message() -> ForwardMsg:
    message = ForwardMsg(hash="abc")
    message.metadata.cacheable = True
    message.delta.new_element.markdown.body = "large"
    return message


def test_a_hash_stands_for_the_message_that_was_kept():
    kept = KeptMessages()
    kept.resolve(large_message())
    assert kept.hashes() == ["abc"]
    assert kept.resolve(ForwardMsg(ref_hash="abc")) == large_message()


def test_a_message_is_forgotten_some_runs_after_it_was_last_used():
    kept = KeptMessages()
    kept.resolve(large_message())
    for _ in range(OLDEST_KEPT):
        kept.end_run()
    kept.resolve(ForwardMsg(ref_hash="abc"))
    for _ in range(OLDEST_KEPT):
        kept.end_run()
        assert kept.hashes() == ["abc"]
    kept.end_run()
    assert kept.hashes() == []


def test_a_hash_of_a_message_that_is_not_kept_is_an_error():
    with pytest.raises(BrokenRun, match="abc"):
        KeptMessages().resolve(ForwardMsg(ref_hash="abc"))


# The report

MILLISECONDS = Budget("filter_ms", "ms", of_plain=1 / 4)
BYTES = Budget("filter_bytes", "B", of_plain=1 / 20, fixed=10)
SPEED = Budget("reruns_per_s", "1/s", of_plain=15, at_least=True)


def test_the_report_tells_medians_their_ratio_and_what_ours_has_to_meet():
    figure = Figure(MILLISECONDS, ours=[90, 50, 40], plain=[400, 100, 200])
    assert figure.as_json() == {"ours": 50, "plain": 200, "ratio": 0.25, "budget": 50, "unit": "ms"}
    assert figure.is_met


@pytest.mark.parametrize(("plain", "limit"), [(100, 5), (400, 10)])
def test_of_two_limits_the_stricter_one_holds(plain, limit):
    assert Figure(BYTES, ours=[7], plain=[plain]).limit == limit


@pytest.mark.parametrize(("ours", "is_met"), [(29, False), (30, True), (31, True)])
def test_where_more_is_better_ours_has_to_reach_the_budget(ours, is_met):
    assert Figure(SPEED, ours=[ours], plain=[2]).is_met is is_met


def test_there_is_no_ratio_to_a_page_that_takes_nothing():
    assert Figure(Budget("session_mb", "MB", fixed=2), ours=[1], plain=[0]).as_json()["ratio"] is None


def test_what_no_plain_page_can_do_has_a_fixed_budget_and_null_beside_it():
    figure = Figure(Budget("upload_1m_s", "s", fixed=10), ours=[4], plain=[])
    assert figure.as_json() == {"ours": 4, "plain": None, "ratio": None, "budget": 10, "unit": "s"}
    assert figure.is_met
    assert " ".join(table([figure]).splitlines()[1].split()) == "upload_1m_s s 4 - - - - <= 10 met"


def test_a_95th_percentile_needs_twenty_values():
    assert p95(range(19)) is None
    assert p95(range(21)) == 19


def test_a_missed_budget_is_seen_in_the_table():
    missed = Figure(MILLISECONDS, ours=[60], plain=[200])
    row = " ".join(table([missed]).splitlines()[1].split())
    assert row == "filter_ms ms 60 - 200 - 0.3 <= 50 MISSED"


def test_everything_that_has_a_budget_is_measured_once():
    names = [budget.name for budget in BUDGETS]
    assert names == [
        "first_map_ms",
        "filter_ms",
        "filter_bytes",
        "filter_total_bytes",
        "reruns_per_s",
        "session_mb",
        "start_ms",
        "upload_1m_s",
        "upload_1m_mb",
        *(f"follow_{name}" for name in ("p95_ms", "cpu_pct", "mb", "client_pct")),
        *(f"follow_rooms_{name}" for name in ("p95_ms", "cpu_pct", "mb", "client_pct")),
    ]
