"""Names and notes that hold markup or script show as text everywhere, tooltips and panels included."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from reader import Reader
from server import running_server
from shipped_rows import DATA

from cluster_map.domain import Language

PAYLOAD = " ".join(
    [
        "<img src=x onerror=window.top.hacked=1>",
        '"><script>window.top.hacked=1</script>',
        "${window.top.hacked=1}",
        "`+(window.top.hacked=1)+`",
        "');window.top.hacked=1//",
        "{{7*7}}</script><svg onload=window.top.hacked=1>",
        "\u200f[x](javascript:window.top.hacked=1) **b** :red[c] $d$",
    ]
)
TEXTS = ("name", "title", "notes", "summary", "theme", "outcome", "place", "city", "label", "business")
TABLES = [
    "prefectures",
    "clusters",
    "organisations",
    "tie_ups",
    "partner_regions",
    "offices",
    "exhibitions",
    "case_studies",
    "countries",
]


def is_text(column: str) -> bool:
    """Whether a column holds a name, a note or another free text of one item."""
    base = column.removesuffix("_en").removesuffix("_ja")
    return base in TEXTS or column in {"name_local", "source_title", "source_wording", "correction"}


@pytest.fixture(scope="module")
def hostile_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data with all payloads at the end of every name and note."""
    folder = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(DATA, folder)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    paths = {resource["name"]: folder / resource["path"] for resource in package["resources"]}
    for table in TABLES:
        with paths[table].open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            for column, cell in row.items():
                if cell and is_text(column):
                    row[column] = f"{cell} {PAYLOAD}"
        with paths[table].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def hostile_server(hostile_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("server") / "output.txt", hostile_data) as address:
        yield address


def hostile_rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"tables/{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def nothing_ran(reader: Reader) -> bool:
    ran = "() => window.top.hacked !== undefined || window.hacked !== undefined"
    return not any(frame.evaluate(ran) for frame in reader.page.frames)


@pytest.mark.parametrize("language", Language)
def test_hostile_clusters_show_as_text(language, hostile_data, hostile_server, open_reader):
    reader = open_reader(language, address=hostile_server)
    cluster = hostile_rows(hostile_data, "clusters")[0]
    reader.open(cluster=cluster["cluster_id"], lat=cluster["lat"], lon=cluster["lon"], zoom="11")
    expect(reader.panel_title).to_have_text(cluster[f"name_{language}"])
    expect(reader.panel.locator(".lead")).to_have_text(cluster[f"summary_{language}"])
    reader.map.locator(".leaflet-symbols-pane .symbol.selected").hover()
    expect(reader.map.locator(".leaflet-tooltip strong")).to_have_text(cluster[f"name_{language}"])
    assert nothing_ran(reader)


@pytest.mark.parametrize("language", Language)
def test_hostile_names_in_lists_buttons_and_bubbles_show_as_text(
    language, hostile_data, hostile_server, open_reader
):
    reader = open_reader(language, address=hostile_server)
    prefecture = hostile_rows(hostile_data, "prefectures")[0]
    clusters = hostile_rows(hostile_data, "clusters")
    names = {cluster[f"name_{language}"] for cluster in clusters}
    reader.open()
    reader.free_mark("bubble").click()
    expect(reader.map.locator(".group button").first).to_be_visible()
    assert set(reader.map.locator(".group button").all_inner_texts()) <= names
    assert nothing_ran(reader)

    reader.open(prefecture=prefecture["prefecture"])
    expect(reader.panel_title).to_have_text(prefecture[f"name_{language}"])
    for cluster in clusters:
        if prefecture["prefecture"] in cluster["prefectures"].split(";"):
            name = cluster[f"name_{language}"]
            expect(reader.panel.locator(".choices a").filter(has_text=name)).to_have_count(1)
    assert nothing_ran(reader)


@pytest.mark.parametrize("language", Language)
def test_hostile_tie_ups_and_regions_show_as_text(language, hostile_data, hostile_server, open_reader):
    reader = open_reader(language, address=hostile_server)
    tie_up = next(row for row in hostile_rows(hostile_data, "tie_ups") if row["source_wording"])
    reader.open("/tie-ups", tie_up=tie_up["tie_up_id"])
    expect(reader.panel_title).to_have_text(tie_up[f"title_{language}"])
    expect(reader.panel.locator("blockquote")).to_have_text(tie_up["source_wording"])
    reader.point_at_shape("arc-targets")
    expect(reader.map.locator(".leaflet-tooltip strong")).to_contain_text(PAYLOAD)
    assert nothing_ran(reader)

    region = next(
        row for row in hostile_rows(hostile_data, "partner_regions") if row["region"] == tie_up["region"]
    )
    reader.open("/tie-ups", region=region["region"], lat=region["lat"], lon=region["lon"], zoom="8")
    expect(reader.panel_title).to_have_text(region[f"name_{language}"])
    reader.map.locator(".leaflet-container").hover()  # its end stands in the middle
    expect(reader.map.locator(".leaflet-tooltip strong")).to_have_text(region[f"name_{language}"])
    assert nothing_ran(reader)
