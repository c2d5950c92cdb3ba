"""The thresholds of ``thresholds.toml`` as types."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("thresholds.toml")


@dataclass(frozen=True, slots=True)
class UsThresholds:
    qualifying_quotient_quantile: float
    significant_quotient_quantile: float
    strong_quotient_quantile: float
    strong10_quotient_quantile: float
    strong_quotient: float
    size_quantile: float


@dataclass(frozen=True, slots=True)
class StarThresholds:
    top_quantile: float
    quotient: float
    employees: float
    establishments: float


@dataclass(frozen=True, slots=True)
class LitzenbergerThresholds:
    concentrated: float
    cluster: float


@dataclass(frozen=True, slots=True)
class GapThresholds:
    strong_quotient: float
    weak_quotient: float
    least_employees: float


@dataclass(frozen=True, slots=True)
class RelatednessThresholds:
    presence_quotient: float
    strong_link: float
    weak_link: float
    resamples: int
    seed: int


@dataclass(frozen=True, slots=True)
class HotSpotThresholds:
    permutations: int
    seed: int
    false_discovery_rate: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    us: UsThresholds
    stars: StarThresholds
    litzenberger: LitzenbergerThresholds
    gaps: GapThresholds
    relatedness: RelatednessThresholds
    hot_spots: HotSpotThresholds


@cache
def thresholds(file: Path = FILE) -> Thresholds:
    """Read the file once.

    Raises
    ------
    TypeError
        If a threshold is missing or unknown.
    """
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    return Thresholds(
        us=UsThresholds(**found["us"]),
        stars=StarThresholds(**found["stars"]),
        litzenberger=LitzenbergerThresholds(**found["litzenberger"]),
        gaps=GapThresholds(**found["gaps"]),
        relatedness=RelatednessThresholds(**found["relatedness"]),
        hot_spots=HotSpotThresholds(**found["hot_spots"]),
    )
