"""The tie-ups page's parts: its world map, the panel, the table and the timeline."""

from collections import Counter
from dataclasses import replace

import pandas as pd
import streamlit as st

from cluster_map.atlas import Atlas
from cluster_map.domain import Language, Programme
from cluster_map.exports.map_picture import MapPicture
from cluster_map.exports.map_views import picture_of_view
from cluster_map.exports.result_set import ResultSet, tie_ups_taken
from cluster_map.fragments import markup
from cluster_map.fragments.found import FoundTieUps, tie_ups_summary
from cluster_map.fragments.place_maps import with_offices
from cluster_map.fragments.tables import tie_up_columns
from cluster_map.fragments.tie_up import story
from cluster_map.fragments.tie_ups_panel import tie_ups_panel
from cluster_map.maps.changes import Change, tie_ups_change
from cluster_map.maps.extents import PARTNERS
from cluster_map.text import say, say_code
from cluster_map.ui import cached, controls, link, map_strings, take_away
from cluster_map.ui.record_table import show_record_table
from cluster_map.url_state import ViewState

MAP_HEIGHT = 560


def follow_click(kind: str, code: str) -> None:
    """Turn a click on the map into a choice. Both words come from a browser: unknown ones do nothing."""
    known = cached.known_codes()
    if kind == "tie_up" and code in known.tie_ups:
        link.change(tie_up=code)
    elif kind == "region" and code in known.regions:
        link.change(tie_up=None, region=code, prefectures=())
    elif kind == "prefecture" and code in known.prefectures:
        link.change(tie_up=None, region=None, prefectures=(code,))
    elif kind == "nothing":
        link.change(tie_up=None, region=None, prefectures=())


def show_map(atlas: Atlas, found: FoundTieUps, view: ViewState) -> None:
    change = _change(atlas, found, view)
    st.html(f'<p class="summary" role="status">{markup.text(change["summary"])}</p>')
    map_strings.draw(cached.base_map("tie-ups", view.language), change, MAP_HEIGHT, follow_click)
    controls.choose_offices(view)


def _change(atlas: Atlas, found: FoundTieUps, view: ViewState) -> Change:
    change = tie_ups_change(atlas, view, found.anywhere, tie_ups_summary(atlas, found, view))
    return with_offices(atlas, change, view) if view.offices else change


def show_take_away(atlas: Atlas, found: FoundTieUps, view: ViewState) -> None:
    """The tie-ups found, as files."""

    def take(language: Language) -> ResultSet:
        address = link.absolute_link("/tie-ups", replace(view, language=language))
        return tie_ups_taken(atlas, found.tie_ups, language, address)

    def draw() -> MapPicture:
        return picture_of_view(atlas, _change(atlas, found, view), PARTNERS, view)

    take_away.show_take_away(take, len(found.tie_ups), draw, view)


def show_panel(atlas: Atlas, found: FoundTieUps, view: ViewState) -> None:
    """One element, so that nothing of the panel before stands under the next until the run has ended."""
    st.html(tie_ups_panel(atlas, found, view))


def show_table(atlas: Atlas, found: FoundTieUps, view: ViewState) -> None:
    """The same tie-ups as on the map, as a table."""
    language = view.language
    tie_ups = found.tie_ups
    st.html(
        f'<h2 class="section-title">{markup.text(say("table_tie_ups", language, count=len(tie_ups)))}</h2>'
    )
    if not tie_ups:
        st.html(markup.paragraph(say("summary_no_tie_ups", language), "quiet"))
        return
    show_record_table(
        tie_up_columns(atlas, tie_ups, language),
        [t["tie_up_id"] for t in tie_ups],
        view,
        key="table-tie-ups",
        choose=lambda tie_up: link.change(tie_up=tie_up),
    )


PROGRAMME_COLOURS = {Programme.RIT: "#c2560c", Programme.MOU: "#17667c", Programme.OTHER: "#8a97a0"}


def show_timeline(found: FoundTieUps, view: ViewState) -> None:
    """Tie-ups by the year in which they began; those without years are counted beside it."""
    language = view.language
    started = Counter((t["from_year"], t["programme"]) for t in found.tie_ups if t["from_year"])
    unknown = sum(1 for t in found.tie_ups if not t["from_year"])
    st.html(f'<h2 class="section-title">{markup.text(say("timeline", language))}</h2>')
    if started:
        _draw_timeline(started, view)
    st.html(markup.paragraph(say("timeline_unknown", language, count=unknown), "quiet"))


def _draw_timeline(started: Counter[tuple[int, str]], view: ViewState) -> None:
    language = view.language
    year, count, programme = (say(key, language) for key in ("year", "tie_ups_begun", "programme"))
    names = {p: say_code("programme", p, language) for p in Programme}
    figures = pd.DataFrame(
        [{"year": y, "programme": names[Programme(p)], "count": n} for (y, p), n in sorted(started.items())]
    )
    st.vega_lite_chart(
        figures,
        {
            "mark": {"type": "bar", "cornerRadius": 2},
            "height": 240,
            "encoding": {
                "x": {
                    "field": "year",
                    "type": "ordinal",
                    "title": year,
                    "axis": {"labelAngle": 0, "labelOverlap": True},
                },
                "y": {"field": "count", "type": "quantitative", "title": count, "axis": {"tickMinStep": 1}},
                "color": {
                    "field": "programme",
                    "type": "nominal",
                    "title": None,
                    "scale": {
                        "domain": [names[p] for p in Programme],
                        "range": list(PROGRAMME_COLOURS.values()),
                    },
                    "legend": {"orient": "top"},
                },
                "tooltip": [
                    {"field": "year", "title": year},
                    {"field": "programme", "title": programme},
                    {"field": "count", "title": count},
                ],
            },
        },
    )


def show_stories(atlas: Atlas, view: ViewState) -> None:
    """The case studies, side by side."""
    language = view.language
    st.html(f'<h2 class="section-title">{markup.text(say("stories", language))}</h2>')
    cases = list(atlas.case_of_tie_up.values())
    for column, case in zip(st.columns(len(cases)), cases, strict=True):
        with column, st.container(border=True):
            st.html(f'<article class="panel story">{story(atlas, case, view)}</article>')
            st.button(
                say("show_on_map", language),
                key=f"story-{case['case_id']}",
                on_click=link.change,
                kwargs={"tie_up": case["tie_up_id"]},
            )
