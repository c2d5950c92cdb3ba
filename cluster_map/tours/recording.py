"""A tour from what a presenter showed live."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl

from cluster_map.tours.file import TourFileError, unpacked
from cluster_map.tours.tour import MOST_STEPS, PLACE, Step, Tour, view_text
from cluster_map.url_state import PACKED_TOUR

PLAYER = "present"
"""The page that plays tours."""

RESTED_MS = 3000
"""What was shown for a shorter while was on the way to something else."""

State = Mapping[str, Any]


def tour_from_states(states: Iterable[State], tours: Mapping[str, Tour]) -> Tour:
    """One step for each rest of the map; steps of a built-in tour keep their words.

    Parameters
    ----------
    states
        States as a room knows them, in their order: ``view`` is the parameters of a link, with ``page``
        for a page that is not the first; ``lat``, ``lon`` and ``zoom`` say where the map looked. ``at``
        is when it was shown, in milliseconds; without it a state counts as having rested. They come from
        a browser: what is no state is left out.
    tours
        The built-in tours that may have been played, by id.

    Returns
    -------
    tour
        Repeats are left out; beyond ``MOST_STEPS`` the last ones count.
    """
    steps: list[Step] = []
    for state in _rested([state for state in states if isinstance(state, Mapping)]):
        step = _step_of(state, tours)
        if step is not None and steps[-1:] != [step]:
            steps.append(step)
    return Tour(steps=tuple(steps[-MOST_STEPS:]))


def _rested(states: Sequence[State]) -> Iterator[State]:
    for state, later in pairwise(states):
        since, until = _number(state.get("at")), _number(later.get("at"))
        if since is None or until is None or until - since >= RESTED_MS:
            yield state
    yield from states[-1:]


def _step_of(state: State, tours: Mapping[str, Tour]) -> Step | None:
    view = state.get("view")
    if not isinstance(view, str):
        return None
    query = dict(parse_qsl(view.lstrip("?")))
    page = query.pop("page", "")
    if tour := _played(query.get("tour", ""), tours):
        number = query.get("step", "1")
        position = int(number) - 1 if number.isascii() and number.isdigit() and len(number) < 4 else 0
        return tour.steps[max(0, min(position, len(tour.steps) - 1))]
    if page == PLAYER:
        return None  # the choice of tours is no view to show again
    place = {name: _number(state.get(name)) for name in PLACE}
    if all(value is not None for value in place.values()):
        query |= {name: f"{value:.4f}" for name, value in place.items()}
    return Step(view_text(page, query))


def _played(word: str, tours: Mapping[str, Tour]) -> Tour | None:
    """The tour of a link, where it is built in or travels in the link whole."""
    if PACKED_TOUR.fullmatch(word):
        try:
            return unpacked(word)
        except TourFileError:
            return None
    return tours.get(word)


def _number(value: object) -> float | None:
    """A finite number, else nothing."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
