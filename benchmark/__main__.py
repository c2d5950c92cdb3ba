"""``python -m benchmark``: measure, print the table, write ``bench.json``; fail where a budget is missed."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from benchmark.measure import FULL, QUICK, Bench, Values
from benchmark.report import BUDGETS, Figure, table
from benchmark.sites import EMPTY, OURS, PLAIN, POLLING, ROOT, serving
from benchmark.walks import read_filters

REPORT = ROOT / "bench.json"


def run(bench: Bench, names: Sequence[str]) -> list[Figure]:
    """Measure what is named, in the order of the budgets."""
    figures = []
    if not all(name.startswith("follow") for name in names):
        with serving(OURS) as ours, serving(PLAIN) as plain, serving(EMPTY) as empty:
            # What a server does once for all its visitors is no part of what the next visitor waits for.
            bench.filter_bytes(ours, plain)
            measurements: dict[str, Callable[[], Values]] = {
                "first_map_ms": lambda: bench.first_map_ms(ours, empty),
                "filter_ms": lambda: bench.filter_ms(ours, plain),
                "filter_bytes": lambda: bench.filter_bytes(ours, plain),
                "filter_total_bytes": lambda: bench.filter_total_bytes(ours, plain),
                "reruns_per_s": lambda: bench.reruns_per_s(ours, plain),
                "session_mb": lambda: bench.session_mb(OURS, PLAIN),
                "start_ms": lambda: bench.start_ms(OURS, EMPTY),
                "upload_1m_s": lambda: bench.upload_1m_s(ours),
                "upload_1m_mb": lambda: bench.upload_1m_mb(OURS),
            }
            figures += _figures(measurements, names)
    # One hall gives several figures; nothing else is served meanwhile.
    hall, halls = cache(lambda: bench.hall(OURS, POLLING)), cache(lambda: bench.halls(OURS, POLLING))
    return figures + _figures(
        {
            budget.name: partial(
                _one_of, halls if budget.name.startswith("follow_rooms") else hall, budget.name
            )
            for budget in BUDGETS
            if budget.name.startswith("follow")
        },
        names,
    )


def _one_of(measure: Callable[[], Mapping[str, Values]], name: str) -> Values:
    return measure()[name]


def _figures(measurements: Mapping[str, Callable[[], Values]], names: Sequence[str]) -> list[Figure]:
    figures = []
    for budget in BUDGETS:
        if budget.name in names and budget.name in measurements:
            started = time.perf_counter()
            values = measurements[budget.name]()
            beside = [found for name, found in values.items() if name != OURS.name]
            figures.append(Figure(budget, ours=values[OURS.name], plain=beside[0] if beside else []))
            print(f"{budget.name}: measured in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    return figures


def main() -> int:
    names = [budget.name for budget in BUDGETS]
    parser = argparse.ArgumentParser(prog="python -m benchmark", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"what to measure, else all: {' '.join(names)}"
    )
    chosen = parser.parse_args().names or names
    if unknown := set(chosen) - set(names):
        parser.error(f"unknown {', '.join(sorted(unknown))}; allowed: {', '.join(names)}")
    effort = QUICK if os.environ.get("QUICK", "0") != "0" else FULL
    figures = run(Bench(effort, read_filters()), chosen)
    print(table(figures))
    report = {figure.budget.name: figure.as_json() for figure in figures}
    REPORT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 0 if all(figure.is_met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
