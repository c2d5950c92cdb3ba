"""The proof of the partner finder: what is hidden, how halves are made, and the figure that is shown."""

import hashlib
import math

import pytest
from shipped_rows import row_of, rows

from cluster_map.domain import Language
from cluster_map.matching.evaluation import (
    Half,
    chance,
    half_of,
    interval,
    kept_result,
    partner_names,
    same_country,
    same_pair,
    summed,
    trials_of,
)
from cluster_map.matching.ground import Ground
from cluster_map.process import shared_atlas


@pytest.fixture(scope="module")
def atlas():
    return shared_atlas()


@pytest.fixture(scope="module")
def held_out(atlas):
    return trials_of(atlas, Half.HELD_OUT)


def test_a_half_follows_from_the_hash_of_the_id_alone():
    for row in rows("tie_ups"):
        last_bit = int(hashlib.sha256(row["tie_up_id"].encode()).hexdigest()[:2], 16) & 1
        assert half_of(row["tie_up_id"]) is (Half.HELD_OUT if last_bit else Half.TUNING)


def test_every_tie_up_of_the_held_out_half_is_tried_once(held_out):
    ids = [row["tie_up_id"] for row in rows("tie_ups") if half_of(row["tie_up_id"]) is Half.HELD_OUT]
    assert [trial.tie_up_id for trial in held_out] == ids


def test_the_figure_on_the_screen_is_what_is_computed(held_out):
    assert kept_result() == summed(held_out)


def test_the_finder_beats_chance_and_both_simple_ways_on_what_no_weight_was_set_on(held_out):
    outcome = summed(held_out)
    assert outcome.found / outcome.tried >= 0.6
    assert outcome.found > max(outcome.by_most_clusters, outcome.by_word_overlap)
    assert outcome.low > outcome.by_chance


def test_all_tie_ups_of_the_pair_are_hidden_and_none_of_another_partner(atlas):
    hidden = same_pair(atlas, atlas.tie_ups["rit-ibaraki-baden-wuerttemberg"])
    assert hidden == {"rit-ibaraki-baden-wuerttemberg", "hitachi-automotive-bw-2017"}


def test_hiding_the_country_hides_at_least_the_pair(atlas):
    for tie_up in atlas.tie_ups.values():
        assert {tie_up["tie_up_id"]} <= same_pair(atlas, tie_up) <= same_country(atlas, tie_up)


@pytest.mark.parametrize(
    "tie_up_id", ["rit-saga-cosmetic-valley", "kumamoto-vitagora-2020", "rit-yamagata-saxony"]
)
def test_no_name_of_the_partner_is_left_in_any_text(atlas, tie_up_id):
    tie_up = atlas.tie_ups[tie_up_id]
    region = row_of("partner_regions", "region", tie_up["region"])
    country = row_of("countries", "country", region["country"])
    ground = Ground(atlas, same_pair(atlas, tie_up), partner_names(atlas, tie_up))
    names = [region["name_en"], region["name_ja"], country["name_en"], country["name_ja"]]
    for row in rows("clusters"):
        for field in ("name_en", "summary_en", "keywords_en", "name_ja", "summary_ja", "keywords_ja"):
            text = ground.blot(row[field])
            assert not [name for name in names if name.casefold() in text]


def test_chance_is_that_of_drawing_five_prefectures_blindly():
    assert chance(1, 47) == pytest.approx(5 / 47)
    assert chance(2, 47) == pytest.approx(1 - (42 / 47) * (41 / 46))
    assert chance(43, 47) == 1


def test_the_interval_holds_the_share_and_stays_within_bounds():
    for found, tried in ((0, 5), (5, 5), (3, 7), (30, 47)):
        low, high = interval(found, tried)
        assert 0 <= low <= found / tried <= high <= 1
    # Wilson's interval solves (share - p)^2 = z^2 p (1 - p) / n at both ends.
    low, high = interval(30, 47)
    for end in (low, high):
        assert (30 / 47 - end) ** 2 == pytest.approx(1.96**2 * end * (1 - end) / 47)
    assert math.isclose(interval(17, 47)[0], 1 - high)


def test_a_theme_in_japanese_is_asked_for_too(atlas):
    assert len(trials_of(atlas, Half.TUNING, Language.JAPANESE)) == sum(
        half_of(row["tie_up_id"]) is Half.TUNING for row in rows("tie_ups")
    )
