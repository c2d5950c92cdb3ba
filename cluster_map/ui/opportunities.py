"""Kinds of public projects beside the route adviser, and the clusters that they concern."""

from collections.abc import Iterable

from cluster_map.atlas import Record
from cluster_map.coverage import tier_of
from cluster_map.domain import SectorId
from cluster_map.fragments import markup, records
from cluster_map.questions import Family
from cluster_map.selection import backed, select_clusters
from cluster_map.text import say, say_code
from cluster_map.ui.public_projects import Asked
from cluster_map.url_state import ViewState


def opportunities(asked: Asked) -> str:
    """Kinds of projects by family, of the sector where one is chosen; first those of the buyer's tier."""
    language = asked.language
    sector = asked.answers.get("sector")
    families = asked.answers.get("families", tuple(Family))
    rows = [o for o in fitting(asked) if o["family"] in families]
    rows.sort(key=lambda o: not _fits_buyer(asked, o))
    title = say("for_your_sector", language) if sector else say("guide_opportunities_all", language)
    parts = []
    for family in families:
        cards = [_opportunity(asked, o) for o in rows if o["family"] == family]
        name = say_code("family", family, language)
        parts.append(markup.section(name, f"<ul>{''.join(cards)}</ul>" if cards else ""))
    body = "".join(parts) or markup.paragraph(say("no_opportunity", language))
    folded = markup.folded(f"{title} ({len(rows)})", body)
    # Those that the reader chose are what they came for: they stand open.
    chosen = sector or "families" in asked.answers
    return folded.replace("<details>", "<details open>", 1) if chosen else folded


def fitting(asked: Asked) -> list[Record]:
    """Kinds of projects of the sector, or all while none is chosen, under the filter of evidence."""
    sector = asked.answers.get("sector")
    every = backed(asked.atlas.store.records("opportunity_types"), asked.view)
    return [o for o in every if sector is None or sector in o["sectors"]]


def _fits_buyer(asked: Asked, opportunity: Record) -> bool:
    return tier_of(asked.atlas.store, asked.answers) in opportunity["tiers"]


def clusters_of(asked: Asked, opportunities: Iterable[Record]) -> str | None:
    """A link to the clusters that kinds of projects concern: of their sectors, in the prefecture chosen."""
    found = {sector for opportunity in opportunities for sector in opportunity["sectors"]}
    if not found:
        return None
    chosen = asked.answers.get("sector")
    view = ViewState(
        language=asked.language,
        sectors=(chosen,) if chosen else tuple(sector for sector in SectorId if sector in found),
        prefectures=(asked.prefecture,) if asked.prefecture else (),
        evidence=asked.view.evidence,
    )
    count = len(select_clusters(asked.atlas, view))
    return markup.page_link("./", view, say("clusters_concerned", asked.language, count=count))


def concerned(asked: Asked, column: str, codes: Iterable[str]) -> str:
    """The clusters that a tier, a route or a hurdle concerns, by the kinds of projects that name it."""
    named = [o for o in fitting(asked) if not set(o[column]).isdisjoint(codes)]
    return markup.facts([(say("clusters", asked.language), clusters_of(asked, named))])


def _opportunity(asked: Asked, opportunity: Record) -> str:
    language = asked.language
    tiers = " · ".join(say_code("tier", tier, language) for tier in opportunity["tiers"])
    badge = f' <span class="badge">{markup.text(say("fits_buyer", language))}</span>'
    fits = badge if _fits_buyer(asked, opportunity) else ""
    return (
        f"<li><strong>{markup.text(records.name_of(opportunity, language))}</strong>{fits}"
        f"{markup.quiet(records.field(opportunity, 'example', language))}"
        + markup.facts(
            [
                (say("guide_tiers", language), markup.text(tiers)),
                (say("routes_that_fit", language), markup.text(model_names(asked, opportunity["models"]))),
                (say("clusters", language), clusters_of(asked, [opportunity])),
            ]
        )
        + records.source_line(asked.atlas, opportunity, language)
        + "</li>"
    )


def model_names(asked: Asked, models: Iterable[str]) -> str:
    known = asked.atlas.store.by_key("partnering_models")
    return " · ".join(records.name_of(known[model], asked.language) for model in models)
