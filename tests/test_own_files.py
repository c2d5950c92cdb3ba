"""Files from anybody: workbooks and GeoJSON that are read, and hostile ones that are refused in good time.

Every hostile file is made here, small or as a stream of zeros; none is kept in the repository.
"""

import gzip
import io
import json
import socket
import tomllib
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from project import ROOT
from test_own_figures import COUNTRY, NAMES

from cluster_map.own_figures.columns import PlaceKind
from cluster_map.own_figures.figures import OwnFigures, Taking
from cluster_map.own_figures.limits import MB, limits
from cluster_map.own_figures.points import outlines_of
from cluster_map.own_figures.problems import FileRefusedError, NoteKind, ProblemKind, Refusal
from cluster_map.own_figures.reading import Country, read_figures
from cluster_map.own_figures.sandbox import Sandbox
from cluster_map.store import open_store

SHARED = "xl/sharedStrings.xml"
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def country() -> Country:
    outlines = outlines_of(open_store().read_layer("prefectures"))
    return Country(NAMES, lambda: outlines)


def read(content: bytes, name: str = "file", country: Country = COUNTRY) -> OwnFigures:
    return read_figures(name, content, country, limits())


def refusal(content: bytes, name: str = "file") -> FileRefusedError:
    with pytest.raises(FileRefusedError) as refused:
        read(content, name)
    return refused.value


def workbook(*rows: list[object], title: list[object] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in ([title] if title else []) + list(rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


FIGURES = workbook(["県名", "企業数"], ["兵庫県", 1200], ["大阪府", "３４"], [13, 5.5], ["Hyogp", 1])


def with_part(name: str, content: bytes, book: bytes = FIGURES) -> bytes:
    """A workbook with one part put in place of its own."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, content)
    return file.getvalue()


def sheet(rows: str) -> bytes:
    return f'<?xml version="1.0"?><worksheet><sheetData>{rows}</sheetData></worksheet>'.encode()


# Workbooks


def test_a_workbook_reads_like_the_same_table_as_text():
    own = read(FIGURES)
    assert own.by_prefecture(Taking.FIGURES) == {"28": 1200, "27": 34, "13": 5.5}
    assert [(p.row, p.column, p.kind) for p in own.problems] == [(5, "県名", ProblemKind.UNKNOWN_PREFECTURE)]


def test_the_row_numbers_are_those_of_the_sheet_and_titles_are_skipped():
    own = read(workbook(["県名", "値"], ["兵庫", 1], ["?", 2], title=["企業数の表"]))
    assert [p.row for p in own.problems] == [4]
    assert own.notes[0].kind is NoteKind.LINES_ABOVE


def test_of_a_formula_the_saved_value_counts_and_without_one_it_is_reported():
    rows = (
        '<row r="1"><c t="inlineStr"><is><t>県名</t></is></c><c t="inlineStr"><is><t>値</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>兵庫</t></is></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>大阪</t></is></c><c r="B3"><f>HYPERLINK("http://x")</f></c></row>'
    )
    own = read(with_part(SHEET, sheet(rows)))
    assert own.by_prefecture(Taking.FIGURES) == {"28": 2}
    assert [(p.row, p.kind) for p in own.problems] == [(3, ProblemKind.FORMULA)]
    assert NoteKind.FORMULAS in {note.kind for note in own.notes}


def test_the_first_sheet_that_shows_is_read_and_the_others_are_said():
    book = openpyxl.Workbook()
    book.active.sheet_state = "hidden"
    for name in ("seen", "later"):
        page = book.create_sheet(name)
        page.append(["県名", "値"])
        page.append(["兵庫" if name == "seen" else "大阪", 1])
    file = io.BytesIO()
    book.save(file)
    own = read(file.getvalue())
    assert own.by_prefecture(Taking.FIGURES) == {"28": 1}
    assert [n.values for n in own.notes if n.kind is NoteKind.OTHER_SHEETS] == [{"count": 1}]


def test_how_a_japanese_text_is_read_aloud_is_no_part_of_it():
    texts = (
        "<sst><si><t>県名</t></si><si><t>値</t></si>"
        '<si><t>兵庫</t><rPh sb="0" eb="2"><t>ヒョウゴ</t></rPh></si></sst>'
    )
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>7</v></c></row>'
    )
    own = read(with_part(SHARED, texts.encode(), with_part(SHEET, sheet(rows))))
    assert own.by_prefecture(Taking.FIGURES) == {"28": 7}


def test_a_cell_far_to_the_right_or_below_costs_nothing():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert refusal(with_part(SHEET, sheet(rows))).reason is Refusal.TOO_MANY_COLUMNS


def test_a_zip_bomb_is_refused_by_what_it_says_and_by_what_comes_out():
    zeros = b"\0" * (limits().workbook_unpacked_mb * MB + 1)
    said = with_part(SHARED, zeros)
    assert len(said) < MB
    assert refusal(said).reason is Refusal.UNPACKED
    # The directory says that the part is small: no more than that is taken out, and it is found broken.
    lying = said.replace(len(zeros).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert refusal(lying).reason in (Refusal.BROKEN_WORKBOOK, Refusal.UNPACKED)


def test_a_workbook_of_very_many_parts_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        for number in range(limits().workbook_parts + 1):
            book.writestr(f"{number}.xml", b"")
    assert refusal(file.getvalue()).reason is Refusal.UNPACKED


@pytest.mark.parametrize("part", [SHARED, SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><x>&c;</x>',
        '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]><x>&file;</x>',
        '<!DOCTYPE x SYSTEM "http://localhost:1/x.dtd"><x/>',
    ],
    ids=["many laughs", "another file", "another host"],
)
def test_entities_in_a_workbook_are_refused_before_they_are_read(part, declaration):
    assert refusal(with_part(part, declaration.encode())).reason is Refusal.ENTITIES


@pytest.mark.parametrize("target", ["../../../../etc/passwd", "/etc/passwd", "http://localhost:1/x"])
def test_a_sheet_that_points_outside_the_workbook_is_not_followed(target):
    relations = f'<Relationships><Relationship Id="rId1" Target="{target}"/></Relationships>'
    book = with_part("xl/_rels/workbook.xml.rels", relations.encode())
    assert refusal(book).reason is Refusal.BROKEN_WORKBOOK


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Refusal.EMPTY),
        (b" \r\n \n", Refusal.EMPTY),
        (b"\0" * 5000, Refusal.EMPTY),
        (b"\x7fELF\x02\x01\x01\0\0\0" * 40, Refusal.BINARY),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Refusal.BINARY),
        (b"%PDF-1.7\n1 0 obj", Refusal.BINARY),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), Refusal.BINARY),
        (bytes(range(256)) * 20, Refusal.BINARY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, Refusal.OLD_WORKBOOK),
        (b"PK\x03\x04 and no more", Refusal.BROKEN_WORKBOOK),
        (FIGURES[: len(FIGURES) // 2], Refusal.BROKEN_WORKBOOK),
        (with_part(SHEET, b"<worksheet><sheetData><row>"), Refusal.BROKEN_WORKBOOK),
        (with_part(SHEET, sheet("")), Refusal.NO_ROWS),
        (b"a,b\n" + b"\xff\xfe\xfd\x80\x80,1\n" * 9, Refusal.ENCODING),
        (b"<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>", Refusal.MARKUP),
        (b"\xef\xbb\xbf <kml/>", Refusal.MARKUP),
        ("<html>".encode("utf-16"), Refusal.MARKUP),
        (b"{" * 100_000, Refusal.NO_JSON),
        (b"[" * 100_000 + b"]" * 100_000, Refusal.NO_JSON),
        (b'{"type": "FeatureCollection", "features": [', Refusal.NO_JSON),
        (b'{"type": "FeatureCollection", "features": []}', Refusal.NO_ROWS),
        (b'{"type": "FeatureCollection", "features": 7}', Refusal.NO_GEOJSON),
        (b'{"n": ' + b"9" * 10_000 + b"}", Refusal.NO_JSON),
        (b'[1, 2]', Refusal.NO_GEOJSON),
        (b"one column of words\nwithout a place\n", Refusal.NO_PLACES),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_for_its_reason(content, reason):
    assert refusal(content).reason is reason


def test_a_plain_zip_is_told_to_be_unpacked():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("table.csv", "県名,値\n兵庫,1\n")
    assert refusal(file.getvalue()).reason is Refusal.NO_WORKBOOK


def test_a_file_over_the_limit_is_refused_before_it_is_looked_at():
    small = replace(limits(), file_mb=0)
    with pytest.raises(FileRefusedError) as refused:
        read_figures("big.csv", b"x,y\n", COUNTRY, small)
    assert refused.value.reason is Refusal.TOO_LARGE


def test_the_server_takes_no_larger_file_than_the_limit_says():
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxUploadSize"] == limits().file_mb


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a,b\n" + b"x,1\n" * 12, Refusal.TOO_MANY_ROWS),
        (",".join(f"c{n}" for n in range(70)).encode() + b"\n", Refusal.TOO_MANY_COLUMNS),
        (workbook(*[["兵庫", n] for n in range(12)]), Refusal.TOO_MANY_ROWS),
    ],
)
def test_more_rows_or_columns_than_the_limits_allow_are_refused(content, reason):
    few = replace(limits(), rows=10, workbook_rows=10)
    with pytest.raises(FileRefusedError) as refused:
        read_figures("x", content, COUNTRY, few)
    assert refused.value.reason is reason


# GeoJSON


def collection(*geometries: object, **properties: object) -> bytes:
    features = [{"type": "Feature", "geometry": g, "properties": properties} for g in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_points_lines_and_areas_count_where_they_lie(country):
    square = [[135.1, 34.8], [135.2, 34.8], [135.2, 34.9], [135.1, 34.9], [135.1, 34.8]]
    content = collection(
        {"type": "Point", "coordinates": [139.4, 35.7, 12.5]},
        {"type": "Polygon", "coordinates": [square]},
        {"type": "MultiPolygon", "coordinates": [[square]]},
        {"type": "LineString", "coordinates": [[135.1, 34.8], [135.2, 34.85]]},
        sales=3,
    )
    own = read(content, country=country)
    assert own.kind is PlaceKind.POINTS
    counted = own.by_prefecture(Taking.COUNT)
    assert (counted["13"], counted["28"], sum(counted.values())) == (1, 3, 4)
    assert own.by_prefecture(Taking.SUM) == {"13": 3, "28": 9}
    assert [n.values for n in own.notes if n.kind is NoteKind.AREAS] == [{"count": 3}]


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        7,
        {},
        {"type": "Point"},
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": [None, 1]},
        {"type": "Point", "coordinates": ["139", "35"]},
        {"type": "Point", "coordinates": [1e999, 35]},
        {"type": "Polygon", "coordinates": [[[139, 35]]]},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "Feature", "coordinates": [139, 35]},
    ],
)
def test_a_feature_without_a_usable_shape_is_reported_and_the_others_count(geometry, country):
    own = read(collection(geometry, {"type": "Point", "coordinates": [139.4, 35.7]}), country=country)
    assert own.rows_counted == 1
    assert [(p.row, p.kind) for p in own.problems] == [(1, ProblemKind.GEOMETRY)]


@pytest.mark.parametrize(
    "content",
    [
        b'{"type": "gdal_streamed_alg", "command_line": "gdal vector read /etc/passwd"}',
        b'{"type": "Topology", "objects": {}}',
        b'{"type": "FeatureCollection", "features": {"$ref": "file:///etc/passwd"}}',
    ],
)
def test_json_that_points_to_other_files_is_refused_and_not_followed(content):
    assert refusal(content, "innocent.geojson").reason is Refusal.NO_GEOJSON


def test_a_million_vertices_are_refused():
    ring = [[135 + n / 1e7, 35] for n in range(200_000)]
    content = json.dumps({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}}).encode()
    assert refusal(content).reason is Refusal.VERTICES
    many = (
        b'{"type":"Feature","geometry":{"type":"Polygon","coordinates":[['
        + b"[1,1]," * 2_000_000
        + b"[1,1]]]}}"
    )
    assert refusal(many).reason is Refusal.TOO_LARGE


# Nothing else is read, asked or written


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_parquet('http://localhost:1/x.parquet')",
        "COPY (SELECT 1) TO '/tmp/written.csv'",
        "ATTACH '/tmp/written.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
    ],
)
def test_the_sandbox_refuses_whatever_would_leave_it(statement):
    import duckdb

    with pytest.raises(duckdb.Error):
        Sandbox(limits()).run(statement)


def test_the_sandbox_stops_what_takes_too_long_or_too_much():
    with pytest.raises(FileRefusedError) as late:
        Sandbox(replace(limits(), seconds=0.2)).run(
            "SELECT count(*) FROM range(100000) a, range(10000000) b WHERE a.range * b.range % 7 = 3"
        )
    assert late.value.reason is Refusal.TOO_LONG
    with pytest.raises(FileRefusedError) as large:
        Sandbox(replace(limits(), memory_mb=40)).run("SELECT list(range) FROM range(50000000)")
    assert large.value.reason is Refusal.MEMORY


def test_reading_opens_no_connection_and_no_file(monkeypatch, country):
    country.outlines()  # our own layer is read before
    monkeypatch.setattr(socket.socket, "connect", _must_not)
    monkeypatch.setattr("builtins.open", _must_not)
    point = {"type": "Point", "coordinates": [139.4, 35.7]}
    for content in (FIGURES, '県名,値\n兵庫,=WEBSERVICE("http://x")\n大阪,1\n'.encode(), collection(point)):
        assert read(content, "../../etc/passwd", country).rows_counted


def _must_not(*_: object, **__: object) -> None:
    raise AssertionError("Something outside the file was asked for.")
