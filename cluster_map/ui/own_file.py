"""The reader's own file in this session: taken in, kept in memory, let go."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from cluster_map.domain import Language
from cluster_map.exports.cells import csv_bytes
from cluster_map.fragments import markup
from cluster_map.own_figures.figures import OwnFigures
from cluster_map.own_figures.limits import limits
from cluster_map.own_figures.problems import FileRefusedError
from cluster_map.own_figures.reading import Step, read_figures
from cluster_map.own_figures.samples import figures_sample, points_sample, template
from cluster_map.process import shared_shelf
from cluster_map.text import say, say_code
from cluster_map.ui import cached

OPEN, REFUSED, TURN = "own-file", "own-file-refused", "own-file-turn"
KINDS = ("csv", "tsv", "txt", "xlsx", "geojson", "json")


@dataclass(frozen=True, eq=False)
class OpenFile:
    """A file that was read, and the token under which the map asks for its points."""

    own: OwnFigures
    token: str


def open_file() -> OpenFile | None:
    """The file of this session."""
    found: OpenFile | None = st.session_state.get(OPEN)
    return found


def let_go() -> None:
    """Forget the file: nothing of it is left."""
    st.session_state.pop(OPEN, None)


def show_upload(language: Language) -> None:
    """What may be uploaded, the place for it, and files to begin with."""
    st.html(
        '<article class="panel own-intro">'
        f"<h3>{markup.text(say('own_title', language))}</h3>{markup.paragraph(say('own_intro', language))}"
        f"<ul>{''.join(f'<li>{markup.text(say(key, language))}</li>' for key in ACCEPTED)}</ul></article>"
    )
    _report_refused(language)
    _show_uploader(language)
    with st.container(key="own-samples", horizontal=True, gap="small"):
        _offer("own_template", "template.csv", template, language)
        _offer("own_sample_figures", "sample-figures.csv", figures_sample, language)
        _offer("own_sample_points", "sample-points.csv", points_sample, language)
    st.html(markup.paragraph(say("own_privacy", language), "quiet"))


ACCEPTED = ("own_accepts_figures", "own_accepts_addresses", "own_accepts_points", "own_accepts_geojson")


def _offer(label: str, name: str, make: Any, language: Language) -> None:
    columns, rows = make(cached.atlas(), language)
    st.download_button(
        say(label, language),
        data=lambda: csv_bytes(columns, rows),
        file_name=name,
        mime="text/csv",
        key=f"download-{label}",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


def _show_uploader(language: Language) -> None:
    most = limits()
    label = say(
        "own_choose",
        language,
        size=most.file_mb,
        rows=f"{most.rows:,}",
        workbook_rows=f"{most.workbook_rows:,}",
        geojson_size=most.geojson_mb,
    )
    st.html(_uploader_words(language))
    with st.container(key="own-upload"):
        # A new key for each file: so the last one leaves the memory of the uploader.
        file = st.file_uploader(
            label,
            type=list(KINDS),
            key=f"own-upload-{st.session_state.get(TURN, 0)}",
        )
    if file is not None:
        _read(file.name, file.getvalue(), language)


def _uploader_words(language: Language) -> str:
    """The words inside Streamlit's uploader, which has them in English alone, in the reader's language."""
    words = {
        "button": say("own_button", language),
        "drop": say("own_drop", language),
        "error": say("own_not_taken", language, size=limits().file_mb),
    }
    said = "".join(f'--own-{name}:"{markup.css_text(text)}";' for name, text in words.items())
    return f"<style>.st-key-own-upload{{{said}}}</style>"


def _read(name: str, content: bytes, language: Language) -> None:
    """Read a file with progress; then run the page again, with the file open or the reason why it is not."""
    steps = list(Step)
    bar = st.progress(0.0, text=say_code("own_step", Step.READ, language))

    def progress(step: Step) -> None:
        bar.progress((steps.index(step) + 1) / (len(steps) + 1), text=say_code("own_step", step, language))

    st.session_state.pop(REFUSED, None)
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    try:
        with shared_shelf().place_to_read():
            own = read_figures(name, content, cached.country(), limits(), progress)
    except FileRefusedError as error:
        st.session_state[REFUSED] = (name, error)
    else:
        st.session_state[OPEN] = OpenFile(own, shared_shelf().put(own))
    st.rerun()


def _report_refused(language: Language) -> None:
    if REFUSED not in st.session_state:
        return
    name, error = st.session_state[REFUSED]
    reason = say_code("own_refused", error.reason, language, **error.values)
    title = say("own_refused_title", language, file=name)
    st.html(
        f'<div class="notice" role="alert"><p><strong>{markup.text(title)}</strong></p>'
        f"{markup.paragraph(reason)}</div>"
    )
