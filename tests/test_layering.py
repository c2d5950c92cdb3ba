"""Who may import whom: arrows point down, and each file has its place in the picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from itertools import groupby
from sys import stdlib_module_names

import pytest
from project import ROOT, SHIPPED, imports, python_files, relative

OURS = ("app", "pages", "cluster_map", "data_build", "benchmark", "tests")


@dataclass(frozen=True)
class Layer:
    """Files of one rank: what they may import of ours. Within a layer the arrows form no circle."""

    files: tuple[str, ...]
    below: tuple[str, ...] = ()


LAYERS: Mapping[str, Layer] = {
    "words": Layer(("cluster_map/domain.py", "cluster_map/errors.py")),
    "settings": Layer(("cluster_map/settings.py",)),
    "text": Layer(("cluster_map/text.py",), ("words",)),
    "link": Layer(("cluster_map/url_state.py",), ("words",)),
    "geography": Layer(("cluster_map/geography.py",), ("words",)),
    "store": Layer(
        ("cluster_map/store.py", "cluster_map/data_files.py", "cluster_map/data_check.py"),
        ("words", "geography"),
    ),
    "pure": Layer(
        (
            "cluster_map/atlas.py",
            "cluster_map/selection.py",
            "cluster_map/maps/*.py",
            "cluster_map/strength/*.py",
        ),
        ("words", "text", "link", "geography", "store"),
    ),
    "exports": Layer(("cluster_map/exports/*.py",), ("words", "text", "link", "geography", "store", "pure")),
    "process": Layer(("cluster_map/process.py",), ("store", "pure")),
    "api": Layer(
        ("cluster_map/api/*.py",), ("words", "text", "link", "geography", "store", "pure", "exports")
    ),
    "server": Layer(("cluster_map/server.py",), ("words", "text", "pure", "api")),
    "ui": Layer(
        ("cluster_map/ui/*.py",),
        ("words", "settings", "text", "link", "geography", "store", "pure", "exports", "process"),
    ),
    "pages": Layer(("pages/*.py",), ("words", "text", "process", "ui")),
    "app": Layer(("app.py",), ("words", "text", "map files", "process", "api", "server", "ui")),
    "commands": Layer(("cluster_map/__main__.py",), ("words", "store")),
    "data build": Layer(("data_build/*.py",), ("words", "geography", "store")),
    "package": Layer(("cluster_map/__init__.py",)),
}
"""Lowest first."""

PARTS = {"map files": "cluster_map/maps/assets.py"}
"""Single files of a layer that may be imported where the rest of it may not."""

ONLY_HERE: Mapping[str, tuple[str, ...]] = {
    "streamlit": ("ui", "pages", "app"),
    "streamlit_folium": ("ui",),
    "folium": ("pure", "ui"),
    "branca": ("pure",),
    "starlette": ("pure", "api", "server"),
    "xstatic": ("pure",),
    "frictionless": ("store",),
    "pyarrow": ("store",),
    "pyproj": ("geography",),
    "pandas": ("geography", "store", "server", "ui", "data build"),
    "geopandas": ("geography", "store", "data build"),
    "shapely": ("geography", "store", "api", "data build"),
    "numpy": ("geography", "data build"),
}
"""Packages of others -> layers that import them: everything else stays a plain script or has no tables."""

FILES = {relative(file): file for file in python_files(*SHIPPED)}


def files_of(layer: Layer) -> set[str]:
    return {relative(file) for pattern in layer.files for file in ROOT.glob(pattern)}


LAYER_OF = {file: name for name, layer in LAYERS.items() for file in files_of(layer)}


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
        for file in ([PARTS[below]] if below in PARTS else files_of(LAYERS[below]))
    } | files_of(LAYERS[layer])


def test_every_file_has_one_place():
    placed = sorted((file, name) for name, layer in LAYERS.items() for file in files_of(layer))
    places = {file: [name for _, name in group] for file, group in groupby(placed, key=lambda pair: pair[0])}
    packages = {file for file in FILES if file.endswith("__init__.py")}
    assert set(FILES) - set(places) - packages == set()
    assert {file: names for file, names in places.items() if len(names) > 1} == {}


@pytest.mark.parametrize("pattern", [p for layer in LAYERS.values() for p in layer.files])
def test_every_rule_matches_a_file(pattern):
    assert list(ROOT.glob(pattern))


@pytest.mark.parametrize("file", FILES)
def test_arrows_point_down(file):
    targets = {target for source, target in arrows() if source == file}
    packages = {"cluster_map/__init__.py"}
    up = targets - may_import(LAYER_OF[file]) - packages
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
