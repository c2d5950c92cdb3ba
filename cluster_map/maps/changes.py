"""What changes on a map when a view changes: the only thing that travels for a filter.

The browser holds geometry and names already (``assets.py``); a change says which of them are
visible, in which class each prefecture is and what is selected.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cluster_map.atlas import Atlas, Record
from cluster_map.coverage import GpaStatus
from cluster_map.domain import Language, SectorId
from cluster_map.maps.classes import COUNT_CLASSES, NOT_PUBLISHED
from cluster_map.selection import count_by_prefecture
from cluster_map.text import say, say_code
from cluster_map.url_state import ViewState

SECTOR_POSITION = {str(sector): position for position, sector in enumerate(SectorId)}

Change = dict[str, Any]
"""JSON for ``clusterMap.show``: codes, numbers and texts only, no markup."""


def bit_mask(every: Iterable[str], visible: set[str]) -> str:
    """Hexadecimal text whose n-th lowest bit says whether the n-th of all is visible."""
    mask = sum(1 << position for position, code in enumerate(every) if code in visible)
    return f"{mask:x}"


def drawn_sector(record: Record, view: ViewState) -> str:
    """In whose colour a record of several sectors is drawn: the first asked for, else its first.

    ``sectorOf`` in ``assets/map.js`` does the same.
    """
    asked = [sector for sector in record["sectors"] if sector in view.sectors]
    return str((asked or record["sectors"])[0])


def arc_ends(atlas: Atlas) -> list[tuple[Record, str]]:
    """Every arc in the order in which the browser knows them: a tie-up and one of its prefectures."""
    return [(tie_up, code) for tie_up in atlas.tie_ups.values() for code in tie_up["prefectures"]]


def _count_legend(title: str) -> Change:
    rows = [[f"shade-{n}", label] for n, label in enumerate(COUNT_CLASSES.whole_number_labels())]
    return {"title": title, "rows": rows}


def _shading(codes: Sequence[str], counts: Mapping[str, int]) -> Change:
    values = {code: counts.get(code, 0) for code in codes}
    return {"shade": COUNT_CLASSES.shade(codes, values), "values": [values[code] for code in codes]}


def explore_change(
    atlas: Atlas,
    view: ViewState,
    visible: Sequence[Record],
    anywhere: Sequence[Record],
    summary: str,
    shading: Change | None = None,
) -> Change:
    """The explore map under a view.

    Parameters
    ----------
    visible
        Clusters that match the whole view; ``anywhere`` those that match it in all prefectures, by
        which prefectures are shaded, so that choosing one does not blank the others.
    summary
        What the map shows, in a sentence, for those who do not see it.
    shading
        How prefectures are shaded, with a legend; by their number of clusters where it is not given.
    """
    codes = tuple(atlas.prefectures)
    shaded = shading or {
        **_shading(codes, count_by_prefecture(anywhere)),
        "legend": _count_legend(say("legend_clusters", view.language)),
    }
    legend = shaded["legend"]
    rows = [*legend["rows"], ["bubble", say("legend_group", view.language)]]
    return {
        **shaded,
        "clusters": bit_mask(atlas.clusters, {cluster["cluster_id"] for cluster in anywhere}),
        "sectors": [SECTOR_POSITION[sector] for sector in view.sectors],
        "focus": sorted(
            {code for cluster in visible for code in cluster["prefectures"]} & set(view.prefectures)
        )
        or list(view.prefectures),
        "cluster": view.cluster,
        "legend": {"title": legend["title"], "rows": rows},
        "summary": summary,
    }


def with_buyers(
    change: Change, buyers: Iterable[str], statuses: Mapping[str, str], language: Language
) -> Change:
    """A change of the map of public projects: how a contract of each buyer is covered.

    Parameters
    ----------
    buyers
        All buyers in the order in which the browser knows them; one without a status is not drawn.
    """
    kinds = list(GpaStatus)
    words = {kind: say_code("gpa_status", kind, language) for kind in kinds}
    marks = "".join(
        str(kinds.index(GpaStatus(statuses[b]))) if b in statuses else NOT_PUBLISHED for b in buyers
    )
    used = [kind for kind in kinds if kind in statuses.values()]
    rows = [*change["legend"]["rows"], *([f"buyer status-{kind}", words[kind]] for kind in used)]
    return {
        **change,
        "buyers": {"marks": marks, "kinds": kinds, "words": list(words.values())},
        "legend": {"title": change["legend"]["title"], "rows": rows},
    }


def with_points(change: Change, points: Sequence[Change], rows: Sequence[Sequence[str]]) -> Change:
    """A change with points laid over it (``points.py``), and their rows under its legend."""
    legend = change["legend"]
    return {**change, "points": list(points), "legend": {**legend, "rows": [*legend["rows"], *rows]}}


def figures_change(view: ViewState, shading: Change, summary: str) -> Change:
    """A map of prefectures alone, shaded, without clusters. A chosen one does not dim the others."""
    return {
        **shading,
        "clusters": "0",
        "sectors": [],
        "focus": list(view.prefectures),
        "keep_shades": True,
        "cluster": None,
        "summary": summary,
    }


def tie_ups_change(atlas: Atlas, view: ViewState, visible: Sequence[Record], summary: str) -> Change:
    """The tie-ups map under a view: arcs by sector, prefectures by number of tie-ups."""
    codes = tuple(atlas.prefectures)
    shown = {tie_up["tie_up_id"] for tie_up in visible}
    mask = sum(1 << n for n, (tie_up, _) in enumerate(arc_ends(atlas)) if tie_up["tie_up_id"] in shown)
    used = Counter(drawn_sector(tie_up, view) for tie_up in visible)
    language = view.language
    rows = [
        [f"line sector-{sector}", f"{atlas.sectors[sector][f'short_{language}']} ({used[sector]})"]
        for sector in SectorId
        if used[sector]
    ]
    rows += [["ring", say("legend_country_only", language)]]
    if any(tie_up["to_year"] for tie_up in visible):
        rows += [["line ended", say("legend_ended", language)]]
    return {
        **_shading(codes, count_by_prefecture(visible)),
        "arcs": f"{mask:x}",
        "sectors": [SECTOR_POSITION[sector] for sector in view.sectors],
        "focus": list(view.prefectures),
        "tie_up": view.tie_up,
        "region": view.region,
        "legend": {"title": say("legend_tie_ups", language), "rows": rows},
        "summary": summary,
    }
