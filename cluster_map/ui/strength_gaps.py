"""Gaps: where figures, clusters and tie-ups do not match, with reasons."""

import streamlit as st

from cluster_map.domain import GapKind
from cluster_map.fragments import markup, records
from cluster_map.strength.asked import Asked
from cluster_map.strength.gap_words import region_name, why
from cluster_map.strength.gaps import Gap, find_gaps, holds, select
from cluster_map.strength.labels import SHIFT
from cluster_map.strength.thresholds import GapThresholds
from cluster_map.text import say, say_code
from cluster_map.ui import cached, controls, link
from cluster_map.ui.record_table import show_record_table
from cluster_map.ui.strength import download_table
from cluster_map.ui.strength_thresholds import choose_thresholds, thresholds_of

WITH_PARTNER = (GapKind.PARTNER_NOT_MET, GapKind.ENDED)
"""Kinds that name a partner region: only they can be filtered by it."""


def show_gaps(asked: Asked) -> None:
    """One kind of gap at a time, filtered by sector, prefecture and partner, by movable thresholds."""
    language = asked.language
    kind = asked.view.gap or next(iter(GapKind))
    cut = thresholds_of(asked.view).gaps
    told = say(
        "gaps_help",
        language,
        strong=f"{cut.strong_quotient:g}",
        employees=f"{cut.least_employees:,.0f}",
        weak=f"{cut.weak_quotient:g}",
    )
    st.html(markup.paragraph(told, "quiet"))
    with st.container(key="gap-controls", horizontal=True, vertical_alignment="bottom"):
        _choose_kind(asked, kind)
        _choose_sectors(asked)
        choose_thresholds("gaps", asked.view)
    with st.container(key="gap-filters", horizontal=True, vertical_alignment="bottom"):
        controls.choose_prefectures(asked.atlas, asked.view)
        if kind in WITH_PARTNER:
            controls.choose_countries(asked.atlas, asked.view)
            _choose_region(asked)
    found = _found(asked, kind, cut)
    told = say(
        "gaps_count",
        language,
        count=len(found),
        stricter=sum(holds(gap, cut.stricter(SHIFT)) for gap in found),
        looser=len(_found(asked, kind, cut.stricter(-SHIFT))),
    )
    st.html(f'<p class="summary" role="status">{markup.text(told)}</p>')
    if found:
        _show_table(asked, found, kind, cut)


def _found(asked: Asked, kind: GapKind, cut: GapThresholds) -> list[Gap]:
    view, sector = asked.view, asked.question.subject.sector
    with_partner = kind in WITH_PARTNER
    return select(
        asked.atlas,
        find_gaps(asked.atlas, cached.standings(), cut)[kind],
        sectors=() if view.gaps_of_all or sector is None else (sector,),
        prefectures=view.prefectures,
        regions=(view.region,) if view.region and with_partner else (),
        countries=view.countries if with_partner else (),
    )


def _choose_kind(asked: Asked, kind: GapKind) -> None:
    key = "choose-gap"
    controls.bind(key, kind)

    def write() -> None:
        chosen = st.session_state[key]
        link.change(gap=None if chosen is next(iter(GapKind)) else chosen)

    st.selectbox(
        say("choose_part", asked.language),
        list(GapKind),
        format_func=lambda kind: say_code("gap", kind, asked.language),
        key=key,
        on_change=write,
        label_visibility="collapsed",
        width=340,
    )


def _choose_sectors(asked: Asked) -> None:
    key = "choose-gap-sectors"
    controls.bind(key, asked.view.gaps_of_all)
    st.segmented_control(
        say("gap_sectors", asked.language),
        [False, True],
        format_func=lambda every: say(("this_sector", "gap_all_sectors")[every], asked.language),
        key=key,
        on_change=lambda: link.change(gaps_of_all=bool(st.session_state[key])),
        required=True,
        label_visibility="collapsed",
    )


def _choose_region(asked: Asked) -> None:
    names = {code: records.name_of(region, asked.language) for code, region in asked.atlas.regions.items()}
    key = f"choose-gap-region-{asked.language}"
    controls.bind(key, asked.view.region)
    st.selectbox(
        say("partner_region_label", asked.language),
        sorted(names, key=names.__getitem__),
        index=None,
        format_func=names.__getitem__,
        key=key,
        on_change=lambda: link.change(region=st.session_state[key]),
        placeholder=say("all", asked.language),
    )


def _show_table(asked: Asked, found: list[Gap], kind: GapKind, cut: GapThresholds) -> None:
    language, atlas = asked.language, asked.atlas
    stricter = cut.stricter(SHIFT)
    columns: dict[str, list[object]] = {
        say("rank", language): [gap.rank for gap in found],
        say("prefecture", language): [asked.names[gap.standing.prefecture] for gap in found],
        say("sector_label", language): [asked.name_of_sector(gap.standing) for gap in found],
    }
    if kind in WITH_PARTNER:
        columns[say("partner_region_label", language)] = [region_name(atlas, gap, language) for gap in found]
    columns[say("gap_why", language)] = [why(atlas, gap, language) for gap in found]
    columns[say("gap_holds", language)] = [
        say("yes", language) if holds(gap, stricter) else say("no", language) for gap in found
    ]

    def choose(row: str | None) -> None:
        if row is not None:
            chosen = found[int(row)].standing
            link.change(prefectures=(chosen.prefecture,), sectors=(chosen.sector,), industry=None)

    show_record_table(
        columns,
        [str(number) for number in range(len(found))],
        asked.view,
        key=f"table-gaps-{kind}",
        choose=choose,
    )
    download_table(
        f"gaps-{kind}",
        (
            "kind",
            "rank",
            "prefecture",
            "sector",
            "region",
            "tie_up",
            "quotient",
            "employees",
            "jobs_beyond",
            "year",
            "proxy",
            "holds_if_stricter",
            "why",
            "source",
        ),
        [
            (
                gap.kind,
                gap.rank,
                gap.standing.prefecture,
                gap.standing.sector,
                gap.region,
                gap.tie_up,
                gap.standing.quotient,
                gap.standing.employees,
                gap.standing.jobs_beyond,
                gap.standing.year,
                gap.standing.proxy,
                holds(gap, stricter),
                why(atlas, gap, language),
                gap.standing.source,
            )
            for gap in found
        ],
        language,
    )
