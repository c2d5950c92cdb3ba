"""By which route can a foreign firm reach a public project, and what would change that? Pure.

Points, gates, needs, steps and their texts stand in tables; here is only how they are put together.
The direction of a rule is grounded in a source, its number of points is the project's judgement.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cluster_map.atlas import Record
from cluster_map.coverage import Coverage, gpa_coverage, tier_of
from cluster_map.domain import Language
from cluster_map.questions import (
    ROUTE_QUESTIONS,
    Answers,
    Category,
    Finance,
    Home,
    LocalPresence,
    Risk,
    Tier,
)
from cluster_map.store import Store
from cluster_map.text import say

UNKNOWN = "unknown"
ANY = "*"
START = "R00"
"""The rule that gives each route its start value."""

ASKED = ("sector", *(name for name in ROUTE_QUESTIONS if name != "entity_id"))
"""The ten inputs that confidence counts; the buyer only says the tier more exactly."""

BAR_FROM, BAR_TO = 0, 150
"""Points between which a bar is drawn."""

STRONGEST = 3
"""Reasons for a route that are shown first."""

TRIED: Mapping[str, tuple[Any, ...]] = {
    "local_presence": tuple(LocalPresence),
    "risk": tuple(Risk),
    "finance": tuple(Finance),
    "tier": tuple(tier for tier in Tier if tier not in (Tier.AFFILIATED, Tier.UNSURE)),
    "horizon_months": (6, 24, 60),
}
"""Answers that are exchanged, one at a time, to see what would change the advice."""

SMALL_CONTRACT_COLUMN = {
    Category.GOODS: "small_contract_goods_max_jpy",
    Category.CONSTRUCTION: "small_contract_works_max_jpy",
}


@dataclass(frozen=True, slots=True)
class Need:
    """What a route needs: the row of ``route_needs`` and the hurdle or RIT rule with its remedy."""

    need: Record
    hurdle: Record | None
    rit_rule: Record | None


@dataclass(frozen=True, slots=True)
class Route:
    """A route with its points. ``rules`` are all that fired, the start value first; they add up to them."""

    model: Record
    points: int
    label: Record
    rules: tuple[Record, ...]
    needs: tuple[Need, ...]
    steps: tuple[Record, ...]

    @property
    def reasons_for(self) -> tuple[Record, ...]:
        """Strongest first; equals in the order of the table."""
        gained = [rule for rule in self.rules if rule["points"] > 0 and rule["rule_id"] != START]
        return tuple(sorted(gained, key=lambda rule: -rule["points"]))

    @property
    def reasons_against(self) -> tuple[Record, ...]:
        """Strongest first; equals in the order of the table."""
        return tuple(sorted((r for r in self.rules if r["points"] < 0), key=lambda rule: rule["points"]))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A route that is not ranked; ``gate`` is ``None`` while nobody has said what is offered."""

    model: Record
    gate: Record | None

    def reason(self, language: Language) -> str:
        """Why it is not ranked."""
        return str(self.gate[f"reason_{language}"]) if self.gate else say("no_offer_yet", language)


@dataclass(frozen=True, slots=True)
class Flip:
    """One changed answer that puts another route first."""

    question: str
    answer: Any
    new_top: str


@dataclass(frozen=True, slots=True)
class Advice:
    """The routes, best first, and those left out: together every route once."""

    coverage: Coverage
    ticket_band: str
    horizon_band: str
    ranking: tuple[Route, ...]
    left_out: tuple[LeftOut, ...]
    given: int
    """How many of ``ASKED`` were answered."""


def advise(store: Store, answers: Answers) -> Advice:
    """Rank the routes by the answers to ``ROUTE_QUESTIONS``, the sector and the day."""
    coverage = gpa_coverage(store, answers)
    facts = _facts(store, answers, coverage)
    ranking: list[Route] = []
    left_out: list[LeftOut] = []
    for model in store.records("partnering_models"):
        gate = _closed_gate(store, model["model"], facts)
        if gate is not None or not facts["offer"]:
            left_out.append(LeftOut(model, gate if facts["offer"] else None))
        else:
            ranking.append(_route(store, model, facts))
    ranking.sort(key=lambda route: -route.points)  # stable: ties stay in the order of the table
    return Advice(
        coverage=coverage,
        ticket_band=ticket_band(store, answers),
        horizon_band=horizon_band(store, answers),
        ranking=tuple(ranking),
        left_out=tuple(left_out),
        given=sum(_is_given(answers.get(name)) for name in ASKED),
    )


def _is_given(answer: Any) -> bool:
    return answer is not None and answer not in ((), Home.UNKNOWN, Tier.UNSURE)


def flips(store: Store, answers: Answers) -> list[Flip]:
    """Each single change of ``TRIED`` that puts another route first."""
    ranking = advise(store, answers).ranking
    if not ranking:
        return []
    top = ranking[0].model["model"]
    return [
        Flip(question, answer, new_top)
        for question, answer in _changes(answers)
        if (new_top := _top(store, _changed(answers, question, answer))) != top
    ]


def _changes(answers: Answers) -> Iterator[tuple[str, Any]]:
    for question, tried in TRIED.items():
        yield from ((question, answer) for answer in tried if answer != answers.get(question))


def _changed(answers: Answers, question: str, answer: Any) -> Answers:
    changed = {**answers, question: answer}
    if question == "tier":
        changed.pop("entity_id", None)  # the buyer named belongs to the old tier
    return changed


def _top(store: Store, answers: Answers) -> str:
    top: str = advise(store, answers).ranking[0].model["model"]
    return top


# What follows from the answers


def _facts(store: Store, answers: Answers, coverage: Coverage) -> dict[str, tuple[str, ...]]:
    """What rules, gates and needs look at: each field with its values, none where not known."""

    def one(name: str) -> tuple[str, ...]:
        return (answers[name],) if name in answers else ()

    return {
        "base": (ANY,),
        "offer": tuple(answers.get("offer", ())),
        "tier": (tier_of(store, answers),),
        "category": (answers.get("category", Category.SERVICES),),
        "gpa_status": (coverage.status,),
        "ticket_band": (ticket_band(store, answers),),
        "horizon_band": (horizon_band(store, answers),),
        **{name: one(name) for name in ("sector", "local_presence", "risk", "finance")},
    }


def ticket_band(store: Store, answers: Answers) -> str:
    """The band of the contract value: petty up to the buyer's limit for negotiated contracts."""
    ticket = answers.get("ticket_jpy")
    if ticket is None:
        return UNKNOWN
    tier = tier_of(store, answers)
    limits = store.by_key("procurement_tiers")[Tier.MUNICIPAL if tier == Tier.UNSURE else tier]
    category = Category(answers.get("category", Category.SERVICES))
    petty = limits[SMALL_CONTRACT_COLUMN.get(category, "small_contract_other_max_jpy")]
    if petty is not None and ticket <= petty:
        return "petty"
    return str(band(store, "ticket", ticket)["band"])


def horizon_band(store: Store, answers: Answers) -> str:
    months = answers.get("horizon_months")
    return UNKNOWN if months is None else str(band(store, "horizon", months)["band"])


def band(store: Store, scale: str, value: float) -> Record:
    """The last band of a scale whose line the value reaches; a band without a line takes the rest."""
    reached = [
        row
        for row in store.records("route_bands")
        if row["scale"] == scale
        and (row["at_least"] is None or value >= row["at_least"])
        and (row["above"] is None or value > row["above"])
    ]
    return reached[-1]


# One route


def _meets(row: Record, facts: Mapping[str, tuple[str, ...]]) -> bool:
    return not set(facts[row["field"]]).isdisjoint(row["values"])


def _closed_gate(store: Store, model: str, facts: Mapping[str, tuple[str, ...]]) -> Record | None:
    """The first gate that leaves a route out."""
    for gate in store.records("route_gates"):
        if gate["model"] == model and _meets(gate, facts) == (gate["condition"] == "bars"):
            return gate
    return None


def _route(store: Store, model: Record, facts: Mapping[str, tuple[str, ...]]) -> Route:
    name = model["model"]
    rules = sorted(
        (rule for rule in store.records("route_rules") if rule["model"] == name and _meets(rule, facts)),
        key=lambda rule: rule["rule_id"],
    )
    points = sum(rule["points"] for rule in rules)
    return Route(
        model=model,
        points=points,
        label=band(store, "label", points),
        rules=tuple(rules),
        needs=tuple(
            _need(store, row)
            for row in store.records("route_needs")
            if name in row["models"] and _meets(row, facts)
        ),
        steps=tuple(step for step in store.records("route_steps") if step["model"] == name),
    )


def _need(store: Store, row: Record) -> Need:
    return Need(
        need=row,
        hurdle=store.by_key("hurdles_remedies").get(row["hurdle_id"]),
        rit_rule=store.by_key("rit_rules").get(row["rit_rule"]),
    )
