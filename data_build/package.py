"""Record the checksums of all files in ``data/datapackage.json``, once they have passed the check.

The descriptions and schemas there are edited by hand; this renews only ``hash`` and ``bytes`` and the
list of layer files. ``python -m data_build.package`` works alone, without a network.
"""

import sys
from pathlib import Path
from typing import Any

from cluster_map.checksums import package_bytes, with_checksums
from cluster_map.errors import DataError
from cluster_map.store import (
    DEFAULT_FOLDER,
    PACKAGE_FILE,
    DataFolder,
    check_files,
    read_package,
)

LAYER_FILES = (
    ("layers/*.fgb", "fgb", "application/flatgeobuf"),
    ("layers/browser/*.json", "geojson", "application/geo+json"),
)


def write(folder: Path = DEFAULT_FOLDER) -> list[str]:
    """Renew the record and return the paths whose checksum changed.

    Raises
    ------
    DataError
        If any file does not pass the check; nothing is written then.
    """
    package = read_package(folder)
    package["resources"] = _with_layer_files(folder, package["resources"])
    files = DataFolder(folder, package)
    report = check_files(files)
    if report.problems:
        raise DataError(folder, list(report.problems))
    renewed, changed = with_checksums(files)
    (folder / PACKAGE_FILE).write_bytes(package_bytes(renewed))
    return changed


def _with_layer_files(folder: Path, resources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Resources as described, without layer files that are gone, with those that are new."""
    formats = {fmt for _, fmt, _ in LAYER_FILES}
    described = {resource["path"]: resource for resource in resources}
    kept = [resource for resource in resources if resource["format"] not in formats]
    for pattern, fmt, mediatype in LAYER_FILES:
        for file in sorted(folder.glob(pattern)):
            path = file.relative_to(folder).as_posix()
            new = {"name": path.rsplit(".", 1)[0], "path": path, "format": fmt, "mediatype": mediatype}
            kept.append(described.get(path, new))
    return kept


def main() -> int:
    """Write the record and say what changed; 1 when the data do not pass."""
    try:
        changed = write()
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(f"new checksum: {path}" for path in changed) or "All checksums as recorded.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
