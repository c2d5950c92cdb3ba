"""The brief of one prefecture: at most two A4 pages to hand on."""

from cluster_map.atlas import Record
from cluster_map.domain import SectorId
from cluster_map.exports import brief_parts as parts
from cluster_map.exports.brief_parts import Asked
from cluster_map.exports.pdf import Document
from cluster_map.exports.pdf_setting import Text
from cluster_map.maps.changes import Change
from cluster_map.profiles import (
    buyers_in,
    count_by_kind,
    fairs_of,
    kinds_in_words,
    main_sector,
    organisations_in,
    point_of,
)
from cluster_map.selection import count_by_country, count_by_sector
from cluster_map.text import say

LEVELS = (13, 8, 5, 3)
"""Rows of a list at most; a shorter brief is tried where a longer one runs over."""

SECTORS_WITH_FIGURES = 3


def prefecture_brief(asked: Asked, prefecture: Record, change: Change) -> bytes:
    """A PDF about one prefecture, in one language; ``change`` is what the map of its profile shows.

    Raises
    ------
    DataError
        If a table or layer that it needs is refused.
    """
    picture = parts.map_of(asked, change)

    def write(most: int) -> Document:
        return _document(asked, prefecture, picture, change["summary"], most)

    return parts.within_two_pages(LEVELS, write)


def prefecture_sentences(asked: Asked, prefecture: Record) -> Text:
    """What the profile says of a prefecture, without its links."""
    atlas, language, code = asked.atlas, asked.language, prefecture["prefecture"]
    clusters = atlas.clusters_of_prefecture.get(code, ())
    name, most = asked.name(prefecture), main_sector(clusters)
    if most is None:
        sentences = [say("profile_prefecture_no_clusters", language, name=name)]
    else:
        sector = asked.name(atlas.sectors[most[0]])
        sentences = [
            say(
                "profile_prefecture_clusters",
                language,
                name=name,
                count=len(clusters),
                most=most[1],
                sector=sector,
            )
        ]
    organisations = organisations_in(atlas, code)
    if organisations:
        kinds = kinds_in_words(count_by_kind(organisations), language)
        count = len(organisations)
        sentences.append(say("profile_prefecture_organisations", language, count=count, kinds=kinds))
    tie_ups = atlas.tie_ups_of_prefecture.get(code, ())
    if tie_ups:
        count, countries = len(tie_ups), len(count_by_country(atlas, tie_ups))
        sentences.append(say("profile_prefecture_tie_ups", language, count=count, countries=countries))
    else:
        sentences.append(say("profile_prefecture_no_tie_ups", language))
    return asked.sentences(sentences)


def _document(asked: Asked, prefecture: Record, picture: bytes, summary: str, most: int) -> Document:
    atlas, language, code = asked.atlas, asked.language, prefecture["prefecture"]
    kind = say("prefecture", language)
    region = atlas.store.by_key("japan_regions")[prefecture["japan_region"]]
    name = asked.name(prefecture)
    document = parts.begun(asked, kind, name)
    lead = prefecture_sentences(asked, prefecture)
    parts.head(asked, document, f"{kind} · {asked.name(region)}", name, lead)
    document.space(1.5)
    document.side_by_side(
        lambda: document.picture(picture, summary, summary),
        lambda: document.facts(_facts(asked, document, prefecture), label_width=24),
        0.6,
    )
    parts.whom_to_call(asked, document, code, point_of(prefecture))
    clusters = atlas.clusters_of_prefecture.get(code, ())
    _clusters(asked, document, clusters, most)
    sectors = [SectorId(s) for s, _ in count_by_sector(clusters).most_common(SECTORS_WITH_FIGURES)]
    parts.figures(asked, document, prefecture, sectors)
    parts.tie_ups(asked, document, atlas.tie_ups_of_prefecture.get(code, ()), most)
    parts.fairs(asked, document, fairs_of(atlas, sectors), most // 2)
    document.notes(say("brief_sources", language))
    return document


def _facts(asked: Asked, document: Document, prefecture: Record) -> list[tuple[str, Text]]:
    language = asked.language
    people = f"{prefecture['population']:,}"
    year = prefecture["population_year"]
    mark = parts.source_note(asked, document, prefecture)
    return [
        (say("capital", language), [asked.field(prefecture, "capital") or "", mark]),
        (say("population", language), say("population_value", language, people=people, year=year)),
        (say("area", language), f"{prefecture['area_km2']:,.0f} km²"),
        (say("buyers_here", language), str(len(buyers_in(asked.atlas, prefecture["prefecture"])))),
    ]


def _clusters(asked: Asked, document: Document, clusters: tuple[Record, ...], most: int) -> None:
    atlas, language = asked.atlas, asked.language
    title = say("clusters_here", language, count=len(clusters))
    rows: list[list[Text]] = [
        [
            [
                asked.name(cluster),
                parts.unchecked(asked, cluster),
                parts.source_note(asked, document, cluster),
            ],
            asked.joined([atlas.sectors[s][f"short_{language}"] for s in cluster["sectors"]]),
            asked.field(cluster, "core_city") or "",
        ]
        for cluster in clusters[:most]
    ]
    if rows:
        columns = [say(key, language) for key in ("cluster", "sectors", "core_city")]
        document.table(columns, rows, [5, 3.4, 2], title=title)
    parts.more(asked, document, len(clusters) - most)
