"""A presenter's move: place, zoom, the view as a query string, the step of a tour. Checked, pure."""

from collections.abc import Mapping
from typing import Any

from cluster_map.url_state import LONGITUDES, Refused, listed, shown

Move = dict[str, Any]
"""``lat``, ``lon``, ``zoom``, ``view`` and, where it was given, ``step``; in this order."""

RANGES: Mapping[str, tuple[float, float]] = {"lat": (-90.0, 90.0), "lon": LONGITUDES, "zoom": (0.0, 24.0)}
LONGEST_VIEW = 6000
LAST_STEP = 9999
LONGEST_BODY = 40_000
"""Bytes of a posted move: room for the longest view in any script, percent signs included."""

MEMBERS = (*RANGES, "view", "step")


def read_move(document: Any) -> tuple[Move, list[Refused]]:
    """Read what was posted. With any fault the move is not to be used."""
    if not isinstance(document, dict):
        return {}, [Refused("body", type(document).__name__, f"an object with {listed(MEMBERS)}")]
    faults = [Refused(shown(name), "a member", listed(MEMBERS)) for name in document if name not in MEMBERS]
    for name, (least, most) in RANGES.items():
        if not _is_within(document.get(name), least, most):
            faults.append(_fault(document, name, f"a number from {least:g} to {most:g}"))
    view = document.get("view")
    if not (isinstance(view, str) and len(view) <= LONGEST_VIEW and (view == "" or view.isprintable())):
        faults.append(_fault(document, "view", f"a query string of at most {LONGEST_VIEW} characters"))
    step = document.get("step")
    is_step = isinstance(step, int) and not isinstance(step, bool) and 0 <= step <= LAST_STEP
    if not (step is None or is_step):
        faults.append(_fault(document, "step", f"a whole number from 0 to {LAST_STEP}, or null"))
    return {name: document[name] for name in MEMBERS if name in document}, faults[:10]


def _is_within(value: Any, least: float, most: float) -> bool:
    # True and false are numbers to Python, not to anybody else; NaN is within nothing.
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def _fault(document: Mapping[str, Any], name: str, allowed: str) -> Refused:
    return Refused(name, shown(str(document[name])) if name in document else "nothing", allowed)
