"""What came of a reader's file: figures by prefecture, points, and a report of rows that do not count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cluster_map.own_figures.columns import PlaceKind
from cluster_map.own_figures.problems import Note, Problem
from cluster_map.own_figures.sandbox import Sandbox


class Taking(StrEnum):
    """How rows become one figure for each prefecture."""

    FIGURES = "figures"
    """Each row is the figure of a prefecture."""
    COUNT = "count"
    SUM = "sum"


@dataclass(frozen=True, eq=False)
class OwnFigures:
    """A file that was read. It lives as long as somebody holds it, in memory alone.

    The sandbox has a table ``figures``: ``row``, ``prefecture`` (NULL outside Japan), ``lon``, ``lat``, and
    ``v0``, ``v1``, ... for ``columns``, the headers of the columns of figures. ``repeated`` are rows of a
    prefecture that an earlier row has: problems where each row is a prefecture's figure, and only there.
    """

    file_name: str
    sandbox: Sandbox
    kind: PlaceKind
    columns: tuple[str, ...]
    prefectures: tuple[str, ...]
    rows_read: int
    rows_counted: int
    problems: tuple[Problem, ...]
    problem_count: int
    repeated: tuple[Problem, ...]
    repeated_count: int
    notes: tuple[Note, ...]

    @property
    def has_points(self) -> bool:
        return self.kind is PlaceKind.POINTS

    @property
    def takings(self) -> tuple[Taking, ...]:
        """The ways in which these rows can be taken, the likeliest first."""
        if not self.columns:
            return (Taking.COUNT,)
        if self.has_points:
            return (Taking.COUNT, Taking.SUM)
        if self.kind is PlaceKind.ADDRESSES or self.repeated_count > self.rows_counted / 2:
            return (Taking.COUNT, Taking.SUM, Taking.FIGURES)
        return (Taking.FIGURES, Taking.SUM, Taking.COUNT)

    def problems_of(self, taking: Taking) -> Sequence[Problem]:
        """What a reader is told, in the order of the rows."""
        return sorted((*self.problems, *self.repeated)) if taking is Taking.FIGURES else self.problems

    def problem_count_of(self, taking: Taking) -> int:
        return self.problem_count + (self.repeated_count if taking is Taking.FIGURES else 0)

    def by_prefecture(self, taking: Taking, column: int = 0) -> dict[str, float]:
        """Figures by prefecture. One without a figure is not in it; a count has them all."""
        if taking is Taking.COUNT:
            rows = self.sandbox.run("SELECT prefecture, count(*)::DOUBLE FROM figures GROUP BY 1")
            return dict.fromkeys(self.prefectures, 0.0) | {code: n for code, n in rows if code is not None}
        figure = "sum" if taking is Taking.SUM else "arg_min"
        by = "" if taking is Taking.SUM else ", row"
        rows = self.sandbox.run(
            f"SELECT prefecture, {figure}(v{column}{by}) FROM figures"
            f" WHERE prefecture IS NOT NULL AND v{column} IS NOT NULL GROUP BY 1"
        )
        found = dict(rows)
        return {code: found[code] for code in self.prefectures if code in found}
