"""Fetch the sources, build the layers and the browser's files, renew the checksums, say what changed."""

import hashlib
import importlib
import importlib.util
import sys
from pathlib import Path

from cluster_map.errors import ClusterMapError
from data_build import natural_earth
from data_build.browser import write_browser_file, write_tiles
from data_build.layers import build_layers, write_layer
from data_build.tables import BUILD, TABLES, read

ROOT = BUILD.parent
LAYERS = ROOT / "data" / "layers"


def main() -> int:
    try:
        write_all(LAYERS, ROOT / ".cache")
        _renew_checksums()
    except ClusterMapError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def write_all(folder: Path, cache: Path) -> None:
    """Write every layer and browser file below ``folder`` and print one line a file."""
    source = natural_earth.fetch(cache, read(BUILD / "subdivision_files.csv")["alpha3"])
    browser = folder / "browser"
    browser.mkdir(parents=True, exist_ok=True)
    before = _checksums(folder)
    written = []
    for layer in build_layers(source):
        written += [write_layer(layer, folder), write_browser_file(layer, browser)]
    written.append(write_tiles(read(TABLES / "tile_grid.csv"), browser))
    after = _checksums(folder)
    for file in written:
        state = "unchanged" if before.get(file) == after[file] else "new" if file not in before else "changed"
        print(f"{file.relative_to(folder)}: {file.stat().st_size:,} bytes, {state}")
    changed = sum(before.get(file) != after[file] for file in written)
    print(f"{changed} of {len(written)} layer files changed." if changed else "No layer file changed a byte.")


def _checksums(folder: Path) -> dict[Path, str]:
    return {
        file: hashlib.sha256(file.read_bytes()).hexdigest()
        for pattern in ("*.fgb", "browser/*.json")
        for file in folder.glob(pattern)
    }


def _renew_checksums() -> None:
    if importlib.util.find_spec("data_build.package") is None:
        print("data_build.package is not there: checksums are not renewed.")
        return
    importlib.import_module("data_build.package").write()


if __name__ == "__main__":
    sys.exit(main())
