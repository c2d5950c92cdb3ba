"""Parts that every record shows alike: its name, its source and how far it is backed."""

from collections.abc import Callable

from cluster_map.atlas import Atlas, Record
from cluster_map.atlas import field as field
from cluster_map.domain import Evidence, Language
from cluster_map.errors import DataError
from cluster_map.exports.origin import title_of_source
from cluster_map.exports.passport import called
from cluster_map.fragments import markup
from cluster_map.inventory import OWN_CHOICE
from cluster_map.record_keys import key_of
from cluster_map.text import say, say_code
from cluster_map.url_state import ViewState, link


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


def none_backed(language: Language) -> str:
    """In place of a list that the filter of evidence leaves empty."""
    return markup.paragraph(say("none_backed", language))


def evidence_name(evidence: str, language: Language) -> str:
    """A kind of evidence in a word or two; rules of our own have one too."""
    return say("own_choice", language) if evidence == OWN_CHOICE else say_code("evidence", evidence, language)


def evidence_means(record: Record, language: Language) -> str:
    """What it says of a record that it is backed so far."""
    if record["evidence"] == OWN_CHOICE:
        return say("own_choice_means", language)
    return say(f"evidence_{record['evidence']}_means", language)


def evidence_badge(record: Record, language: Language) -> str:
    evidence = record["evidence"]
    return (
        f'<span class="badge evidence-{markup.text(evidence)}" '
        f'title="{markup.text(evidence_means(record, language))}">'
        f"{markup.text(evidence_name(evidence, language))}</span>"
    )


def source_line(atlas: Atlas, record: Record, language: Language) -> str:
    """Where a record comes from: its title and link, how far it is backed, and the way to its passport."""
    return (
        f'<p class="source">{evidence_badge(record, language)} {source_link(atlas, record, language)}'
        f"{passport_link(atlas, record, language)}</p>"
    )


def passport_link(atlas: Atlas, record: Record, language: Language) -> str:
    """A small link to all that is behind a record; nothing for what is no row of a table."""
    key = key_of(atlas, record)
    if key is None:
        return ""
    page = link("record", ViewState(language=language, table=key.table, record=key.key))
    name = say("passport_of", language, name=called(atlas, record, language))
    return (
        f' <a class="behind" href="{markup.text(page)}" target="_self" '
        f'aria-label="{markup.text(name)}" title="{markup.text(say("passport", language))}"></a>'
    )


def source_link(atlas: Atlas, record: Record, language: Language) -> str:
    title, address = source_of(atlas, record, language)
    return markup.outside_link(address, title) if address else markup.text(title)


def source_of(atlas: Atlas, record: Record, language: Language) -> tuple[str, str | None]:
    """The title of a record's source, and its address where it is a page."""
    source = record["source"]
    if not source:
        return say("no_source", language), None
    if source.startswith(("http://", "https://")):
        return title_of_source(record, language) or source.split("//", 1)[1].split("/", 1)[0], source
    document_id, _, place = source.partition(" ")
    document = atlas.documents.get(document_id)
    if document is None:
        return source, None
    title = document[f"title_{language}"]
    return f"{title}, {place}" if place else title, None


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
