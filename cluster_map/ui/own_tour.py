"""A reader's own tour: added to from any page, kept in this browser's tab, edited, saved and loaded."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import partial, reduce
from typing import Any

import streamlit as st

from cluster_map.domain import Language
from cluster_map.fragments import markup
from cluster_map.text import say
from cluster_map.tours import editing
from cluster_map.tours.drawing import title_of
from cluster_map.tours.editing import Edited
from cluster_map.tours.file import (
    EXTENSION,
    LARGEST_FILE,
    LONGEST_NOTES,
    LONGEST_TITLE,
    LONGEST_WORDS,
    MEDIA_TYPE,
    TourFileError,
    packed,
    read_file,
    write_file,
)
from cluster_map.tours.tour import MOST_STEPS, Step, Tour, view_text
from cluster_map.ui import cached, link
from cluster_map.url_state import OWN_TOUR, ViewState

KEPT = "own-tour"
SESSION = "own-tour-session"
TAKEN = "own-tour-taken"
TOLD = "own-tour-told"
REFUSED = "own-tour-refused"
CHOSEN = "own-step"
KEEPER = "own-tour-keeper"

_KEEPER_SCRIPT = """
const [TOUR, SESSION] = ["cluster-map-own-tour", "cluster-map-own-tour-session"];
export default function ({ data, setTriggerValue }) {
  const kept = sessionStorage.getItem(TOUR);
  const ofThisSession = data.taken || sessionStorage.getItem(SESSION) === data.session;
  if (kept && !ofThisSession) {
    setTriggerValue("kept", kept);
  } else if (data.tour) {
    sessionStorage.setItem(TOUR, data.tour);
    sessionStorage.setItem(SESSION, data.session);
  } else {
    sessionStorage.removeItem(TOUR);
  }
}
"""
"""A link that loads a page anew begins a new session; the tab keeps the tour over it, the server does not.

What the tab has from another session it hands over, each time it hears from this one, until this one has
taken it: nothing is written over before, whichever run or answer was lost."""

_keeper = st.components.v2.component("own_tour_keeper", js=_KEEPER_SCRIPT)


def edited() -> Edited:
    found = st.session_state.get(KEPT)
    return found if isinstance(found, Edited) else Edited()


def own_tour() -> Tour:
    return edited().tour


def _edit(tour: Tour, step: int | None = None) -> None:
    """Put a new version of the tour in place of the last, and into the link where it is small."""
    st.session_state[KEPT] = edited().to(tour)
    _show(step)


def _show(step: int | None = None) -> None:
    view, _ = link.current_view()
    if view.tour is not None or not own_tour().steps:
        word = (packed(own_tour()) or OWN_TOUR) if own_tour().steps else None
        link.open_view(replace(view, tour=word, step=step, place=None))


def open_own_tour() -> None:
    """Show the reader's own tour."""
    view, _ = link.current_view()
    link.open_view(replace(view, tour=packed(own_tour()) or OWN_TOUR, step=None, place=None))


def take_over(tour: Tour) -> None:
    """Make a copy of a tour one's own."""
    # What a copy says is the reader's from now on: sources are those of the records that it shows.
    steps = tuple(replace(step, records=(), source="", evidence="") for step in tour.steps)
    st.session_state[CHOSEN] = 1
    _edit(replace(tour, id="", steps=steps))
    open_own_tour()


def is_own(view: ViewState) -> bool:
    """Whether the link means the tour that this reader makes."""
    tour = own_tour()
    return bool(tour.steps) and view.tour is not None and view.tour in (OWN_TOUR, packed(tour))


# ---------------------------------------------------------------- from any page


def show_add_button(page: str, view: ViewState) -> None:
    """Puts what the reader sees at the end of their own tour."""
    count = len(own_tour().steps)
    label = say("add_to_tour", view.language)
    st.button(
        f"{label} ({count})" if count else label,
        key="add-to-tour",
        icon=":material/playlist_add:",
        type="tertiary",
        on_click=_add,
        args=(page, view.language),
        disabled=editing.is_full(own_tour()),
    )
    if told := st.session_state.pop(TOLD, None):
        st.toast(told, icon=":material/playlist_add_check:")


def _add(page: str, language: Language) -> None:
    step = Step(view_text(page, st.query_params.to_dict()))
    st.session_state[KEPT] = edited().to(editing.with_step(own_tour(), step))
    st.session_state[TOLD] = say("added_to_tour", language, number=len(own_tour().steps))


def keep_in_tab() -> None:
    """Hand the tour to the browser's tab, and take from it what another session has left there."""
    document = write_file(own_tour()).decode() if own_tour().steps else ""
    session = st.session_state.setdefault(SESSION, secrets.token_hex(8))
    taken = TAKEN in st.session_state
    _keeper(data={"session": session, "tour": document, "taken": taken}, key=KEEPER, on_kept_change=_restore)


def _restore() -> None:
    """Take what the tab has kept, before what was added meanwhile. What is no tour is left."""
    kept = st.session_state[KEEPER].get("kept")
    if TAKEN in st.session_state or not isinstance(kept, str):
        return
    st.session_state[TAKEN] = True
    try:
        tour = read_file(kept.encode())
    except TourFileError as error:
        st.session_state[TOLD] = error.told(link.asked_language())
        return
    added = own_tour().steps
    st.session_state[KEPT] = edited().to(reduce(editing.with_step, added, tour)) if added else Edited(tour)


# ---------------------------------------------------------------- on the page for presenters


def show_editor(view: ViewState) -> None:
    """Edit the own tour: its name, its steps and their texts."""
    language = view.language
    tour = own_tour()
    number = max(1, min(len(tour.steps), int(st.session_state.get(CHOSEN) or 1)))
    st.session_state[CHOSEN] = number
    st.html(f'<h2 class="section-title">{markup.text(say("edit_tour", language))}</h2>')
    with st.container(key="own-tools", horizontal=True, vertical_alignment="bottom"):
        _show_step_choice(tour, view)
        _tool("step_earlier", "arrow_upward", partial(_move, -1), language, number == 1)
        _tool("step_later", "arrow_downward", partial(_move, 1), language, number == len(tour.steps))
        _tool("step_remove", "delete", _remove, language, len(tour.steps) == 1)
        _tool("undo", "undo", _undo, language, not edited().before)
    step = tour.steps[number - 1]
    for column, spoken in zip(st.columns(2, gap="large"), _spoken(language), strict=True):
        with column:
            name = say("this_language", spoken)
            _write_tour_title(tour, spoken, f"{say('tour_title', language)} ({name})")
            for part, longest in (
                ("title", LONGEST_TITLE),
                ("words", LONGEST_WORDS),
                ("notes", LONGEST_NOTES),
            ):
                label = f"{say(f'step_{part}', language)} ({name})"
                _write_part(step, number, part, spoken, label, longest)


def _spoken(language: Language) -> tuple[Language, ...]:
    """The reader's language first."""
    return (language, *(other for other in Language if other is not language))


def _show_step_choice(tour: Tour, view: ViewState) -> None:
    known = cached.known_codes()
    titles = [
        f"{number}. {title_of(cached.atlas(), step, step.read(known, view.language)[0])}"
        for number, step in enumerate(tour.steps, start=1)
    ]
    st.selectbox(
        say("step_to_edit", view.language),
        options=range(1, len(titles) + 1),
        format_func=lambda number: titles[number - 1],
        key=CHOSEN,
        on_change=lambda: _show(st.session_state[CHOSEN]),
    )


def _tool(key: str, icon: str, action: Callable[[], None], language: Language, disabled: bool) -> None:
    st.button(say(key, language), key=key, icon=f":material/{icon}:", on_click=action, disabled=disabled)


def _move(by: int) -> None:
    number = st.session_state[CHOSEN]
    st.session_state[CHOSEN] = max(1, min(len(own_tour().steps), number + by))
    _edit(editing.with_moved_step(own_tour(), number, by), st.session_state[CHOSEN])


def _remove() -> None:
    number = st.session_state[CHOSEN]
    _edit(editing.without_step(own_tour(), number), max(1, min(number, len(own_tour().steps) - 1)))


def _undo() -> None:
    st.session_state[KEPT] = edited().undone()
    _show(st.session_state[CHOSEN])


def _write_tour_title(tour: Tour, spoken: Language, label: str) -> None:
    key = f"own-name-{spoken}"
    st.session_state[key] = tour.title[spoken]

    def write() -> None:
        _edit(replace(own_tour(), title={**own_tour().title, spoken: st.session_state[key]}))

    st.text_input(label, key=key, max_chars=LONGEST_TITLE, on_change=write)


def _write_part(step: Step, number: int, part: str, spoken: Language, label: str, longest: int) -> None:
    key = f"own-{part}-{spoken}-{number}"
    st.session_state[key] = getattr(step, part)[spoken]

    def write() -> None:
        now = own_tour().steps[number - 1]
        changes: dict[str, Any] = {part: {**getattr(now, part), spoken: st.session_state[key]}}
        _edit(editing.with_changed_step(own_tour(), number, replace(now, **changes)), number)

    if part == "title":
        st.text_input(label, key=key, max_chars=longest, on_change=write)
    else:
        st.text_area(label, key=key, max_chars=longest, on_change=write, height=100)


def show_loading(view: ViewState) -> None:
    """Load a tour from a file."""
    language = view.language
    st.file_uploader(
        say("load_tour", language),
        type=["json"],
        key="load-tour",
        max_upload_size=1,
        on_change=_load,
        help=say("load_tour_help", language, most=MOST_STEPS, size=f"{LARGEST_FILE:,}"),
    )
    if error := st.session_state.pop(REFUSED, None):
        st.error(error.told(language))


def _load() -> None:
    file = st.session_state["load-tour"]
    if file is None:
        return
    try:
        tour = read_file(file.getvalue())
    except TourFileError as error:
        st.session_state[REFUSED] = error
        return
    st.session_state[CHOSEN] = 1
    st.session_state[KEPT] = edited().to(tour)
    open_own_tour()


def save_button(tour: Tour, view: ViewState) -> None:
    """The tour as a file that can be loaded again."""
    st.download_button(
        say("save_tour", view.language),
        data=partial(write_file, tour),
        file_name=f"{tour.id or 'tour'}.{EXTENSION}",
        mime=MEDIA_TYPE,
        key="save-tour",
        icon=":material/save:",
        on_click="ignore",
    )
