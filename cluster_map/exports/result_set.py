"""Records that somebody takes away: which table, which rows, where they lie, whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language
from cluster_map.exports import origin
from cluster_map.exports.cells import Value
from cluster_map.exports.geometry import Geometry, point_geometry, tie_up_geometry
from cluster_map.exports.origin import Source
from cluster_map.text import say

OF_EVERY_ROW = ("licence", "data_version")
"""Columns that each row carries beside those of its table, so that a copied row keeps them."""


@dataclass(frozen=True, slots=True)
class ResultSet:
    """Rows with the columns of their table, as they are written to a file.

    ``types`` gives each column's type as ``datapackage.json`` does; ``about`` says of the whole file
    what it is, under which terms and how to cite it; ``labels`` name the rows on a map.
    """

    name: str
    title: str
    citation: str
    types: dict[str, str]
    rows: Sequence[dict[str, Value]]
    labels: Sequence[str]
    geometries: Sequence[Geometry | None]
    geometry_type: str
    sources: Sequence[Source]
    about: Sequence[tuple[str, str]]

    def file_name(self, extension: str) -> str:
        return f"cluster-map-japan-{self.name}.{extension}"


def clusters_taken(
    atlas: Atlas, clusters: Sequence[Record], language: Language, address: str = ""
) -> ResultSet:
    """Clusters as points. ``address`` is the link of the view that found them."""
    return _taken(
        atlas,
        "clusters",
        clusters,
        [cluster[f"name_{language}"] for cluster in clusters],
        [point_geometry(cluster) for cluster in clusters],
        "Point",
        say("take_clusters", language, count=len(clusters)),
        language,
        address,
    )


def tie_ups_taken(
    atlas: Atlas, tie_ups: Sequence[Record], language: Language, address: str = ""
) -> ResultSet:
    """Tie-ups as lines from their prefectures to their partner region."""
    return _taken(
        atlas,
        "tie_ups",
        tie_ups,
        [tie_up[f"title_{language}"] for tie_up in tie_ups],
        [_as_lines(tie_up_geometry(atlas, tie_up)) for tie_up in tie_ups],
        "MultiLineString",
        say("take_tie_ups", language, count=len(tie_ups)),
        language,
        address,
    )


def fairs_taken(atlas: Atlas, fairs: Sequence[Record], language: Language, address: str = "") -> ResultSet:
    """Fairs as points, with the months and the rhythm that a source states."""
    return _taken(
        atlas,
        "exhibitions",
        fairs,
        [fair[f"name_{language}"] for fair in fairs],
        [point_geometry(fair) for fair in fairs],
        "Point",
        say("take_fairs", language, count=len(fairs)),
        language,
        address,
    )


def _as_lines(geometry: Geometry | None) -> Geometry | None:
    """One type for a whole layer, as a GeoPackage wants it."""
    if geometry is None or geometry["type"] == "MultiLineString":
        return geometry
    return {"type": "MultiLineString", "coordinates": [geometry["coordinates"]]}


def _taken(
    atlas: Atlas,
    table: str,
    records: Sequence[Record],
    labels: Sequence[str],
    geometries: Sequence[Geometry | None],
    geometry_type: str,
    title: str,
    language: Language,
    address: str,
) -> ResultSet:
    version = atlas.store.data_version
    terms = origin.licences(atlas)
    of_every_row = dict(zip(OF_EVERY_ROW, ("; ".join(x.title for x in terms), version), strict=True))
    citation = origin.citation(atlas, title, language, address)
    about = [
        (say("about_title", language), title),
        (say("about_citation", language), citation),
        (say("about_version", language), version),
        *((say("about_licence", language), f"{x.title_in(language)} {x.path}") for x in terms),
        (say("about_credit", language), origin.credit(atlas, language)),
        (say("about_boundaries", language), origin.boundaries(atlas, language)),
        (say("about_blank", language), say("about_blank_means", language)),
    ]
    return ResultSet(
        name=table.replace("_", "-"),
        title=title,
        citation=citation,
        types={f.name: f.type for f in atlas.store.fields(table)} | dict.fromkeys(OF_EVERY_ROW, "string"),
        rows=[dict(record) | of_every_row for record in records],
        labels=labels,
        geometries=geometries,
        geometry_type=geometry_type,
        sources=origin.sources_of(atlas, records, language),
        about=about,
    )
