"""What the documents name is there: commands, files, variables, links, numbers."""

import importlib.util
import re
import shlex
import tomllib
from pathlib import Path

import pytest
from project import ROOT, SHIPPED, python_files, relative
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cluster_map.__main__ import main
from cluster_map.api.routes import api_routes
from cluster_map.process import shared_atlas

DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "data/README.md",
    *(relative(file) for file in sorted((ROOT / "docs").glob("*.md"))),
]
HIDDEN_TARGETS = {"help", "browser", "postgres"}
"""Targets that explain themselves or serve others."""

MADE_LATER = {".venv/bin/python", "bench.json", "cluster-map-japan/rooms.sqlite3"}
"""Files that a command makes."""

each_document = pytest.mark.parametrize("document", DOCUMENTS)


def text(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def commands(document: str) -> list[str]:
    """Lines of shell blocks, and what stands in backticks and begins like a command."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", text(document), re.MULTILINE | re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    return lines + re.findall(r"`((?:make|python -m|uvicorn) [^`]+)`", text(document))


def anchors(document: Path) -> set[str]:
    """The addresses of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def targets() -> dict[str, str]:
    """Targets of the Makefile that are for people -> what each says of itself."""
    phony = re.search(r"^\.PHONY: (.+)$", text("Makefile"), re.MULTILINE)
    assert phony
    said = dict(re.findall(r"^(\w+):.*## (.+)$", text("Makefile"), re.MULTILINE))
    return {name: said.get(name, "") for name in phony[1].split()}


@each_document
def test_every_link_leads_somewhere(document):
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text(document)):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        file = (ROOT / document).parent / path if path else ROOT / document
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(link)
    assert broken == []


@each_document
def test_every_file_named_is_there(document):
    folders = [ROOT, (ROOT / document).parent, ROOT / "data/tables", ROOT / "data/layers"]
    named = set(
        re.findall(r"`([\w.-]*[\w-]+(?:/[\w.-]*)+|[\w-]+\.(?:py|csv|json|toml|txt|md))`", text(document))
    )
    missing = {name for name in named - MADE_LATER if not any((folder / name).exists() for folder in folders)}
    assert missing == set()


@each_document
def test_every_command_can_be_given(document):
    for command in commands(document):
        match shlex.split(command):
            case ["make", target, *_]:
                assert target in targets(), command
            case ["pip", "install", "-r", file] | ["streamlit", "run", file]:
                assert (ROOT / file).is_file(), command
            case [".venv/bin/python", "-m", "pytest", "-m", marks]:
                settings = tomllib.loads(text("pyproject.toml"))["tool"]["pytest"]["ini_options"]
                assert marks.removeprefix("not ") in [mark.split(":")[0] for mark in settings["markers"]]
            case ["python", "-m", module, *_]:
                assert importlib.util.find_spec(module), command
            case ["uvicorn", "app:app"]:
                assert re.search(r"^app = ", text("app.py"), re.MULTILINE)
            case ["curl", _]:
                pass  # answered in a test of its own
            case _:
                pytest.fail(f"{document}: nobody knows whether this works: {command}")


def test_the_subcommand_that_checks_data_is_there(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["check-data", "--help"])
    assert stop.value.code == 0
    assert "DIR" in capsys.readouterr().out


def test_every_call_of_the_api_is_answered_and_finds_something():
    client = TestClient(Starlette(routes=api_routes(shared_atlas)), base_url="http://localhost:8501")
    calls = [shlex.split(command)[1] for command in commands("README.md") if command.startswith("curl ")]
    assert calls
    for call in calls:
        answer = client.get(call)
        assert answer.status_code == 200, answer.text
        assert '"total":0' not in answer.text
        assert len(answer.text.splitlines()) > 1 or answer.json()


def test_every_target_is_in_the_readme_and_says_what_it_does():
    assert all(targets()[name] for name in targets() if name not in {"browser", "postgres"})
    in_readme = set(re.findall(r"`make (\w+)`", text("README.md")))
    assert in_readme == set(targets()) - HIDDEN_TARGETS


def test_the_variables_in_the_readme_are_those_that_the_code_reads():
    in_code = {
        name
        for file in python_files(*SHIPPED)
        for name in re.findall(r'"(CLUSTER_MAP_\w+)"', file.read_text(encoding="utf-8"))
    }
    assert set(re.findall(r"`(CLUSTER_MAP_\w+)`", text("README.md"))) == in_code


def test_the_python_in_the_readme_is_the_one_that_the_project_asks_for():
    asked = tomllib.loads(text("pyproject.toml"))["project"]["requires-python"]
    (said,) = re.findall(r"Python (\d\.\d+) or newer", text("README.md"))
    assert asked == f">={said}"
    assert f"(3, {said.split('.')[1]})" in text("setup/venv.sh")


def test_the_newest_version_in_the_changelog_is_that_of_the_project():
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    assert re.findall(r"^## \[(\d[\d.]*)\]", text("CHANGELOG.md"), re.MULTILINE)[0] == version


@pytest.mark.parametrize(
    ("words", "table"),
    [("prefectures", "prefectures"), ("industrial clusters", "clusters"), ("regional tie-ups", "tie_ups")],
)
def test_a_number_in_the_readme_is_that_of_the_table(words, table):
    (said,) = re.findall(rf"(\d+) {words}", text("README.md"))
    assert int(said) == len(shared_atlas().store.records(table))


def test_the_credits_in_the_readme_are_those_of_the_data():
    credit = shared_atlas().store.package["credit"].removeprefix("Source: ")
    assert credit in " ".join(text("README.md").split())


@each_document
def test_a_document_names_no_folder_of_one_machine(document):
    assert (
        re.findall(r"(?<![\w./:])/(?:home|root|Users|tmp|mnt|opt|work)\b\S*|\.\./\.\./\S*", text(document))
        == []
    )
