"""What the maps of points show: members of a cluster, offices around a prefecture, fairs."""

from collections.abc import Iterable

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language, OrganisationKind, Precision
from cluster_map.fragments import records
from cluster_map.fragments.cluster import memberships_of
from cluster_map.maps.changes import Change, bit_mask, with_points
from cluster_map.maps.points import Shown, point_changes, points_change
from cluster_map.profiles import point_of
from cluster_map.selection import backed
from cluster_map.text import say, say_code
from cluster_map.url_state import ViewState


def members_change(atlas: Atlas, cluster: Record, view: ViewState) -> Change:
    """Where the members act for the cluster, each with how exact that is."""
    language = view.language
    shown = []
    cities = set()
    for membership in memberships_of(atlas, cluster, view):
        organisation = atlas.organisations[membership["organisation_id"]]
        if membership["lat"] is None:
            continue
        precision = say_code("precision", membership["precision"], language)
        cities.add(organisation["city_en"])
        shown.append(
            Shown(
                point_of(membership),
                records.name_of(organisation, language),
                say("precision_note", language, precision=precision),
                organisation["kind"],
                Precision(membership["precision"]),
            )
        )
    summary = say("members_map", language, count=len(shown), cities=len(cities))
    rows = [
        [f"point {kind}", say_code("kinds", kind, language)]
        for kind in OrganisationKind
        if any(one.look == kind for one in shown)
    ]
    legend = {
        "title": say("legend_points", language),
        "rows": [*rows, ["point vague company", say("legend_vague", language)]],
    }
    around = [point_of(cluster), *(one.at for one in shown)]
    return points_change(
        tuple(atlas.prefectures), shown, cluster["prefectures"], legend, summary, look_at=around
    )


def prefecture_change(atlas: Atlas, prefecture: Record, view: ViewState) -> Change:
    """The prefecture's clusters and the JETRO offices of Japan."""
    language = view.language
    code = prefecture["prefecture"]
    clusters = backed(atlas.clusters_of_prefecture.get(code, ()), view)
    offices = [
        _shown(office, "office", _about_office(office, language), language)
        for office in backed(atlas.store.records("offices"), view)
        if office["prefecture"]
    ]
    name = records.name_of(prefecture, language)
    summary = say("prefecture_map", language, name=name)
    legend = {
        "title": say("legend_offices", language),
        "rows": [
            ["point office", say("legend_offices", language)],
            ["point office vague", say("legend_vague", language)],
            ["bubble", say("legend_group", language)],
        ],
    }
    return points_change(
        tuple(atlas.prefectures),
        offices,
        (code,),
        legend,
        summary,
        clusters=bit_mask(atlas.clusters, {cluster["cluster_id"] for cluster in clusters}),
        look_at=[point_of(prefecture), *(point_of(cluster) for cluster in clusters)],
    )


def fairs_change(
    atlas: Atlas, fairs: Iterable[Record], view: ViewState, summary: str, with_offices: bool
) -> Change:
    """Fairs and, where asked for, the JETRO offices of Japan."""
    language = view.language
    shown = [
        _shown(fair, "fair", records.field(fair, "months_as_stated", language) or "", language)
        for fair in fairs
    ]
    offices = [o for o in atlas.store.records("offices") if o["prefecture"]] if with_offices else []
    shown += [_shown(office, "office", _about_office(office, language), language) for office in offices]
    rows = [["point fair", say("legend_fairs", language)]]
    rows += [["point office", say("legend_offices", language)]] if offices else []
    legend = {
        "title": say("legend_fairs", language),
        "rows": [*rows, ["point fair vague", say("legend_vague", language)]],
    }
    around = [one.at for one in shown] if view.prefectures else []
    return points_change(tuple(atlas.prefectures), shown, view.prefectures, legend, summary, look_at=around)


def with_offices(atlas: Atlas, change: Change, view: ViewState) -> Change:
    """A map of the world with JETRO's offices, in Japan and abroad, laid over it."""
    language = view.language
    shown = [
        _shown(office, "office", _about_office(office, language), language)
        for office in backed(atlas.store.records("offices"), view)
    ]
    row = ["point office vague", f"{say('legend_offices', language)} ({say('legend_vague', language)})"]
    return with_points(change, point_changes(shown), [row])


def _about_office(office: Record, language: Language) -> str:
    """Its city, and a word where nobody has checked it."""
    unchecked = say_code("evidence", office["evidence"], language) if records.unchecked(office) else None
    return " · ".join(part for part in (records.field(office, "city", language), unchecked) if part)


def _shown(record: Record, look: str, about: str, language: Language) -> Shown:
    name = records.name_of(record, language)
    return Shown(point_of(record), name, about, look, Precision(record["precision"]))
