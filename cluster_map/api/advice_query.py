"""The body of a request for advice: JSON, checked, or every fault named. Pure."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from cluster_map.atlas import Atlas
from cluster_map.coverage import buyers, contradicts_buyer
from cluster_map.questions import (
    COVERAGE_QUESTIONS,
    DATE,
    RIT_QUESTIONS,
    ROUTE_QUESTIONS,
    SECTOR,
    SME_QUESTIONS,
    Answers,
    Kind,
    Question,
    contradictions,
)
from cluster_map.url_state import Refused, shown

LONGEST_BODY = 1_000_000
"""Bytes of a request that are read."""

INPUTS = "inputs"


@dataclass(frozen=True, slots=True)
class Form:
    """What one path asks: ``inner`` stands under ``inputs``, ``outer`` beside it."""

    outer: Mapping[str, Question]
    inner: Mapping[str, Question] | None = None


FORMS: Mapping[str, Form] = {
    "route": Form(
        outer={"date": DATE},
        inner={
            "sector": SECTOR,
            **ROUTE_QUESTIONS,
            "prefecture": Question(Kind.KNOWN, known="prefectures"),
            "country": Question(Kind.COUNTRY),
        },
    ),
    "coverage": Form(outer=COVERAGE_QUESTIONS),
    "readiness": Form(outer={}, inner={"sector": SECTOR, **RIT_QUESTIONS}),
    "sme-check": Form(outer=SME_QUESTIONS),
}


class NotJson(ValueError):
    """A body that is no JSON document. The message says where."""


def parse_body(body: bytes) -> Any:
    """Read a body strictly: UTF-8, no name twice, no number that JSON does not have."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise NotJson(f"'{shown(twice)}' stands twice in one object")
        return dict(pairs)

    def refuse(constant: str) -> None:
        raise NotJson(f"{constant} is no number of JSON")

    try:
        return json.loads(body.decode(), object_pairs_hook=once, parse_constant=refuse)
    except UnicodeDecodeError as error:
        raise NotJson(f"bytes that are not UTF-8 at position {error.start}") from error
    except json.JSONDecodeError as error:
        raise NotJson(f"{error.msg}, line {error.lineno} column {error.colno}") from error
    except RecursionError as error:
        raise NotJson("too many brackets inside each other") from error
    except NotJson:
        raise
    except ValueError as error:  # a number of thousands of digits
        raise NotJson("a number with too many digits") from error


def read_form(name: str, document: Any, atlas: Atlas) -> tuple[Answers, list[Refused]]:
    """The answers that a document gives; with any fault they are not to be used."""
    form = FORMS[name]
    if not isinstance(document, dict):
        return {}, [Refused("body", _found(document), "an object")]
    names = [*form.outer, *([INPUTS] if form.inner is not None else [])]
    faults = [
        Refused(shown(key), _found(value), f"the fields {', '.join(names)}")
        for key, value in document.items()
        if key not in names
    ]
    answers, problems = _read(document, form.outer, "", atlas)
    faults += problems
    if form.inner is not None:
        given = document.get(INPUTS)
        if not isinstance(given, dict):
            return {}, [*faults, Refused(INPUTS, _found(given), "an object of answers")]
        allowed = f"the fields {', '.join(form.inner)}"
        faults += [
            Refused(f"{INPUTS}.{shown(key)}", _found(value), allowed)
            for key, value in given.items()
            if key not in form.inner
        ]
        inner, problems = _read(given, form.inner, f"{INPUTS}.", atlas)
        answers, faults = answers | inner, faults + problems
    prefix = f"{INPUTS}." if form.inner is not None else ""
    return answers, faults or _contradictions(answers, prefix, atlas)


def _read(
    given: Mapping[str, Any], questions: Mapping[str, Question], prefix: str, atlas: Atlas
) -> tuple[dict[str, Any], list[Refused]]:
    """Null is no answer, as if the name were not there."""
    answers: dict[str, Any] = {}
    faults = []
    for name, question in questions.items():
        value = given.get(name)
        if value is None:
            continue
        answer = question.read(value, _known(question, atlas))
        if answer is None:
            faults.append(Refused(prefix + name, _found(value), question.allowed))
        else:
            answers[name] = answer
    return answers, faults


def _known(question: Question, atlas: Atlas) -> Collection[str]:
    match question.known:
        case "":
            return ()
        case "prefectures":
            return atlas.prefectures
        case "sme_definitions":
            return atlas.store.by_key("sme_definitions")
        case _:
            return buyers(atlas.store)


def _contradictions(answers: Answers, prefix: str, atlas: Atlas) -> list[Refused]:
    faults = [
        Refused(prefix + name, shown(str(answers[name])), allowed)
        for name, allowed in contradictions(answers)
    ]
    if tier := contradicts_buyer(atlas.store, answers):
        faults.append(Refused(f"{prefix}tier", answers["tier"], f"{tier}, the tier of entity_id"))
    return faults


def _found(value: Any) -> str:
    """A value as JSON writes it, short enough to be shown back."""
    return shown(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[:200])
