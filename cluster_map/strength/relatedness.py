"""Which industries are found in the same places, and how near a place is to one it does not have.

After Hidalgo and others (2007): two industries are near when places that have the one have the other.
With 47 places this is noisy; each proximity comes with the range that resampled places give.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cluster_map.strength.figures import Figures, is_number
from cluster_map.strength.thresholds import RelatednessThresholds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOWEST, HIGHEST = 5, 95
"""Percentiles of the resampled proximities that bound their range."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two industries; ``low`` and ``high`` bound what resampling gives."""

    first: str
    second: str
    proximity: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Relatedness:
    """``links`` from the nearest; ``density`` of prefecture and industry is 0 to 1."""

    links: tuple[Link, ...]
    density: Mapping[str, Mapping[str, float]]


def relatedness(quotients: Mapping[str, Figures], cut: RelatednessThresholds) -> Relatedness:
    """Proximity of all pairs of industries and the density around each industry in each place.

    Parameters
    ----------
    quotients
        Industry -> location quotients of all places. An industry without a figure somewhere counts as
        not specialised there, since no large one is kept secret.
    """
    import numpy as np

    industries = list(quotients)
    places = list(next(iter(quotients.values())))
    present = np.array(
        [
            [
                is_number(figure := quotients[industry][place]) and figure >= cut.presence_quotient
                for industry in industries
            ]
            for place in places
        ],
        dtype=float,
    )
    near = proximity(present)
    chance = np.random.default_rng(cut.seed)
    samples = np.stack(
        [proximity(present[chance.integers(len(places), size=len(places))]) for _ in range(cut.resamples)]
    )
    low, high = np.percentile(samples, [LOWEST, HIGHEST], axis=0)
    links = [
        Link(industries[a], industries[b], float(near[a, b]), float(low[a, b]), float(high[a, b]))
        for a in range(len(industries))
        for b in range(a + 1, len(industries))
    ]
    around = density(present, near)
    return Relatedness(
        tuple(sorted(links, key=lambda link: (-link.proximity, link.first, link.second))),
        {
            place: {industry: float(around[row, column]) for column, industry in enumerate(industries)}
            for row, place in enumerate(places)
        },
    )


def proximity(present: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """The lower of both conditional chances, from places x industries of ones and zeros."""
    import numpy as np

    together = present.T @ present
    count = present.sum(axis=0)
    larger = np.maximum.outer(count, count)
    near: NDArray[np.float64] = np.divide(together, larger, out=np.zeros_like(together), where=larger > 0)
    np.fill_diagonal(near, 0)
    return near


def density(present: "NDArray[np.float64]", near: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """The part of an industry's proximity that a place has already, 0 to 1."""
    import numpy as np

    whole = near.sum(axis=0)
    found: NDArray[np.float64] = np.divide(present @ near, whole, out=np.zeros_like(present), where=whole > 0)
    return found
