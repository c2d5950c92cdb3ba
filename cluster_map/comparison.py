"""Clusters or prefectures side by side: aligned rows, and which of them differ. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Evidence, Language, OrganisationKind, SectorId
from cluster_map.profiles import buyers_in, count_by_kind, organisations_in, tie_ups_of_cluster
from cluster_map.selection import count_by_country, count_by_sector
from cluster_map.strength import words
from cluster_map.strength.figures import Statistics, is_number
from cluster_map.strength.profile import PROFILE_MEASURES, measured_by_default
from cluster_map.text import say, say_code


@dataclass(frozen=True, slots=True)
class Cell:
    """One value. ``note`` says year and rank of a figure, ``source`` where it is from; blank elsewhere."""

    text: str
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One property of everything compared."""

    label: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        return len({cell.text for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Part:
    """Rows under a heading."""

    title: str
    rows: tuple[Row, ...]


def common_sector(sectors: Sequence[Sequence[str]], asked: Sequence[SectorId]) -> SectorId:
    """The sector whose figures are compared: the one asked for, else the first that most of them have."""
    if asked:
        return asked[0]
    ordered = [sector for own in sectors for sector in own]
    most = max(ordered, key=lambda s: sum(s in own for own in sectors), default=SectorId.AUTOMOTIVE)
    return SectorId(most)


def compare_clusters(
    atlas: Atlas, statistics: Statistics, clusters: Sequence[Record], sector: SectorId, language: Language
) -> list[Part]:
    """What clusters are, who is in them, and the figures of their lead prefectures."""
    nothing = say("not_on_file", language)

    def row(key: str, value: Callable[[Record], object]) -> Row:
        return _row(say(key, language), clusters, value, nothing)

    def members(kind: OrganisationKind) -> Callable[[Record], object]:
        return lambda cluster: count_by_kind(
            atlas.organisations[m["organisation_id"]]
            for m in atlas.memberships_of_cluster.get(cluster["cluster_id"], ())
        )[kind]

    about = (
        row("prefecture", lambda c: _names(atlas.prefectures, c["prefectures"], language)),
        row("core_city", lambda c: c[f"core_city_{language}"]),
        row("sectors", lambda c: _names(atlas.sectors, c["sectors"], language)),
        row("lead_organisation", lambda c: c[f"lead_organisation_{language}"]),
        row("since", lambda c: c["start_year"]),
        row("policy_programmes", lambda c: _joined(c[f"programmes_{language}"], language)),
        row("evidence", lambda c: say_code("evidence", c["evidence"], language)),
    )
    people = (
        *(
            _row(say_code("kinds", kind, language), clusters, members(kind), nothing)
            for kind in OrganisationKind
        ),
        row("tie_ups_in_sectors", lambda c: len(tie_ups_of_cluster(atlas, c))),
    )
    leads = [cluster["prefectures"][0] for cluster in clusters]
    return [
        Part(say("compare_about", language), about),
        Part(say("compare_people", language), people),
        _figures(atlas, statistics, leads, sector, language),
    ]


def compare_prefectures(
    atlas: Atlas, statistics: Statistics, prefectures: Sequence[Record], sector: SectorId, language: Language
) -> list[Part]:
    """What prefectures are, who is there, and their figures in a sector."""
    nothing = say("not_on_file", language)
    regions = atlas.store.by_key("japan_regions")

    def row(key: str, value: Callable[[Record], object]) -> Row:
        return _row(say(key, language), prefectures, value, nothing)

    def clusters(prefecture: Record) -> Sequence[Record]:
        return atlas.clusters_of_prefecture.get(prefecture["prefecture"], ())

    def tie_ups(prefecture: Record) -> Sequence[Record]:
        return atlas.tie_ups_of_prefecture.get(prefecture["prefecture"], ())

    def main_sectors(prefecture: Record) -> str:
        most = [sector for sector, _ in count_by_sector(clusters(prefecture)).most_common(3)]
        return _names(atlas.sectors, most, language)

    about = (
        row("japan_region", lambda p: regions[p["japan_region"]][f"name_{language}"]),
        row("capital", lambda p: p[f"capital_{language}"]),
        row(
            "population",
            lambda p: say(
                "population_value", language, people=f"{p['population']:,}", year=p["population_year"]
            ),
        ),
        row("area", lambda p: f"{p['area_km2']:,.0f} km²"),
    )
    people = (
        row("compare_clusters", lambda p: len(clusters(p))),
        row("compare_main_sectors", main_sectors),
        row("members", lambda p: len(organisations_in(atlas, p["prefecture"]))),
        row("tie_up", lambda p: len(tie_ups(p))),
        row("compare_countries", lambda p: len(count_by_country(atlas, tie_ups(p)))),
        row("buyers_here", lambda p: len(buyers_in(atlas, p["prefecture"]))),
        row("jetro_office", lambda p: _office(atlas, p["prefecture"], language)),
    )
    codes = [prefecture["prefecture"] for prefecture in prefectures]
    return [
        Part(say("compare_about", language), about),
        Part(say("compare_people", language), people),
        _figures(atlas, statistics, codes, sector, language),
    ]


def _row(label: str, records: Iterable[Record], value: Callable[[Record], object], nothing: str) -> Row:
    """Zero is a value, nothing on file is said."""
    texts = (value(record) for record in records)
    return Row(label, tuple(Cell(nothing if text in (None, "") else str(text)) for text in texts))


def _names(table: Mapping[str, Record], codes: Iterable[str], language: Language) -> str:
    return _joined((table[code][f"name_{language}"] for code in codes), language)


def _joined(parts: Iterable[str], language: Language) -> str:
    return ("、" if language is Language.JAPANESE else ", ").join(parts)


def _office(atlas: Atlas, prefecture: str, language: Language) -> str | None:
    offices = atlas.offices_of_prefecture.get(prefecture, ())
    if not offices:
        return None
    mark = f" ({say('brief_unchecked', language)})" if offices[0]["evidence"] == Evidence.RECALL else ""
    return f"{offices[0][f'name_{language}']}{mark}"


def _figures(
    atlas: Atlas, statistics: Statistics, codes: Sequence[str], sector: SectorId, language: Language
) -> Part:
    """Measures of a sector, each with year, rank and source, or why there is none."""
    rows = []
    for measure in PROFILE_MEASURES:
        measured = measured_by_default(statistics, sector, measure)
        source = "; ".join(f"{p[f'title_{language}']} {p['source']}" for p in measured.publications)
        year = str(measured.year)
        if measured.from_year:
            year = say("brief_years", language, start=measured.from_year, year=measured.year)
        cells = []
        for code in codes:
            figure = measured.figures[code]
            text = words.with_unit(measure, figure, language)
            if not is_number(figure):
                cells.append(Cell(text))
                continue
            all_ranked = len(measured.ranking)
            note = say("compare_rank", language, rank=measured.rank(code), all=all_ranked, year=year)
            cells.append(Cell(text, note, source))
        name = say_code("measure", measure, language)
        label = say("proxy_name", language, name=name) if measured.subject.proxy else name
        rows.append(Row(label, tuple(cells)))
    name = atlas.sectors[sector][f"name_{language}"]
    places = _joined(dict.fromkeys(atlas.prefectures[code][f"name_{language}"] for code in codes), language)
    return Part(say("compare_figures", language, sector=name, places=places), tuple(rows))
