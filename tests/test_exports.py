"""What is taken away can be opened: each file is read here by another library than the one that wrote it."""

import io
import json
import sqlite3
import struct
import subprocess
import sys
from xml.etree import ElementTree

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely
from shipped_rows import rows

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language
from cluster_map.exports.files import FORMATS
from cluster_map.exports.result_set import ResultSet, clusters_taken, fairs_taken, tie_ups_taken
from cluster_map.process import shared_atlas

KML = {"kml": "http://www.opengis.net/kml/2.2"}
ADDRESS = "http://localhost/tie-ups?lang=en"


TAKEN = {"clusters": clusters_taken, "tie_ups": tie_ups_taken, "exhibitions": fairs_taken}


def everything(table: str, language: Language = Language.ENGLISH) -> ResultSet:
    atlas = shared_atlas()
    return TAKEN[table](atlas, list(atlas.store.records(table)), language, ADDRESS)


def nothing(table: str) -> ResultSet:
    return TAKEN[table](shared_atlas(), [], Language.JAPANESE)


def one_cluster(**changes: object) -> ResultSet:
    atlas: Atlas = shared_atlas()
    cluster: Record = next(iter(atlas.clusters.values()))
    return clusters_taken(atlas, [{**cluster, **changes}], Language.ENGLISH)


def ids_in(extension: str, content: bytes, key: str, layer: str, folder) -> list[str]:
    """The ids that a file holds, read the way another program would."""
    match extension:
        case "csv":
            return pd.read_csv(io.BytesIO(content), dtype=str)[key].tolist()
        case "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(content))[layer]
            table = list(sheet.values)
            return [row[table[0].index(key)] for row in table[1:]]
        case "geojson":
            return [f["properties"][key] for f in json.loads(content)["features"]]
        case "gpkg":
            path = folder / "taken.gpkg"
            path.write_bytes(content)
            with sqlite3.connect(path) as database:
                return [row[0] for row in database.execute(f'SELECT "{key}" FROM "{layer}"')]
        case _:
            root = ElementTree.fromstring(content)
            return [e.text or "" for e in root.iterfind(f".//kml:SimpleData[@name='{key}']", KML)]


def said_in(extension: str, content: bytes, folder) -> str:
    """All text of a file."""
    match extension:
        case "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(content))
            return "\n".join(str(value) for sheet in book for row in sheet.values for value in row)
        case "gpkg":
            path = folder / "said.gpkg"
            path.write_bytes(content)
            with sqlite3.connect(path) as database:
                return "\n".join(database.iterdump())
        case _:
            return content.decode("utf-8-sig")


each_file = pytest.mark.parametrize("extension", FORMATS)
each_table = pytest.mark.parametrize(
    ("table", "key"), [(table, f"{table.removesuffix('s')}_id") for table in TAKEN]
)


@each_file
@each_table
def test_everything_comes_out_in_order(extension, table, key, tmp_path):
    taken = everything(table)
    found = ids_in(extension, FORMATS[extension].write(taken), key, taken.name, tmp_path)
    assert found == [row[key] for row in rows(table)]


@each_file
@each_table
def test_nothing_is_a_whole_file_without_rows(extension, table, key, tmp_path):
    taken = nothing(table)
    assert ids_in(extension, FORMATS[extension].write(taken), key, taken.name, tmp_path) == []


@each_file
@pytest.mark.parametrize("table", TAKEN)
def test_each_file_names_sources_evidence_licence_and_data_version(extension, table, tmp_path):
    text = said_in(extension, FORMATS[extension].write(everything(table)), tmp_path)
    package = shared_atlas().store.package
    assert package["version"] in text
    assert package["licenses"][0]["title"] in text
    assert {"evidence", "source"} <= set(text.replace('"', " ").replace(",", " ").replace("\n", " ").split())
    assert rows(table)[0]["source"].split("&")[0] in text


@pytest.mark.parametrize("extension", [e for e in FORMATS if e != "csv"])
def test_each_file_that_can_say_how_to_cite_it_does(extension, tmp_path):
    text = said_in(extension, FORMATS[extension].write(everything("tie_ups")), tmp_path)
    assert ADDRESS in text
    assert "Cluster Map Japan" in text


@pytest.mark.parametrize("formula", ['=HYPERLINK("http://x","y")', "+1+1", "-1+1", "@SUM(A1)", "\t=1"])
def test_a_spreadsheet_finds_no_formula(formula):
    taken = one_cluster(name_en=formula, keywords_en=(formula, "plain"))
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(taken)))
    table = pd.read_csv(io.BytesIO(FORMATS["csv"].write(taken)), dtype=str)
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert all(c.data_type != "f" and not str(c.value).startswith(("=", "+", "@", "\t")) for c in cells)
    assert table["name_en"][0] == f"'{formula}"


def test_a_workbook_has_numbers_and_days_where_the_table_has_them():
    (head, row) = list(openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(one_cluster())))["clusters"])
    cells = {title.value: cell for title, cell in zip(head, row, strict=True)}
    expected = rows("clusters")[0]
    assert cells["lat"].value == float(expected["lat"])
    assert cells["start_year"].value == int(expected["start_year"])
    assert cells["prefectures"].value == expected["prefectures"]
    assert cells["checked_on"].is_date
    assert cells["checked_on"].value.date().isoformat() == expected["checked_on"]


def test_points_lie_where_the_table_says():
    read = gpd.read_file(io.BytesIO(FORMATS["geojson"].write(everything("clusters"))))
    expected = [(float(row["lon"]), float(row["lat"])) for row in rows("clusters")]
    assert [(p.x, p.y) for p in read.geometry] == expected


def test_points_of_a_geopackage_lie_there_too_and_say_in_which_system(tmp_path):
    path = tmp_path / "taken.gpkg"
    path.write_bytes(FORMATS["gpkg"].write(everything("clusters")))
    with sqlite3.connect(path) as database:
        blobs = [row[0] for row in database.execute("SELECT geom FROM clusters")]
        layers = database.execute("SELECT table_name, data_type FROM gpkg_contents").fetchall()
    assert sorted(layers) == [("about", "attributes"), ("clusters", "features"), ("sources", "attributes")]
    assert {struct.unpack_from("<i", blob, 4)[0] for blob in blobs} == {4326}
    found = [shapely.from_wkb(blob[8:]) for blob in blobs]  # eight bytes of head stand before a point
    expected = [(float(row["lon"]), float(row["lat"])) for row in rows("clusters")]
    assert [(point.x, point.y) for point in found] == expected


def test_placemarks_of_a_kml_lie_there_too():
    root = ElementTree.fromstring(FORMATS["kml"].write(everything("clusters")))
    found = [e.text.split(",")[:2] for e in root.iterfind(".//kml:Point/kml:coordinates", KML) if e.text]
    expected = [(float(row["lon"]), float(row["lat"])) for row in rows("clusters")]
    assert [(float(lon), float(lat)) for lon, lat in found] == expected


def test_a_geopackage_keeps_types_and_blanks(tmp_path):
    path = tmp_path / "taken.gpkg"
    path.write_bytes(FORMATS["gpkg"].write(one_cluster(start_year=None, website=None)))
    with sqlite3.connect(path) as database:
        kinds = {row[1]: row[2] for row in database.execute("PRAGMA table_info(clusters)")}
        year, website, lat = database.execute("SELECT start_year, website, lat FROM clusters").fetchone()
    assert (kinds["start_year"], kinds["lat"], kinds["name_ja"]) == ("INTEGER", "REAL", "TEXT")
    assert (year, website) == (None, None)
    assert lat == float(rows("clusters")[0]["lat"])


WRITE_ALL = """
import sys
from cluster_map.domain import Language
from cluster_map.exports.files import FORMATS, load_packages
from cluster_map.exports.result_set import clusters_taken
from cluster_map.process import shared_atlas
taken = clusters_taken(shared_atlas(), list(shared_atlas().clusters.values()), Language.ENGLISH)
load_packages()
loaded = {name.split(".")[0] for name in sys.modules}
for made in FORMATS.values():
    made.write(taken)
print(*sorted({name.split(".")[0] for name in sys.modules} - loaded - sys.stdlib_module_names))
"""


def test_once_its_packages_are_loaded_no_file_has_to_wait_for_another():
    done = subprocess.run([sys.executable, "-c", WRITE_ALL], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_lines_start_in_japan_and_none_crosses_the_antimeridian():
    read = gpd.read_file(io.BytesIO(FORMATS["geojson"].write(everything("tie_ups"))))
    for shape in read.geometry:
        assert shape.is_valid
        assert all(abs(line.coords[0][0] - line.coords[-1][0]) <= 180 for line in shape.geoms)


@pytest.mark.parametrize("language", Language)
def test_sources_are_counted_once_each_and_make_up_all_records(language):
    taken = everything("clusters", language)
    assert sum(source.records for source in taken.sources) == len(taken.rows)
    assert len(set(taken.sources)) == len(taken.sources)


@pytest.mark.parametrize("language", Language)
def test_a_citation_names_content_version_and_link(language):
    taken = everything("tie_ups", language)
    for part in (taken.title, shared_atlas().store.data_version, ADDRESS):
        assert part in taken.citation
