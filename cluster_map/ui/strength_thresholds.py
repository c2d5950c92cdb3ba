"""Thresholds that a reader moves: sliders, kept in the link."""

from collections.abc import Mapping

import streamlit as st

from cluster_map.domain import ThresholdId
from cluster_map.strength.thresholds import Thresholds, movable, moved, thresholds, value_of
from cluster_map.text import say, say_code
from cluster_map.ui import link
from cluster_map.ui.controls import bind
from cluster_map.url_state import THRESHOLDS, ViewState

STEPS: Mapping[ThresholdId, float] = {
    ThresholdId.US_QUANTILE: 0.05,
    ThresholdId.US_QUOTIENT: 0.1,
    ThresholdId.US_SIZE: 0.05,
    ThresholdId.STARS_QUANTILE: 0.05,
    ThresholdId.STARS_QUOTIENT: 0.1,
    ThresholdId.STARS_EMPLOYEES: 500.0,
    ThresholdId.LITZENBERGER_CONCENTRATED: 0.25,
    ThresholdId.LITZENBERGER_CLUSTER: 0.5,
    ThresholdId.GAPS_STRONG: 0.1,
    ThresholdId.GAPS_WEAK: 0.1,
    ThresholdId.GAPS_EMPLOYEES: 500.0,
}
"""How far a slider moves at a time."""


def thresholds_of(view: ViewState) -> Thresholds:
    """The thresholds of the settings with the reader's own in their place."""
    return moved(thresholds(), view.thresholds)


def choose_thresholds(part: str, view: ViewState) -> Thresholds:
    """Sliders of one part of the thresholds; the answer holds all."""
    cut = thresholds_of(view)
    names = movable(part)

    def key(name: ThresholdId) -> str:
        return f"threshold-{name}"

    def write(name: ThresholdId) -> None:
        value = st.session_state[key(name)]
        own = {**dict(view.thresholds), name: value}
        if value == value_of(thresholds(), name):
            del own[name]
        link.change(thresholds=tuple((each, own[each]) for each in ThresholdId if each in own))

    def reset() -> None:
        link.change(thresholds=tuple(pair for pair in view.thresholds if pair[0] not in names))

    with st.popover(say("thresholds", view.language), icon=":material/tune:"):
        st.caption(say("thresholds_help", view.language))
        for name in names:
            lowest, highest = THRESHOLDS[name]
            bind(key(name), value_of(cut, name))
            st.slider(
                say_code("threshold", name, view.language),
                lowest,
                highest,
                step=STEPS[name],
                key=key(name),
                on_change=write,
                args=(name,),
            )
        is_usual = not any(name in names for name, _ in view.thresholds)
        st.button(say("thresholds_reset", view.language), on_click=reset, type="tertiary", disabled=is_usual)
    return cut
