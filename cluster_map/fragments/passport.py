"""The passport: what is behind a record or a figure, opened on demand. One look for all."""

from collections.abc import Sequence

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language
from cluster_map.exports import origin
from cluster_map.exports.passport import (
    cite,
    cite_figures,
    doubts_of,
    readings,
    terms_of,
)
from cluster_map.fragments import markup, records
from cluster_map.record_keys import RecordKey, key_of
from cluster_map.settings import report_address
from cluster_map.text import say, say_code
from cluster_map.url_state import ViewState


def passport(atlas: Atlas, record: Record, view: ViewState) -> str:
    """Source and evidence of a record at once; everything else behind it folded away under them."""
    language = view.language
    return records.source_line(atlas, record, language) + markup.folded(
        say("passport", language), behind(atlas, record, view)
    )


def behind(atlas: Atlas, record: Record, view: ViewState) -> str:
    """All that is known of where a record comes from, how to cite it and how to report a mistake in it."""
    language = view.language
    key = key_of(atlas, record)
    rows = [
        (
            say("source", language),
            records.source_link(atlas, record, language) if "source" in record else None,
        ),
        (say("evidence", language), _evidence(record, language)),
        (say("more_sources", language), _more_sources(record)),
        (say("read_on", language), _plain(record.get("checked_on"))),
        (say("precision", language), _precision(record, language)),
        *_readings(atlas, record, language),
        (say("correction_why", language), _plain(_text(record, "correction", language))),
        (say("notes", language), _linked(_text(record, "notes", language))),
        (say("doubts", language), _doubts(atlas, record, language)),
        (say("licence", language), _terms(terms_of(atlas, record), language)),
        (say("about_version", language), markup.text(atlas.store.data_version)),
        (say("record", language), _record(key)),
        (
            say("cite_this", language),
            "".join(_cited(cite(atlas, record, one), one) for one in _both(language)),
        ),
        (say("mistake", language), _report(key, language)),
    ]
    return f'<div class="passport">{markup.facts(rows)}</div>'


def figure_passport(
    atlas: Atlas, titles: dict[Language, str], publications: Sequence[Record], view: ViewState
) -> str:
    """The same for a figure worked out from official publications. ``titles`` name it in both languages."""
    language = view.language
    sources = list(publications)
    rows = [
        (say("source", language), "".join(records.source_line(atlas, one, language) for one in sources)),
        (say("licence", language), _terms(origin.licences_of(atlas, "publications"), language)),
        (say("about_version", language), markup.text(atlas.store.data_version)),
        (
            say("cite_this", language),
            "".join(_cited(cite_figures(atlas, titles[one], sources, one), one) for one in _both(language)),
        ),
    ]
    body = f'<div class="passport">{markup.facts(rows)}</div>'
    return markup.folded(say("passport", language), body)


def _both(language: Language) -> tuple[Language, ...]:
    """Both languages, the reader's first."""
    return (language, *(other for other in Language if other is not language))


def _text(record: Record, name: str, language: Language) -> str | None:
    return records.field(record, name, language) if name in record or f"{name}_en" in record else None


def _plain(value: object | None) -> str | None:
    return markup.text(value) if value else None


def _linked(value: str | None) -> str | None:
    return markup.linked(value, in_full=True) if value else None


def _evidence(record: Record, language: Language) -> str | None:
    if not record.get("evidence"):
        return None
    return records.evidence_badge(record, language) + markup.quiet(records.evidence_means(record, language))


def _more_sources(record: Record) -> str | None:
    found = record.get("further_sources") or ()
    return "<br>".join(markup.linked(source) for source in found) or None


def _precision(record: Record, language: Language) -> str | None:
    if not record.get("precision"):
        return None
    return markup.text(say_code("precision", record["precision"], language))


def _readings(atlas: Atlas, record: Record, language: Language) -> list[tuple[str, str | None]]:
    rows: list[tuple[str, str | None]] = []
    for reading in readings(atlas, record, language):
        rows.append((say("stated", language), f"<q>{markup.text(reading.stated)}</q>"))
        rows.append((say("resolved", language), markup.text(reading.resolved)))
    return rows


def _doubts(atlas: Atlas, record: Record, language: Language) -> str | None:
    made = "".join(f"<p>{markup.text(doubt[f'doubt_{language}'])}</p>" for doubt in doubts_of(atlas, record))
    return made or None


def _terms(licences: Sequence[origin.Licence], language: Language) -> str:
    if not licences:
        return markup.text(say("terms_of_source", language))
    return "<br>".join(markup.outside_link(one.path, one.title_in(language)) for one in licences)


def _record(key: RecordKey | None) -> str | None:
    return f"<code>{markup.text(f'{key.table}/{key.key}')}</code>" if key else None


def _cited(text: str, language: Language) -> str:
    return f'<p class="citation" lang="{language}">{markup.text(text)}</p>'


def _report(key: RecordKey | None, language: Language) -> str | None:
    address = report_address(f"{key.table.replace('_', '-')}/{key.key}") if key else None
    return markup.outside_link(address, say("report_mistake", language)) if address else None
