"""Questions of the advisers as widgets, each bound to an answer in the link."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from cluster_map.answer_words import CODES
from cluster_map.questions import QUESTIONS, Kind, in_order
from cluster_map.text import say, say_code
from cluster_map.ui import link
from cluster_map.ui.controls import bind
from cluster_map.url_state import ViewState

SIDE_BY_SIDE = 4
"""Options up to which all are shown at once."""

YES, NO = "yes", "no"


def change_answers(**changes: Any) -> None:
    """Give answers, or take them back with ``None``: one change of the link."""
    view, _ = link.current_view()
    kept = {name: answer for name, answer in {**dict(view.answers), **changes}.items() if answer is not None}
    link.change(answers=in_order(kept))


def ask(
    name: str,
    view: ViewState,
    label: str | None = None,
    names: Mapping[str, str] | None = None,
    more: Callable[[], Mapping[str, Any]] = dict,
    step: int | None = None,
) -> None:
    """One question.

    Parameters
    ----------
    names
        Id -> name, for answers that are ids of a table or countries.
    more
        Further answers that change together with this one.
    step
        By how much the buttons of a number change it.
    """
    key = f"ask-{name}"
    label = label or say_code("question", name, view.language)
    answer = dict(view.answers).get(name)
    write = _writer(name, key, more)
    match QUESTIONS[name].kind:
        case Kind.SEVERAL:
            bind(key, list(answer or ()))
            options = QUESTIONS[name].options
            st.pills(
                label,
                options,
                selection_mode="multi",
                key=key,
                on_change=write,
                format_func=_names(name, names, view).__getitem__,
            )
        case Kind.ONE if len(QUESTIONS[name].options) <= SIDE_BY_SIDE:
            bind(key, answer)
            st.segmented_control(
                label,
                QUESTIONS[name].options,
                key=key,
                on_change=write,
                format_func=_names(name, names, view).__getitem__,
            )
        case Kind.FLAG:
            bind(key, None if answer is None else YES if answer else NO)
            words = {YES: say("answer_yes", view.language), NO: say("answer_no", view.language)}
            st.segmented_control(label, (YES, NO), key=key, on_change=write, format_func=words.__getitem__)
        case Kind.ONE | Kind.KNOWN | Kind.COUNTRY:
            choices = _names(name, names, view)
            bind(key, answer if answer in choices else None)
            _choose_one(label, choices, key, write, view)
        case Kind.WHOLE | Kind.NUMBER:
            _ask_number(name, label, key, answer, write, step)
        case Kind.DATE:
            bind(key, date.fromisoformat(answer) if answer else None)
            st.date_input(label, key=key, on_change=write, format="YYYY-MM-DD")


def _names(name: str, names: Mapping[str, str] | None, view: ViewState) -> Mapping[str, str]:
    if names is not None:
        return names
    return {code: say_code(CODES[name], code, view.language) for code in QUESTIONS[name].options}


def _choose_one(
    label: str, names: Mapping[str, str], key: str, write: Callable[[], None], view: ViewState
) -> None:
    st.selectbox(
        label,
        options=list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=say("not_answered", view.language),
        key=key,
        on_change=write,
    )


def _ask_number(
    name: str, label: str, key: str, answer: float | None, write: Callable[[], None], step: int | None
) -> None:
    lowest, highest = QUESTIONS[name].limits
    # A widget of whole numbers takes no other: a fraction from a link is shown with its decimals.
    fraction = isinstance(answer, float)
    kind: type[int] | type[float] = float if fraction else int
    bind(key, answer)
    st.number_input(
        label,
        min_value=kind(lowest),
        max_value=kind(highest),
        value=None,
        step=kind(step or 1),
        format=None if fraction else "%d",
        key=key,
        on_change=write,
    )


def _writer(name: str, key: str, more: Callable[[], Mapping[str, Any]]) -> Callable[[], None]:
    def write() -> None:
        value = st.session_state[key]
        match QUESTIONS[name].kind:
            case Kind.SEVERAL:
                value = tuple(option for option in QUESTIONS[name].options if option in value) or None
            case Kind.FLAG:
                value = None if value is None else value == YES
            case Kind.DATE:
                value = value.isoformat() if value else None
        change_answers(**{**more(), name: value})

    return write


def choose_first(
    label: str, field: str, options: Sequence[str], names: Mapping[str, str], view: ViewState
) -> None:
    """One code of a filter of the link that may hold several: the first is meant."""
    key = f"first-{field}"
    chosen = getattr(view, field)
    bind(key, chosen[0] if chosen and chosen[0] in options else None)

    def write() -> None:
        value = st.session_state[key]
        link.change(**{field: (value,) if value is not None else ()})

    _choose_one(label, {code: names[code] for code in options}, key, write, view)
