"""What a profile says of a prefecture: the same figures as everywhere, with rank, year, source, reason."""

import pytest

from cluster_map.domain import LabelMethod, MeasureId, Missing, SectorId
from cluster_map.store import open_store
from cluster_map.strength.figures import Statistics, is_number
from cluster_map.strength.profile import PROFILE_MEASURES, labels_in, profile
from cluster_map.strength.thresholds import thresholds

YAMAGATA, AICHI, AKITA = "06", "23", "05"


@pytest.fixture(scope="module")
def japan():
    return Statistics(open_store())


def test_every_measure_of_every_sector_has_a_row_with_year_and_source(japan):
    rows = profile(japan, YAMAGATA)
    assert [(r.sector, r.measured.measure) for r in rows] == [
        (s, m) for s in SectorId for m in PROFILE_MEASURES
    ]
    for row in rows:
        assert row.measured.year
        assert all(publication["source"] for publication in row.measured.publications)


def test_a_rank_is_one_more_than_the_prefectures_above(japan):
    for row in profile(japan, YAMAGATA):
        if is_number(row.figure):
            above = [value for _, value in row.measured.ranking if value > row.figure]
            assert row.rank == len(above) + 1
            assert row.rank <= row.ranked
        else:
            assert row.rank is None


def test_a_sector_without_a_class_says_so_in_every_row(japan):
    rows = profile(japan, AICHI, [SectorId.AIRCRAFT])
    assert {row.figure for row in rows} == {Missing.NO_CLASS}


def test_the_published_quotient_stands_in_the_profile_and_is_marked_as_a_proxy(japan):
    (row,) = profile(japan, AICHI, [SectorId.AUTOMOTIVE], [MeasureId.LQ_EMPLOYEES])
    assert row.figure == pytest.approx(2.71, abs=0.005)
    assert (row.rank, row.measured.year, row.measured.subject.proxy) == (1, 2019, True)


def test_every_method_judges_each_sector_that_has_figures(japan):
    found = labels_in(japan, AKITA, SectorId, thresholds())
    judged = {(one.sector, one.method) for one in found}
    assert judged == {(s, m) for s in SectorId if s is not SectorId.AIRCRAFT for m in LabelMethod}
    assert all(one.labelled.verdict.prefecture == AKITA for one in found)
