"""What the partner finder is asked: who looks for whom, from where, for what, and what counts how much."""

import streamlit as st

from cluster_map.atlas import Atlas
from cluster_map.domain import Aim, Direction, Language, MatchPart
from cluster_map.fragments import markup, records
from cluster_map.fragments.matched import Matched
from cluster_map.matching.question import default_weights
from cluster_map.selection import count_by_sector
from cluster_map.text import say, say_code
from cluster_map.ui import controls, link
from cluster_map.url_state import LONGEST_WISH, WEIGHTS


def show_form(asked: Matched) -> None:
    """All questions, then the weights."""
    with st.container(border=True, key="form-partners"):
        _choose_direction(asked)
        if asked.question.direction is Direction.TO_JAPAN:
            _choose_home(asked)
        else:
            _choose_prefecture(asked)
        st.html(markup.paragraph(say("match_sectors", asked.language), "field-label"))
        controls.choose_sectors(asked.atlas, asked.view, count_by_sector(asked.atlas.clusters.values()))
        _write_wish(asked)
        _choose_aim(asked)
        controls.choose_evidence(asked.view)
    with st.expander(say("match_weights", asked.language), icon=":material/tune:", key="form-weights"):
        _choose_weights(asked)


def _choose_direction(asked: Matched) -> None:
    key = "match-direction"
    controls.bind(key, asked.question.direction)

    def write() -> None:
        # Somebody turned round: what was chosen on the other side is of no use.
        chosen = st.session_state[key] or Direction.TO_JAPAN
        link.change(
            direction=chosen if chosen is not Direction.TO_JAPAN else None,
            cluster=None,
            region=None,
            weights=(),
        )

    st.segmented_control(
        say("match_direction", asked.language),
        list(Direction),
        format_func=lambda code: say_code("direction", code, asked.language),
        key=key,
        on_change=write,
        label_visibility="collapsed",
        width="stretch",
    )


def home_names(atlas: Atlas, language: Language) -> dict[str, str]:
    """Homes by code: countries, and after each its partner regions."""
    names: dict[str, str] = {}
    countries = {code: record for code, record in atlas.countries.items() if code != "JP"}
    for code, country in sorted(countries.items(), key=lambda pair: records.name_of(pair[1], language)):
        names[code] = records.name_of(country, language)
        for region_id, region in atlas.regions.items():
            if region["country"] == code and region["level"] != "country":
                names[region_id] = f"{names[code]} · {records.name_of(region, language)}"
    return names


def _choose_home(asked: Matched) -> None:
    language = asked.language
    names = home_names(asked.atlas, language)
    key = f"match-home-{language}"
    home = asked.question.home
    if home is not None and home not in names:  # a region that is a whole country
        home = asked.atlas.regions[home]["country"]
    controls.bind(key, home)
    st.selectbox(
        say("match_home", language),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=key,
        on_change=lambda: link.change(home=st.session_state[key]),
        placeholder=say("match_home_help", language),
    )


def _choose_prefecture(asked: Matched) -> None:
    language = asked.language
    names = {code: records.name_of(p, language) for code, p in asked.atlas.prefectures.items()}
    key = f"match-prefecture-{language}"
    controls.bind(key, asked.question.prefecture)

    def write() -> None:
        chosen = st.session_state[key]
        link.change(prefectures=(chosen,) if chosen else ())

    st.selectbox(
        say("match_prefecture", language),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=key,
        on_change=write,
        placeholder=say("match_prefecture", language),
    )


def _write_wish(asked: Matched) -> None:
    key = "match-words"
    controls.bind(key, asked.question.words)
    st.text_input(
        say("match_words", asked.language),
        key=key,
        on_change=lambda: link.change(wish=" ".join(st.session_state[key].split())),
        placeholder=say("match_words_example", asked.language),
        max_chars=LONGEST_WISH,
    )


def _choose_aim(asked: Matched) -> None:
    key = "match-aim"
    controls.bind(key, asked.question.aim)
    st.pills(
        say("match_aim", asked.language),
        list(Aim),
        format_func=lambda code: say_code("aim", code, asked.language),
        key=key,
        on_change=lambda: link.change(aim=st.session_state[key]),
    )


def _choose_weights(asked: Matched) -> None:
    language = asked.language
    st.html(markup.paragraph(say("match_weights_help", language), "quiet"))
    start = default_weights(asked.atlas, asked.question.direction, asked.question.aim)
    for part in start:
        key = f"match-weight-{part}"
        controls.bind(key, asked.first.weights[part])
        st.slider(
            say_code("match_part", part, language),
            WEIGHTS[0],
            WEIGHTS[-1],
            key=key,
            on_change=_change_weight,
            args=(part, start[part]),
            help=say_code("match_value", part, language),
        )
    st.button(
        say("match_weights_reset", language),
        key="match-weights-reset",
        icon=":material/restart_alt:",
        type="tertiary",
        on_click=link.change,
        kwargs={"weights": ()},
        disabled=not asked.question.own_weights,
    )


def _change_weight(part: MatchPart, start: int) -> None:
    """Write one weight into the link; the starting weight is left out of it."""
    view, _ = link.current_view()
    weight = st.session_state[f"match-weight-{part}"]
    weights = {**dict(view.weights), part: weight}
    if weight == start:
        del weights[part]
    link.change(weights=tuple((p, weights[p]) for p in MatchPart if p in weights))
