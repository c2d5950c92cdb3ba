"""The compare page through AppTest, in both languages."""

import pytest
from shipped_rows import row_of
from test_pages import each_language, open_page, seen

from cluster_map.collection import MOST
from cluster_map.text import say

CLUSTERS = ("sapporo-bio", "yonezawa-organic-electronics", "niseko-resort", "tokachi-food-valley", "aizu-ict")


@each_language
def test_clusters_stand_side_by_side_with_the_way_to_each(language):
    page = seen(open_page("compare.py", language, cluster=",".join(CLUSTERS[:3])))
    for cluster in CLUSTERS[:3]:
        assert row_of("clusters", "cluster_id", cluster)[f"name_{language}"] in page.text
        assert any(f"cluster={cluster}" in (target or "") for target in page.targets())
    assert say("compare_about", language) in page.text


@each_language
def test_prefectures_stand_side_by_side(language):
    page = seen(open_page("compare.py", language, prefecture="06,22", sector="machinery"))
    for code in ("06", "22"):
        assert row_of("prefectures", "prefecture", code)[f"name_{language}"] in page.text
    assert row_of("sectors", "sector", "machinery")[f"name_{language}"] in page.text


@each_language
@pytest.mark.parametrize(
    ("link", "key"),
    [
        ({}, "compare_nothing"),
        ({"cluster": "gone,long-gone"}, "compare_nothing"),
        ({"prefecture": "99"}, "compare_nothing"),
        ({"compare": "gone,99"}, "compare_nothing"),
        ({"compare": "06"}, "compare_one"),
        ({"cluster": CLUSTERS[0]}, "compare_one"),
        ({"prefecture": "06"}, "compare_one"),
    ],
)
def test_a_comparison_of_none_or_one_says_what_to_do(language, link, key):
    app = open_page("compare.py", language, **link)
    assert say(key, language) in seen(app).text


@each_language
@pytest.mark.parametrize(
    "link",
    [
        {"cluster": ",".join(CLUSTERS)},
        {"compare": ",".join(CLUSTERS)},
        {"prefecture": "01,06,13,22,47"},
        {"compare": "01,06,13,22,47"},
    ],
)
def test_of_five_four_are_shown_and_the_rest_is_said(language, link):
    page = seen(open_page("compare.py", language, **link))
    assert say("compare_too_many", language, count=5, most=MOST) in page.text
    assert len([tag for tag, attributes in page.elements if attributes.get("scope") == "col"]) == MOST


@each_language
def test_clusters_and_prefectures_are_not_mixed_and_the_page_says_so(language):
    page = seen(open_page("compare.py", language, compare=f"06,{CLUSTERS[0]},22"))
    assert say("compare_mixed", language, others=1) in page.text
    assert len([tag for tag, attributes in page.elements if attributes.get("scope") == "col"]) == 2


@each_language
def test_what_is_collected_is_compared_whatever_the_filters_say(language):
    page = seen(open_page("compare.py", language, prefecture="13", compare=",".join(CLUSTERS[:2])))
    for cluster in CLUSTERS[:2]:
        assert row_of("clusters", "cluster_id", cluster)[f"name_{language}"] in page.text
    assert len([tag for tag, attributes in page.elements if attributes.get("scope") == "col"]) == 2
