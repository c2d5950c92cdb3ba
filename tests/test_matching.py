"""The partner finder on a world that fits on a screen: what parts are worth, and how an order comes about."""

from dataclasses import replace

import pytest
from shipped_rows import rows

from cluster_map.atlas import Atlas
from cluster_map.domain import Aim, Direction, Language, MatchPart
from cluster_map.matching.changes import (
    LeftOut,
    pieces_that_decide,
    score_with,
    weights_for_another_first,
    weights_to_overtake,
)
from cluster_map.matching.ground import Ground, Quotient
from cluster_map.matching.question import Question, default_weights
from cluster_map.matching.ranking import first_prefectures, match, with_weights
from cluster_map.matching.reasons import because
from cluster_map.matching.terms import words_of
from cluster_map.process import shared_atlas

PAGE = {"source": "https://example.org", "evidence": "page"}
NO_TEXT = {"summary_en": "", "summary_ja": "", "name_ja": "", "keywords_ja": ()}


def cluster(cluster_id, prefectures, sectors, keywords, lat=35.0, lon=139.0):
    return {
        **PAGE,
        **NO_TEXT,
        "cluster_id": cluster_id,
        "name_en": cluster_id,
        "prefectures": prefectures,
        "sectors": sectors,
        "keywords_en": keywords,
        "lat": lat,
        "lon": lon,
    }


def tie_up(tie_up_id, prefectures, region, sectors, theme):
    return {
        **PAGE,
        "tie_up_id": tie_up_id,
        "title_en": tie_up_id,
        "title_ja": tie_up_id,
        "prefectures": prefectures,
        "region": region,
        "sectors": sectors,
        "theme_en": theme,
        "theme_ja": "",
        "outcome_en": None,
        "outcome_ja": None,
        "partner_bodies_en": (),
        "partner_bodies_ja": (),
    }


def region(region_id, country, lat, lon):
    names = {"name_en": region_id, "name_local": region_id, "name_ja": region_id}
    return {
        **PAGE,
        **names,
        "region": region_id,
        "country": country,
        "lat": lat,
        "lon": lon,
        "bodies_en": (),
        "bodies_ja": (),
    }


def office(office_id, kind, lat, lon):
    return {
        **PAGE,
        "office_id": office_id,
        "kind": kind,
        "name_en": office_id,
        "name_ja": "",
        "lat": lat,
        "lon": lon,
    }


WEIGHTS = {"sector": 20, "theme": 40, "strength": 10, "research": 10, "tie_ups": 10, "office": 5, "fairs": 5}
ABROAD = {"sector": 30, "theme": 40, "tie_ups": 20, "office": 10}
AIMS = ("any_aim", "sell", "develop", "make", "research", "public_projects")

TABLES = {
    "prefectures": [
        {"prefecture": "12", "name_en": "Chiba", "name_ja": "千葉県", "japan_region": "kanto"},
        {"prefecture": "13", "name_en": "Tokyo", "name_ja": "東京都", "japan_region": "kanto"},
        {"prefecture": "47", "name_en": "Okinawa", "name_ja": "沖縄県", "japan_region": "kyushu-okinawa"},
    ],
    "sectors": [
        {"sector": "food", "name_en": "Food", "name_ja": "食品"},
        {"sector": "ict", "name_en": "ICT", "name_ja": "情報通信"},
    ],
    "clusters": [
        cluster("soy", ("13",), ("food",), ("soy sauce", "brewing")),
        cluster("software", ("12", "13"), ("ict", "food"), ("software", "robots")),
        cluster("islands", ("47",), ("food",), ("algae",), lat=26.0, lon=128.0),
    ],
    "organisations": [
        {
            "organisation_id": "university",
            "kind": "university",
            "name_en": "Miso University",
            "name_ja": "味噌大学",
        },
        {"organisation_id": "works", "kind": "company", "name_en": "Works", "name_ja": "工場"},
    ],
    "memberships": [
        {**PAGE, "cluster_id": "soy", "organisation_id": "university", "role": "anchor"},
        {**PAGE, "cluster_id": "soy", "organisation_id": "works", "role": "member"},
    ],
    "partner_regions": [
        region("saxony", "DE", 51.0, 13.7),
        region("bavaria", "DE", 48.1, 11.6),
        region("oulu", "FI", 65.0, 25.5),
    ],
    "tie_ups": [
        tie_up("soy-saxony", ("13",), "saxony", ("food",), "Fermentation"),
        tie_up("islands-oulu", ("47",), "oulu", ("ict",), "Seaweed"),
    ],
    "offices": [
        office("near", "domestic", 35.0, 139.1),
        office("berlin", "overseas", 52.5, 13.4),
    ],
    "exhibitions": [
        {
            **PAGE,
            "exhibition_id": "fair",
            "sectors": ("food",),
            "rhythm": "annual",
            "lat": 35.1,
            "lon": 139.0,
            "name_en": "Fair",
            "name_ja": "展",
        },
        {
            **PAGE,
            "exhibition_id": "gone",
            "sectors": ("food",),
            "rhythm": "suspended",
            "lat": 35.1,
            "lon": 139.0,
            "name_en": "Gone",
            "name_ja": "終",
        },
    ],
    "countries": [
        {"country": "DE", "name_en": "Germany", "name_ja": "ドイツ"},
        {"country": "FI", "name_en": "Finland", "name_ja": "フィンランド"},
    ],
    "match_weights": [
        {"direction": direction, "part": part, **dict.fromkeys(AIMS, weight)}
        for direction, weights in (("to-japan", WEIGHTS), ("from-japan", ABROAD))
        for part, weight in weights.items()
    ],
}
KEYS = {
    "prefectures": "prefecture",
    "sectors": "sector",
    "clusters": "cluster_id",
    "organisations": "organisation_id",
}
KEYS |= {"partner_regions": "region", "tie_ups": "tie_up_id", "countries": "country"}


class TinyStore:
    def records(self, name):
        return tuple(TABLES[name])

    def by_key(self, name):
        return {row[KEYS[name]]: row for row in TABLES[name]}


def tiny_ground(**left_out):
    ground = Ground(Atlas(TinyStore()), **left_out)
    publication = {"source": "https://example.org/census", "evidence": "official"}
    ground.around.quotients = {
        "food": {
            "12": Quotient("food", 0.5, 2020, publication),
            "13": Quotient("food", 3.0, 2020, publication),
            "47": Quotient("food", None, 2020, publication),
        }
    }
    return ground


@pytest.fixture
def ground():
    return tiny_ground()


def found(ground, **asked):
    return {place.id: place for place in match(ground, Question(**asked))}


def order(ground, **asked):
    return list(found(ground, **asked))


def value(ground, place, part, **asked):
    return found(ground, **asked)[place].findings[part].value


# Words


@pytest.mark.parametrize(
    ("one", "other"),
    [("Batteries", "battery"), ("ＬＡＳＥＲ", "laser"), ("Café", "cafes"), ("ﾚｰｻﾞｰ", "レーザー")],
)
def test_forms_of_a_word_are_one(one, other):
    assert [w.terms for w in words_of(one)] == [w.terms for w in words_of(other)]


def test_grammar_and_common_business_words_say_nothing():
    assert words_of("We are a company looking for partners in the industry と の 企業") == ()


def test_a_japanese_word_is_found_inside_a_longer_one():
    (short,), (long,) = words_of("半導体"), words_of("半導体製造装置")
    assert set(short.terms) <= set(long.terms)


# Parts


def test_points_of_the_parts_add_up_to_the_score(ground):
    for place in match(ground, Question(sectors=("food",), words="soy robots", home="DE")):
        assert place.score == pytest.approx(sum(place.points(part) for part in place.findings))
        for part, finding in place.findings.items():
            assert finding.value is None or 0 <= finding.value <= 1
            assert place.points(part) == pytest.approx(place.weights[part] * (finding.value or 0))


def test_a_place_of_just_the_asked_sector_fits_wholly_one_with_another_less(ground):
    assert value(ground, "soy", MatchPart.SECTOR, sectors=("food",)) == 1
    assert value(ground, "software", MatchPart.SECTOR, sectors=("food",)) == 0.75
    assert value(ground, "soy", MatchPart.SECTOR, sectors=("ict",)) == 0


def test_what_is_not_asked_has_no_value_and_no_points(ground):
    place = found(ground)["soy"]
    for part in (MatchPart.SECTOR, MatchPart.THEME):
        assert place.findings[part].value is None
        assert place.points(part) == 0


def test_all_words_in_the_keywords_fit_wholly_and_a_missing_word_counts_against_it(ground):
    assert value(ground, "soy", MatchPart.THEME, words="brewing") == 1
    assert 0 < value(ground, "soy", MatchPart.THEME, words="brewing zeppelins") < 1
    assert value(ground, "soy", MatchPart.THEME, words="zeppelins") == 0


def test_a_theme_of_an_earlier_tie_up_and_a_member_name_count_less_than_a_keyword(ground):
    keyword = value(ground, "soy", MatchPart.THEME, words="brewing")
    theme = value(ground, "soy", MatchPart.THEME, words="fermentation")
    member = value(ground, "soy", MatchPart.THEME, words="miso")
    assert keyword > theme > member > 0


def test_twice_the_share_of_japan_is_full_strength_and_an_unpublished_one_has_no_value(ground):
    assert value(ground, "soy", MatchPart.STRENGTH, sectors=("food",)) == 1
    assert value(ground, "software", MatchPart.STRENGTH, sectors=("food",)) == 0.25
    assert value(ground, "islands", MatchPart.STRENGTH, sectors=("food",)) is None


def test_only_universities_and_institutes_make_a_research_base(ground):
    assert value(ground, "soy", MatchPart.RESEARCH) == pytest.approx(1 / 3, abs=1e-4)
    assert value(ground, "islands", MatchPart.RESEARCH) == 0


def test_a_tie_up_with_the_region_counts_more_than_with_its_country_and_than_with_others(ground):
    values = [
        value(ground, "soy", MatchPart.TIE_UPS, home=home, sectors=("food",))
        for home in ("saxony", "bavaria", "oulu")
    ]
    assert values == sorted(set(values), reverse=True)
    assert values[-1] > 0


def test_an_office_counts_by_its_distance(ground):
    assert value(ground, "soy", MatchPart.OFFICE) == 1
    assert value(ground, "islands", MatchPart.OFFICE) == 0


def test_a_suspended_fair_does_not_count(ground):
    assert value(ground, "soy", MatchPart.FAIRS, sectors=("food",)) == pytest.approx(1 / 5)
    assert value(ground, "soy", MatchPart.FAIRS, sectors=("ict",)) == 0


def test_every_part_with_points_names_its_source(ground):
    for place in match(ground, Question(sectors=("food",), words="soy algae", home="saxony")):
        for part, finding in place.findings.items():
            if finding.value:
                assert finding.backed_by is not None, part
                assert finding.backed_by["source"]


# Order


def test_the_same_question_gives_the_same_order_also_on_ground_laid_anew():
    asked = {"sectors": ("food",), "words": "software soy", "home": "DE"}
    assert order(tiny_ground(), **asked) == order(tiny_ground(), **asked)


def test_equal_places_stand_in_the_order_of_their_table(ground):
    nothing_counts = tuple((part, 0) for part in MatchPart)
    assert order(ground, own_weights=nothing_counts) == ["soy", "software", "islands"]


def test_the_order_of_sectors_and_of_words_does_not_matter(ground):
    assert order(ground, sectors=("food", "ict"), words="soy robots") == order(
        ground, sectors=("ict", "food"), words="robots soy"
    )


def test_a_weight_of_the_reader_counts_instead_of_the_starting_one(ground):
    place = found(ground, sectors=("food",), own_weights=((MatchPart.SECTOR, 77),))["soy"]
    assert place.points(MatchPart.SECTOR) == 77
    assert place.weights[MatchPart.THEME] == WEIGHTS["theme"]


def test_counting_by_other_weights_is_asking_with_these_weights(ground):
    asked = Question(sectors=("food",), words="robots")
    weights = {**match(ground, asked)[0].weights, MatchPart.OFFICE: 90}
    again = match(ground, replace(asked, own_weights=((MatchPart.OFFICE, 90),)))
    moved = with_weights(match(ground, asked), weights, ground.atlas)
    assert [(p.id, p.rank, p.score) for p in moved] == [(p.id, p.rank, p.score) for p in again]


def test_the_first_prefectures_are_distinct_and_in_the_order_of_the_list(ground):
    places = match(ground, Question(words="software"))
    assert places[0].id == "software"
    assert first_prefectures(places, 2) == ["12", "13"]
    assert sorted(first_prefectures(places, 5)) == ["12", "13", "47"]


def test_a_hidden_tie_up_is_as_if_it_had_never_been():
    asked = {"home": "saxony", "sectors": ("food",), "words": "fermentation"}
    hidden = found(tiny_ground(left_out={"soy-saxony"}), **asked)["soy"]
    assert hidden.findings[MatchPart.TIE_UPS].value == 0
    assert hidden.findings[MatchPart.THEME].value == 0


def test_a_blotted_name_is_in_no_text_and_in_no_question():
    blotted = tiny_ground(blotted=("soy sauce",))
    assert value(blotted, "soy", MatchPart.THEME, words="soy sauce") is None
    assert value(blotted, "soy", MatchPart.THEME, words="sauce") == 0


# From Japan


def test_from_japan_regions_are_ranked_and_the_own_partner_leads(ground):
    asked = {
        "direction": Direction.FROM_JAPAN,
        "prefecture": "13",
        "sectors": ("food",),
        "words": "fermentation",
    }
    assert order(ground, **asked)[0] == "saxony"
    assert set(order(ground, **asked)) == {"saxony", "bavaria", "oulu"}


def test_from_japan_a_tie_up_of_a_neighbour_is_worth_something_but_less_than_an_own_one(ground):
    def tie_ups(prefecture):
        return value(
            ground, "saxony", MatchPart.TIE_UPS, direction=Direction.FROM_JAPAN, prefecture=prefecture
        )

    assert tie_ups("13") > tie_ups("12") > tie_ups("47") > 0


# What would change the order


def test_the_told_weight_brings_a_place_past_the_leader_and_one_step_less_does_not(ground):
    leader, *others = match(ground, Question(sectors=("food",), words="software", home="saxony"))
    turns = [turn for other in others for turn in weights_to_overtake(leader, other)]
    assert turns
    for turn in turns:
        step = 1 if turn.weight > leader.weights[turn.part] else -1
        assert score_with(turn.overtakes, turn.part, turn.weight) > score_with(leader, turn.part, turn.weight)
        before = turn.weight - step
        assert score_with(turn.overtakes, turn.part, before) <= score_with(leader, turn.part, before)


def test_the_told_weight_puts_the_told_place_first(ground):
    question = Question(sectors=("food",), words="software", home="saxony")
    places = match(ground, question)
    changes = weights_for_another_first(ground.atlas, places)
    assert changes
    for change in changes:
        again = match(ground, replace(question, own_weights=((change.part, change.weight),)))
        assert again[0].id == change.overtakes.id != places[0].id


def test_a_left_out_piece_is_told_only_where_another_place_then_leads(ground):
    question = Question(sectors=("food",), words="robots software")
    leader = match(ground, question)[0]
    (change,) = [c for c in pieces_that_decide(ground, question, leader) if c.piece is LeftOut.WORDS]
    assert leader.id == "software"
    assert match(ground, replace(question, words=""))[0].id == change.first.id != leader.id


# The shipped data


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("direction", Direction)
def test_every_part_of_every_place_has_a_reason_in_words(direction, language):
    atlas = shared_atlas()
    from cluster_map.matching.ground import ground_of

    for question in (
        Question(direction=direction),
        Question(direction=direction, sectors=("aircraft", "food"), words="robots 半導体 xyzzy", home="FR"),
    ):
        for place in match(ground_of(atlas), question):
            for part in place.findings:
                assert because(atlas, place, part, language).strip()


@pytest.mark.parametrize("aim", [None, *Aim])
@pytest.mark.parametrize("direction", Direction)
def test_the_weights_of_each_direction_and_aim_are_a_hundred(direction, aim):
    assert sum(default_weights(shared_atlas(), direction, aim).values()) == 100


def test_each_row_of_the_weights_is_a_part_that_counts():
    for direction in Direction:
        listed = [row["part"] for row in rows("match_weights") if row["direction"] == direction]
        assert listed == [str(part) for part in default_weights(shared_atlas(), direction, None)]
