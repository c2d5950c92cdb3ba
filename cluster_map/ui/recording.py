"""A tour from what this tab led in a live room."""

import json

import streamlit as st

from cluster_map.text import say
from cluster_map.tours.file import LARGEST_FILE
from cluster_map.tours.recording import tour_from_states
from cluster_map.tours.tour import built_in_tours
from cluster_map.ui import cached
from cluster_map.ui.own_tour import take_over
from cluster_map.url_state import ViewState

RECORDER = "live-recorder"

_RECORDER_SCRIPT = """
const KEY = "cluster-map-recorded";
export default function ({ data, parentElement, setTriggerValue }) {
  const shown = sessionStorage.getItem(KEY);
  parentElement.querySelectorAll("button").forEach((button) => button.remove());
  if (!shown) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = data.label;
  button.addEventListener("click", () => {
    sessionStorage.removeItem(KEY);
    setTriggerValue("shown", shown);
  });
  parentElement.append(button);
}
"""
"""Offers what this tab led in a live room: ``assets/room.js`` records it."""

_recorder = st.components.v2.component("live_recorder", js=_RECORDER_SCRIPT, isolate_styles=False)


def show_recording(view: ViewState) -> None:
    """Offer to make a tour of what was shown live in this tab; nothing where nothing was."""
    with st.container(key="recording"):
        _recorder(
            data={"label": say("tour_from_live", view.language)},
            key=RECORDER,
            on_shown_change=_take_recording,
        )


def _take_recording() -> None:
    shown = st.session_state[RECORDER].get("shown")
    try:
        states = json.loads(shown) if isinstance(shown, str) and len(shown) <= LARGEST_FILE else []
    except json.JSONDecodeError:
        states = []
    tour = tour_from_states(states if isinstance(states, list) else [], built_in_tours(cached.atlas()))
    if tour.steps:
        take_over(tour)
