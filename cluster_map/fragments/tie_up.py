"""What there is to say of tie-ups: of one, of a partner region, of all."""

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import RegionLevel, SectorId
from cluster_map.fragments import markup, records
from cluster_map.fragments.passport import passport
from cluster_map.fragments.region import region_offices, region_prose
from cluster_map.maps.assets import years_of
from cluster_map.selection import count_by_country, count_by_sector, select_clusters
from cluster_map.text import say, say_code
from cluster_map.url_state import ViewState

BARS = 8
"""Countries with a bar of their own; the others are folded away."""


def tie_up_panel(atlas: Atlas, tie_up: Record, view: ViewState) -> str:
    """One tie-up: who works with whom, in what, since when, with what result, by which source."""
    language = view.language
    region = atlas.regions[tie_up["region"]]
    kicker = f"{say('tie_up', language)} · {say_code('programme', tie_up['programme'], language)}"
    return (
        f'<article class="panel"><p class="kicker">{markup.text(kicker)}</p>'
        f"<h3>{markup.text(tie_up[f'title_{language}'])}</h3>{records.sector_list(atlas, tie_up, language)}"
        + markup.paragraph(records.field(tie_up, "theme", language), "lead")
        + markup.facts(
            [
                (
                    say("in_japan", language),
                    _side(records.field(tie_up, "place", language), _bodies(tie_up, "bodies", view)),
                ),
                (
                    say("partner", language),
                    _side(_region_name(atlas, region, view), _bodies(tie_up, "partner_bodies", view)),
                ),
                (say("years", language), _years(tie_up, view)),
                (
                    say("kinds_of_cooperation", language),
                    markup.chips(say_code("cooperation", kind, language) for kind in tie_up["cooperation"]),
                ),
            ]
        )
        + _clusters_of(atlas, tie_up, view)
        + markup.section(
            say("outcome", language),
            markup.paragraph(records.field(tie_up, "outcome", language) or say("not_on_file", language)),
        )
        + _story(atlas, tie_up, view)
        + _as_stated(tie_up, view)
        + markup.section(
            say("source", language),
            markup.paragraph(
                say(
                    "precision_note", language, precision=say_code("precision", tie_up["precision"], language)
                ),
                "quiet",
            )
            + passport(atlas, tie_up, view),
            "sources",
        )
        + "</article>"
    )


def _clusters_of(atlas: Atlas, tie_up: Record, view: ViewState) -> str:
    """Links to the clusters behind a tie-up: of its sectors, in its prefectures."""
    made = ""
    for code in tie_up["prefectures"]:
        there = ViewState(language=view.language, sectors=tie_up["sectors"], prefectures=(code,))
        if select_clusters(atlas, there):
            name = records.name_of(atlas.prefectures[code], view.language)
            label = say("clusters_of_tie_up", view.language, prefecture=name)
            made += f"<li>{markup.page_link('./', there, label)}</li>"
    return f"<ul>{made}</ul>" if made else ""


def _bodies(tie_up: Record, name: str, view: ViewState) -> tuple[str, ...]:
    return records.listed_field(tie_up, name, view.language)


def _side(place: str | None, bodies: tuple[str, ...]) -> str:
    named = "".join(f'<span class="quiet">{markup.text(body)}</span>' for body in bodies)
    return f"{markup.text(place or '')}{named}"


def _region_name(atlas: Atlas, region: Record, view: ViewState) -> str:
    country = records.name_of(atlas.countries[region["country"]], view.language)
    name = records.name_of(region, view.language)
    if region["level"] == RegionLevel.COUNTRY:
        return f"{name} ({say('country_only_short', view.language)})"
    return f"{name}, {country}" if view.language == "en" else f"{country} {name}"


def _years(tie_up: Record, view: ViewState) -> str:
    stated = records.field(tie_up, "period_as_stated", view.language)
    note = (
        f'<span class="quiet">{markup.text(say("as_stated", view.language, text=stated))}</span>'
        if stated
        else ""
    )
    return markup.text(years_of(tie_up, view.language)) + note


def _as_stated(tie_up: Record, view: ViewState) -> str:
    """The wording of the source and, where it errs, what we read it as and why."""
    language = view.language
    wording = tie_up["source_wording"]
    body = f"<blockquote>{markup.text(wording)}</blockquote>" if wording else ""
    correction = records.field(tie_up, "correction", language)
    if correction:
        label = f"<strong>{markup.text(say('corrected', language))}</strong>"
        body += f'<p class="correction">{label} {markup.text(correction)}</p>'
    return markup.section(say("wording_of_source", language), body)


def _story(atlas: Atlas, tie_up: Record, view: ViewState) -> str:
    case = atlas.case_of_tie_up.get(tie_up["tie_up_id"])
    return markup.section(say("story", view.language), story(atlas, case, view), "story") if case else ""


def story(atlas: Atlas, case: Record, view: ViewState) -> str:
    """A case study as a short story: who, what was done step by step, what came of it."""
    language = view.language
    steps = "".join(f"<li>{markup.text(step)}</li>" for step in records.listed_field(case, "steps", language))
    about = [
        (say("founded", language), markup.text(case["founded_year"] or "")),
        (say("employees", language), markup.text(records.field(case, "employees", language) or "")),
        (
            say("applied_through", language),
            markup.text(records.field(case, "applied_through", language) or ""),
        ),
        (say("partner", language), markup.text(records.field(case, "partner", language) or "")),
    ]
    return (
        f"<p><strong>{markup.text(records.field(case, 'label', language) or '')}</strong> "
        f"{markup.text(records.field(case, 'business', language) or '')}</p>"
        f"{markup.facts(about)}<ol>{steps}</ol>"
        + markup.paragraph(records.field(case, "outcome", language), "result")
        + records.source_line(atlas, case, language)
    )


def region_head(atlas: Atlas, region: Record, view: ViewState) -> str:
    """What a partner region is, and its tie-ups in words."""
    language = view.language
    kicker = (
        f"{say('partner_region', language)} · {records.name_of(atlas.countries[region['country']], language)}"
    )
    local = (
        region["name_local"] if region["name_local"] not in (region["name_en"], region["name_ja"]) else None
    )
    return (
        '<article class="panel">'
        + markup.paragraph(kicker, "kicker")
        + markup.title(records.name_of(region, language))
        + markup.paragraph(local, "quiet")
        + markup.facts(
            [
                (say("level", language), markup.text(say_code("level", region["level"], language))),
                (say("bodies", language), _side(None, records.listed_field(region, "bodies", language))),
                (
                    say("website", language),
                    markup.website(region["website"]),
                ),
            ]
        )
        + region_prose(atlas, region, view)
        + "</article>"
    )


def region_foot(atlas: Atlas, region: Record, view: ViewState) -> str:
    """Whom to call about a partner region, and where its record comes from."""
    language = view.language
    return (
        '<article class="panel">'
        + region_offices(atlas, region, view)
        + markup.section(
            say("source", language),
            passport(atlas, region, view),
            "sources",
        )
        + "</article>"
    )


def totals(atlas: Atlas, tie_ups: list[Record], view: ViewState) -> str:
    """How many tie-ups there are by country and by sector."""
    language = view.language
    countries = count_by_country(atlas, tie_ups).most_common()
    sectors = count_by_sector(tie_ups)
    by_country = [(records.name_of(atlas.countries[code], language), "", count) for code, count in countries]
    by_sector = sorted(
        (
            (atlas.sectors[sector][f"short_{language}"], markup.sector_symbol(sector), sectors[sector])
            for sector in SectorId
            if sectors[sector]
        ),
        key=lambda row: -row[2],
    )
    return (
        '<article class="panel">'
        + markup.section(say("totals_by_country", language, count=len(countries)), _bars(by_country, view))
        + markup.section(say("totals_by_sector", language), _bars(by_sector, view))
        + markup.paragraph(say("sector_totals_note", language), "quiet")
        + "</article>"
    )


def _bars(rows: list[tuple[str, str, int]], view: ViewState) -> str:
    largest = max((count for _, _, count in rows), default=1)
    made = [
        f'<li><span class="bar-label">{symbol}{markup.text(label)}</span><span class="bar">'
        f'<i style="width:{100 * count / largest:.0f}%"></i></span><b>{count}</b></li>'
        for label, symbol, count in rows
    ]
    rest = made[BARS:]
    more = (
        markup.folded(say("more", view.language, count=len(rest)), f'<ul class="bars">{"".join(rest)}</ul>')
        if rest
        else ""
    )
    return f'<ul class="bars">{"".join(made[:BARS])}</ul>{more}' if made else ""
