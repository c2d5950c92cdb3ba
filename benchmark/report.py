"""What is measured, what it may cost, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

ENOUGH_FOR_P95 = 20


@dataclass(frozen=True, slots=True)
class Budget:
    """What a figure of ours has to meet: the stricter of a share of plain and a fixed limit."""

    name: str
    unit: str
    of_plain: float | None = None
    fixed: float | None = None
    at_least: bool = False
    """A lower bound, where more is better; else an upper one."""

    def limit(self, plain: float | None) -> float | None:
        """``None`` where nothing is asked."""
        limits = [plain * self.of_plain] if self.of_plain is not None and plain is not None else []
        limits += [self.fixed] if self.fixed is not None else []
        if not limits:
            return None
        return max(limits) if self.at_least else min(limits)


BUDGETS = (
    Budget("first_map_ms", "ms", of_plain=2),
    Budget("filter_ms", "ms", of_plain=1 / 4),
    Budget("filter_bytes", "B", of_plain=1 / 20, fixed=10_000),
    Budget("filter_total_bytes", "B", of_plain=1 / 8, fixed=40_000),
    Budget("reruns_per_s", "1/s", of_plain=15, at_least=True),
    Budget("session_mb", "MB", fixed=2),
    Budget("start_ms", "ms", of_plain=4),
    Budget("upload_1m_s", "s", fixed=10),
    Budget("upload_1m_mb", "MB", fixed=700),
    Budget("follow_p95_ms", "ms", fixed=250),
    Budget("follow_cpu_pct", "%", fixed=15),
    Budget("follow_mb", "MB", fixed=60),
    Budget("follow_client_pct", "%"),
    Budget("follow_rooms_p95_ms", "ms", fixed=250),
    Budget("follow_rooms_cpu_pct", "%", fixed=15),
    Budget("follow_rooms_mb", "MB", fixed=60),
    Budget("follow_rooms_client_pct", "%"),
)
"""Plain is the plain page; of ``first_map_ms`` and ``start_ms`` it is the empty one, of ``follow_*`` one
that polls. A million points have none beside them: one marker each is more than a browser can draw.
What the benchmark itself uses of the machine (``client``) has no budget."""


@dataclass(frozen=True, slots=True)
class Figure:
    """All values of one thing measured in one run."""

    budget: Budget
    ours: Sequence[float]
    plain: Sequence[float]

    @property
    def beside(self) -> float | None:
        """What the plain page takes; ``None`` where it cannot do the job."""
        return median(self.plain) if self.plain else None

    @property
    def limit(self) -> float | None:
        return self.budget.limit(self.beside)

    @property
    def is_met(self) -> bool:
        ours = median(self.ours)
        if self.limit is None:
            return True
        return ours >= self.limit if self.budget.at_least else ours <= self.limit

    def as_json(self) -> dict[str, Any]:
        """``ratio`` is null where plain is nothing to divide by: there is none, or memory does not grow."""
        ours, plain = median(self.ours), self.beside
        return {
            "ours": ours,
            "plain": plain,
            "ratio": ours / plain if plain is not None and plain > 0 else None,
            "budget": self.limit,
            "unit": self.budget.unit,
        }


def p95(values: Sequence[float]) -> float | None:
    """The 95th percentile, or ``None`` where there are too few values to speak of one."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) >= ENOUGH_FOR_P95 else None


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(figures: Iterable[Figure]) -> str:
    """The figures as text for a terminal, one row a figure."""
    rows: list[tuple[str, ...]] = [("", "unit", "ours", "p95", "plain", "p95", "ratio", "budget", "")]
    for figure in figures:
        budget, told = figure.budget, figure.as_json()
        ours, plain = (
            [_number(middle), _number(p95(values))]
            for middle, values in ((told["ours"], figure.ours), (told["plain"], figure.plain))
        )
        limit = f"{'>=' if budget.at_least else '<='} {_number(figure.limit)}"
        met = "met" if figure.is_met else "MISSED"
        if figure.limit is None:
            limit = met = "-"
        rows.append((budget.name, budget.unit, *ours, *plain, _number(told["ratio"]), limit, met))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    aligned = ((f"{cell:>{width}}" for cell, width in zip(row[2:], widths[2:], strict=True)) for row in rows)
    names = (f"{row[0]:{widths[0]}}  {row[1]:{widths[1]}}" for row in rows)
    return "\n".join("  ".join([name, *cells]) for name, cells in zip(names, aligned, strict=True))
