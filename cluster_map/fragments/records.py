"""Parts that every record shows alike: its name, its source and how far it is backed."""

from collections.abc import Callable

from cluster_map.atlas import Atlas, Record
from cluster_map.atlas import field as field
from cluster_map.domain import Evidence, Language
from cluster_map.errors import DataError
from cluster_map.fragments import markup
from cluster_map.settings import report_address
from cluster_map.text import say, say_code
from cluster_map.url_state import ViewState


def name_of(record: Record, language: Language) -> str:
    return str(record[f"name_{language}"])


def listed_field(record: Record, name: str, language: Language) -> tuple[str, ...]:
    return tuple(record[f"{name}_{language}"])


def guarded(title: str, language: Language, build: Callable[[], str]) -> str:
    """A part of a panel; where its table is refused, a word about that, and the rest of the panel stays."""
    try:
        return build()
    except DataError:
        return markup.section(say(title, language), markup.paragraph(say("part_unavailable", language)))


def evidence_badge(record: Record, language: Language) -> str:
    evidence = record["evidence"]
    meaning = markup.text(say(f"evidence_{evidence}_means", language))
    return (
        f'<span class="badge evidence-{markup.text(evidence)}" title="{meaning}">'
        f"{markup.text(say_code('evidence', evidence, language))}</span>"
    )


def source_line(atlas: Atlas, record: Record, language: Language) -> str:
    """Where a record comes from: its title and link, and how far it is backed."""
    return f'<p class="source">{evidence_badge(record, language)} {source_link(atlas, record, language)}</p>'


def source_link(atlas: Atlas, record: Record, language: Language) -> str:
    source = record["source"]
    if not source:
        return markup.text(say("no_source", language))
    if source.startswith(("http://", "https://")):
        title = record.get("source_title") or source.split("//", 1)[1].split("/", 1)[0]
        return markup.outside_link(source, title)
    document_id, _, place = source.partition(" ")
    document = atlas.documents.get(document_id)
    if document is None:
        return markup.text(source)
    title = document[f"title_{language}"]
    return markup.text(f"{title}, {place}" if place else title)


def unchecked(record: Record) -> bool:
    return bool(record["evidence"] == Evidence.RECALL)


def sector_list(atlas: Atlas, record: Record, language: Language) -> str:
    """Sectors with their symbols."""
    made = "".join(
        f'<span class="sector">{markup.sector_symbol(sector)}'
        f"{markup.text(name_of(atlas.sectors[sector], language))}</span>"
        for sector in record["sectors"]
    )
    return f'<div class="sectors">{made}</div>'


def short_sectors(atlas: Atlas, record: Record, language: Language) -> str:
    return " · ".join(atlas.sectors[sector][f"short_{language}"] for sector in record["sectors"])


def prefecture_names(atlas: Atlas, record: Record, language: Language) -> str:
    separator = "、" if language is Language.JAPANESE else ", "
    return separator.join(name_of(atlas.prefectures[code], language) for code in record["prefectures"])


def report_mistake(kind: str, record_id: str, view: ViewState) -> str:
    """A way to tell the operator what is wrong, with the record named; nothing without an address."""
    address = report_address(f"{kind}/{record_id}")
    return (
        f'<p class="report">{markup.outside_link(address, say("report_mistake", view.language))}</p>'
        if address
        else ""
    )
