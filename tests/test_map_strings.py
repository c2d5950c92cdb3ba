"""The map component is given just what ``st_folium`` would give it, and nothing in it can run by mistake."""

import json
import re
from collections.abc import Callable
from typing import Any

import folium
import pytest
import streamlit_folium
from streamlit.testing.v1 import AppTest

from cluster_map.atlas import Atlas
from cluster_map.domain import Language, SectorId
from cluster_map.maps import base
from cluster_map.maps.changes import Change, explore_change, tie_ups_change
from cluster_map.process import shared_atlas
from cluster_map.selection import select_clusters, select_tie_ups
from cluster_map.ui import map_strings
from cluster_map.url_state import ViewState

HEIGHT = 480
SHOW = "clusterMap.show("


def explore(atlas: Atlas, view: ViewState) -> Change:
    clusters = select_clusters(atlas, view)
    return explore_change(atlas, view, clusters, clusters, "a summary")


def tie_ups(atlas: Atlas, view: ViewState) -> Change:
    return tie_ups_change(atlas, view, select_tie_ups(atlas, view), "a summary")


Make = Callable[[Atlas, Language], folium.Map]
PAGES: dict[str, tuple[Make, Callable[[Atlas, ViewState], Change]]] = {
    "explore": (base.explore_map, explore),
    "tie-ups": (base.tie_ups_map, tie_ups),
}
each_page = pytest.mark.parametrize("page", PAGES)
each_language = pytest.mark.parametrize("language", Language)

HOSTILE = [
    "</script><script>top.hacked=1</script>",
    "<!--<script>",
    "${top.hacked=1}",
    "`;top.hacked=1;`",
    "');top.hacked=1;('",
    '");top.hacked=1;("',
    "\\",
    "\\u0022);top.hacked=1;(",
    "one\u2028line\u2029three",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &amp;",
    "\u202eright to left",
]
each_hostile_text = pytest.mark.parametrize("text", HOSTILE)


def run_st_folium(make, change, language, key):
    """What a page would hold without ``map_strings``; run as a script of its own."""
    import folium
    from streamlit_folium import st_folium

    from cluster_map.maps.base import Changes
    from cluster_map.process import shared_atlas

    group = folium.FeatureGroup("changes")
    group.add_child(Changes(change))
    st_folium(
        make(shared_atlas(), language),
        key=key,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=group,
        use_container_width=True,
        height=480,
    )


def run_ours(make, change, language, key):
    """The same through ``map_strings``."""
    from cluster_map.process import shared_atlas
    from cluster_map.ui.map_strings import draw, map_strings

    draw(map_strings(make(shared_atlas(), language), key), change, 480, lambda *_: None)


def component_of(script: Callable[..., None], *arguments: Any) -> tuple[str, dict[str, Any]]:
    """The key of the component that a script draws (its identity on a page) and its arguments."""
    app = AppTest.from_function(script, args=arguments).run(timeout=30)
    assert not app.exception
    (component,) = app.get("component_instance")
    return component.proto.id.split("-", 2)[2], json.loads(component.proto.json_args)


def arguments_of(page: str, language: Language = Language.ENGLISH, **view: Any) -> dict[str, Any]:
    make, change = PAGES[page]
    atlas = shared_atlas()
    strings = map_strings.map_strings(make(atlas, language), f"{page}-{language}")
    return strings.arguments(change(atlas, ViewState(language=language, **view)), HEIGHT)


def taken_apart(script: str, call: str) -> tuple[str, Any, str]:
    """A script up to the JSON that a call is given, what the browser reads there, and the script after it."""
    before, found, rest = script.partition(call)
    assert found
    value, length = json.JSONDecoder().raw_decode(rest)
    return before, value, rest[length:]


@each_page
@each_language
def test_the_component_is_given_what_st_folium_would_give_it(page, language):
    make, change_of = PAGES[page]
    change = change_of(shared_atlas(), ViewState(language=language, sectors=(SectorId.ICT,)))
    their_key, theirs = component_of(run_st_folium, make, change, language, "map")
    our_key, ours = component_of(run_ours, make, change, language, "map")

    their_script = taken_apart(theirs.pop("feature_group"), SHOW)
    our_script = taken_apart(ours.pop("feature_group"), SHOW)
    assert ours == theirs
    assert our_key == their_key
    assert our_script == their_script
    assert our_script[1] == json.loads(json.dumps(change))


@each_page
def test_a_change_is_all_that_differs_between_two_views(page):
    wide, narrow = arguments_of(page), arguments_of(page, sectors=(SectorId.AIRCRAFT,))
    assert {name for name in wide if wide[name] != narrow[name]} == {"feature_group"}


def test_every_page_and_language_is_a_map_of_its_own():
    keys = {arguments_of(page, language)["key"] for page in PAGES for language in Language}
    assert len(keys) == len(PAGES) * len(Language)


@each_page
def test_a_map_rendered_again_is_the_same_map(page):
    assert arguments_of(page) == arguments_of(page)


@each_page
def test_a_map_loads_only_files_of_its_own_server(page):
    arguments = arguments_of(page)
    links = [*arguments["js_links"], *arguments["css_links"]]
    assert links
    assert [link for link in links if not link.startswith("../../assets/")] == []


@each_page
def test_only_clicks_are_reported_back(page):
    assert arguments_of(page)["returned_objects"] == ["last_active_drawing"]


@each_page
def test_the_real_component_is_back_once_a_map_is_rendered(page):
    arguments_of(page)
    assert streamlit_folium._component_func is map_strings.map_component


@each_hostile_text
def test_a_hostile_text_in_a_change_arrives_as_it_was_written(text):
    strings = map_strings.MapStrings({}, "clusterMap.show(", ");")
    change = {"summary": text, text: [text]}
    script = strings.arguments(change, HEIGHT)["feature_group"]
    assert taken_apart(script, SHOW) == ("", change, ");")
    assert not re.search("[<>&'\u2028\u2029]", script)


@each_hostile_text
@each_page
def test_a_hostile_text_in_a_change_leaves_the_script_around_it_alone(page, text):
    make, change_of = PAGES[page]
    atlas = shared_atlas()
    strings = map_strings.map_strings(make(atlas, Language.ENGLISH), page)
    change = change_of(atlas, ViewState())
    before, _, after = taken_apart(strings.arguments(change, HEIGHT)["feature_group"], SHOW)
    hostile = change | {"summary": text}
    script = strings.arguments(hostile, HEIGHT)["feature_group"]
    assert taken_apart(script, SHOW) == (before, json.loads(json.dumps(hostile)), after)


@each_hostile_text
def test_a_hostile_name_in_the_constant_part_arrives_as_it_was_written(text):
    world = base.LocalMap(location=[36, 138], zoom_start=5, tiles=None)
    world.add_child(base.Layers({"sector_names": [[text, text]]}, [], []))
    script = map_strings.map_strings(world, "hostile").constant["script"]
    _, configuration, after = taken_apart(script, "clusterMap.start(map_div, ")
    assert configuration == {"sector_names": [[text, text]]}
    assert after.startswith(");")
