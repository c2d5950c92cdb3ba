"""Is an application to the Regional Industry Tie-up Programme (RIT) ready? Rule by rule. Pure.

The rules, what each asks for and its numbers stand in ``rit_rules``; here is only how a condition is
read. A missing or empty answer leaves a rule open, it never fails it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cluster_map.atlas import Record
from cluster_map.domain import Evidence
from cluster_map.questions import YES_NO, Answers, exact
from cluster_map.store import Store


class Result(StrEnum):
    """What a rule says. The words after ``UNKNOWN`` belong to rules that inform or offer a way out."""

    PASSED = "pass"
    FAILED = "fail"
    UNKNOWN = "unknown"
    INFO = "info"
    INFO_FOCUS = "info-focus"
    INFO_ALLOWED = "info-allowed"
    NOT_NEEDED = "not-needed"
    OFFERED = "offered"
    NOT_YET = "not-yet"


class Overall(StrEnum):
    READY = "ready"
    INCOMPLETE = "incomplete"
    NOT_READY = "not ready"


BLOCKING = frozenset({"must", "criterion"})
"""Kinds of rules that decide the result; the others inform."""

FORM: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("form_applicant", ("applicant_type", "applicant_country", "n_companies", "n_sme", "participants_sme")),
    (
        "form_partner",
        (
            "overseas_country",
            "prior_contact",
            "interest_confirmed",
            "overseas_body",
            "n_overseas_companies",
        ),
    ),
    (
        "form_plan",
        (
            "local_firms_contacted",
            "prospects_stated",
            "value_stated",
            "plan_described",
            "services_listed",
            "cost_proposal",
            "cost_items",
            "own_share_pct",
            "pays_single_company",
            "years_requested",
        ),
    ),
    (
        "form_running",
        ("secretariat_english", "leader_named", "call_open", "submitted_online", "programme_confirmed"),
    ),
)
"""Text key of a heading, and the questions under it, as form and application draft have them."""

APPLICANT = FORM[0][0]

CONFIRMATION = "RIT-24"
"""The rule that nobody but JETRO can answer."""


@dataclass(frozen=True, slots=True)
class RuleResult:
    rule: Record
    result: Result


@dataclass(frozen=True, slots=True)
class Readiness:
    """Results in the order of the rules."""

    results: tuple[RuleResult, ...]

    @property
    def by_rule(self) -> Mapping[str, Result]:
        return {r.rule["rule_id"]: r.result for r in self.results}

    @property
    def overall_seed_rules(self) -> Overall:
        """By the rules of the founding document alone."""
        return _overall(r for r in self.results if r.rule["evidence"] == Evidence.SEED)

    @property
    def overall(self) -> Overall:
        """With the criteria that later pages name."""
        return _overall(self.results)

    @property
    def pre_survey(self) -> Result:
        """Whether the preliminary survey is the way in."""
        return next(r.result for r in self.results if r.rule["kind"] == "remedy")


def _overall(results: Any) -> Overall:
    found = {r.result for r in results if r.rule["kind"] in BLOCKING}
    if Result.FAILED in found:
        return Overall.NOT_READY
    return Overall.INCOMPLETE if Result.UNKNOWN in found else Overall.READY


def check_readiness(store: Store, answers: Answers) -> Readiness:
    """Check every rule by the answers to ``RIT_QUESTIONS`` and the sector."""
    known: dict[str, Any] = dict(answers)
    results = []
    for rule in store.records("rit_rules"):
        result = _result(rule, known)
        known[rule["rule_id"]] = str(result)  # later rules may look at earlier ones
        results.append(RuleResult(rule, result))
    return Readiness(tuple(results))


def _result(rule: Record, known: Answers) -> Result:
    held = [_holds(condition, known) for condition in rule["conditions"]]
    match rule["kind"]:
        case "info":
            if not held:
                return Result.INFO
            if None in held:
                return Result.UNKNOWN
            return Result.INFO_FOCUS if all(held) else Result.INFO_ALLOWED
        case "remedy":
            if not held[0]:
                return Result.NOT_NEEDED
            return Result.OFFERED if all(held) else Result.NOT_YET
    if False in held:
        return Result.FAILED
    return Result.UNKNOWN if None in held else Result.PASSED


def _holds(condition: str, known: Answers) -> bool | None:
    """Whether one condition holds; ``None`` where an answer to it is missing."""
    field, word, wanted = condition.split(" ", 2)
    answer = known.get(field)
    if answer is None or answer == ():
        return None
    return CONDITIONS[word](answer, wanted, known)


def _given(answer: Any) -> set[str]:
    return set(answer) if isinstance(answer, tuple) else {answer}


def _compared(holds: Callable[[Any, Any], bool]) -> Callable[[Any, str, Answers], bool | None]:
    def compare(answer: Any, wanted: str, known: Answers) -> bool | None:
        """``wanted`` is a number or a fraction, by itself or of another answer."""
        number, _, other = wanted.partition(" ")
        factor = 1 if not other else known.get(other)
        return None if factor is None else holds(exact(answer), exact(number) * exact(factor))

    return compare


CONDITIONS: Mapping[str, Callable[[Any, str, Answers], bool | None]] = {
    "in": lambda answer, wanted, _: _given(answer) <= set(wanted.split("|")),
    "not-in": lambda answer, wanted, _: not _given(answer) & set(wanted.split("|")),
    # Sources disagree about these values: with one of them nobody can tell.
    "unclear": lambda answer, wanted, _: None if _given(answer) & set(wanted.split("|")) else True,
    "is": lambda answer, wanted, _: answer == YES_NO.get(wanted, wanted),
    ">=": _compared(lambda answer, bound: answer >= bound),
    "<=": _compared(lambda answer, bound: answer <= bound),
}
"""The words of a condition in ``rit_rules``: answer, the rest of the condition, all answers."""
