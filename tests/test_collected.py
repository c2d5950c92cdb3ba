"""What a reader collects for the compare page: what it takes, what it refuses, the links that change it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from shipped_rows import row_of
from test_pages import Seen, each_language, open_page, seen

from cluster_map.collection import MOST, Comparable, collection_of
from cluster_map.domain import Language
from cluster_map.fragments import collected
from cluster_map.known import known_codes
from cluster_map.process import shared_atlas
from cluster_map.text import say
from cluster_map.ui.search import results
from cluster_map.url_state import ViewState, parse_view, without_filters

CLUSTERS = ("sapporo-bio", "yonezawa-organic-electronics", "niseko-resort", "tokachi-food-valley", "aizu-ict")


def collect(*codes: str):
    return collection_of(shared_atlas(), codes, Comparable.CLUSTERS)


def changes(markup: str) -> list[str | None]:
    """What each link that changes the collection leads to, in order."""
    links = [
        attributes
        for tag, attributes in Seen(markup).elements
        if tag == "a" and "data-compares" in attributes
    ]
    return [parse_qs(urlsplit(link["href"] or "").query).get("compare", [None])[0] for link in links]


def offer(code: str, *held: str, kind: Comparable = Comparable.CLUSTERS) -> str:
    return collected.offer(shared_atlas(), kind, code, ViewState(compared=held))


# What makes a collection


def test_a_collection_is_of_the_kind_of_its_first_and_counts_what_it_leaves_out():
    mixed = collect("06", CLUSTERS[0], "22")
    assert (mixed.kind, mixed.ids, mixed.others) == (Comparable.PREFECTURES, ("06", "22"), 1)


def test_of_five_the_first_four_are_kept_and_all_are_counted():
    five = collect(*CLUSTERS)
    assert (five.ids, five.named, five.is_full) == (CLUSTERS[:MOST], 5, True)


def test_what_is_added_twice_is_there_once_and_what_is_taken_out_is_gone():
    two = collect(*CLUSTERS[:2])
    assert two.with_added(CLUSTERS[1]) == CLUSTERS[:2]
    assert two.with_added(CLUSTERS[2]) == CLUSTERS[:3]
    assert two.without(CLUSTERS[0]) == CLUSTERS[1:2]
    assert two.without("never-there") == CLUSTERS[:2]


def test_the_link_carries_the_collection_in_its_order_and_reports_what_is_gone():
    view, refused = parse_view({"compare": "niseko-resort,gone,06,aizu-ict"}, known_codes(shared_atlas()))
    assert view.compared == ("niseko-resort", "06", "aizu-ict")
    assert [(part.parameter, part.found) for part in refused] == [("compare", "gone")]


def test_clearing_the_filters_keeps_the_collection():
    view = ViewState(words="bio", compared=CLUSTERS[:2])
    assert without_filters(view) == ViewState(compared=CLUSTERS[:2])


# The links


def test_what_is_not_collected_can_be_added_and_then_taken_out():
    assert changes(offer(CLUSTERS[1], CLUSTERS[0])) == [",".join(CLUSTERS[:2])]
    assert changes(offer(CLUSTERS[1], *CLUSTERS[:2])) == [CLUSTERS[0]]


def test_a_link_that_changes_the_collection_keeps_the_rest_of_the_view():
    view = ViewState(language=Language.JAPANESE, cluster=CLUSTERS[0], words="bio", compared=("06",))
    made = collected.offer(shared_atlas(), Comparable.PREFECTURES, "22", view)
    (link,) = [attributes["href"] for tag, attributes in Seen(made).elements if tag == "a"]
    query = {name: values[0] for name, values in parse_qs(urlsplit(link or "").query).items()}
    assert query == {"lang": "ja", "cluster": CLUSTERS[0], "q": "bio", "compare": "06,22"}


@each_language
def test_a_fifth_is_refused_in_words(language):
    made = collected.offer(
        shared_atlas(), Comparable.CLUSTERS, CLUSTERS[4], ViewState(language, compared=CLUSTERS[:4])
    )
    assert say("compare_full", language, most=MOST) in Seen(made).text
    assert changes(made) == []


@each_language
@pytest.mark.parametrize(
    ("kind", "code", "held"),
    [(Comparable.PREFECTURES, "06", CLUSTERS[0]), (Comparable.CLUSTERS, CLUSTERS[0], "06")],
)
def test_another_kind_is_said_and_starts_a_new_collection(language, kind, code, held):
    made = collected.offer(shared_atlas(), kind, code, ViewState(language, compared=(held,)))
    other = next(one for one in Comparable if one is not kind)
    assert say(f"compare_holds_{other}", language) in Seen(made).text
    assert changes(made) == [code]


@each_language
def test_the_header_lists_what_is_collected_each_to_be_taken_out_and_the_way_to_the_comparison(language):
    held = CLUSTERS[:3]
    made = collected.collected(shared_atlas(), ViewState(language, compared=held))
    page = Seen(made)
    for cluster in held:
        assert row_of("clusters", "cluster_id", cluster)[f"name_{language}"] in page.text
    assert changes(made) == [*(",".join(c for c in held if c != cluster) for cluster in held), None]
    assert any((target or "").startswith("compare?") for target in page.targets())
    assert say("compare_collected", language, count=3) in page.text


def test_nothing_collected_is_nothing_in_the_header():
    assert collected.collected(shared_atlas(), ViewState()) == ""


def test_only_rows_of_clusters_and_prefectures_can_be_collected_and_of_one_kind_only():
    words = "bio hokkaido"
    free = changes(results(shared_atlas(), words, ViewState()))
    assert "sapporo-bio" in free
    known = known_codes(shared_atlas())
    assert all(code in {*known.clusters, *known.prefectures} for code in free)
    among = changes(results(shared_atlas(), words, ViewState(compared=("06",))))
    assert all(code and set(code.split(",")) <= set(known.prefectures) for code in among)


def test_a_row_of_what_is_collected_takes_it_out():
    assert None in changes(results(shared_atlas(), "sapporo bio", ViewState(compared=("sapporo-bio",))))


# Pages


@each_language
@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("explore.py", {"cluster": CLUSTERS[0]}),
        ("explore.py", {"prefecture": "06"}),
        ("cluster.py", {"cluster": CLUSTERS[0]}),
        ("prefecture.py", {"prefecture": "06"}),
    ],
)
def test_panels_and_profiles_offer_to_collect(language, page, link):
    offered = seen(open_page(page, language, **link))
    assert say("compare_add", language) in offered.text
    kept = seen(open_page(page, language, **link, compare=next(iter(link.values()))))
    assert say("compare_in", language, count=1, most=MOST) in kept.text
