"""What statistics say of a prefecture's sectors, as a table with ranks, reasons, labels and sources."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language, MeasureId, Missing, SectorId, StrengthPart
from cluster_map.fragments import markup, records
from cluster_map.strength import words
from cluster_map.strength.figures import is_number, statistics_of
from cluster_map.strength.profile import ProfileRow, SectorLabel, by_quotient, every_label, strongest_first
from cluster_map.text import say, say_code
from cluster_map.url_state import ViewState

SHOWN = (
    MeasureId.LQ_EMPLOYEES,
    MeasureId.EMPLOYEES,
    MeasureId.VALUE_ADDED,
    MeasureId.PRODUCTIVITY,
    MeasureId.GROWTH,
)
"""The measures that are columns."""


def strength_of(
    atlas: Atlas, prefecture: str, view: ViewState, title: str, sectors: Collection[str] = ()
) -> str:
    """The section of a profile with the figures of a prefecture; all sectors where none is named."""
    language = view.language

    def made() -> str:
        statistics = statistics_of(atlas.store)
        rows = [r for r in strongest_first(statistics, prefecture) if not sectors or r.sector in sectors]
        labels = [one for one in every_label(statistics, prefecture) if not sectors or one.sector in sectors]
        reading = "" if sectors else markup.paragraph(strongest(atlas, rows, language))
        there = ViewState(language=language, prefectures=(prefecture,), part=StrengthPart.PROFILE)
        more = markup.page_link("strength", there, say("profile_strength_more", language))
        table = strength_table(atlas, rows, labels, view)
        return markup.section(title, f"{reading}{table}<p>{more}</p>")

    return records.guarded("profile_strength", language, made)


def strength_of_cluster(atlas: Atlas, cluster: Record, view: ViewState) -> str:
    """A cluster's sectors in each of its prefectures."""
    language = view.language
    parts = []
    for code in cluster["prefectures"]:
        name = records.name_of(atlas.prefectures[code], language)
        title = say("profile_strength_of", language, prefecture=name)
        parts.append(strength_of(atlas, code, view, title, cluster["sectors"]))
    return "".join(parts)


def strength_table(
    atlas: Atlas, rows: Sequence[ProfileRow], labels: Iterable[SectorLabel], view: ViewState
) -> str:
    """One line a sector, in the order of the rows: figures with their ranks, or why there is none."""
    language = view.language
    named = {sector: _labels(found, language) for sector, found in groupby(labels, lambda one: one.sector)}
    heads = [
        markup.text(say("sector_label", language)),
        *(_head(measure, language) for measure in SHOWN),
        markup.text(say("label", language)),
    ]
    body = "".join(
        _line(atlas, sector, [row for row in found if row.measured.measure in SHOWN], named, view)
        for sector, found in groupby(rows, lambda row: row.sector)
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return (
        f'<div class="sideways"><table class="tally strength"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{markup.quiet(say('profile_rank_note', language))}"
        f"{markup.folded(say('source', language), _sources(rows, language))}"
    )


def _head(measure: MeasureId, language: Language) -> str:
    """A measure and its unit, which a ratio has none of and a change carries in the cell."""
    name = markup.text(say_code("measure", measure, language))
    if measure in words.TWO_DECIMALS or measure is MeasureId.GROWTH:
        return name
    return f"{name}{markup.quiet(say_code('measure_unit', measure, language))}"


def _line(
    atlas: Atlas, sector: SectorId, rows: Sequence[ProfileRow], labels: dict[SectorId, str], view: ViewState
) -> str:
    language = view.language
    first = rows[0]
    name = records.name_of(atlas.sectors[sector], language)
    if first.measured.subject.proxy:
        name = say("proxy_name", language, name=name)
    there = ViewState(language=language, sectors=(sector,), prefectures=(first.prefecture,))
    cells = f'<th scope="row">{markup.sector_symbol(sector)}{markup.page_link("strength", there, name)}</th>'
    if all(row.figure is Missing.NO_CLASS for row in rows):
        reason = say_code("missing", Missing.NO_CLASS, language)
        return f'<tr>{cells}<td colspan="{len(rows) + 1}">{markup.quiet(reason)}</td></tr>'
    cells += "".join(_cell(row, language) for row in rows)
    return f"<tr>{cells}<td>{labels.get(sector, '')}</td></tr>"


def _cell(row: ProfileRow, language: Language) -> str:
    measured = row.measured
    if not is_number(row.figure):
        return f'<td class="reason">{markup.quiet(say_code("missing", str(row.figure), language))}</td>'
    written = words.number(measured.measure, row.figure)
    percent = "%" if measured.measure is MeasureId.GROWTH else ""
    years = f"{measured.from_year}\u2013{measured.year}" if measured.from_year else str(measured.year)
    return f"<td><b>{written}{percent}</b>{markup.quiet(f'{row.rank}/{row.ranked}', years)}</td>"


def _labels(labels: Iterable[SectorLabel], language: Language) -> str:
    """What each method calls the sector here; a method without a label is left out."""
    lines = [
        f'<div title="{markup.text(say_code("method", one.method, language))}, {one.year}">'
        f'<span class="chip">{markup.text(say_code("method_short", one.method, language))}</span> '
        f"{markup.text(say_code('label', label, language))}</div>"
        for one in labels
        if (label := one.labelled.verdict.label)
    ]
    return "".join(lines) or markup.quiet(say("no_label", language))


def _sources(rows: Sequence[ProfileRow], language: Language) -> str:
    found = {
        publication["publication"]: publication for row in rows for publication in row.measured.publications
    }
    return "".join(
        f'<p class="source">{records.evidence_badge(publication, language)} '
        f"{markup.outside_link(publication['source'], publication[f'title_{language}'])}</p>"
        for publication in found.values()
    )


def strongest(atlas: Atlas, rows: Sequence[ProfileRow], language: Language, at_most: int = 3) -> str:
    """The sectors with the highest quotients, in words; blank where there is none."""
    quotients = [r for r in rows if r.measured.measure is MeasureId.LQ_EMPLOYEES and is_number(r.figure)]
    if not quotients:
        return ""
    joint = "、" if language is Language.JAPANESE else ", "
    told = [
        f"{records.name_of(atlas.sectors[row.sector], language)} "
        f"{words.with_unit(row.measured.measure, row.figure, language)}"
        for row in by_quotient(quotients)[:at_most]
    ]
    return say("profile_reading", language, sectors=joint.join(told))
