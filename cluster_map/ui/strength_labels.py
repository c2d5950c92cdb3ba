"""Labels: who passes by which method, why, and what is missing for the next level."""

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from cluster_map.domain import Label, LabelMethod, Language
from cluster_map.fragments import markup
from cluster_map.strength import words
from cluster_map.strength.asked import Asked
from cluster_map.strength.figures import Subject
from cluster_map.strength.labels import (
    Check,
    Labelled,
    gather,
    label_classifications,
    label_places,
    label_years,
)
from cluster_map.text import say, say_code
from cluster_map.ui import link
from cluster_map.ui.controls import bind
from cluster_map.ui.record_table import show_record_table
from cluster_map.ui.strength import choose_place, download_table
from cluster_map.ui.strength_thresholds import choose_thresholds


def subject_to_label(asked: Asked, method: LabelMethod) -> Subject | None:
    """The subject where a method can judge it, else its sector where the method can; ``None`` for neither."""
    subject = asked.question.subject
    allowed = label_classifications(asked.statistics, method)
    if subject.classification in allowed:
        return subject
    return asked.statistics.default_subject(subject.sector, allowed) if subject.sector else None


def show_labels(asked: Asked) -> None:
    """Method and thresholds, the labels of all prefectures, the reasons of the chosen one."""
    language = asked.language
    with st.container(key="label-controls", horizontal=True, vertical_alignment="bottom"):
        method = _choose_method(asked)
        cut = choose_thresholds(method, asked.view)
    subject = subject_to_label(asked, method)
    if subject is None or not subject.industries:
        st.html(markup.paragraph(say("reading_none", language), "quiet"))
        return
    years = label_years(asked.statistics, method, subject.classification)
    year = asked.question.year if asked.question.year in years else years[-1]
    labelled = label_places(method, gather(asked.statistics, method, subject, year), cut)
    st.html(f'<p class="summary" role="status">{markup.text(counted(labelled, language))}</p>')
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _show_table(asked, labelled)
    with right:
        _show_reasons(asked, {one.verdict.prefecture: one for one in labelled})


def counted(labelled: list[Labelled], language: Language) -> str:
    """How many prefectures have which label."""
    counts = Counter(one.verdict.label for one in labelled if one.verdict.label)
    if not counts:
        return say("labels_none", language)
    told = [f"{say_code('label', label, language)} {counts[label]}" for label in Label if counts[label]]
    joint = "、" if language is Language.JAPANESE else ", "
    return say("labels_counted", language, labelled=sum(counts.values()), counts=joint.join(told))


def _choose_method(asked: Asked) -> LabelMethod:
    key = "choose-method"
    chosen = asked.view.method or LabelMethod.US
    bind(key, chosen)

    def write() -> None:
        method = st.session_state[key]
        link.change(method=None if method == LabelMethod.US else method)

    st.selectbox(
        say("choose_method", asked.language),
        list(LabelMethod),
        format_func=lambda method: say_code("method", method, asked.language),
        key=key,
        on_change=write,
        width=340,
    )
    return chosen


def _name(label: Label | None, language: Language) -> str:
    return say_code("label", label, language) if label else say("no_label", language)


def _moved(one: Labelled, moved: Label | None, language: Language) -> str:
    """The label that moved bars would give, where it is another."""
    return say("label_stays", language) if moved == one.verdict.label else _name(moved, language)


def _show_table(asked: Asked, labelled: list[Labelled]) -> None:
    language = asked.language
    order = [None, *Label]
    ranked = sorted(labelled, key=lambda one: -order.index(one.verdict.label))
    codes = [one.verdict.prefecture for one in ranked]
    show_record_table(
        {
            say("prefecture", language): [asked.names[code] for code in codes],
            say("label", language): [_name(one.verdict.label, language) for one in ranked],
            say("label_stricter", language): [_moved(one, one.stricter, language) for one in ranked],
            say("label_looser", language): [_moved(one, one.looser, language) for one in ranked],
        },
        codes,
        asked.view,
        key="table-labels",
        choose=choose_place,
    )
    download_table(
        "labels",
        ("prefecture", "name", "label", "label_if_stricter", "label_if_looser", "reasons", "missing"),
        [
            (
                one.verdict.prefecture,
                asked.names[one.verdict.prefecture],
                one.verdict.label,
                one.stricter,
                one.looser,
                [words.check(made, language) for made in one.verdict.reasons],
                [words.check(made, language) for made in one.verdict.missing],
            )
            for one in ranked
        ],
        language,
    )


def _show_reasons(asked: Asked, labelled: Mapping[str, Labelled]) -> None:
    language = asked.language
    if asked.place is None:
        st.html(markup.paragraph(say("choose_row_for_reasons", language), "quiet"))
        return
    verdict = labelled[asked.place].verdict
    missing = _checks(verdict.missing, language) or markup.paragraph(say("nothing_missing", language))
    st.html(
        f'<article class="panel"><p class="kicker">{markup.text(asked.names[asked.place])}</p>'
        f"<h3>{markup.text(_name(verdict.label, language))}</h3>"
        f"{markup.section(say('reasons', language), _checks(verdict.reasons, language))}"
        f"{markup.section(say('missing_for_next', language), missing)}</article>"
    )


def _checks(checks: tuple[Check, ...], language: Language) -> str:
    rows = "".join(f"<li>{markup.text(words.check(made, language))}</li>" for made in checks)
    return f"<ul>{rows}</ul>" if rows else ""
