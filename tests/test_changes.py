"""What the map is told: by position and class, in step with the names that the browser holds."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from cluster_map.atlas import Atlas
from cluster_map.domain import Language, SectorId
from cluster_map.maps.assets import explore_names, tie_up_names
from cluster_map.maps.changes import bit_mask, drawn_sector, explore_change, tie_ups_change
from cluster_map.maps.classes import NOT_PUBLISHED, ColourClasses
from cluster_map.url_state import ViewState


def named(**fields: Any) -> dict[str, Any]:
    return {"name_en": "A name", "name_ja": "名", "lat": 35.0, "lon": 139.0, **fields}


def cluster(cluster_id: str, *prefectures: str, sectors: tuple[str, ...] = ("food",)) -> dict[str, Any]:
    return named(cluster_id=cluster_id, prefectures=prefectures, sectors=sectors)


def tie_up(
    tie_up_id: str, *prefectures: str, sectors: tuple[str, ...] = ("food",), to_year: int | None = None
) -> dict[str, Any]:
    return {
        "tie_up_id": tie_up_id,
        "title_en": tie_up_id,
        "title_ja": tie_up_id,
        "prefectures": prefectures,
        "region": "us-ohio",
        "sectors": sectors,
        "from_year": 2010,
        "to_year": to_year,
    }


class TinyStore:
    """Three prefectures; two clusters, one of them in two prefectures; two tie-ups with Ohio."""

    tables: Mapping[str, Mapping[str, dict[str, Any]]] = {
        "prefectures": {code: named(prefecture=code) for code in ("06", "13", "47")},
        "sectors": {sector: {"short_en": sector.upper(), "short_ja": "分野"} for sector in SectorId},
        "clusters": {
            "sake": cluster("sake", "06"),
            "apps": cluster("apps", "13", "06", sectors=("ict", "food")),
        },
        "partner_regions": {"us-ohio": named(region="us-ohio", level="state", lat=40.0, lon=-83.0)},
        "tie_ups": {
            "both": tie_up("both", "06", "13", sectors=("food", "ict")),
            "past": tie_up("past", "13", sectors=("ict",), to_year=2012),
        },
    }

    def by_key(self, name: str) -> Mapping[str, dict[str, Any]]:
        return self.tables[name]


@pytest.fixture
def atlas() -> Atlas:
    return Atlas(TinyStore())  # type: ignore[arg-type]


def visible(mask: str, count: int) -> list[bool]:
    """How the browser reads a mask: the lowest bit is the first."""
    return [bool(int(mask, 16) >> position & 1) for position in range(count)]


def explore(atlas: Atlas, *ids: str, **view: Any) -> dict[str, Any]:
    shown = [atlas.clusters[cluster_id] for cluster_id in ids]
    return explore_change(atlas, ViewState(**view), shown, shown, "a summary")


def tie_ups(atlas: Atlas, *ids: str, **view: Any) -> dict[str, Any]:
    return tie_ups_change(
        atlas, ViewState(**view), [atlas.tie_ups[tie_up_id] for tie_up_id in ids], "a summary"
    )


@pytest.mark.parametrize("chosen", [set(), {"a"}, {"e"}, {"a", "c", "e"}, set("abcde")])
def test_a_mask_says_of_each_whether_it_is_visible(chosen):
    assert visible(bit_mask("abcde", chosen), 5) == [code in chosen for code in "abcde"]


def test_what_is_unknown_to_the_browser_is_in_no_mask():
    assert bit_mask("ab", {"elsewhere"}) == "0"


def test_the_mask_of_clusters_is_in_the_order_of_the_names_in_the_browser(atlas):
    order = [entry[0] for entry in explore_names(atlas)["clusters"]]
    assert visible(explore(atlas, "apps")["clusters"], 2) == [cluster_id == "apps" for cluster_id in order]


def test_the_mask_of_arcs_is_in_the_order_of_the_arcs_in_the_browser(atlas):
    order = [entry[0] for entry in tie_up_names(atlas)["arcs"]]
    assert sorted(order) == ["both", "both", "past"]  # an arc for each prefecture of a tie-up
    assert visible(tie_ups(atlas, "both")["arcs"], 3) == [tie_up_id == "both" for tie_up_id in order]


def test_a_prefecture_is_shaded_by_what_matches_in_it_and_zero_is_a_class(atlas):
    change = explore(atlas, "sake", "apps")
    assert dict(zip(atlas.prefectures, change["values"], strict=True)) == {"06": 2, "13": 1, "47": 0}
    assert change["shade"] == "210"


def test_every_class_drawn_has_a_row_in_the_legend(atlas):
    change = explore(atlas, "sake", "apps")
    assert {f"shade-{shade}" for shade in change["shade"]} <= {css for css, _ in change["legend"]["rows"]}


def test_choosing_a_prefecture_keeps_the_shades_of_the_others(atlas):
    both = list(atlas.clusters.values())
    wide = explore_change(atlas, ViewState(), both, both, "")
    narrow = explore_change(atlas, ViewState(prefectures=("13",)), both[1:], both, "")
    assert narrow["shade"] == wide["shade"]
    assert narrow["clusters"] == wide["clusters"]
    assert narrow["focus"] == ["13"]


def test_a_record_is_drawn_in_the_sector_asked_for_else_in_its_first():
    record = cluster("apps", "13", sectors=("ict", "food"))
    assert drawn_sector(record, ViewState()) == "ict"
    assert drawn_sector(record, ViewState(sectors=(SectorId.FOOD,))) == "food"
    assert drawn_sector(record, ViewState(sectors=(SectorId.TOURISM,))) == "ict"


@pytest.mark.parametrize("sectors", [(), (SectorId.ICT,)])
def test_the_legend_of_tie_ups_counts_each_in_the_colour_it_is_drawn_in(atlas, sectors):
    view = ViewState(sectors=sectors)
    drawn = [drawn_sector(record, view) for record in atlas.tie_ups.values()]
    rows = tie_ups(atlas, "both", "past", sectors=sectors)["legend"]["rows"]
    lines = {css: label for css, label in rows if css.startswith("line sector-")}
    assert lines == {f"line sector-{s}": f"{s.upper()} ({drawn.count(s)})" for s in drawn}


def test_the_legend_speaks_of_ended_tie_ups_only_where_there_are_any(atlas):
    def speaks(*ids: str) -> bool:
        return "line ended" in [css for css, _ in tie_ups(atlas, *ids)["legend"]["rows"]]

    assert speaks("both", "past")
    assert not speaks("both")


def test_arcs_to_the_americas_run_east_without_a_jump(atlas):
    for entry in tie_up_names(atlas)["arcs"]:
        longitudes = [lon for _, lon in entry[-1]]
        steps = [after - before for before, after in pairwise(longitudes)]
        assert min(steps) > 0
        assert max(steps) < 30
        assert longitudes[-1] == pytest.approx(360 - 83, abs=0.1)


def test_texts_of_a_change_are_in_the_language_of_the_view(atlas):
    assert explore(atlas, language=Language.JAPANESE)["legend"] != explore(atlas)["legend"]


@pytest.mark.parametrize(
    ("value", "shade"), [(None, NOT_PUBLISHED), (0, "0"), (0.5, "1"), (1, "1"), (4, "2"), (5, "3")]
)
def test_a_bound_belongs_to_the_class_below_it_and_a_missing_figure_to_none(value, shade):
    assert ColourClasses(upper_bounds=(0, 1, 4)).class_of(value) == shade


def test_the_labels_of_a_count_leave_no_number_out():
    assert ColourClasses(upper_bounds=(0, 1, 4)).whole_number_labels() == ["0", "1", "2–4", "5+"]
