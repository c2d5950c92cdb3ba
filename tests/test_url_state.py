"""The link: a view goes into a query string and comes back; what is refused is said."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_map.domain import (
    Aim,
    Cooperation,
    Direction,
    Evidence,
    GapKind,
    JapanRegion,
    LabelMethod,
    Language,
    MatchPart,
    MeasureId,
    Month,
    OrganisationKind,
    Programme,
    SectorId,
    StrengthPart,
    ThresholdId,
)
from cluster_map.questions import QUESTIONS, Home, Kind
from cluster_map.url_state import (
    LISTS,
    LONGEST_SEARCH,
    LONGEST_SHOWN,
    SINGLES,
    THRESHOLDS,
    WORDS,
    Known,
    Layout,
    Place,
    Refused,
    ViewState,
    format_view,
    link,
    parse_view,
    shown,
    without_filters,
)

KNOWN = Known(
    prefectures=("01", "06", "22"),
    clusters=("tsuruoka-bio", "sapporo-bio"),
    tie_ups=("rit-yamagata-saxony",),
    regions=("de-saxony", "fi-oulu"),
    countries=("DE", "FI"),
    buyers=("city-22130",),
    sme_industries=("retail",),
    tables=("clusters", "tie_ups"),
    tours=("rit-story",),
    industries=(("census-of-manufactures", "09"), ("census-of-manufactures", "28"), ("economic-census", "G")),
)


def an_answer(question):
    match question.kind:
        case Kind.ONE:
            return question.options[-1]
        case Kind.SEVERAL:
            return question.options[1:3]
        case Kind.WHOLE:
            return question.limits[0]
        case Kind.NUMBER:
            return question.limits[1] - 0.5
        case Kind.FLAG:
            return False
        case Kind.KNOWN:
            return "retail" if "sme" in question.known else "city-22130"
        case Kind.COUNTRY:
            return "JP"
        case Kind.DATE:
            return "2026-11-22"


FAR_FROM_DEFAULT = ViewState(
    language=Language.JAPANESE,
    sectors=(SectorId.FOOD, SectorId.ICT),
    prefectures=("06", "22"),
    japan_regions=(JapanRegion.TOHOKU, JapanRegion.KYUSHU_OKINAWA),
    kinds=(OrganisationKind.UNIVERSITY,),
    evidence=(Evidence.OFFICIAL, Evidence.RECALL),
    words='有機 EL & "quotes" =?#%+;,/ <b>',
    cluster="tsuruoka-bio",
    compared=("22", "tsuruoka-bio", "06"),
    tie_up="rit-yamagata-saxony",
    region="de-saxony",
    countries=("DE", "FI"),
    programmes=(Programme.RIT, Programme.OTHER),
    cooperation=(Cooperation.EXPORT, Cooperation.MOU),
    months=(Month.MARCH, Month.OCTOBER),
    from_year=2007,
    to_year=2019,
    unknown_years=True,
    layout=Layout.TILES,
    offices=True,
    place=Place(lat=-33.8688, lon=-179.9999, zoom=7.5),
    answers=tuple((name, an_answer(question)) for name, question in QUESTIONS.items()),
    measure=MeasureId.LQ_EMPLOYEES,
    year=2016,
    classification="census-of-manufactures",
    industry="28",
    benchmark=("06", "22"),
    method=LabelMethod.STARS,
    part=StrengthPart.QUADRANT,
    gap=GapKind.ENDED,
    gaps_of_all=True,
    thresholds=tuple((threshold, high) for threshold, (_, high) in THRESHOLDS.items()),
    direction=Direction.TO_JAPAN,
    wish='光 "laser" & <i>',
    aim=Aim.PUBLIC_PROJECTS,
    weights=tuple((part, 100 - position) for position, part in enumerate(MatchPart)),
    table="tie_ups",
    room="7KQM2XRD",
    tour="rit-story",
    step=7,
    record="rit-yamagata-saxony",
)

STATISTICS = ["year", "classification", "industry", "benchmark"]
PARAMETERS = [
    *LISTS,
    *SINGLES,
    *WORDS,
    *STATISTICS,
    *QUESTIONS,
    *(f"w_{part}" for part in MatchPart),
    *(f"t_{threshold}" for threshold in ThresholdId),
    "gap_sectors",
    "compare",
    "offices",
    "words",
    "room",
    "tour",
    "step",
    "record",
    "lang",
    "q",
    "from",
    "to",
    "layout",
    "lat",
    "lon",
    "zoom",
]


@pytest.mark.parametrize("view", [ViewState(), FAR_FROM_DEFAULT], ids=["default", "far-from-default"])
def test_a_shared_link_opens_the_same_view(view):
    assert parse_view(format_view(view), KNOWN) == (view, [])


@pytest.mark.parametrize("home", ["DE", "de-saxony"])
def test_the_home_of_who_looks_for_partners_is_a_country_or_a_region(home):
    view = ViewState(home=home)
    assert parse_view(format_view(view), KNOWN) == (view, [])


@pytest.mark.parametrize("tour", ["rit-story", "own", "z.eNor-_Q"])
def test_a_tour_is_built_in_or_ones_own_or_travels_in_the_link(tour):
    assert parse_view({"lang": "en", "tour": tour}, KNOWN) == (ViewState(tour=tour), [])


@pytest.mark.parametrize("query", [{"tour": "z." + "A" * 10_000}, {"step": "9" * 10_000}])
def test_a_tour_or_step_that_is_too_long_is_reported_in_short(query):
    view, refused = parse_view({"lang": "en"} | query, KNOWN)
    assert view == ViewState()
    assert [part.parameter for part in refused] == list(query)


def test_the_home_of_the_adviser_is_not_taken_for_a_place():
    view, refused = parse_view({"home": "eu"}, KNOWN)
    assert (view.home, dict(view.answers), refused) == (None, {"home": Home.EU}, [])


def test_a_home_that_nobody_knows_is_reported():
    view, refused = parse_view({"home": "atlantis"}, KNOWN)
    assert view.home is None
    assert [(part.parameter, part.found) for part in refused] == [("home", "atlantis")]


@pytest.mark.parametrize("weight", ["-1", "101", "4.5", "x", "1e9", "０", "9" * 100_000])
def test_a_weight_that_is_none_is_reported_and_left_out(weight):
    view, refused = parse_view({"w_theme": weight, "w_office": "7"}, KNOWN)
    assert view.weights == ((MatchPart.OFFICE, 7),)
    assert [part.parameter for part in refused] == ["w_theme"]


@pytest.mark.parametrize("value", ["-0.1", "3.1", "nan", "inf", "x", "１e400", "9" * 100_000])
def test_a_threshold_beyond_its_limits_is_reported_and_left_out(value):
    view, refused = parse_view({"t_us-quotient": value, "t_gaps-weak": "0.7", "gap_sectors": "most"}, KNOWN)
    assert view.thresholds == ((ThresholdId.GAPS_WEAK, 0.7),)
    assert not view.gaps_of_all
    assert {part.parameter for part in refused} == {"t_us-quotient", "gap_sectors"}


@pytest.mark.parametrize("text", ["all", "true", "0", "SHOWN", "<b>"])
def test_a_word_for_offices_that_is_none_is_reported_and_shows_none(text):
    view, [refused] = parse_view({"offices": text}, KNOWN)
    assert not view.offices
    assert (refused.parameter, refused.allowed) == ("offices", "shown")


def test_a_view_survives_the_escaping_of_a_real_address():
    query = dict(parse_qsl(urlsplit(link("/tie-ups", FAR_FROM_DEFAULT)).query, strict_parsing=True))
    assert parse_view(query, KNOWN) == (FAR_FROM_DEFAULT, [])


def test_defaults_are_left_out_of_a_link():
    assert format_view(ViewState()) == {"lang": "en"}


def test_every_parameter_of_the_link_is_written_by_a_view_far_from_default():
    assert sorted(format_view(FAR_FROM_DEFAULT)) == sorted(PARAMETERS)


def test_without_a_language_the_link_speaks_that_of_the_reader():
    assert parse_view({}, KNOWN, Language.JAPANESE)[0].language == Language.JAPANESE
    assert parse_view({"lang": "fr"}, KNOWN, Language.JAPANESE)[0].language == Language.JAPANESE


@pytest.mark.parametrize(
    ("parameter", "text"),
    [
        ("lang", "fr"),
        ("lang", "en,ja"),
        ("offer", "magic"),
        ("offer", "software,magic"),
        ("tier", "national,municipal"),
        ("entity_id", "city-00000"),
        ("ticket_jpy", "-1"),
        ("ticket_jpy", "1e9"),
        ("ticket_jpy", "1000000000000000000"),
        ("ticket_jpy", "9" * 40),
        ("n_sme", "2.5"),
        ("call_open", "true"),
        ("applicant_country", "jp"),
        ("date", "2026-02-30"),
        ("industry_id", "banking"),
        ("sector", "biotech"),
        ("sector", "ICT"),
        ("prefecture", "6"),
        ("prefecture", "48"),
        ("japan_region", "kinki"),
        ("kind", "Company"),
        ("evidence", "rumour"),
        ("country", "de"),
        ("programme", "rit"),
        ("cooperation", "friendship"),
        ("cluster", "no-such"),
        ("tie_up", "rit"),
        ("region", "de-saxony,fi-oulu"),
        ("from", "99999"),
        ("from", "２０１５"),
        ("from", "-2015"),
        ("from", "2015,2016"),
        ("to", "soon"),
        ("to", "2015,2016"),
        ("layout", "globe"),
        ("layout", "map,tiles"),
        ("lat", "91"),
        ("lon", "nan"),
        ("zoom", "inf"),
        ("zoom", "near"),
        ("lat", "35.0"),
        ("tour", "rit"),
        ("tour", "z."),
        ("tour", "z.<script>"),
        ("step", "0"),
        ("step", "101"),
        ("step", "1.5"),
        ("step", "last"),
    ],
)
def test_what_no_table_knows_is_reported_with_what_is_allowed(parameter, text):
    _, refused = parse_view({parameter: text}, KNOWN)
    assert [r.parameter for r in refused] == [parameter]
    assert refused[0].found in text
    assert refused[0].allowed


def test_a_bad_value_spoils_no_other():
    query = format_view(FAR_FROM_DEFAULT) | {"sector": "food,biotech,ict", "from": "2007,unknown,abc"}
    view, refused = parse_view(query, KNOWN)
    assert view == FAR_FROM_DEFAULT
    assert [(r.parameter, r.found) for r in refused] == [("sector", "biotech"), ("from", "abc")]


def test_codes_come_in_the_order_of_the_tables_whatever_the_link_says():
    assert parse_view({"prefecture": "22, 06,22,"}, KNOWN)[0].prefectures == ("06", "22")


def test_unknown_years_stand_alone_or_beside_a_year():
    assert parse_view({"from": "unknown"}, KNOWN)[0] == ViewState(unknown_years=True)
    assert parse_view({"from": "2015,unknown"}, KNOWN)[0] == ViewState(from_year=2015, unknown_years=True)


def test_a_long_search_is_cut_and_said():
    view, refused = parse_view({"q": "長" * 10_000}, KNOWN)
    assert view.words == "長" * LONGEST_SEARCH
    assert [r.parameter for r in refused] == ["q"]
    assert len(refused[0].found) <= LONGEST_SHOWN + 1


def test_a_refused_value_is_short_and_printable():
    _, refused = parse_view({"cluster": "\x00\u202e<script>" + "x" * 10_000}, KNOWN)
    assert len(refused[0].found) <= LONGEST_SHOWN + 1
    assert refused[0].found.isprintable()


def test_ten_thousand_unknown_codes_are_not_reported_one_by_one():
    _, refused = parse_view({"sector": ",".join(f"x{i}" for i in range(10_000))}, KNOWN)
    assert 1 <= len(refused) <= 10


def test_clearing_the_filters_keeps_language_place_room_and_what_is_drawn():
    cleared = without_filters(FAR_FROM_DEFAULT)
    kept = {
        name: getattr(FAR_FROM_DEFAULT, name)
        for name in ("language", "layout", "offices", "place", "room", "compared")
    }
    assert cleared == ViewState(**kept)


@pytest.mark.parametrize("text", ["7KQM2XRD", "7kqm2xrd", " 7kqm-2xrd ", "7KQM 2XRD"])
def test_the_code_of_a_room_is_read_as_people_write_it(text):
    assert parse_view({"room": text}, KNOWN) == (ViewState(room="7KQM2XRD"), [])


@pytest.mark.parametrize("text", ["7KQM", "7KQM2XRDD", "7KQM2XRO", "../../etc"])
def test_what_is_no_code_of_a_room_is_reported(text):
    view, [refused] = parse_view({"room": text}, KNOWN)
    assert view.room is None
    assert refused.parameter == "room"


# Pieces of real links and of hostile ones, so that a random query often gets past the first check.
PIECES = st.one_of(
    st.sampled_from(
        ["ict", "food", "06", "22", "DE", "RIT", "en", "ja", "unknown", "2015", "tsuruoka-bio", "de-saxony"]
    ),
    st.sampled_from(["\x00", "\u202e", "<script>", "${x}", "' OR 1=1", "1e308", "-0", "nan", "٣", " ", ""]),
    st.text(max_size=30),
)
TEXTS = st.lists(PIECES, max_size=4).map(",".join)
# No clock: a busy machine is no fault of the code. No memory: every run asks the same.
STEADY = settings(deadline=None, database=None, derandomize=True)
QUERIES = st.dictionaries(st.one_of(st.sampled_from(PARAMETERS), st.text(max_size=8)), TEXTS, max_size=8)


@STEADY
@given(QUERIES)
def test_any_query_gives_a_view_whose_own_link_is_clean(query):
    view, refused = parse_view(query, KNOWN)
    assert all(isinstance(r, Refused) and r.parameter in PARAMETERS for r in refused)
    again, refused_again = parse_view(format_view(view), KNOWN)
    assert refused_again == []
    assert format_view(again) == format_view(view)


@STEADY
@given(st.text(max_size=200))
def test_what_is_shown_back_is_never_long_and_always_printable(text):
    assert len(shown(text)) <= LONGEST_SHOWN + 1
    assert shown(text).isprintable()


def test_an_industry_is_read_within_its_classification():
    query = {"classification": "economic-census", "industry": "28"}
    view, refused = parse_view(query, KNOWN)
    assert (view.classification, view.industry) == ("economic-census", None)
    assert [part.parameter for part in refused] == ["industry"]
    view, refused = parse_view({"industry": "28"}, KNOWN)
    assert view.industry is None
    assert [part.parameter for part in refused] == ["industry"]


@pytest.mark.parametrize(
    ("text", "benchmark", "refused"),
    [("rest", ("rest",), 0), ("22,06", ("06", "22"), 0), ("rest,06", ("06",), 1)],
)
def test_a_benchmark_is_the_rest_of_japan_or_prefectures(text, benchmark, refused):
    view, problems = parse_view({"benchmark": text}, KNOWN)
    assert (view.benchmark, len(problems)) == (benchmark, refused)
