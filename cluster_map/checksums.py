"""The checksums that ``datapackage.json`` keeps, made anew."""

import json
from collections.abc import Mapping
from typing import Any

from cluster_map.store import DataFolder, hash_of_bytes


def with_checksums(files: DataFolder) -> tuple[dict[str, Any], list[str]]:
    """A folder's description with the checksum and size of every file, and the paths that differ."""
    changed, resources = [], []
    for name, resource in files.resources.items():
        content = files.read(name)
        record = {"hash": hash_of_bytes(content), "bytes": len(content)}
        if resource.get("hash") != record["hash"]:
            changed.append(str(resource["path"]))
        resources.append({**resource, **record})
    return {**files.package, "resources": resources}, changed


def package_bytes(package: Mapping[str, Any]) -> bytes:
    """``datapackage.json`` as it is written."""
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()
