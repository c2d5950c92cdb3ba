"""The partner finder's answer: places in order, why, what would change it, and how far to trust it."""

import streamlit as st

from cluster_map.domain import MatchPart
from cluster_map.fragments import markup, records
from cluster_map.fragments.matched import LISTED, Matched
from cluster_map.fragments.profile_parts import whom_to_call
from cluster_map.matching.change_words import proof_in_words, what_would_change, why_not_first
from cluster_map.matching.evaluation import kept_result
from cluster_map.matching.ranking import Match
from cluster_map.matching.reasons import because
from cluster_map.matching.sides import sides_of
from cluster_map.text import say, say_code
from cluster_map.ui.partners import choose
from cluster_map.ui.record_table import show_record_table
from cluster_map.url_state import ViewState


def show_places(asked: Matched) -> None:
    """The first places, each to be opened."""
    st.html(f'<h2 class="section-title">{markup.text(say("match_places", asked.language))}</h2>')
    with st.container(key="match-list", gap=None):
        for place in asked.places[:LISTED]:
            st.button(
                f"{place.rank}. **{markup.label_text(asked.name(place))}** :small[{place.score:.0f}]",
                key=f"match-{place.id}",
                type="secondary" if place.id == asked.chosen.id else "tertiary",
                on_click=choose,
                args=(place.id,),
            )


def show_chosen(asked: Matched) -> None:
    """The chosen place with the bars of its parts, and whom to call."""
    place, language = asked.chosen, asked.language
    rank = say(
        "match_counted_from",
        language,
        rank=place.rank,
        count=len(asked.places),
        score=f"{place.score:.1f}",
    )
    sectors = records.sector_list(asked.atlas, place.record, language) if place.is_cluster else ""
    summary = records.field(place.record, "summary", language) if place.is_cluster else None
    where = (
        records.prefecture_names(asked.atlas, place.record, language)
        if place.is_cluster
        else records.name_of(asked.atlas.countries[place.record["country"]], language)
    )
    bars = "".join(_bar(asked, place, part) for part in place.findings)
    st.html(
        f'<article class="panel match-parts"><p class="kicker">{markup.text(rank)} · {markup.text(where)}</p>'
        f"<h3>{markup.text(asked.name(place))}</h3>{sectors}{markup.paragraph(summary, 'lead')}"
        f"<ul>{bars}</ul><p>{_profile_link(asked, place)}</p></article>"
    )
    _show_call(asked, place)


def _bar(asked: Matched, place: Match, part: MatchPart) -> str:
    """One part: its points as a bar, the reason, and the source behind it."""
    language = asked.language
    finding = place.findings[part]
    most = max(place.weights.values()) or 1
    room, full = f"{place.weights[part] / most:.0%}", f"{place.value(part):.0%}"
    points = say("match_points_of", language, points=f"{place.points(part):.1f}", weight=place.weights[part])
    source = records.source_line(asked.atlas, finding.backed_by, language) if finding.backed_by else ""
    return (
        f'<li><div class="match-head"><strong>{markup.text(say_code("match_part", part, language))}</strong>'
        f"<b>{markup.text(points)}</b></div>"
        f'<div class="bar" style="width:{room}" aria-hidden="true"><i style="width:{full}"></i></div>'
        f"<p>{markup.text(because(asked.atlas, place, part, language))}</p>{source}</li>"
    )


def _profile_link(asked: Matched, place: Match) -> str:
    label = say("match_open_profile", asked.language)
    if place.is_cluster:
        return markup.page_link("cluster", ViewState(language=asked.language, cluster=place.id), label)
    return markup.page_link("tie-ups", ViewState(language=asked.language, region=place.id), label)


def _show_call(asked: Matched, place: Match) -> None:
    """Whom to call on both sides: known once both sides are."""
    sides = sides_of(asked.atlas, asked.question, place)
    if sides is None:
        return
    view = ViewState(
        language=asked.language, countries=(sides.country,) if sides.country else (), region=sides.region
    )
    body = whom_to_call(asked.atlas, sides.prefecture, sides.place, view)
    st.html(f'<article class="panel">{markup.folded(say("match_call", asked.language), body)}</article>')


def show_why_not(asked: Matched) -> None:
    """Any place beside the first: where it falls behind, and what would bring it to the front."""
    language = asked.language
    st.html(f'<h2 class="section-title">{markup.text(say("match_why_not", language))}</h2>')
    names = {place.id: f"{place.rank}. {asked.name(place)}" for place in asked.places[1:]}
    key = f"match-why-not-{language}"
    chosen = asked.chosen.id if asked.chosen.id != asked.first.id else None
    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen
    st.selectbox(
        say("match_why_not_choose", language),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=key,
        on_change=lambda: choose(st.session_state[key]),
        placeholder=say("match_why_not_choose", language),
        label_visibility="collapsed",
    )
    if asked.chosen.id != asked.first.id:
        lines = why_not_first(asked.first, asked.chosen, language)
        why_not = "".join(markup.paragraph(line) for line in lines)
        st.html(f'<article class="panel">{why_not}</article>')


def show_changes(asked: Matched) -> None:
    """What would put another place first."""
    language = asked.language
    st.html(f'<h2 class="section-title">{markup.text(say("match_changes", language))}</h2>')
    lines = what_would_change(asked.atlas, asked.answer, language)
    items = "".join(f"<li>{markup.text(line)}</li>" for line in lines)
    st.html(f'<article class="panel"><ul>{items}</ul></article>')


def show_table(asked: Matched) -> None:
    """Every place with the points of its parts."""
    language = asked.language
    title = say("match_table", language, count=len(asked.places))
    st.html(f'<h2 class="section-title">{markup.text(title)}</h2>')
    columns: dict[str, list[object]] = {
        say("match_rank", language): [place.rank for place in asked.places],
        say("match_place", language): [asked.name(place) for place in asked.places],
        say("match_score", language): [round(place.score, 1) for place in asked.places],
    }
    for part in asked.first.findings:
        columns[say_code("match_part", part, language)] = [round(p.points(part), 1) for p in asked.places]
    columns[say("evidence", language)] = [
        say_code("evidence", place.record["evidence"], language) for place in asked.places
    ]
    show_record_table(columns, [p.id for p in asked.places], asked.view, key="table-partners", choose=choose)


def show_proof(asked: Matched) -> None:
    """How often the finder was right where the answer is known."""
    language = asked.language
    st.html(
        f'<article class="panel proof"><h4>{markup.text(say("match_proof", language))}</h4>'
        f"{markup.paragraph(proof_in_words(kept_result(), language))}"
        f"{markup.paragraph(say('match_proof_limits', language), 'quiet')}</article>"
    )
