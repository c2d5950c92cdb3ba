"""The fairs page's parts: its map, its calendar of usual months and its table."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language, Month
from cluster_map.exports.calendar_file import FILE_NAME, MEDIA_TYPE, fairs_calendar
from cluster_map.exports.map_picture import MapPicture
from cluster_map.exports.map_views import picture_of_view
from cluster_map.exports.result_set import ResultSet, fairs_taken
from cluster_map.fragments import markup, profile_parts
from cluster_map.fragments.found import fairs_summary, find_fairs
from cluster_map.fragments.place_maps import fairs_change
from cluster_map.fragments.tables import fair_columns
from cluster_map.maps.changes import Change
from cluster_map.maps.extents import JAPAN
from cluster_map.profiles import dated, days_of, is_over
from cluster_map.selection import count_by_sector
from cluster_map.text import say, say_code
from cluster_map.ui import cached, controls, link, map_strings, take_away
from cluster_map.ui.record_table import show_record_table
from cluster_map.url_state import ViewState

MAP_HEIGHT = 460


def per_sector(atlas: Atlas, view: ViewState) -> Counter[str]:
    """How many fairs each sector would show under the other filters."""
    return count_by_sector(find_fairs(atlas, replace(view, sectors=())))


def choose_months(view: ViewState) -> None:
    controls.choose_several(
        say("month", view.language),
        "months",
        list(Month),
        lambda month: say_code("month_name", month, view.language),
        view,
    )


def show_map(atlas: Atlas, fairs: list[Record], view: ViewState) -> None:
    """Fairs and, where asked for, the JETRO offices of Japan."""
    language = view.language
    words = fairs_summary(fairs, view)
    st.html(f'<p class="summary" role="status">{markup.text(words)}</p>')
    controls.choose_offices(view)
    change = _change(atlas, fairs, view)
    map_strings.draw(cached.base_map("profile", language), change, MAP_HEIGHT, map_strings.ignore_click)


def _change(atlas: Atlas, fairs: list[Record], view: ViewState) -> Change:
    return fairs_change(atlas, fairs, view, fairs_summary(fairs, view), view.offices)


def show_take_away(atlas: Atlas, fairs: list[Record], view: ViewState) -> None:
    """The fairs found, as files."""

    def take(language: Language) -> ResultSet:
        address = link.absolute_link("/fairs", replace(view, language=language))
        return fairs_taken(atlas, fairs, language, address)

    def draw() -> MapPicture:
        return picture_of_view(atlas, _change(atlas, fairs, view), JAPAN, view)

    take_away.show_take_away(take, len(fairs), draw, view)


def show_calendar(atlas: Atlas, fairs: list[Record], view: ViewState) -> None:
    """The fairs under their usual months."""
    language = view.language
    st.html(f'<h2 class="section-title">{markup.text(say("fairs_by_month", language))}</h2>')
    st.html(markup.article([profile_parts.fairs_by_month(atlas, fairs, view)]))


def offer_dates(atlas: Atlas, fairs: list[Record], view: ViewState) -> None:
    """The days on file, those to come first, and a file for a calendar; nothing where no fair has days."""
    found, language = dated(fairs), view.language
    if not found:
        return

    def written() -> bytes:
        return fairs_calendar(atlas, found, language, datetime.now(UTC))

    st.html(f'<h2 class="section-title">{markup.text(say("fair_dates", language))}</h2>')
    today = date.today().isoformat()
    over = f' <span class="badge">{markup.text(say("fair_over", language))}</span>'
    rows = (
        (
            days_of(fair) or "",
            markup.text(fair[f"name_{language}"]) + (over if is_over(fair, today) else ""),
        )
        for fair in sorted(found, key=lambda fair: is_over(fair, today))
    )
    st.html(markup.article([markup.facts(rows)]))
    st.download_button(
        say("add_to_calendar", language),
        data=written,
        file_name=FILE_NAME,
        mime=MEDIA_TYPE,
        key="fairs-calendar",
        icon=":material/event:",
        on_click="ignore",
    )


def show_table(atlas: Atlas, fairs: list[Record], view: ViewState) -> None:
    """The same fairs as a table."""
    language = view.language
    title = markup.text(say("table_fairs", language, count=len(fairs)))
    st.html(f'<h2 class="section-title">{title}</h2>')
    if not fairs:
        st.html(markup.paragraph(say("summary_no_fairs", language), "quiet"))
        return
    show_record_table(
        fair_columns(atlas, fairs, language),
        [f["exhibition_id"] for f in fairs],
        view,
        key=f"table-fairs-{language}",
        choose=lambda _: None,
    )
