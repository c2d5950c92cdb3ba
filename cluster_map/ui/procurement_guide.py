"""The guide beside the route adviser: who buys, routes, hurdles, opportunities, habits, figures, doubts."""

from collections.abc import Callable, Iterable

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language
from cluster_map.fragments import markup, records
from cluster_map.money import yen
from cluster_map.questions import Category, Tier
from cluster_map.selection import backed
from cluster_map.text import say, say_code
from cluster_map.ui.opportunities import clusters_of, concerned, fitting, model_names, opportunities
from cluster_map.ui.public_projects import Asked
from cluster_map.ui.question_form import ask

GOAL, STATE, LOCAL = "#c2560c", "#2f8fa6", "#8a97a0"


def show_guide(asked: Asked) -> None:
    """Each chapter opens on demand; the reader's sector decides which opportunities come first."""
    language = asked.language
    st.html(f'<h2 class="section-title">{markup.text(say("guide_title", language))}</h2>')
    ask("families", asked.view)
    left, right = st.columns(2, gap="large")
    with left:
        st.html(
            markup.article(
                [
                    opportunities(asked),
                    _chapter(asked, say("guide_tiers", language), "procurement_tiers", _tier),
                    _chapter(asked, say("guide_models", language), "partnering_models", _model),
                    _chapter(asked, say("guide_hurdles", language), "hurdles_remedies", _hurdle),
                ]
            )
        )
    with right:
        st.html(
            markup.article(
                [
                    _chapter(asked, say("guide_relationship", language), "relationship_services", _habit),
                    _grades(asked),
                    _chapter(asked, say("guide_figures", language), "ppp_facts", _figure),
                    doubts(asked.atlas, "routes", language),
                ]
            )
        )
        _show_sme_share(asked)


def _chapter(asked: Asked, title: str, table: str, row: Callable[[Asked, Record], str]) -> str:
    shown = backed(asked.atlas.store.records(table), asked.view)
    rows = "".join(f"<li>{row(asked, record)}</li>" for record in shown)
    return markup.folded(title, f"<ul>{rows}</ul>" if rows else records.none_backed(asked.language))


def _entry(asked: Asked, record: Record, facts: Iterable[tuple[str, str]]) -> str:
    """A record of the guide: its name, what is said of it under short headings, its source."""
    language = asked.language
    said = [
        (heading, markup.text(text))
        for heading, name in facts
        if (text := records.field(record, name, language))
    ]
    return (
        f"<strong>{markup.text(records.name_of(record, language))}</strong>{markup.facts(said)}"
        + records.source_line(asked.atlas, record, language)
    )


def _tier(asked: Asked, tier: Record) -> str:
    language = asked.language
    values = [
        f"{say_code('category', category, language)} {yen(tier[f'{category}_jpy'], language)}"
        for category in Category
        if tier[f"{category}_jpy"] is not None
    ]
    period = f"{tier['thresholds_valid_from']}\u2013{tier['thresholds_valid_to']}"
    thresholds = f"{' · '.join(values)} ({period})" if values else None
    headed = (
        (say("who_buys", language), "who_buys"),
        (say("typical_work", language), "typical_work"),
        (say("sme_role", language), "sme_role"),
        (say("entry", language), "entry_for_foreign_firm"),
        (say("treaty", language), "gpa_coverage"),
    )
    now = f"{say('thresholds_now', language)}: {thresholds}" if thresholds else None
    return (
        _entry(asked, tier, headed)
        + markup.paragraph(now, "quiet")
        + concerned(asked, "tiers", [tier["tier"]])
    )


def _model(asked: Asked, model: Record) -> str:
    language = asked.language
    headed = (
        (say("when_to_choose", language), "when_to_choose"),
        (say("your_part", language), "foreign_role"),
        (say("sme_part", language), "sme_role"),
        (say("requirements", language), "requirements"),
        (say("risks", language), "risks"),
    )
    tiers = markup.chips(say_code("tier", tier, language) for tier in model["tiers"])
    return _entry(asked, model, headed) + tiers + concerned(asked, "models", [model["model"]])


def _hurdle(asked: Asked, hurdle: Record) -> str:
    language = asked.language
    felt = ", ".join(records.listed_field(hurdle, "who_feels_it", language))
    acts = ", ".join(records.listed_field(hurdle, "remedy_by", language))
    detail, remedy = records.field(hurdle, "detail", language), records.field(hurdle, "remedy", language)
    return (
        f"<strong>{markup.text(records.name_of(hurdle, language))}</strong>"
        + markup.facts(
            [
                (say("felt_by", language), markup.text(felt)),
                (say("meaning", language), markup.text(detail or "")),
                (say("remedy_title", language), markup.text(remedy or "")),
                (say("remedy_by", language), markup.text(acts)),
                (say("routes_that_fit", language), markup.text(model_names(asked, hurdle["models"]))),
            ]
        )
        + records.source_line(asked.atlas, hurdle, language)
        + concerned(asked, "models", hurdle["models"])
    )


def _habit(asked: Asked, item: Record) -> str:
    headed = (
        (say("meaning", asked.language), "meaning"),
        (say("question_to_ask", asked.language), "check_question"),
    )
    everywhere = markup.facts([(say("clusters", asked.language), clusters_of(asked, fitting(asked)))])
    return _entry(asked, item, headed) + everywhere


def _grades(asked: Asked) -> str:
    language = asked.language
    groups: dict[str, list[Record]] = {}
    for row in backed(asked.atlas.store.records("qualification_grades"), asked.view):
        groups.setdefault(str(records.field(row, "field", language)), []).append(row)
    body = "".join(
        markup.section(
            field,
            f"<ul>{''.join(f'<li>{markup.text(_grade(row, language))}</li>' for row in rows)}</ul>"
            + records.source_line(asked.atlas, rows[0], language),
        )
        for field, rows in groups.items()
    )
    note = markup.paragraph(say("grade_points_recall", language), "quiet")
    return markup.folded(
        say("guide_grades", language), body + note if body else records.none_backed(language)
    )


def _grade(row: Record, language: Language) -> str:
    low, high = row["budget_price_min_jpy"], row["budget_price_below_jpy"]
    if low and high:
        return say(
            "grade_band", language, grade=row["grade"], low=yen(low, language), high=yen(high, language)
        )
    if low:
        return say("grade_band_top", language, grade=row["grade"], low=yen(low, language))
    return say("grade_band_low", language, grade=row["grade"], high=yen(high, language))


def _figure(asked: Asked, fact: Record) -> str:
    language = asked.language
    value = fact["value"] or ""
    if fact["unit_en"] == "JPY":
        said = yen(int(value), language)
    else:
        number = f"{int(value):,}" if value.isdigit() else value
        said = " ".join(part for part in (number, records.field(fact, "unit", language)) if part)
    about = (records.field(fact, "scope", language), records.field(fact, "as_of", language))
    return (
        f"{markup.text(records.field(fact, 'metric', language) or '')}: <strong>{markup.text(said)}</strong>"
        f"{markup.quiet(*about)}"
        f'<span class="quiet">{records.source_link(asked.atlas, fact, language)}</span>'
    )


def doubts(atlas: Atlas, concerns: str, language: Language) -> str:
    """Where the founding documents err or contradict each other, and what holds."""
    rows = "".join(
        f"<li>{markup.text(row[f'doubt_{language}'])}"
        f"{markup.quiet(atlas.documents[row['document']][f'title_{language}'], row['place'])}</li>"
        for row in atlas.store.records("source_doubts")
        if row["concerns"] == concerns
    )
    return markup.folded(say("guide_doubts", language), f"<ul>{rows}</ul>")


def _show_sme_share(asked: Asked) -> None:
    """Goal and result of the State, and the local result, by fiscal year; gaps stay gaps."""
    language = asked.language
    series = {
        "series_goal": (Tier.NATIONAL, "target_ratio_pct"),
        "series_state": (Tier.NATIONAL, "actual_ratio_pct"),
        "series_local": ("local", "actual_ratio_pct"),
    }
    names = {key: say(key, language) for key in ("series_goal", "series_state", "series_local")}
    year, percent = say("fiscal_year", language), say("percent", language)
    st.html(f'<h4 class="list-title">{markup.text(say("sme_share", language))}</h4>')
    records_ = backed(asked.atlas.store.records("sme_contract_targets"), asked.view)
    if not records_:
        st.html(records.none_backed(language))
        return
    values = [
        {"year": row["fiscal_year"], "percent": row[column], "series": names[key]}
        for key, (level, column) in series.items()
        for row in records_
        if row["level"] == level and row[column] is not None
    ]
    st.vega_lite_chart(
        {
            "data": {"values": values},
            "height": 280,
            "mark": {"type": "point", "filled": True, "size": 55},
            "encoding": {
                "x": {
                    "field": "year",
                    "type": "quantitative",
                    "title": year,
                    "scale": {"zero": False},
                    "axis": {"format": "d"},
                },
                "y": {"field": "percent", "type": "quantitative", "title": percent, "scale": {"zero": False}},
                "color": {
                    "field": "series",
                    "type": "nominal",
                    "title": None,
                    "scale": {"domain": list(names.values()), "range": [GOAL, STATE, LOCAL]},
                    "legend": {"orient": "top", "columns": 2},
                },
                "shape": {
                    "field": "series",
                    "type": "nominal",
                    "title": None,
                    "scale": {"domain": list(names.values())},
                    "legend": None,
                },
                "tooltip": [
                    {"field": "year", "title": year},
                    {"field": "series", "title": " "},
                    {"field": "percent", "title": percent},
                ],
            },
        }
    )
    source = records.source_line(asked.atlas, records_[-1], language)
    st.html(markup.article([markup.paragraph(say("sme_share_note", language), "quiet"), source]))
