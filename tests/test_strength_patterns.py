"""Patterns over places and industries: hot spots, relatedness, series, gaps."""

from types import SimpleNamespace

import ecomplexity
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from ecomplexity.calc_density import calc_density
from hypothesis import given
from hypothesis import strategies as st

from cluster_map.atlas import Atlas
from cluster_map.domain import GapKind, MeasureId, Missing, SectorId
from cluster_map.store import open_store
from cluster_map.strength.figures import Statistics, Subject
from cluster_map.strength.gaps import Standing, find_gaps, holds, standings
from cluster_map.strength.hot_spots import SeaLink, Spot, hot_spots, neighbours, sea_links
from cluster_map.strength.measures import evaluate
from cluster_map.strength.relatedness import density, proximity, relatedness
from cluster_map.strength.series import series_of
from cluster_map.strength.thresholds import thresholds

CENSUS = "census-of-manufactures"
CUT = thresholds()


@pytest.fixture(scope="module")
def japan():
    return Statistics(open_store())


@pytest.fixture(scope="module")
def near(japan):
    return neighbours(japan.store.read_layer("prefectures_detail"), sea_links())


def quotients_of(japan, industry):
    return evaluate(japan, MeasureId.LQ_EMPLOYEES, Subject(CENSUS, (industry,)), 2019).figures


# Neighbours and hot spots


def squares(*corners):
    return gpd.GeoDataFrame(
        {"prefecture": [f"{n:02d}" for n in range(1, len(corners) + 1)]},
        geometry=[shapely.box(x, y, x + 1, y + 1) for x, y in corners],
        crs="EPSG:4326",
    )


def test_neighbours_touch_or_are_linked_across_the_sea():
    found = neighbours(squares((0, 0), (1, 0), (5, 5)), [SeaLink(("02", "03"), "bridge", "橋")])
    assert found == {"01": ("02",), "02": ("01", "03"), "03": ("02",)}


def test_every_prefecture_has_a_neighbour_and_all_hang_together(near):
    reached, edge = {"13"}, ["13"]
    while edge:
        fresh = set(near[edge.pop()]) - reached
        reached |= fresh
        edge += fresh
    assert len(reached) == 47


def test_neighbours_are_neighbours_both_ways(near):
    assert all(code in near[other] for code, others in near.items() for other in others)


# Land borders from any map of Japan.
@pytest.mark.parametrize(
    ("code", "others"),
    [("13", "11 12 14 19"), ("23", "21 22 24 20"), ("02", "03 05 01"), ("42", "41"), ("40", "35 41 43 44")],
)
def test_neighbours_are_those_of_the_map(near, code, others):
    assert set(near[code]) == set(others.split())


def moran_by_hand(values, near):
    """Moran's I with row-standardised weights, global and local, from dense matrices."""
    codes = list(values)
    weights = np.array([[float(other in near[code]) for other in codes] for code in codes])
    weights /= weights.sum(axis=1, keepdims=True)
    deviations = np.array(list(values.values())) - np.mean(list(values.values()))
    local = deviations * (weights @ deviations) / ((deviations @ deviations) / (len(codes) - 1))
    return (deviations @ weights @ deviations) / (deviations @ deviations), dict(
        zip(codes, local, strict=True)
    )


@pytest.mark.parametrize("industry", ["09", "11", "28", "31"])
def test_moran_agrees_with_dense_matrices(japan, near, industry):
    figures = quotients_of(japan, industry)
    whole, local = moran_by_hand(figures, near)
    found = hot_spots(figures, near, CUT.hot_spots)
    assert found.global_i == pytest.approx(whole)
    assert {spot.prefecture: spot.local_i for spot in found.local} == pytest.approx(local)
    assert found.expected_i == pytest.approx(-1 / 46)


def chain(count):
    codes = [f"{n:02d}" for n in range(1, count + 1)]
    return codes, {
        code: tuple(codes[m] for m in (n - 1, n + 1) if 0 <= m < count) for n, code in enumerate(codes)
    }


def test_a_run_of_high_figures_is_a_hot_spot_and_its_p_is_small():
    codes, near = chain(40)
    figures = {code: 10.0 + n / 100 if n < 12 else 1.0 + n / 100 for n, code in enumerate(codes)}
    found = hot_spots(figures, near, CUT.hot_spots)
    assert found.p < 0.01
    spots = {spot.prefecture: spot for spot in found.local}
    assert spots["05"].spot is Spot.HIGH_HIGH
    assert spots["30"].spot is Spot.LOW_LOW


def test_control_for_many_tests_only_takes_away(japan, near):
    found = hot_spots(quotients_of(japan, "31"), near, CUT.hot_spots)
    assert all(spot.p <= CUT.hot_spots.false_discovery_rate for spot in found.local if spot.is_significant)


def test_the_same_figures_give_the_same_p_and_leave_the_shared_generator_alone(japan, near):
    before = np.random.get_state()[1].tolist()
    first, second = (hot_spots(quotients_of(japan, "28"), near, CUT.hot_spots) for _ in range(2))
    assert first == second
    assert np.random.get_state()[1].tolist() == before


def test_places_without_a_figure_are_left_out_and_too_few_are_not_tested():
    codes, near = chain(15)
    figures = {code: float(n * n % 7) for n, code in enumerate(codes)} | {"01": Missing.SUPPRESSED}
    assert "01" not in {spot.prefecture for spot in hot_spots(figures, near, CUT.hot_spots).local}
    assert hot_spots(dict.fromkeys(codes, 1.0), near, CUT.hot_spots) is None
    assert hot_spots(dict.fromkeys(codes, Missing.NO_CLASS), near, CUT.hot_spots) is None


# Relatedness


def test_proximity_and_density_agree_with_py_ecomplexity(japan):
    table = japan.store.table("industry_statistics")
    rows = table[
        (table["classification"] == CENSUS) & (table["year"] == 2019) & (table["measure"] == "employees")
    ].astype({"prefecture": str, "industry": str})
    columns = {"time": "year", "loc": "prefecture", "prod": "industry", "val": "value"}
    pairs = ecomplexity.proximity(rows, columns).set_index(["industry_1", "industry_2"])["proximity"]
    quotients = {industry: quotients_of(japan, industry) for industry in japan.parts(CENSUS)}
    found = relatedness(quotients, CUT.relatedness)
    for link in found.links:
        assert link.proximity == pytest.approx(pairs[link.first, link.second])
    industries, places = list(quotients), list(found.density)
    present = np.array(
        [
            [
                float(quotients[i][p] is not Missing.NO_ESTABLISHMENT and quotients[i][p] >= 1)
                for i in industries
            ]
            for p in places
        ]
    )
    near = pairs.unstack().reindex(index=industries, columns=industries).to_numpy(copy=True)
    np.fill_diagonal(near, 0)
    ours = [[found.density[place][industry] for industry in industries] for place in places]
    assert np.allclose(calc_density(present, near), ours)


presences = st.lists(st.lists(st.sampled_from([0.0, 1.0]), min_size=4, max_size=4), min_size=3, max_size=8)


@given(presences)
def test_proximity_is_symmetric_and_both_measures_stay_between_zero_and_one(rows):
    present = np.array(rows)
    near = proximity(present)
    assert np.array_equal(near, near.T)
    around = density(present, near)
    assert ((near >= 0) & (near <= 1)).all()
    assert ((around >= -1e-9) & (around <= 1 + 1e-9)).all()


def test_resampled_ranges_hold_the_order_low_to_high(japan):
    quotients = {industry: quotients_of(japan, industry) for industry in ("09", "28", "31")}
    assert all(link.low <= link.high for link in relatedness(quotients, CUT.relatedness).links)


# Series


def test_lines_are_never_joined_between_classifications(japan):
    subject = japan.sector(SectorId.TOURISM, "economic-census")
    found = series_of(japan, MeasureId.EMPLOYEES, subject, ("47",))
    years = {stretch.classification: [year for year, _ in stretch.points] for stretch in found}
    assert years == {"economic-census": [2016, 2021], "economic-census-2014": [2014]}


def test_a_missing_year_breaks_the_line(japan, monkeypatch):
    real = Statistics.of

    def without_2015(self, subject, year, measure):
        figures = real(self, subject, year, measure)
        return dict.fromkeys(figures, Missing.NOT_PUBLISHED) if year == 2015 else figures

    monkeypatch.setattr(Statistics, "of", without_2015)
    subject = Subject("prefectural-accounts", ("08",))
    first, second = series_of(japan, MeasureId.GPP, subject, ("47",))
    assert (first.points[-1][0], second.points[0][0]) == (2014, 2016)


# Gaps


def standing(quotient, employees=5000.0, prefecture="01"):
    return Standing(SectorId.FOOD, prefecture, quotient, employees, False, 2019)


def world(tie_ups=(), clusters=0):
    """Two partner regions that work on food; tie-ups are (prefecture, region, last year)."""
    rows = [
        {
            "tie_up_id": f"t{n}",
            "prefectures": (place,),
            "region": region,
            "sectors": ("food",),
            "to_year": end,
        }
        for n, (place, region, end) in enumerate(tie_ups)
    ]

    def grouped(key):
        found = {}
        for row in rows:
            for code in row[key] if isinstance(row[key], tuple) else (row[key],):
                found.setdefault(code, []).append(row)
        return found

    return SimpleNamespace(
        tie_ups_of_prefecture=grouped("prefectures"),
        tie_ups_of_region=grouped("region"),
        clusters_of_prefecture={"01": [{"sectors": ("food",)}] * clusters},
    )


def kinds_of(atlas, *every):
    return {kind: len(gaps) for kind, gaps in find_gaps(atlas, every, CUT.gaps).items() if gaps}


def test_a_strong_place_without_tie_up_and_cluster_has_both_gaps():
    assert kinds_of(world(), standing(2.0)) == {
        GapKind.NO_TIE_UP: 1,
        GapKind.STRENGTH_WITHOUT_CLUSTER: 1,
    }


def test_a_specialised_place_with_a_handful_of_jobs_is_no_gap():
    assert kinds_of(world(), standing(2.0, employees=90)) == {}


def test_partners_that_work_on_the_sector_elsewhere_are_not_met_here():
    atlas = world([("01", "de-x", None), ("02", "fr-y", None)], clusters=1)
    gaps = find_gaps(atlas, [standing(2.0)], CUT.gaps)
    assert [gap.region for gap in gaps[GapKind.PARTNER_NOT_MET]] == ["fr-y"]
    assert gaps[GapKind.NO_TIE_UP] == []


def test_an_ended_tie_up_of_a_place_that_is_still_strong_is_a_gap():
    atlas = world([("01", "de-x", 2014)], clusters=1)
    assert kinds_of(atlas, standing(2.0)) == {GapKind.ENDED: 1}
    assert kinds_of(atlas, standing(0.9)) == {}


def test_a_tie_up_that_runs_into_this_year_has_not_ended():
    atlas = world([("01", "de-x", 2026)], clusters=1)
    found = {year: find_gaps(atlas, [standing(2.0)], CUT.gaps, year)[GapKind.ENDED] for year in (2026, 2027)}
    assert [len(gaps) for gaps in found.values()] == [0, 1]


def test_a_gap_holds_by_stricter_bars_only_where_it_clears_them():
    every = [standing(1.25, 2000, "01"), standing(1.4, 2000, "02"), standing(1.4, 1050, "03")]
    gaps = find_gaps(world(), every, CUT.gaps)[GapKind.NO_TIE_UP]
    assert {g.standing.prefecture for g in gaps if holds(g, CUT.gaps.stricter(0.1))} == {"02"}
    weak = find_gaps(world(clusters=1), [standing(0.75)], CUT.gaps)[GapKind.CLUSTER_WITHOUT_STRENGTH]
    assert not holds(weak[0], CUT.gaps.stricter(0.1))


def test_a_cluster_with_weak_figures_is_told():
    assert kinds_of(world(clusters=2), standing(0.5)) == {GapKind.CLUSTER_WITHOUT_STRENGTH: 1}


def test_gaps_are_ranked_by_jobs_beyond_the_national_share():
    every = [standing(1.3, 2000, "01"), standing(1.3, 90_000, "02"), standing(4.0, 4000, "03")]
    gaps = find_gaps(world(), every, CUT.gaps)[GapKind.NO_TIE_UP]
    assert [gap.standing.prefecture for gap in gaps] == ["02", "03", "01"]


def test_no_gap_is_told_of_a_sector_without_figures(japan):
    every = standings(japan)
    assert SectorId.AIRCRAFT not in {one.sector for one in every}
    gaps = find_gaps(Atlas(japan.store), every, CUT.gaps)
    assert all(gaps.values())


def test_a_gap_never_names_a_tie_up_partner_twice(japan):
    gaps = find_gaps(Atlas(japan.store), standings(japan), CUT.gaps)[GapKind.PARTNER_NOT_MET]
    asked = [(gap.standing.prefecture, gap.standing.sector, gap.region) for gap in gaps]
    assert pd.Series(asked).is_unique
