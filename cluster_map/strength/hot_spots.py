"""Where high or low figures lie together: Moran's I, global and local.

Neighbours are prefectures that share a border, and those of ``sea_links.toml``: without them Hokkaido
and Okinawa would have none and Shikoku and Kyushu would stand apart.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cluster_map.strength.figures import Figures, numbers
from cluster_map.strength.thresholds import HotSpotThresholds

if TYPE_CHECKING:
    import geopandas as gpd

SEA_LINKS = Path(__file__).with_name("sea_links.toml")

LEAST_PLACES = 10
"""With fewer figures no permutation test says anything."""

Neighbours = Mapping[str, tuple[str, ...]]


class Spot(StrEnum):
    """A place among its neighbours: high among high, low among low, or unlike them."""

    HIGH_HIGH = "high-high"
    LOW_LOW = "low-low"
    HIGH_LOW = "high-low"
    LOW_HIGH = "low-high"


QUADRANTS = {1: Spot.HIGH_HIGH, 2: Spot.LOW_HIGH, 3: Spot.LOW_LOW, 4: Spot.HIGH_LOW}
"""How esda numbers them."""


@dataclass(frozen=True, slots=True)
class SeaLink:
    """Two prefectures linked across the sea."""

    prefectures: tuple[str, str]
    name_en: str
    name_ja: str


@cache
def sea_links() -> tuple[SeaLink, ...]:
    """The declared links."""
    found = tomllib.loads(SEA_LINKS.read_text(encoding="utf-8"))["link"]
    return tuple(
        SeaLink((first, second), link["name_en"], link["name_ja"])
        for link in found
        for first, second in [link["prefectures"]]
    )


def neighbours(prefectures: "gpd.GeoDataFrame", links: Iterable[SeaLink]) -> Neighbours:
    """Who borders on whom in a coverage, and who is linked across the sea. Sorted, both ways."""
    codes = prefectures["prefecture"].tolist()
    found: dict[str, set[str]] = {code: set() for code in codes}
    first, second = prefectures.sindex.query(prefectures.geometry, predicate="touches")
    for one, other in zip(first, second, strict=True):
        found[codes[one]].add(codes[other])
    for link in links:
        one_code, other_code = link.prefectures
        found[one_code].add(other_code)
        found[other_code].add(one_code)
    return {code: tuple(sorted(others)) for code, others in found.items()}


@dataclass(frozen=True, slots=True)
class LocalSpot:
    """``p`` is two-sided from permutations; ``is_significant`` holds after control for many tests."""

    prefecture: str
    spot: Spot
    local_i: float
    p: float
    is_significant: bool


@dataclass(frozen=True, slots=True)
class HotSpots:
    """``expected_i`` is what the global I is without any pattern."""

    global_i: float
    expected_i: float
    p: float
    local: tuple[LocalSpot, ...]


def load_packages() -> None:
    """Import what the test needs: seconds of work, which a page can have done beside its own."""
    import esda  # noqa: F401


def hot_spots(figures: Figures, near: Neighbours, cut: HotSpotThresholds) -> HotSpots | None:
    """Test whether high and low figures lie together; places without a figure are left out.

    ``None`` where there are too few figures, or all are equal. The same figures give the same answer.
    """
    import numpy as np
    from esda import Moran, Moran_Local, fdr
    from libpysal.weights import W

    values = numbers(figures)
    codes = list(values)
    if len(codes) < LEAST_PLACES or len(set(values.values())) < 2:
        return None
    weights = W(
        {code: [other for other in near[code] if other in values] for code in codes},
        id_order=codes,
        silence_warnings=True,
    )
    amounts = np.array([values[code] for code in codes])
    whole = Moran(amounts, weights, permutations=0)

    # Our own permutations: esda would shuffle by NumPy's global state, which other readers share.
    shuffled = np.random.default_rng(cut.seed).permuted(np.tile(whole.z, (cut.permutations, 1)), axis=1)
    spread = (shuffled * (weights.sparse @ shuffled.T).T).sum(axis=1)
    simulated = len(codes) / weights.s0 * spread / (whole.z @ whole.z)
    beyond = np.abs(simulated - whole.EI) >= abs(whole.I - whole.EI)
    # A place whose only neighbour is shuffled onto equal figures has no spread, which we do not use.
    with np.errstate(invalid="ignore"):
        local = Moran_Local(amounts, weights, permutations=cut.permutations, seed=cut.seed)
    local_beyond = np.abs(local.rlisas) >= np.abs(local.Is)[:, None]
    p_local = (1 + local_beyond.sum(axis=1)) / (cut.permutations + 1)
    bound = fdr(p_local, alpha=cut.false_discovery_rate)
    return HotSpots(
        float(whole.I),
        float(whole.EI),
        float((1 + beyond.sum()) / (cut.permutations + 1)),
        tuple(
            LocalSpot(code, QUADRANTS[int(q)], float(i), float(p), bool(p <= bound))
            for code, q, i, p in zip(codes, local.q, local.Is, p_local, strict=True)
            if near[code]
        ),
    )
