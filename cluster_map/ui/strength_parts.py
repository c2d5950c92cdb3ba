"""What stands under the map of the strength page: one part at a time, chosen by its tab."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from cluster_map.domain import StrengthPart
from cluster_map.strength import words
from cluster_map.strength.asked import Asked
from cluster_map.text import say, say_code
from cluster_map.ui import link
from cluster_map.ui.controls import bind
from cluster_map.ui.own_figures import show_own_figures
from cluster_map.ui.record_table import show_record_table
from cluster_map.ui.strength import choose_place, download_table
from cluster_map.ui.strength_gaps import show_gaps
from cluster_map.ui.strength_labels import show_labels
from cluster_map.ui.strength_structure import show_hot_spots, show_profile, show_relatedness
from cluster_map.ui.strength_trends import show_change, show_quadrant, show_series

PARTS: Mapping[StrengthPart, Callable[[Asked], None]]


def show_part(asked: Asked) -> None:
    """The tabs, and the part that is chosen."""
    key = "choose-part"
    chosen = asked.view.part or StrengthPart.RANKING
    bind(key, chosen)

    def write() -> None:
        part = st.session_state[key]
        link.change(part=None if part in (None, StrengthPart.RANKING) else part)

    st.segmented_control(
        say("choose_part", asked.language),
        list(PARTS),
        format_func=lambda part: say_code("part", part, asked.language),
        key=key,
        on_change=write,
        label_visibility="collapsed",
    )
    with st.container(key="part"):
        PARTS[chosen](asked)


def show_ranking(asked: Asked) -> None:
    """All prefectures, the highest first, those without a figure last."""
    language, measured = asked.language, asked.measured
    values = dict(measured.ranking)
    codes = [*values, *(code for code in measured.figures if code not in values)]
    ranks = [measured.rank(code) for code in codes]
    columns: dict[str, Sequence[object]] = {
        say("rank", language): ranks,
        say("prefecture", language): [asked.names[code] for code in codes],
        say("value", language): [
            words.with_unit(measured.measure, measured.figures[code], language) for code in codes
        ],
    }
    show_record_table(
        columns,
        codes,
        asked.view,
        key="table-ranking",
        choose=choose_place,
    )
    download_table(
        "ranking",
        ("prefecture", "name", "value", "missing_because"),
        [
            (
                code,
                asked.names[code],
                values.get(code),
                None if code in values else str(measured.figures[code]),
            )
            for code in codes
        ],
        language,
    )


PARTS = {
    StrengthPart.RANKING: show_ranking,
    StrengthPart.LABELS: show_labels,
    StrengthPart.QUADRANT: show_quadrant,
    StrengthPart.CHANGE: show_change,
    StrengthPart.SERIES: show_series,
    StrengthPart.PROFILE: show_profile,
    StrengthPart.RELATEDNESS: show_relatedness,
    StrengthPart.HOT_SPOTS: show_hot_spots,
    StrengthPart.GAPS: show_gaps,
    StrengthPart.OWN_FIGURES: show_own_figures,
}
