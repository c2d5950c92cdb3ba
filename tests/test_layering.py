"""Who may import whom: arrows point down, and each file has its place in the picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from sys import stdlib_module_names

import pytest
from project import ROOT, SHIPPED, imports, python_files, relative

OURS = ("app", "pages", "cluster_map", "data_build", "benchmark", "tests")


@dataclass(frozen=True)
class Layer:
    """Files of one rank: what they may import of ours. Within a layer the arrows form no circle."""

    files: tuple[str, ...]
    below: tuple[str, ...] = ()


FOUNDATION = ("words", "text", "questions", "link", "geography", "store")

LAYERS: Mapping[str, Layer] = {
    "words": Layer(("cluster_map/domain.py", "cluster_map/errors.py")),
    "settings": Layer(("cluster_map/settings.py",)),
    "text": Layer(("cluster_map/text.py",), ("words",)),
    "questions": Layer(("cluster_map/questions.py",), ("words",)),
    "link": Layer(("cluster_map/url_state.py",), ("words", "questions")),
    "geography": Layer(("cluster_map/geography.py",), ("words",)),
    "store": Layer(
        ("cluster_map/store.py", "cluster_map/data_files.py", "cluster_map/data_check.py"),
        ("words", "geography"),
    ),
    "pure": Layer(("cluster_map/**/*.py",), FOUNDATION),
    "exports": Layer(("cluster_map/exports/*.py",), (*FOUNDATION, "pure")),
    "sheets": Layer(("cluster_map/sheets/*.py",), (*FOUNDATION, "pure", "exports")),
    "process": Layer(("cluster_map/process.py",), ("store", "pure")),
    "live": Layer(("cluster_map/live/*.py",), ("words", "link")),
    "api": Layer(("cluster_map/api/*.py",), (*FOUNDATION, "pure", "exports", "live")),
    "fragments": Layer(("cluster_map/fragments/*.py",), (*FOUNDATION, "settings", "pure", "exports")),
    "tours": Layer(("cluster_map/tours/*.py",), (*FOUNDATION, "pure", "exports", "fragments")),
    "lite": Layer(("cluster_map/lite/*.py",), (*FOUNDATION, "settings", "pure", "exports", "fragments")),
    "server": Layer(
        ("cluster_map/server.py",),
        ("words", "text", "settings", "link", "pure", "process", "live", "api", "lite"),
    ),
    "ui": Layer(
        ("cluster_map/ui/*.py",),
        (*FOUNDATION, "settings", "pure", "exports", "tours", "sheets", "process", "fragments"),
    ),
    "pages": Layer(("pages/*.py",), ("words", "text", "process", "fragments", "ui")),
    "app": Layer(("app.py",), ("words", "text", "map files", "process", "api", "lite", "server", "ui")),
    "commands": Layer(("cluster_map/__main__.py",), ("words", "store", "pure", "process")),
    "data build": Layer(("data_build/*.py",), ("words", "geography", "store", "pure")),
    "package": Layer(("cluster_map/__init__.py",)),
}
"""Lowest first."""

REST = "pure"
"""The layer of every file of the package that no other layer claims."""

PARTS = {"map files": "cluster_map/maps/assets.py"}
"""Single files of a layer that may be imported where the rest of it may not."""

ONLY_HERE: Mapping[str, tuple[str, ...]] = {
    "streamlit": ("ui", "pages", "app"),
    "streamlit_folium": ("ui",),
    "folium": ("pure", "ui"),
    "branca": ("pure",),
    "starlette": ("pure", "api", "lite", "server"),
    "jinja2": ("lite",),
    "asyncpg": ("live",),
    "sse_starlette": ("live", "api"),
    "xstatic": ("pure",),
    "frictionless": ("store",),
    "duckdb": ("pure",),
    "pyarrow": ("store", "pure", "exports", "ui"),
    "pyogrio": ("exports",),
    "xlsxwriter": ("exports",),
    "docx": ("sheets",),
    "fpdf": ("exports",),
    "segno": ("exports",),
    "icalendar": ("exports",),
    "PIL": ("exports",),
    "matplotlib": ("exports",),
    "fontTools": ("exports",),
    "font_source_sans_pro": ("exports",),
    "matplotlib_fontja": ("exports",),
    "pyproj": ("geography",),
    "jaconv": ("pure", "data build"),
    "rapidfuzz": ("pure",),
    "snowballstemmer": ("pure",),
    "sudachipy": ("data build",),
    "esda": ("pure",),
    "jsonschema": ("tours",),
    "pptx": ("tours",),
    "libpysal": ("pure",),
    "pandas": ("geography", "store", "pure", "exports", "server", "ui", "data build"),
    "geopandas": ("geography", "store", "pure", "exports", "data build"),
    "shapely": ("geography", "store", "pure", "exports", "api", "data build"),
    "numpy": ("geography", "pure", "exports", "data build"),
}
"""Packages of others -> layers that import them: everything else stays a plain script or has no tables."""

FILES = {relative(file): file for file in python_files(*SHIPPED)}


@cache
def claimed(name: str) -> set[str]:
    return {relative(file) for pattern in LAYERS[name].files for file in ROOT.glob(pattern)} & set(FILES)


@cache
def files_of(name: str) -> set[str]:
    others = set().union(*(claimed(other) for other in LAYERS if other != REST))
    return claimed(name) - others if name == REST else claimed(name)


LAYER_OF = {file: name for name in LAYERS for file in files_of(name)}


def file_of(name: str) -> str | None:
    """The file of ours that a dotted name is, or is in."""
    parts = name.split(".")
    if parts[0] not in OURS:
        return None
    for length in range(len(parts), 0, -1):
        stem = "/".join(parts[:length])
        for file in (f"{stem}.py", f"{stem}/__init__.py"):
            if file in FILES:
                return file
    raise AssertionError(f"{name} is imported and is in no file")


@cache
def arrows() -> frozenset[tuple[str, str]]:
    """Every import of one of our files by another."""
    return frozenset(
        (file, target)
        for file, path in FILES.items()
        for name in imports(path)
        if (target := file_of(name)) and target != file
    )


def may_import(layer: str) -> set[str]:
    return {
        file
        for below in LAYERS[layer].below
        for file in ([PARTS[below]] if below in PARTS else files_of(below))
    } | files_of(layer)


def test_every_file_has_one_place():
    places = {file: [name for name in LAYERS if file in files_of(name)] for file in FILES}
    assert {file: names for file, names in places.items() if len(names) != 1} == {}


@pytest.mark.parametrize("pattern", [p for layer in LAYERS.values() for p in layer.files])
def test_every_rule_matches_a_file(pattern):
    assert list(ROOT.glob(pattern))


@pytest.mark.parametrize("file", FILES)
def test_arrows_point_down(file):
    targets = {target for source, target in arrows() if source == file}
    up = targets - may_import(LAYER_OF[file]) - files_of("package")
    assert up == set(), f"{file} ({LAYER_OF[file]}) may import {LAYERS[LAYER_OF[file]].below}"


def test_a_layer_is_allowed_only_layers_under_it():
    names = list(LAYERS)
    for position, (name, layer) in enumerate(LAYERS.items()):
        lower = {*names[:position], *PARTS}
        assert set(layer.below) <= lower, name


def test_no_file_imports_itself_through_others():
    graph: dict[str, set[str]] = {file: set() for file in FILES}
    for source, target in arrows():
        graph[source].add(target)
    TopologicalSorter(graph).prepare()  # raises CycleError and names the circle


@pytest.mark.parametrize("package", ONLY_HERE)
def test_a_package_is_imported_only_where_it_belongs(package):
    importers = {
        LAYER_OF[file]
        for file, path in FILES.items()
        if any(name.split(".")[0] == package for name in imports(path))
    }
    assert importers <= set(ONLY_HERE[package])
    assert importers, f"nothing imports {package} any more: delete its rule"


def test_words_links_texts_and_settings_stand_on_the_standard_library():
    outside = {
        file: name
        for file, path in FILES.items()
        if LAYER_OF[file] in ("words", "link", "text", "settings", "commands")
        for name in imports(path)
        if name.split(".")[0] in ONLY_HERE
    }
    assert outside == {}


def test_every_package_of_others_has_a_rule():
    names = {name.split(".")[0] for path in FILES.values() for name in imports(path)}
    assert names - set(OURS) - set(stdlib_module_names) - {"__future__"} == set(ONLY_HERE)
