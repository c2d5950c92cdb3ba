"""The requirements files say what is imported: no more, no less, each with its exact version."""

import re
import sys
from collections.abc import Iterable
from importlib.metadata import packages_distributions, version

import pytest
from project import ROOT, SHIPPED, imports, python_files

RUN, DEV = "requirements.txt", "requirements-dev.txt"
PIN = re.compile(r"([A-Za-z0-9-]+)==([0-9][A-Za-z0-9.]*)")
OURS = {"app", "pages", "cluster_map", "data_build", "benchmark"}
TOOLS = {"httpx2", "mypy", "pandas-stubs", "pytest-xdist", "ruff", "SudachiDict-core", "types-jsonschema"}
"""Needed without being imported here: commands, plugins, types, a dictionary, the base of a test client."""


def lines(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def pins(name: str) -> dict[str, str]:
    """Distribution -> version, but for the line that takes in the other file."""
    matches = [PIN.fullmatch(line) for line in lines(name) if line != f"-r {RUN}"]
    assert all(matches), f"{name}: every line reads name==version, without anything else on it"
    return {match[1]: match[2] for match in matches if match}


def outside_imports(*places: str) -> dict[str, set[str]]:
    """First parts of imported names that are neither Python's nor ours -> distributions that have them."""
    files = python_files(*places)
    own = OURS | {file.stem for file in files}
    names = {name.split(".")[0] for file in files for name in imports(file)}
    known = packages_distributions()
    return {name: set(known[name]) for name in names - own - set(sys.stdlib_module_names)}


def not_listed(needed: dict[str, set[str]], listed: Iterable[str]) -> set[str]:
    return {name for name, distributions in needed.items() if not distributions & set(listed)}


def test_everything_that_the_product_imports_is_a_direct_need():
    running = (place for place in SHIPPED if place != "data_build")
    assert not not_listed(outside_imports(*running), pins(RUN))


def test_everything_that_the_data_build_imports_is_a_direct_need():
    assert not not_listed(outside_imports("data_build"), pins(RUN) | pins(DEV))


def test_nothing_is_needed_at_run_time_that_the_product_does_not_import():
    imported = set().union(*outside_imports(*SHIPPED).values())
    assert set(pins(RUN)) <= imported


def test_everything_that_tests_and_benchmark_import_is_a_direct_need():
    assert not not_listed(outside_imports("tests", "benchmark"), pins(RUN) | pins(DEV))


def test_nothing_is_needed_for_work_that_is_neither_imported_nor_a_tool():
    imported = set().union(*outside_imports("tests", "benchmark", "data_build").values())
    assert set(pins(DEV)) - imported == TOOLS


def test_what_is_needed_for_work_takes_in_what_is_needed_at_run_time():
    assert lines(DEV)[0] == f"-r {RUN}"
    assert not set(pins(RUN)) & set(pins(DEV))


@pytest.mark.parametrize("name", [RUN, DEV])
def test_the_pinned_versions_are_those_that_the_tests_run_with(name):
    assert {need: version(need) for need in pins(name)} == pins(name)
