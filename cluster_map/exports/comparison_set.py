"""A comparison as a result set: one row a property, one column a thing, sources beside the figures."""

from collections.abc import Sequence

from cluster_map.atlas import Atlas, Record
from cluster_map.comparison import Part
from cluster_map.domain import Language
from cluster_map.exports import origin
from cluster_map.exports.cells import Value
from cluster_map.exports.result_set import ResultSet
from cluster_map.text import say


def comparison_taken(
    atlas: Atlas, compared: Sequence[Record], parts: Sequence[Part], language: Language, address: str
) -> ResultSet:
    """The rows as they are read, the year and rank of a figure in its cell."""
    names = [str(record[f"name_{language}"]) for record in compared]
    item, source = say("compare_item", language), say("source", language)
    rows: list[dict[str, Value]] = []
    for part in parts:
        for row in part.rows:
            cells: dict[str, Value] = {item: row.label}
            for name, cell in zip(names, row.cells, strict=True):
                cells[name] = f"{cell.text} ({cell.note})" if cell.note else cell.text
            cells[source] = "; ".join(dict.fromkeys(cell.source for cell in row.cells if cell.source))
            rows.append(cells)
    title = say("compare_taken", language, names=", ".join(names))
    citation = origin.citation(atlas, title, language, address)
    about = [
        (say("about_title", language), title),
        (say("about_citation", language), citation),
        (say("about_version", language), atlas.store.data_version),
        (say("about_credit", language), origin.credit(atlas, language)),
    ]
    return ResultSet(
        name="comparison",
        title=title,
        citation=citation,
        types=dict.fromkeys([item, *names, source], "string"),
        rows=rows,
        labels=[str(row[item]) for row in rows],
        geometries=[None] * len(rows),
        geometry_type="Point",
        sources=origin.sources_of(atlas, compared, language),
        about=about,
    )
