"""A data folder small enough to read at a glance, described by the shipped schemas.

Two square prefectures side by side (Tokyo west of Chiba here), one cluster, one fair, one tie-up.
"""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from cluster_map.store import DEFAULT_FOLDER
from data_build import package

PAGE = {"source": "https://example.org/page", "evidence": "page", "checked_on": "2026-11-22"}
TOKYO = {"lat": "35.5", "lon": "139.5", "precision": "city"}

ROWS: dict[str, list[dict[str, str]]] = {
    "prefectures": [
        {
            "prefecture": code,
            "iso_3166_2": f"JP-{code}",
            "name_en": name,
            "name_ja": name_ja,
            "japan_region": "kanto",
            "capital_en": name,
            "capital_ja": name_ja,
            "lat": "35.5",
            "lon": lon,
            "area_km2": "2194.1",
            "population": "14000000",
            "population_year": "2024",
            "source": "https://example.org/codes",
            "evidence": "official",
        }
        for code, name, name_ja, lon in [
            ("13", "Tokyo", "東京都", "139.5"),
            ("12", "Chiba", "千葉県", "140.5"),
        ]
    ],
    "sectors": [
        {"sector": "food", "name_en": "Food", "name_ja": "食品", "short_en": "Food", "short_ja": "食品"},
        {"sector": "ict", "name_en": "ICT", "name_ja": "情報通信", "short_en": "ICT", "short_ja": "情報通信"},
    ],
    "gpa_entities": [
        {
            "entity_id": "pref-13",
            "entity_type": "prefecture",
            "code5": "13000",
            "code6": "130001",
            "name_en": "Tokyo",
            "name_ja": "東京都",
            "prefecture": "13",
            "lat": "35.5",
            "lon": "139.5",
            "gpa_covered": "true",
            "eu_epa_covered": "true",
            "source": "https://example.org/buyers",
            "evidence": "recall",
        }
    ],
    "epa_core_cities": [
        {
            "entity_id": "core-12217",
            "entity_type": "core_city",
            "code5": "12217",
            "code6": "122173",
            "name_en": "Kashiwa",
            "name_ja": "柏市",
            "prefecture": "12",
            "lat": "35.5",
            "lon": "140.5",
            "gpa_covered": "false",
            "eu_epa_listed": "likely",
            "source": "https://example.org/buyers",
            "evidence": "recall",
        }
    ],
    "clusters": [
        {
            "cluster_id": "tokyo-food",
            "name_en": "Tokyo Food",
            "name_ja": "東京食品",
            "prefectures": "13;12",
            "core_city_en": "Tokyo",
            "core_city_ja": "東京",
            "sectors": "food;ict",
            "keywords_en": "soy sauce;sake",
            "keywords_ja": "醤油;酒",
            "summary_en": "Makers of soy sauce.",
            "summary_ja": "醤油の製造業者。",
            **TOKYO,
            **PAGE,
        }
    ],
    "organisations": [
        {
            "organisation_id": "soy-works",
            "name_en": "Soy Works",
            "name_ja": "醤油製作所",
            "kind": "company",
            "city_en": "Tokyo",
            "city_ja": "東京",
            "prefecture": "13",
            **TOKYO,
            **PAGE,
        }
    ],
    "memberships": [
        {"cluster_id": "tokyo-food", "organisation_id": "soy-works", "role": "anchor", **TOKYO, **PAGE}
    ],
    "partner_regions": [
        {
            "region": "de-saxony",
            "name_en": "Saxony",
            "name_local": "Sachsen",
            "name_ja": "ザクセン州",
            "country": "DE",
            "level": "state",
            "iso_3166_2": "DE-SN",
            "lat": "51.05",
            "lon": "13.74",
            "precision": "prefecture-or-state",
            "evidence": "recall",
        }
    ],
    "tie_ups": [
        {
            "tie_up_id": "tokyo-saxony",
            "title_en": "Tokyo - Saxony",
            "title_ja": "東京-ザクセン州",
            "prefectures": "13",
            "place_en": "Tokyo",
            "place_ja": "東京都",
            "region": "de-saxony",
            "sectors": "food",
            "theme_en": "Food",
            "theme_ja": "食品",
            "cooperation": "seminar;export",
            "programme": "RIT",
            "start_year": "2010",
            "end_year": "2012",
            "from_year": "2010",
            "to_year": "2012",
            "years_from": "stated",
            "precision": "prefecture-or-state",
            "source_wording": "Food: Saxony and Tokyo",
            "source": "seed:004 6.2",
            "evidence": "seed",
        }
    ],
    "exhibitions": [
        {
            "exhibition_id": "food-fair",
            "name_en": "Food Fair",
            "name_ja": "食品展",
            "venue_en": "Big Hall",
            "venue_ja": "大ホール",
            "city_en": "Tokyo",
            "city_ja": "東京",
            "prefecture": "13",
            "sectors": "food",
            "months": "10;11",
            "rhythm": "annual",
            **TOKYO,
            **PAGE,
        }
    ],
    "support_measures": [
        {
            "support_measure_id": "rit",
            "name_en": "Tie-up programme",
            "name_ja": "地域間交流支援事業",
            "name_ja_translated": "false",
            "kind": "programme",
            "launched_year": "2007",
            "offer_en": "Pays for missions",
            "offer_ja": "派遣費用の負担",
            **PAGE,
        }
    ],
    "documents": [
        {
            "document": "seed:004",
            "title_en": "Case study",
            "title_ja": "事例研究",
            "what_en": "A study",
            "what_ja": "調査",
        }
    ],
    "indicators": [
        {
            "indicator": "population",
            "name_en": "Population",
            "name_ja": "人口",
            "unit": "persons",
            "unit_ja": "人",
        }
    ],
    "publications": [
        {
            "publication": "census",
            "title_en": "Census",
            "title_ja": "国勢調査",
            "source": "https://example.org/census",
            "evidence": "official",
        }
    ],
}
FIGURES = {
    "prefecture": ["13", "12"],
    "year": [2020, 2020],
    "indicator": ["population", "population"],
    "value": [14.0, 6.0],
    "publication": ["census", "census"],
}
SQUARES = {"13": shapely.box(139, 35, 140, 36), "12": shapely.box(140, 35, 141, 36)}


def columns_of(table: str) -> list[str]:
    return [field["name"] for field in _shipped()[table]["schema"]["fields"]]


def write_rows(
    folder: Path, table: str, rows: list[dict[str, str]], columns: list[str] | None = None
) -> None:
    """Write a CSV table; a row may leave out what is blank."""
    names = columns or columns_of(table)
    with (folder / "tables" / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def change(folder: Path, table: str, **cells: str) -> None:
    """Change cells of the first row of a table."""
    first, *others = ROWS[table]
    write_rows(folder, table, [{**first, **cells}, *others])


def rewrite(folder: Path, table: str, edit: Callable[[str], str]) -> None:
    """Change the text of a table."""
    file = folder / "tables" / f"{table}.csv"
    file.write_text(edit(file.read_text(encoding="utf-8")), encoding="utf-8", newline="")


def write_layer(folder: Path, name: str, column: str, areas: dict[str, shapely.Geometry]) -> None:
    frame = gpd.GeoDataFrame({column: list(areas)}, geometry=list(areas.values()), crs="EPSG:4326")
    frame.to_file(folder / "layers" / f"{name}.fgb", driver="FlatGeobuf")


def build(folder: Path) -> None:
    """Write the whole folder and record its checksums."""
    for part in ("tables", "statistics", "layers/browser"):
        (folder / part).mkdir(parents=True)
    for table, rows in ROWS.items():
        write_rows(folder, table, rows)
    pq.write_table(pa.table(FIGURES), folder / "statistics" / "prefecture_indicators.parquet")
    write_layer(folder, "prefectures_detail", "prefecture", SQUARES)
    write_layer(folder, "partner_regions_detail", "region", {"de-saxony": shapely.box(12, 50, 15, 52)})
    shapes = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"id": "13"}}]}
    (folder / "layers" / "browser" / "prefectures.json").write_text(json.dumps(shapes))
    wanted = {*ROWS, "prefecture_indicators", "layers/prefectures_detail", "layers/partner_regions_detail"}
    resources = [resource for name, resource in _shipped().items() if name in wanted]
    description = {"version": "2000.1.0", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(description), encoding="utf-8")
    package.write(folder)


def _shipped() -> dict[str, dict]:
    shipped = json.loads((DEFAULT_FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in shipped["resources"]}
