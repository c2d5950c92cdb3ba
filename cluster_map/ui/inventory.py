"""The data page's counts: by table, evidence, age, sector and prefecture, and what is missing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language, Missing, SectorId
from cluster_map.exports.package import DOWNLOADS, package_name
from cluster_map.fragments import markup, records
from cluster_map.fragments.record_links import record_link
from cluster_map.inventory import (
    EVIDENCE,
    MAIN_TABLES,
    OWN_CHOICE,
    Contents,
    Counts,
    Lack,
    by_prefecture,
    by_sector,
    contents,
    days_read,
    missing,
    missing_figures,
    other_tables,
    unchecked,
    years_of_figures,
)
from cluster_map.text import say, say_code
from cluster_map.url_state import ViewState

NAMED = 12
"""Records that are named where something lacks; all stand in the tables."""

TABLE_OF_LACK = {
    Lack.NO_TIE_UP: "prefectures",
    Lack.CITY_LEVEL: "organisations",
    Lack.NO_WEBSITE: "organisations",
    Lack.UNDATED: "tie_ups",
    Lack.NO_MONTH: "exhibitions",
}


def described(part: Mapping[str, Any], name: str, language: Language) -> str:
    """A title or description of the data package in the reader's language."""
    return str(part[f"{name}_ja" if language is Language.JAPANESE else name])


def table_title(atlas: Atlas, table: str, language: Language) -> str:
    return described(atlas.store.resource(table), "title", language)


def table_link(atlas: Atlas, table: str, language: Language) -> str:
    """A table's title; it opens its columns further down on the page."""
    target = ViewState(language=language, table=table)
    return markup.page_link("data", target, table_title(atlas, table, language))


def file_link(atlas: Atlas, table: str, label: str, name: str) -> str:
    """A link that downloads a table; ``name`` tells those who do not see where it stands what it is."""
    file = PurePosixPath(atlas.store.resource(table)["path"]).name
    return (
        f'<a href="{DOWNLOADS}/{markup.text(file)}" download aria-label="{markup.text(f"{name} {label}")}">'
        f"{markup.text(label)}</a>"
    )


def heading(key: str, language: Language, **values: object) -> None:
    st.html(f'<h2 class="section-title">{markup.text(say(key, language, **values))}</h2>')


def show_lead(atlas: Atlas, view: ViewState) -> None:
    """How much there is, and all of it as one file."""
    language = view.language
    store = atlas.store
    rows = sum(contents(atlas, table).rows or 0 for table in MAIN_TABLES)
    lead = say("data_lead", language, rows=f"{rows:,}", tables=len(store.table_names()))
    name = package_name(store)
    refused = markup.paragraph(say("data_refused", language), "quiet") if store.problems() else ""
    st.html(
        f'<div class="panel"><p class="lead">{markup.text(lead)}</p>{refused}'
        f'<p><a class="action" href="{DOWNLOADS}/{markup.text(name)}" download>'
        f"{markup.text(say('data_package', language))}</a> "
        f'<span class="quiet">{markup.text(say("data_package_note", language, version=store.data_version))}'
        "</span></p></div>"
    )


# Tables and evidence


def show_tables(atlas: Atlas, view: ViewState) -> None:
    """The main tables with how far their records are backed; the others folded away."""
    language = view.language
    heading("data_tables", language)
    main = _tables(atlas, [contents(atlas, table) for table in MAIN_TABLES], language)
    others = [contents(atlas, table) for table in other_tables(atlas)]
    rest = markup.folded(
        say("data_other_tables", language, count=len(others)), _tables(atlas, others, language)
    )
    st.html(markup.article([_evidence_key(language), main, rest]))


def _evidence_key(language: Language) -> str:
    made = "".join(
        f'<span><i class="evidence-{evidence}"></i>{name}</span>'
        for evidence in EVIDENCE
        for name in [markup.text(records.evidence_name(evidence, language))]
    )
    return f'<p class="key">{made}</p>'


def _tables(atlas: Atlas, found: Sequence[Contents], language: Language) -> str:
    heads = (
        say("table", language),
        say("records", language),
        say("evidence", language),
        say("file", language),
    )
    return _grid(heads, [_table_row(atlas, one, language) for one in found])


def _table_row(atlas: Atlas, one: Contents, language: Language) -> list[str]:
    name = table_title(atlas, one.table, language)
    linked = table_link(atlas, one.table, language)
    if one.rows is None:
        return [linked, "", markup.text(say("part_unavailable", language)), ""]
    label = PurePosixPath(atlas.store.resource(one.table)["path"]).suffix[1:]
    csv = file_link(atlas, one.table, "CSV" if label == "csv" else "Parquet", name)
    return [linked, f"<b>{one.rows:,}</b>", _stack(one.evidence, language), csv]


def _stack(evidence: Counter[str], language: Language) -> str:
    """One bar of parts, each as long as its share; the numbers stand in its name."""
    total = evidence.total()
    if not total:
        return ""
    there = [(code, evidence[code]) for code in EVIDENCE if evidence[code]]
    words = markup.text(
        ", ".join(f"{records.evidence_name(code, language)} {count:,}" for code, count in there)
    )
    parts = "".join(
        f'<i class="evidence-{code}" style="width:{100 * count / total:.1f}%"></i>' for code, count in there
    )
    return f'<span class="stack" role="img" aria-label="{words}" title="{words}">{parts}</span>'


# Age


def show_ages(atlas: Atlas, view: ViewState) -> None:
    """When cited pages were read, and which year the figures are of."""
    language = view.language
    heading("data_ages", language)
    days = days_read(atlas)
    read = [
        [f'<time datetime="{day}">{day}</time>', _bar(count, max(days.values()))]
        for day, count in days.items()
    ]
    names = {c["classification"]: c for c in atlas.store.records("classifications")}
    years = sorted(years_of_figures(atlas).items(), key=lambda item: -item[1])
    figures = [
        [markup.text(records.name_of(names[classification], language)), f"<b>{year}</b>"]
        for classification, year in years
    ]
    documents = [
        markup.text(document[f"title_{language}"])
        for document in atlas.documents.values()
        if document["document"] != OWN_CHOICE
    ]
    parts = [
        markup.section(
            say("pages_read", language), _grid((say("day", language), say("records", language)), read)
        ),
        markup.section(
            say("newest_of_statistics", language),
            _grid((say("statistics", language), say("year", language)), figures),
        ),
        markup.section(
            say("founding_documents", language),
            f"<ul>{''.join(f'<li>{title}</li>' for title in documents)}</ul>"
            + markup.paragraph(say("founding_documents_age", language), "quiet"),
        ),
    ]
    st.html(markup.article(parts))


# What is missing


def show_missing(atlas: Atlas, view: ViewState) -> None:
    """Where the data are thin: each with its number, and the records behind it."""
    language = view.language
    heading("data_missing", language)
    cards = []
    for one in missing(atlas):
        table = TABLE_OF_LACK[one.lack]
        share = say("share_of", language, count=f"{len(one.records):,}", total=f"{one.of:,}")
        cards.append(
            _card(
                say_code("lack", one.lack, language),
                share,
                len(one.records) / one.of if one.of else 0,
                _named(atlas, table, one.records, language),
            )
        )
    not_checked = unchecked(atlas)
    every = sum(contents(atlas, table).rows or 0 for table in MAIN_TABLES)
    count = sum(map(len, not_checked.values()))
    cards.append(
        _card(
            say("data_unchecked", language),
            say("share_of", language, count=f"{count:,}", total=f"{every:,}"),
            count / every if every else 0,
            "".join(
                markup.folded(
                    f"{table_title(atlas, table, language)} ({len(found):,})",
                    _list(atlas, table, found, language),
                )
                for table, found in not_checked.items()
            ),
        )
    )
    figures = missing_figures(atlas)
    reasons = "".join(
        f"<li>{markup.text(say_code('missing', reason, language))} <b>{figures[reason]:,}</b></li>"
        for reason in Missing
        if figures[reason]
    )
    every_figure = contents(atlas, "industry_statistics").rows or 0
    total = figures.total() + every_figure
    cards.append(
        _card(
            say("data_figures", language),
            say("share_of", language, count=f"{figures.total():,}", total=f"{total:,}"),
            figures.total() / total if total else 0,
            f"<ul>{reasons}</ul>",
        )
    )
    st.html(f'<div class="panel cards">{"".join(cards)}</div>')


def _card(title: str, share: str, filled: float, body: str) -> str:
    return (
        f'<div class="card"><strong>{markup.text(title)}</strong><p class="share">{markup.text(share)}</p>'
        f'<span class="bar"><i style="width:{100 * filled:.0f}%"></i></span>{body}</div>'
    )


def _named(atlas: Atlas, table: str, found: Sequence[Record], language: Language) -> str:
    """The records at once where they are few, else folded."""
    made = _list(atlas, table, found, language)
    return made if len(found) <= NAMED // 2 else markup.folded(say("show_records", language), made)


def _list(atlas: Atlas, table: str, found: Sequence[Record], language: Language) -> str:
    rows = "".join(f"<li>{record_link(atlas, table, record, language)}</li>" for record in found[:NAMED])
    rest = len(found) - NAMED
    more = ""
    if rest > 0:
        name = table_title(atlas, table, language)
        file = file_link(atlas, table, say("in_the_table", language, count=f"{rest:,}"), name)
        more = f'<p class="quiet">{file}</p>'
    return f"<ul>{rows}</ul>{more}" if rows else ""


# Sectors and prefectures


def show_sectors(atlas: Atlas, view: ViewState) -> None:
    """Records of each sector."""
    language = view.language
    heading("data_by_sector", language)
    counts = by_sector(atlas)
    names = {
        sector: markup.sector_symbol(sector)
        + markup.page_link(
            "./",
            ViewState(language=language, sectors=(SectorId(sector),)),
            records.name_of(atlas.sectors[sector], language),
        )
        for sector in counts
    }
    st.html(markup.article([_counts(atlas, say("sector", language), names, counts, language)]))
    st.html(markup.paragraph(say("counted_in_each", language), "quiet"))


def show_prefectures(atlas: Atlas, view: ViewState) -> None:
    """Records of each prefecture, to be scrolled."""
    language = view.language
    heading("data_by_prefecture", language)
    names = {
        code: record_link(atlas, "prefectures", prefecture, language)
        for code, prefecture in atlas.prefectures.items()
    }
    made = _counts(atlas, say("prefecture", language), names, by_prefecture(atlas), language)
    label = markup.text(say("data_by_prefecture", language))
    st.html(f'<div class="panel scrolled" role="region" tabindex="0" aria-label="{label}">{made}</div>')


def _counts(
    atlas: Atlas, first: str, names: Mapping[str, str], counts: Mapping[str, Counts], language: Language
) -> str:
    tables = list(next(iter(counts.values())))
    most = {table: max(row[table] for row in counts.values()) for table in tables}
    rows = [
        [names[code], *(_bar(row[table], most[table]) for table in tables)] for code, row in counts.items()
    ]
    return _grid((first, *(table_title(atlas, table, language) for table in tables)), rows)


def _bar(count: int, most: int) -> str:
    """A number and a bar as long as its share of the largest in the column."""
    width = 100 * count / most if most else 0
    bar = f'<span class="bar"><i style="width:{width:.0f}%"></i></span>'
    return f'<span class="cell"><b>{count:,}</b>{bar}</span>'


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A plain table; the cells are markup already, the first of a row names it."""
    head = "".join(f'<th scope="col">{markup.text(title)}</th>' for title in heads)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return f'<table class="tally"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
