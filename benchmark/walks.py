"""Ways through the filters: choices of sectors, each one click from the last."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from benchmark.sites import ROOT

Choice = frozenset[int]
"""Positions of the chosen sectors; none means all."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What can be chosen, and what a map has to show then: read from the tables, not asked of a page."""

    number_of_sectors: int
    sectors_of_clusters: Sequence[Choice]

    def matching(self, choice: Choice) -> int:
        """How many clusters a map has to show."""
        return sum(1 for sectors in self.sectors_of_clusters if not choice or choice & sectors)

    def walk(self, seed: int) -> list[tuple[Choice, int]]:
        """Choices of one and two sectors in turn, all different, each with its number of clusters.

        Every seed has its own order. Neighbours never have the same number, so that a map shows by its
        number which of them it has reached.
        """
        random = Random(seed)
        order = list(range(self.number_of_sectors))
        while True:
            random.shuffle(order)
            pairs = pairwise([*order, order[0]])
            choices = [Choice(chosen) for one, next_one in pairs for chosen in ({one}, {one, next_one})]
            numbers = [self.matching(choice) for choice in (Choice(), *choices)]
            if all(before != after for before, after in pairwise(numbers)):
                return list(zip(choices, numbers[1:], strict=True))


def read_filters() -> Filters:
    tables = ROOT / "data/tables"
    with (tables / "sectors.csv").open(encoding="utf-8") as file:
        positions = {row["sector"]: position for position, row in enumerate(csv.DictReader(file))}
    with (tables / "clusters.csv").open(encoding="utf-8") as file:
        sectors = [Choice(positions[s] for s in row["sectors"].split(";")) for row in csv.DictReader(file)]
    return Filters(len(positions), sectors)
