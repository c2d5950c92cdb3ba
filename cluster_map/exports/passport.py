"""What is behind a record: the words of its source and what they were read as, doubts, terms, citation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Evidence, Language
from cluster_map.exports import origin
from cluster_map.record_keys import RecordKey, key_of
from cluster_map.text import say, say_code

SEPARATORS = {Language.ENGLISH: ", ", Language.JAPANESE: "、"}

NAMES = ("name", "title", "label", "what", "field")
"""Fields by which a record is called, the best first."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source says, in its own words, and what it was read as."""

    stated: str
    resolved: str


def called(atlas: Atlas, record: Record, language: Language) -> str:
    """The name of a record; where it has none, that of its table with its key."""
    for name in NAMES:
        if text := record.get(f"{name}_{language}"):
            return str(text)
    key = key_of(atlas, record)
    if key is None:
        return say("this_record", language)
    if key.table == "memberships":
        names = (atlas.organisations[record["organisation_id"]], atlas.clusters[record["cluster_id"]])
        return SEPARATORS[language].join(str(one[f"name_{language}"]) for one in names)
    resource = atlas.store.resource(key.table)
    title = resource["title_ja" if language is Language.JAPANESE else "title"]
    return f"{title} {key.key}"


def _prefectures_and_region(atlas: Atlas, tie_up: Record, language: Language) -> str:
    region = atlas.regions[tie_up["region"]]
    places = [*(atlas.prefectures[code] for code in tie_up["prefectures"]), region]
    country = atlas.countries[region["country"]][f"name_{language}"]
    names = SEPARATORS[language].join(str(place[f"name_{language}"]) for place in places)
    return f"{names} ({country})"


def _years(_: Atlas, tie_up: Record, language: Language) -> str:
    start, end = tie_up["from_year"], tie_up["to_year"]
    if start is None:
        return say("years_unknown", language)
    return f"{start}\u2013{end or ''}"


def _months(_: Atlas, fair: Record, language: Language) -> str:
    return SEPARATORS[language].join(say_code("month_name", str(month), language) for month in fair["months"])


RESOLVED: Mapping[str, Callable[[Atlas, Record, Language], str]] = {
    "source_wording": _prefectures_and_region,
    "period_as_stated": _years,
    "months_as_stated": _months,
}
"""Field in the words of a source -> what those were read as."""


def readings(atlas: Atlas, record: Record, language: Language) -> list[Reading]:
    """Every part of a record that the source words otherwise than its codes do."""
    found = []
    for name, resolve in RESOLVED.items():
        stated = record.get(f"{name}_ja") if language is Language.JAPANESE else None
        stated = stated or record.get(name)
        if stated and (resolved := resolve(atlas, record, language)):
            found.append(Reading(str(stated), resolved))
    return found


def doubts_of(atlas: Atlas, record: Record) -> list[Record]:
    """Doubts about the place in a founding document from which a record comes."""
    document, _, place = (record.get("source") or "").partition(" ")
    return [
        doubt
        for doubt in atlas.store.records("source_doubts")
        if place and (doubt["document"], doubt["place"]) == (document, place) and doubt != record
    ]


def terms_of(atlas: Atlas, record: Record) -> tuple[origin.Licence, ...]:
    """The licences of a record's table; empty where it was compiled from what it cites."""
    key = key_of(atlas, record)
    return origin.licences_of(atlas, key.table) if key else ()


def cite(atlas: Atlas, record: Record, language: Language, address: str = "") -> str:
    """How to cite a record in the form that its terms ask for.

    Official figures name the government's source and say that they were processed, as the Standard Terms of
    Use ask. What was compiled names the page or document, and the day on which the page was read.
    """
    key = key_of(atlas, record)
    title = called(atlas, record, language)
    where = _where(atlas, key, language)
    if not record.get("source"):
        is_unchecked = record.get("evidence") == Evidence.RECALL
        say_it = partial(say, language=language, title=title, where=where)
        return f"{say_it('cite_unchecked') if is_unchecked else say_it('cite_own')} {address}".strip()
    source = origin.source_words(atlas, record, language)
    if terms_of(atlas, record):
        text = say("cite_official", language, title=title, where=where, source=source)
    elif day := record.get("checked_on"):
        text = say("cite_page", language, title=title, where=where, source=source, day=day)
    else:
        text = say("cite_document", language, title=title, where=where, source=source)
    return f"{text} {address}".strip()


def _where(atlas: Atlas, key: RecordKey | None, language: Language) -> str:
    version = say("footer_version", language, version=atlas.store.data_version)
    return f"{version}, {key.table}/{key.key}" if key else version


def cite_figures(
    atlas: Atlas, title: str, publications: list[Record], language: Language, address: str = ""
) -> str:
    """How to cite figures that were worked out from official publications."""
    sources = "; ".join(origin.source_words(atlas, one, language) for one in publications)
    where = _where(atlas, None, language)
    return f"{say('cite_official', language, title=title, where=where, source=sources)} {address}".strip()
