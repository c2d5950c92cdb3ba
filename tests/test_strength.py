"""The figures of strength: rules on tiny tables made by hand, and a second implementation beside ours.

The published figures at the end are those that the statistics were checked against, not ours.
"""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_map.domain import Label, LabelMethod, MeasureId, Missing, SectorId
from cluster_map.store import open_store
from cluster_map.strength.concentration import concentration, litzenberger_sternberg
from cluster_map.strength.figures import Statistics, Subject, is_number
from cluster_map.strength.growth import changes_of, growth_pct, quadrant, shift_share
from cluster_map.strength.labels import gather, label_places, quantile
from cluster_map.strength.measures import evaluate
from cluster_map.strength.quotient import REST, location_quotients, shares
from cluster_map.strength.thresholds import thresholds

PLACES = ("01", "02", "03")
CENSUS = "census-of-manufactures"
ROWS = {
    ("01", "09"): 60.0,
    ("01", "31"): 40.0,
    ("02", "09"): 20.0,
    ("02", "31"): 80.0,
    ("03", "09"): 120.0,
    ("03", "31"): 80.0,
}
"""Employees by prefecture and industry. Of Japan's 400, 200 are in each of the two industries."""

counts = st.integers(min_value=1, max_value=1_000_000)


class TinyStore:
    """Two industries in three prefectures, one year."""

    def __init__(self, rows=ROWS, gaps=(), concordance=()):
        self.rows = [(place, 2019, CENSUS, industry, "employees", v) for (place, industry), v in rows.items()]
        self.tables = {
            "statistics_gaps": [
                {
                    "prefecture": place,
                    "year": 2019,
                    "classification": CENSUS,
                    "industry": industry,
                    "measure": "employees",
                    "reason": reason,
                }
                for place, industry, reason in gaps
            ],
            "sector_concordance": [
                {"sector": sector, "classification": CENSUS, "industry": industry, "role": role}
                for sector, industry, role in concordance
            ],
            "industries": [
                {"classification": CENSUS, "industry": industry, "is_total": False}
                for industry in ("09", "31")
            ],
        }

    def records(self, name):
        return tuple(self.tables[name])

    def by_key(self, name):
        keyed = {
            "prefectures": {place: {} for place in PLACES},
            "classifications": {CENSUS: {"measures": ("employees",)}},
            "publications": {"census": {"publication": "census"}},
        }
        return keyed[name]

    def table(self, name):
        assert name == "industry_statistics"
        columns = ["prefecture", "year", "classification", "industry", "measure", "value"]
        return pd.DataFrame(self.rows, columns=columns).assign(publication="census")


def quotients(statistics, industry="31", **options):
    subject = Subject(CENSUS, (industry,))
    return evaluate(statistics, MeasureId.LQ_EMPLOYEES, subject, 2019, **options).figures


@pytest.fixture(scope="module")
def japan():
    return Statistics(open_store())


# Location quotients


def test_a_quotient_is_a_share_over_the_share_in_japan():
    assert quotients(Statistics(TinyStore())) == pytest.approx({"01": 0.8, "02": 1.6, "03": 0.8})


def test_against_the_rest_a_place_is_left_out_of_its_own_benchmark():
    # 02: 80 of 100 against 120 of 300 elsewhere
    assert quotients(Statistics(TinyStore()), benchmark=REST)["02"] == pytest.approx(0.8 / 0.4)


def test_against_peers_their_shares_count_together():
    # 01 and 03 together: 120 of 300
    peers = quotients(Statistics(TinyStore()), benchmark=("01", "03"))
    assert peers == pytest.approx({"01": 1.0, "02": 2.0, "03": 1.0})


def test_a_place_with_the_national_mix_has_quotient_one():
    figures = {"01": 10.0, "02": 30.0}
    assert location_quotients(figures, {"01": 100, "02": 300}, figures) == pytest.approx({"01": 1, "02": 1})


def test_quotients_agree_with_a_matrix_computation_on_the_shipped_data(japan):
    table = open_store().table("industry_statistics")
    here = table[
        (table["classification"] == CENSUS) & (table["year"] == 2019) & (table["measure"] == "employees")
    ]
    matrix = here.pivot(index="prefecture", columns="industry", values="value")
    expected = matrix.div(matrix.sum(axis=1), axis=0) / (matrix.sum() / matrix.sum().sum())
    for industry in japan.parts(CENSUS):
        found = evaluate(japan, MeasureId.LQ_EMPLOYEES, Subject(CENSUS, (industry,)), 2019).figures
        for place, figure in found.items():
            wanted = expected.loc[place, industry]
            assert (figure == pytest.approx(wanted)) if is_number(figure) else np.isnan(wanted)


@settings(deadline=None)
@given(st.lists(counts, min_size=6, max_size=6), st.integers(2, 1000))
def test_scaling_all_counts_changes_no_quotient(values, factor):
    rows = dict(zip(ROWS, map(float, values), strict=True))
    scaled = {key: value * factor for key, value in rows.items()}
    assert quotients(Statistics(TinyStore(scaled))) == pytest.approx(quotients(Statistics(TinyStore(rows))))


@settings(deadline=None)
@given(st.permutations(list(ROWS)))
def test_the_order_of_rows_does_not_matter(order):
    assert quotients(Statistics(TinyStore({key: ROWS[key] for key in order}))) == quotients(
        Statistics(TinyStore())
    )


@settings(deadline=None)
@given(st.sampled_from(list(ROWS)))
def test_a_missing_cell_never_counts_as_zero(cell):
    rows = {key: value for key, value in ROWS.items() if key != cell}
    place, industry = cell
    statistics = Statistics(TinyStore(rows, gaps=[(place, industry, "suppressed")]))
    assert quotients(statistics, industry)[place] is Missing.SUPPRESSED
    whole = Subject(CENSUS, ("09", "31"))
    assert statistics.of(whole, 2019, "employees")[place] is Missing.SUPPRESSED


def test_a_figure_without_a_row_and_without_a_reason_is_not_published():
    rows = {key: value for key, value in ROWS.items() if key != ("02", "31")}
    assert quotients(Statistics(TinyStore(rows)))["02"] is Missing.NOT_PUBLISHED


def test_a_class_without_establishments_leaves_the_sum_of_the_others_whole():
    rows = {key: value for key, value in ROWS.items() if key != ("02", "09")}
    statistics = Statistics(TinyStore(rows, gaps=[("02", "09", "no-establishment")]))
    assert statistics.of(Subject(CENSUS, ("09", "31")), 2019, "employees")["02"] == 80
    assert statistics.of(Subject(CENSUS, ("09",)), 2019, "employees")["02"] is Missing.NO_ESTABLISHMENT


def test_shares_are_parts_of_their_totals():
    assert shares({"01": 5.0, "02": Missing.SUPPRESSED}, {"01": 20, "02": 4}) == {
        "01": 0.25,
        "02": Missing.SUPPRESSED,
    }


# Sectors


def test_a_sector_is_the_sum_of_its_primary_classes():
    roles = [("food", "09", "primary"), ("food", "31", "secondary")]
    subject = Statistics(TinyStore(concordance=roles)).sector(SectorId.FOOD, CENSUS)
    assert (subject.industries, subject.proxy) == (("09",), False)


def test_a_sector_without_primary_classes_is_the_sum_of_its_proxies_and_says_so():
    roles = [("automotive", "31", "proxy"), ("automotive", "09", "proxy-weak")]
    subject = Statistics(TinyStore(concordance=roles)).sector(SectorId.AUTOMOTIVE, CENSUS)
    assert (subject.industries, subject.proxy) == (("31",), True)


def test_a_weak_proxy_stands_for_nothing():
    statistics = Statistics(TinyStore(concordance=[("aircraft", "31", "proxy-weak")]))
    subject = statistics.sector(SectorId.AIRCRAFT, CENSUS)
    assert subject.industries == ()
    assert set(statistics.of(subject, 2019, "employees").values()) == {Missing.NO_CLASS}


# From the task that the measures were built for: Census of Manufactures where the concordance has
# classes there, else the Economic Census.
@pytest.mark.parametrize(
    ("sector", "classification"),
    [
        ("automotive", CENSUS),
        ("food", CENSUS),
        ("electronics", CENSUS),
        ("environment-energy", "economic-census"),
        ("services", "economic-census"),
        ("tourism", "economic-census"),
    ],
)
def test_a_sector_is_looked_up_in_manufacturing_first(japan, sector, classification):
    known = [CENSUS, "economic-census"]
    assert japan.default_subject(SectorId(sector), known).classification == classification


# Growth and shift-share


def test_growth_is_in_percent_of_the_first_year():
    assert growth_pct({"01": 50.0, "02": 0.0}, {"01": 60.0, "02": 5.0}) == {
        "01": pytest.approx(20.0),
        "02": Missing.NO_BASE,
    }


# Worked by hand: 100 jobs become 130; the industry grew by a quarter, the country by a tenth.
def test_shift_share_of_a_table_worked_by_hand():
    parts = shift_share(100, 130, industry=(1000, 1250), total=(10_000, 11_000))
    assert (parts.national, parts.mix, parts.local) == pytest.approx((10, 15, 5))


@given(counts, counts, counts, counts, counts, counts)
def test_the_parts_of_a_shift_share_add_up(before, after, industry0, industry1, total0, total1):
    parts = shift_share(before, after, (industry0, industry1), (total0, total1))
    assert parts.change == pytest.approx(
        after - before, rel=1e-9, abs=1e-6 * before * industry1 * total1 / total0
    )
    own_rate, industry_rate = after / before, industry1 / industry0
    assert parts.local == pytest.approx(before * (own_rate - industry_rate), rel=1e-6, abs=1e-3)


def test_what_was_not_there_before_is_new_and_all_local():
    parts = shift_share(0, 30, (1000, 1250), (10_000, 11_000))
    assert (parts.national, parts.mix, parts.local, parts.is_new) == (0, 0, 30, True)


def test_an_industry_kept_secret_in_one_year_has_no_shift_share():
    national = {"09": (100.0, 110.0), "31": (100.0, 90.0)}
    found = changes_of({"09": 10.0, "31": Missing.SUPPRESSED}, {"09": 12.0, "31": 9.0}, national)
    assert set(found) == {"09"}


@pytest.mark.parametrize(
    ("quotient", "change", "name"),
    [(1.2, 3, "star"), (1.2, -3, "mature"), (0.8, 3, "emerging"), (0.8, -3, "transforming")],
)
def test_quadrants_are_named_by_quotient_and_its_change(quotient, change, name):
    assert quadrant(quotient, change) == name


# Concentration


def test_equal_parts_have_the_lowest_concentration_and_one_part_the_highest():
    equal, single = concentration([5, 5, 5, 5]), concentration([7, 0, 0, 0])
    assert (equal.hhi, equal.normalised, equal.effective_number) == pytest.approx((0.25, 0, 4))
    assert (single.hhi, single.normalised, single.effective_number) == pytest.approx((1, 1, 1))


def test_nothing_has_no_concentration():
    assert concentration([0, 0]) is None


def litzenberger_by_hand(e, b, area, people):
    """The formula of Litzenberger and Sternberg (2006) as printed, for one place after the other."""
    found = []
    for r in range(len(e)):
        industrial_density = (e[r] / area[r]) / (sum(e) / sum(area))
        industrial_stock = (e[r] / people[r]) / (sum(e) / sum(people))
        plant_size = (e[r] / b[r]) / (sum(e) / sum(b))
        found.append(industrial_density * industrial_stock / plant_size)
    return found


@given(*(st.lists(counts, min_size=3, max_size=3) for _ in range(4)))
def test_the_index_of_litzenberger_and_sternberg_is_the_printed_one(e, b, area, people):
    def by_place(values):
        return dict(zip(PLACES, map(float, values), strict=True))

    found = litzenberger_sternberg(by_place(e), by_place(b), by_place(area), by_place(people))
    assert list(found.values()) == pytest.approx(litzenberger_by_hand(e, b, area, people))


def test_equal_places_are_all_at_the_national_average():
    same = dict.fromkeys(PLACES, 10.0)
    assert litzenberger_sternberg(same, same, same, same) == pytest.approx(dict.fromkeys(PLACES, 1.0))


# Labels


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50), st.floats(0, 1))
def test_quantiles_are_those_of_numpy(values, part):
    assert quantile(values, part) == pytest.approx(np.quantile(values, part), rel=1e-9, abs=1e-6)


def evidence_of(quotient, employees, establishments, **more):
    figures = {
        MeasureId.LQ_EMPLOYEES: quotient,
        MeasureId.EMPLOYEES: employees,
        MeasureId.ESTABLISHMENTS: establishments,
    } | {MeasureId(name): values for name, values in more.items()}
    places = [f"{n:02d}" for n in range(1, len(quotient) + 1)]
    return {m: dict(zip(places, map(float, values), strict=True)) for m, values in figures.items()}


def labels_of(method, evidence):
    return {one.verdict.prefecture: one.verdict.label for one in label_places(method, evidence, thresholds())}


def us_labels_by_numpy(lq, e, b):
    """The rules as they are published, written down a second time with NumPy."""
    q25, q50, q75, q90 = (np.quantile(lq, q) for q in (0.25, 0.5, 0.75, 0.9))
    big = (e > np.quantile(e, 0.25)) & (b > np.quantile(b, 0.25))
    rules = [
        (Label.STRONG_10, (lq >= q90) & (lq >= 1) & big),
        (Label.STRONG, (lq >= q75) & (lq >= 1) & big),
        (Label.SIGNIFICANT, (lq > q50) & big),
        (Label.QUALIFYING, (lq > q25) & big),
    ]
    return [next((label for label, holds in rules if holds[n]), None) for n in range(len(lq))]


def test_us_labels_agree_with_the_published_rules_on_the_shipped_data(japan):
    for sector in (SectorId.FOOD, SectorId.ELECTRONICS, SectorId.SERVICES):
        subject = japan.default_subject(sector, [CENSUS, "economic-census"])
        evidence = gather(japan, LabelMethod.US, subject, 2016)
        measures = (MeasureId.LQ_EMPLOYEES, MeasureId.EMPLOYEES, MeasureId.ESTABLISHMENTS)
        expected = us_labels_by_numpy(*(np.array(list(evidence[m].values())) for m in measures))
        assert list(labels_of(LabelMethod.US, evidence).values()) == expected


def test_a_place_that_is_specialised_but_tiny_gets_no_us_label():
    evidence = evidence_of([9, 2, 1, 0.8, 0.5], [3, 400, 300, 200, 100], [1, 40, 30, 20, 10])
    labels = labels_of(LabelMethod.US, evidence)
    assert labels["01"] is None
    assert labels["02"] is Label.STRONG


def test_stars_are_won_one_by_one_and_none_below_the_floor():
    evidence = evidence_of(
        [0.5, 0.6, 0.7, 0.8, 3.0],
        [9000, 2000, 3000, 4000, 900],
        [90, 20, 30, 40, 9],
        growth=[1, 2, 3, 4, 5],
    )
    labels = labels_of(LabelMethod.STARS, evidence)
    assert labels == {"01": Label.STARS_1, "02": None, "03": None, "04": None, "05": None}


def test_specialisation_needs_a_quotient_of_one_beside_the_top_fifth():
    evidence = evidence_of([0.5, 0.9], [2000, 2000], [20, 20], growth=[5, 1])
    assert labels_of(LabelMethod.STARS, evidence)["02"] is not Label.STARS_3
    missing = {
        one.verdict.prefecture: one.verdict.missing
        for one in label_places(LabelMethod.STARS, evidence, thresholds())
    }
    assert any(c.bar.measure is MeasureId.LQ_EMPLOYEES and c.bar.at_least == 1 for c in missing["02"])


@pytest.mark.parametrize(("method", "sector"), list(product(LabelMethod, (SectorId.FOOD, SectorId.TOURISM))))
def test_reasons_are_met_and_what_is_missing_is_not(japan, method, sector):
    subject = japan.default_subject(sector, [CENSUS, "economic-census"])
    year = japan.years(subject.classification, "employees")[-1]
    for one in label_places(method, gather(japan, method, subject, year), thresholds()):
        assert all(check.is_met for check in one.verdict.reasons)
        assert not any(check.is_met for check in one.verdict.missing)
        assert (one.verdict.label is None) == (not one.verdict.reasons)
        assert one.verdict.missing or one.verdict.label in {
            Label.STRONG_10,
            Label.STARS_4,
            Label.STARS_3,
            Label.CLUSTER,
        }


def test_with_higher_bars_no_label_rises_and_with_lower_ones_none_falls(japan):
    order = [None, *Label]
    for method in LabelMethod:
        subject = japan.default_subject(SectorId.FOOD, [CENSUS])
        for one in label_places(method, gather(japan, method, subject, 2019), thresholds()):
            now = order.index(one.verdict.label)
            assert order.index(one.stricter) <= now <= order.index(one.looser)


def test_a_sector_without_classes_has_no_labels(japan):
    subject = japan.sector(SectorId.AIRCRAFT, CENSUS)
    for method in LabelMethod:
        assert set(labels_of(method, gather(japan, method, subject, 2019)).values()) == {None}


# Published plausibility figures: employees 2019, Census of Manufactures.
@pytest.mark.parametrize(
    ("industry", "prefecture", "published"),
    [
        ("31", "23", 2.71),
        ("28", "05", 3.88),
        ("28", "36", 3.55),
        ("16", "35", 3.23),
        ("16", "16", 2.53),
        ("11", "18", 6.47),
        ("09", "01", 3.11),
    ],
)
def test_quotients_are_those_that_are_published(japan, industry, prefecture, published):
    found = evaluate(japan, MeasureId.LQ_EMPLOYEES, Subject(CENSUS, (industry,)), 2019).figures
    assert round(found[prefecture], 2) == published


def test_electronics_lead_in_tottori_akita_and_tokushima(japan):
    subject = japan.default_subject(SectorId.ELECTRONICS, [CENSUS])
    ranking = evaluate(japan, MeasureId.LQ_EMPLOYEES, subject, 2019).ranking
    assert [code for code, _ in ranking[:3]] == ["31", "05", "36"]
