"""Public projects that a cluster fits, and the way from it to the route adviser."""

from cluster_map.atlas import Atlas, Record
from cluster_map.fragments import markup, records
from cluster_map.text import say, say_code
from cluster_map.url_state import ViewState


def opportunities(atlas: Atlas, cluster: Record, view: ViewState) -> str:
    """Kinds of public projects whose sectors meet the cluster's; the adviser opens with both filled in."""
    return records.guarded(
        "guide_opportunities_all", view.language, lambda: _opportunities(atlas, cluster, view)
    )


def _opportunities(atlas: Atlas, cluster: Record, view: ViewState) -> str:
    language = view.language
    fitting = [
        row
        for row in atlas.store.records("opportunity_types")
        if not set(row["sectors"]).isdisjoint(cluster["sectors"])
    ]
    rows = "".join(_row(atlas, row, view) for row in fitting)
    adviser = ViewState(
        language=language, sectors=cluster["sectors"][:1], prefectures=cluster["prefectures"][:1]
    )
    ask = markup.page_link("public-projects", adviser, say("ask_adviser", language))
    title = say("opportunities_of_cluster", language, count=len(fitting))
    return markup.section(
        say("public_projects_title", language),
        markup.folded(title, f"<ul>{rows}</ul>" if rows else "") + f"<p>{ask}</p>",
    )


def _row(atlas: Atlas, row: Record, view: ViewState) -> str:
    language = view.language
    tiers = " · ".join(say_code("tier", tier, language) for tier in row["tiers"])
    source = records.source_link(atlas, row, language)
    return (
        f"<li>{markup.text(records.name_of(row, language))}{markup.quiet(tiers)}"
        f'<span class="quiet">{source}</span></li>'
    )
