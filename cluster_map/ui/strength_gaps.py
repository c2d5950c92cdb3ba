"""Gaps: where figures, clusters and tie-ups do not match, with reasons."""

import streamlit as st

from cluster_map.strength.gaps import Gap, GapKind, find_gaps
from cluster_map.strength.thresholds import thresholds
from cluster_map.text import say, say_code
from cluster_map.ui import cached, link, markup, records
from cluster_map.ui.record_table import show_record_table
from cluster_map.ui.strength import Asked, download_table


def show_gaps(asked: Asked) -> None:
    """One kind of gap at a time: of the page's sector or of all, of the chosen prefectures or of all."""
    language, cut = asked.language, thresholds().gaps
    told = say(
        "gaps_help",
        language,
        strong=f"{cut.strong_quotient:g}",
        employees=f"{cut.least_employees:,.0f}",
        weak=f"{cut.weak_quotient:g}",
    )
    st.html(markup.paragraph(told, "quiet"))
    with st.container(key="gap-controls", horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(
            say("choose_part", language),
            list(GapKind),
            format_func=lambda kind: say_code("gap", kind, language),
            key="choose-gap",
            label_visibility="collapsed",
            width=340,
        ) or next(iter(GapKind))
        of_all = st.segmented_control(
            say("gap_sectors", language),
            [False, True],
            format_func=lambda every: (
                say("gap_all_sectors", language) if every else say("this_sector", language)
            ),
            key="choose-gap-sectors",
            default=False,
            required=True,
            label_visibility="collapsed",
        )
    sector = asked.question.subject.sector
    found = [
        gap
        for gap in find_gaps(asked.atlas, cached.standings(), cut)[kind]
        if (of_all or sector is None or gap.standing.sector == sector)
        and (not asked.view.prefectures or gap.standing.prefecture in asked.view.prefectures)
    ]
    st.html(
        f'<p class="summary" role="status">{markup.text(say("gaps_count", language, count=len(found)))}</p>'
    )
    if found:
        _show_table(asked, found, kind)


def _show_table(asked: Asked, found: list[Gap], kind: GapKind) -> None:
    language = asked.language
    columns: dict[str, list[object]] = {
        say("prefecture", language): [asked.names[gap.standing.prefecture] for gap in found],
        say("sector_label", language): [
            records.name_of(asked.atlas.sectors[gap.standing.sector], language) for gap in found
        ],
    }
    if kind in (GapKind.PARTNER_NOT_MET, GapKind.ENDED):
        columns[say("partner_region_label", language)] = [_region(asked, gap) for gap in found]
    columns[say("gap_why", language)] = [why(asked, gap) for gap in found]

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
        ("kind", "prefecture", "sector", "region", "tie_up", "quotient", "employees", "jobs_beyond", "why"),
        [
            (
                gap.kind,
                gap.standing.prefecture,
                gap.standing.sector,
                gap.region,
                gap.tie_up,
                gap.standing.quotient,
                gap.standing.employees,
                gap.standing.jobs_beyond,
                why(asked, gap),
            )
            for gap in found
        ],
        language,
    )


def _region(asked: Asked, gap: Gap) -> str:
    return records.name_of(asked.atlas.regions[gap.region], asked.language) if gap.region else ""


def why(asked: Asked, gap: Gap) -> str:
    """The reason of a gap as a sentence."""
    language, standing = asked.language, gap.standing
    quotient = f"{standing.quotient:.2f}"
    match gap.kind:
        case GapKind.NO_TIE_UP:
            jobs = f"{standing.jobs_beyond:,.0f}"
            return say("gap_why_no_tie_up", language, quotient=quotient, jobs=jobs)
        case GapKind.PARTNER_NOT_MET:
            region, count = _region(asked, gap), gap.tie_ups_of_region
            return say("gap_why_partner", language, quotient=quotient, region=region, count=count)
        case GapKind.ENDED:
            tie_up = asked.atlas.tie_ups[str(gap.tie_up)]
            title = tie_up[f"title_{language}"]
            return say("gap_why_ended", language, quotient=quotient, tie_up=title, year=tie_up["to_year"])
        case GapKind.CLUSTER_WITHOUT_STRENGTH:
            return say("gap_why_cluster", language, quotient=quotient, count=gap.clusters)
        case GapKind.STRENGTH_WITHOUT_CLUSTER:
            employees = f"{standing.employees:,.0f}"
            return say("gap_why_no_cluster", language, quotient=quotient, employees=employees)
