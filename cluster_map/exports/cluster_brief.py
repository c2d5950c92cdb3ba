"""The brief of one cluster: at most two A4 pages to hand on."""

from cluster_map.atlas import Record
from cluster_map.domain import SectorId
from cluster_map.exports import brief_parts as parts
from cluster_map.exports.brief_parts import Asked
from cluster_map.exports.pdf import Document
from cluster_map.exports.pdf_setting import Text
from cluster_map.exports.typesetting import Span
from cluster_map.maps.changes import Change
from cluster_map.profiles import (
    count_by_kind,
    fairs_of,
    kinds_in_words,
    point_of,
    related_clusters,
    tie_ups_of_cluster,
)
from cluster_map.text import say, say_code

LEVELS = (8, 5, 3)
"""Rows of a list at most; a shorter brief is tried where a longer one runs over."""

SECTORS_WITH_FIGURES = 2


def cluster_brief(asked: Asked, cluster: Record, change: Change) -> bytes:
    """A PDF about one cluster, in one language; ``change`` is what the map of its profile shows.

    Raises
    ------
    DataError
        If a table or layer that it needs is refused.
    """
    picture = parts.map_of(asked, change)

    def write(most: int) -> Document:
        return _document(asked, cluster, picture, change["summary"], most)

    return parts.within_two_pages(LEVELS, write)


def cluster_sentences(asked: Asked, cluster: Record) -> Text:
    """What the profile says of a cluster, without its links."""
    atlas, language = asked.atlas, asked.language
    sentences = [
        say(
            "profile_cluster_where",
            language,
            name=asked.name(cluster),
            city=asked.field(cluster, "core_city") or "",
            prefectures=asked.joined([asked.name(atlas.prefectures[p]) for p in cluster["prefectures"]]),
            sectors=asked.joined([asked.name(atlas.sectors[s]) for s in cluster["sectors"]]),
        )
    ]
    if cluster["start_year"]:
        sentences.append(say("profile_cluster_since", language, year=cluster["start_year"]))
    memberships = atlas.memberships_of_cluster.get(cluster["cluster_id"], ())
    if memberships:
        found = [atlas.organisations[m["organisation_id"]] for m in memberships]
        kinds = kinds_in_words(count_by_kind(found), language)
        sentences.append(say("profile_cluster_members", language, count=len(found), kinds=kinds))
    tie_ups = tie_ups_of_cluster(atlas, cluster)
    key = "profile_cluster_tie_ups" if tie_ups else "profile_cluster_no_tie_ups"
    sentences.append(say(key, language, count=len(tie_ups)))
    return asked.sentences(sentences)


def _document(asked: Asked, cluster: Record, picture: bytes, summary: str, most: int) -> Document:
    atlas, language = asked.atlas, asked.language
    kind = say("cluster", language)
    lead = atlas.prefectures[cluster["prefectures"][0]]
    kicker = asked.joined([asked.name(atlas.prefectures[p]) for p in cluster["prefectures"]])
    document = parts.begun(asked, kind, asked.name(cluster))
    lead_text = f"{asked.field(cluster, 'summary') or ''}{parts.unchecked(asked, cluster)}"
    parts.head(
        asked,
        document,
        f"{kind} · {kicker}",
        asked.name(cluster),
        [lead_text, parts.source_note(asked, document, cluster)],
    )
    document.paragraph(cluster_sentences(asked, cluster))
    document.space(1.5)
    document.side_by_side(
        lambda: document.picture(picture, summary, summary),
        lambda: document.facts(_facts(asked, cluster), label_width=24),
        0.6,
    )
    parts.whom_to_call(asked, document, lead["prefecture"], point_of(cluster))
    _members(asked, document, cluster, most)
    sectors = [SectorId(sector) for sector in cluster["sectors"][:SECTORS_WITH_FIGURES]]
    parts.figures(asked, document, lead, sectors)
    parts.tie_ups(asked, document, tie_ups_of_cluster(atlas, cluster), most)
    parts.fairs(asked, document, fairs_of(atlas, cluster["sectors"]), most // 2)
    _related(asked, document, cluster, most // 2)
    document.notes(say("brief_sources", language))
    return document


def _facts(asked: Asked, cluster: Record) -> list[tuple[str, Text]]:
    language = asked.language
    nothing = say("not_on_file", language)
    programmes = "; ".join(cluster[f"programmes_{language}"])
    site = cluster["website"]
    return [
        (say("core_city", language), asked.field(cluster, "core_city") or nothing),
        (say("lead_organisation", language), asked.field(cluster, "lead_organisation") or nothing),
        (say("since", language), str(cluster["start_year"] or nothing)),
        (say("policy_programmes", language), programmes or nothing),
        (say("website", language), parts.website(site) if site else nothing),
    ]


def _members(asked: Asked, document: Document, cluster: Record, most: int) -> None:
    atlas, language = asked.atlas, asked.language
    memberships = atlas.memberships_of_cluster.get(cluster["cluster_id"], ())
    if not memberships:
        return
    rows: list[list[Text]] = []
    for membership in memberships[:most]:
        organisation = atlas.organisations[membership["organisation_id"]]
        kind = say_code("kinds", organisation["kind"], language)
        name = asked.name(organisation)
        site = organisation["website"]
        rows.append(
            [
                [
                    Span(name, site) if site else name,
                    parts.unchecked(asked, membership),
                    parts.source_note(asked, document, membership),
                ],
                f"{kind} · {say_code('role', membership['role'], language)}",
                asked.field(organisation, "city") or "",
            ]
        )
    columns = [say(key, language) for key in ("brief_organisation", "brief_kind_role", "brief_city")]
    document.table(columns, rows, [5, 3.4, 1.8], title=say("members", language))
    parts.more(asked, document, len(memberships) - most)


def _related(asked: Asked, document: Document, cluster: Record, most: int) -> None:
    language = asked.language
    found = related_clusters(asked.atlas, cluster)[:most]
    if not found:
        return
    document.heading(say("related_clusters", language))
    rows = []
    for one in found:
        km = f"{one.km:,.0f}"
        sectors = asked.joined([asked.atlas.sectors[s][f"short_{language}"] for s in one.sectors])
        why = (
            say("related_same", language, sectors=sectors, km=km)
            if one.sectors
            else say("related_near", language, km=km)
        )
        rows.append(f"{asked.name(one.cluster)} · {why}")
    document.bullets(rows, size=8.5)
