"""A file of a million points, the same in every run: most of them around the seats of the prefectures."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from benchmark.sites import ROOT

POINTS = 1_000_000
SPREAD_DEGREES = 0.25
"""Wide enough that a fifth of the points falls into the sea or over a border."""


@contextmanager
def million_points() -> Iterator[Path]:
    """A CSV with a name, longitude, latitude and an amount in each row; gone afterwards."""
    with (ROOT / "data/tables/prefectures.csv").open(encoding="utf-8", newline="") as file:
        seats = [(float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file)]
    draw = Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "million.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write("name,longitude,latitude,employees\n")
            for number in range(POINTS):
                lon, lat = draw.choice(seats)
                lon, lat = draw.gauss(lon, SPREAD_DEGREES), draw.gauss(lat, SPREAD_DEGREES)
                file.write(f"site {number},{lon:.6f},{lat:.6f},{number % 50}\n")
        yield path
