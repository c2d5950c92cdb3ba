"""The worked cases of ``route_tests.json``: inputs and what the design expects of them."""

import json
from pathlib import Path
from typing import Any

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "route_tests.json").read_text(encoding="utf-8")
)
EXPECTED = ("expect", "expect_sme", "expect_micro")


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    """Cases of a kind by id; a case that holds several gives each its own."""
    found: dict[str, dict[str, Any]] = {}
    for case in CASES:
        if case["kind"] == kind and "cases" in case:
            found |= {f"{case['id']}-{n}": one for n, one in enumerate(case["cases"], start=1)}
        elif case["kind"] == kind:
            found[case["id"]] = case
    return found


def flat_inputs(case: dict[str, Any]) -> dict[str, Any]:
    """The inputs of a case that stand beside what is expected."""
    return {name: value for name, value in case.items() if name not in EXPECTED}


def as_answers(inputs: dict[str, Any]) -> dict[str, Any]:
    """Inputs as the engines take them: nothing for null, tuples for lists."""
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in inputs.items()
        if value is not None
    }
