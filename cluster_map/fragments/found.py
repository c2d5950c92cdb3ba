"""What matches the view of a page, and a sentence that says so."""

from collections import Counter
from dataclasses import dataclass, replace

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language
from cluster_map.fragments import records
from cluster_map.profiles import dated
from cluster_map.selection import (
    count_by_country,
    count_by_prefecture,
    sector_counts,
    select_clusters,
    select_exhibitions,
    select_tie_ups,
    tie_up_sector_counts,
)
from cluster_map.text import say
from cluster_map.url_state import ViewState


@dataclass(frozen=True, slots=True)
class FoundClusters:
    """What matches a view: ``clusters`` the whole of it, ``anywhere`` all but its prefectures."""

    clusters: list[Record]
    anywhere: list[Record]
    per_sector: Counter[str]


def find_clusters(atlas: Atlas, view: ViewState) -> FoundClusters:
    """Ask for everything that the page shows."""
    return FoundClusters(
        clusters=select_clusters(atlas, view),
        anywhere=select_clusters(atlas, replace(view, prefectures=())),
        per_sector=sector_counts(atlas, view),
    )


def clusters_summary(atlas: Atlas, found: FoundClusters, view: ViewState) -> str:
    """What the map shows, in a sentence made from the same records."""
    per_prefecture = count_by_prefecture(found.clusters)
    if not per_prefecture:
        return say("summary_none", view.language)
    most, count = per_prefecture.most_common(1)[0]
    if len(view.prefectures) == 1:
        name = records.name_of(atlas.prefectures[view.prefectures[0]], view.language)
        return say("summary_one_prefecture", view.language, count=len(found.clusters), prefecture=name)
    return say(
        "summary_clusters",
        view.language,
        count=len(found.clusters),
        prefectures=len(per_prefecture),
        most=records.name_of(atlas.prefectures[most], view.language),
        most_count=count,
    )


@dataclass(frozen=True, slots=True)
class FoundTieUps:
    """What matches a view: ``tie_ups`` the whole of it, ``anywhere`` all but prefecture and region."""

    tie_ups: list[Record]
    anywhere: list[Record]
    per_sector: Counter[str]
    year_range: tuple[int, int]


def find_tie_ups(atlas: Atlas, view: ViewState) -> FoundTieUps:
    """Ask for everything that the page shows."""
    years = [tie_up["from_year"] for tie_up in atlas.tie_ups.values() if tie_up["from_year"]]
    ends = [tie_up["to_year"] for tie_up in atlas.tie_ups.values() if tie_up["to_year"]]
    return FoundTieUps(
        tie_ups=select_tie_ups(atlas, view),
        anywhere=select_tie_ups(atlas, replace(view, prefectures=(), region=None)),
        per_sector=tie_up_sector_counts(atlas, view),
        year_range=(min(years), max(years + ends)),
    )


def tie_ups_summary(atlas: Atlas, found: FoundTieUps, view: ViewState) -> str:
    """What the map shows, in a sentence made from the same records."""
    if not found.tie_ups:
        return say("summary_no_tie_ups", view.language)
    countries = count_by_country(atlas, found.tie_ups)
    most, count = countries.most_common(1)[0]
    return say(
        "summary_tie_ups",
        view.language,
        count=len(found.tie_ups),
        prefectures=len(count_by_prefecture(found.tie_ups)),
        countries=len(countries),
        most=records.name_of(atlas.countries[most], view.language),
        most_count=count,
    )


def find_fairs(atlas: Atlas, view: ViewState) -> list[Record]:
    """Fairs that match the view, in the order of their months."""
    return sorted(select_exhibitions(atlas, view), key=lambda fair: fair["months"][:1] or (13,))


def fairs_summary(fairs: list[Record], view: ViewState) -> str:
    """What the page shows, in a sentence made from the same records."""
    if not fairs:
        return say("summary_no_fairs", view.language)
    count, prefectures = len(fairs), len({fair["prefecture"] for fair in fairs})
    if with_days := len(dated(fairs)):
        return say(
            "summary_fairs_dated", view.language, count=count, prefectures=prefectures, dated=with_days
        )
    return say("summary_fairs", view.language, count=count, prefectures=prefectures)


NAMED = 4
"""Chosen codes that a title names."""


def with_choice(title: str, atlas: Atlas, view: ViewState) -> str:
    """The title of a list with the names of what is chosen: sectors, prefectures, countries."""
    language = view.language
    names = [atlas.sectors[sector][f"short_{language}"] for sector in view.sectors]
    names += [records.name_of(atlas.prefectures[code], language) for code in view.prefectures]
    names += [records.name_of(atlas.countries[code], language) for code in view.countries]
    separator = "、" if language is Language.JAPANESE else ", "
    return f"{title}: {separator.join(names[:NAMED])}" if names else title
