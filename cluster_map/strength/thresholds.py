"""The thresholds of ``thresholds.toml`` as types."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from cluster_map.domain import ThresholdId

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

    def stricter(self, part: float) -> "GapThresholds":
        """Every bar harder to clear by a part of itself, or easier where the part is negative."""
        return GapThresholds(
            self.strong_quotient * (1 + part),
            self.weak_quotient * (1 - part),
            self.least_employees * (1 + part),
        )


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


FIELDS: Mapping[ThresholdId, tuple[str, str]] = {
    ThresholdId.US_QUANTILE: ("us", "strong_quotient_quantile"),
    ThresholdId.US_QUOTIENT: ("us", "strong_quotient"),
    ThresholdId.US_SIZE: ("us", "size_quantile"),
    ThresholdId.STARS_QUANTILE: ("stars", "top_quantile"),
    ThresholdId.STARS_QUOTIENT: ("stars", "quotient"),
    ThresholdId.STARS_EMPLOYEES: ("stars", "employees"),
    ThresholdId.LITZENBERGER_CONCENTRATED: ("litzenberger", "concentrated"),
    ThresholdId.LITZENBERGER_CLUSTER: ("litzenberger", "cluster"),
    ThresholdId.GAPS_STRONG: ("gaps", "strong_quotient"),
    ThresholdId.GAPS_WEAK: ("gaps", "weak_quotient"),
    ThresholdId.GAPS_EMPLOYEES: ("gaps", "least_employees"),
}
"""Where in ``Thresholds`` each movable threshold stands: the part, and its field."""


def movable(part: str) -> tuple[ThresholdId, ...]:
    """The thresholds of a part that a reader may move."""
    return tuple(threshold for threshold, (own, _) in FIELDS.items() if own == part)


def value_of(cut: Thresholds, threshold: ThresholdId) -> float:
    """One threshold."""
    part, field = FIELDS[threshold]
    return float(getattr(getattr(cut, part), field))


def moved(cut: Thresholds, own: Iterable[tuple[ThresholdId, float]]) -> Thresholds:
    """The thresholds with a reader's own in their place."""
    for threshold, value in own:
        part, field = FIELDS[threshold]
        changed: Any = replace(getattr(cut, part), **{field: value})
        cut = replace(cut, **{part: changed})
    return cut


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
