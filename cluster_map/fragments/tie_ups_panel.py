"""What stands beside the world map: one tie-up, one region or prefecture with its tie-ups, or totals."""

from collections.abc import Sequence
from dataclasses import replace

from cluster_map.atlas import Atlas, Record
from cluster_map.fragments import markup, panel_parts, records
from cluster_map.fragments.cluster import office_in_charge
from cluster_map.fragments.found import FoundTieUps
from cluster_map.fragments.tie_up import region_foot, region_head, tie_up_panel, totals
from cluster_map.maps.assets import years_of
from cluster_map.text import say
from cluster_map.url_state import ViewState


def tie_ups_panel(atlas: Atlas, found: FoundTieUps, view: ViewState) -> str:
    """The chosen tie-up, else the chosen region or prefecture, else totals."""
    if view.tie_up:
        back = panel_parts.back_link(replace(view, tie_up=None))
        return back + tie_up_panel(atlas, atlas.tie_ups[view.tie_up], view)
    if view.region:
        return _region(atlas, atlas.regions[view.region], found.tie_ups, view)
    if len(view.prefectures) == 1:
        return _prefecture(atlas, view.prefectures[0], found.tie_ups, view)
    if not found.tie_ups:
        return panel_parts.nothing_found(say("no_tie_ups_found", view.language), view)
    return totals(atlas, found.tie_ups, view)


def _region(atlas: Atlas, region: Record, tie_ups: Sequence[Record], view: ViewState) -> str:
    return (
        panel_parts.back_link(replace(view, region=None))
        + region_head(atlas, region, view)
        + _tie_up_list(tie_ups, view)
        + region_foot(atlas, region, view)
    )


def _prefecture(atlas: Atlas, code: str, tie_ups: Sequence[Record], view: ViewState) -> str:
    head = [
        markup.paragraph(say("prefecture", view.language), "kicker"),
        markup.title(records.name_of(atlas.prefectures[code], view.language)),
    ]
    return (
        panel_parts.back_link(replace(view, prefectures=()))
        + markup.article(head)
        + _tie_up_list(tie_ups, view)
        + markup.article([office_in_charge(atlas, code, view)])
    )


def _tie_up_list(tie_ups: Sequence[Record], view: ViewState) -> str:
    """Tie-ups as a list, each to be opened."""
    language = view.language

    def choice(tie_up: Record) -> tuple[ViewState, str]:
        body = markup.text(f"{tie_up[f'title_{language}']} · {years_of(tie_up, language)}")
        return replace(view, tie_up=tie_up["tie_up_id"]), body

    title = say("tie_ups_here", language, count=len(tie_ups))
    return panel_parts.choice_list(title, tie_ups, choice, say("no_tie_ups_here", language), language)
