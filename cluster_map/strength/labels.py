"""What a place may be called in a sector: labels after three methods, with the reasons.

A label is a set of bars; a place has it when its figures clear all of them. The same bars say why it
has a label and what is missing for the next one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from cluster_map.domain import Label, LabelMethod, MeasureId
from cluster_map.strength.figures import Figure, Figures, Statistics, Subject, is_number, numbers
from cluster_map.strength.measures import classifications_of, evaluate, years_of
from cluster_map.strength.thresholds import (
    LitzenbergerThresholds,
    StarThresholds,
    Thresholds,
    UsThresholds,
)

Evidence = Mapping[MeasureId, Figures]
"""Measure -> prefecture -> figure: what a method judges by. A measure may be missing as a whole."""

SIZES = (MeasureId.EMPLOYEES, MeasureId.ESTABLISHMENTS)

NEEDED: Mapping[LabelMethod, tuple[MeasureId, ...]] = {
    LabelMethod.US: (MeasureId.LQ_EMPLOYEES, *SIZES),
    LabelMethod.STARS: (MeasureId.LQ_EMPLOYEES, *SIZES, MeasureId.PRODUCTIVITY, MeasureId.GROWTH),
    LabelMethod.LITZENBERGER: (MeasureId.LITZENBERGER_STERNBERG,),
}

SHIFT = 0.1
"""How far every bar is moved to see whether a label holds."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A threshold in the unit of its measure; ``above`` means that the value must lie above it."""

    measure: MeasureId
    at_least: float
    above: bool = False

    def is_cleared(self, figure: Figure) -> bool:
        if not is_number(figure):
            return False
        return figure > self.at_least if self.above else figure >= self.at_least

    def moved(self, part: float) -> "Bar":
        """The same bar, higher for a positive part of itself, lower for a negative one."""
        return replace(self, at_least=self.at_least + part * abs(self.at_least))


@dataclass(frozen=True, slots=True)
class Check:
    """One bar held against one figure. A missing figure clears nothing."""

    bar: Bar
    figure: Figure

    @property
    def is_met(self) -> bool:
        return self.bar.is_cleared(self.figure)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reasons`` are the checks behind the label, ``missing`` those that the next one still needs."""

    prefecture: str
    label: Label | None
    reasons: tuple[Check, ...]
    missing: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """Labels from the lowest up, each with all its bars: the highest that is cleared is the label."""

    levels: tuple[tuple[Label, tuple[Bar, ...]], ...]

    def judge(self, prefecture: str, evidence: Evidence) -> Verdict:
        checks = [
            (label, tuple(Check(bar, evidence[bar.measure][prefecture]) for bar in bars))
            for label, bars in self.levels
        ]
        reached = [n for n, (_, made) in enumerate(checks) if all(check.is_met for check in made)]
        highest = reached[-1] if reached else -1
        following = checks[highest + 1][1] if highest + 1 < len(checks) else ()
        return Verdict(
            prefecture,
            checks[highest][0] if reached else None,
            checks[highest][1] if reached else (),
            tuple(check for check in following if not check.is_met),
        )

    def moved(self, part: float) -> "Steps":
        return Steps(tuple((label, tuple(bar.moved(part) for bar in bars)) for label, bars in self.levels))


@dataclass(frozen=True, slots=True)
class Stars:
    """A star for each group of bars that is cleared, none below a floor."""

    floors: tuple[Bar, ...]
    groups: tuple[tuple[Bar, ...], ...]

    def judge(self, prefecture: str, evidence: Evidence) -> Verdict:
        def check(bar: Bar) -> Check:
            return Check(bar, evidence[bar.measure][prefecture])

        floors = [check(bar) for bar in self.floors]
        groups = [[check(bar) for bar in group] for group in self.groups]
        won = [group for group in groups if all(made.is_met for made in group)]
        unmet = tuple(made for group in groups for made in group if not made.is_met)
        below = tuple(made for made in floors if not made.is_met)
        if below or not won:
            return Verdict(prefecture, None, (), below + unmet)
        label = (Label.STARS_1, Label.STARS_2, Label.STARS_3, Label.STARS_4)[len(won) - 1]
        return Verdict(prefecture, label, (*floors, *(made for group in won for made in group)), unmet)

    def moved(self, part: float) -> "Stars":
        return Stars(
            tuple(bar.moved(part) for bar in self.floors),
            tuple(tuple(bar.moved(part) for bar in group) for group in self.groups),
        )


def quantile(values: Sequence[float], part: float) -> float:
    """A quantile with linear interpolation between the two nearest values. There is at least one value."""
    ordered = sorted(values)
    position = part * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])


def us_rule(evidence: Evidence, cut: UsThresholds) -> Steps:
    """The strong-cluster definition of the US Cluster Mapping project."""
    present = [code for code, jobs in numbers(evidence[MeasureId.EMPLOYEES]).items() if jobs > 0]

    def bar(measure: MeasureId, part: float, above: bool = True) -> Bar:
        values = [figure for code in present if is_number(figure := evidence[measure][code])]
        return Bar(measure, quantile(values, part), above)

    if not present:
        return Steps(())
    sizes = tuple(bar(measure, cut.size_quantile) for measure in SIZES)
    quotient = MeasureId.LQ_EMPLOYEES
    floor = Bar(quotient, cut.strong_quotient)
    return Steps(
        (
            (Label.QUALIFYING, (bar(quotient, cut.qualifying_quotient_quantile), *sizes)),
            (Label.SIGNIFICANT, (bar(quotient, cut.significant_quotient_quantile), *sizes)),
            (Label.STRONG, (bar(quotient, cut.strong_quotient_quantile, above=False), floor, *sizes)),
            (Label.STRONG_10, (bar(quotient, cut.strong10_quotient_quantile, above=False), floor, *sizes)),
        )
    )


def star_rule(evidence: Evidence, cut: StarThresholds) -> Stars:
    """Stars for size, specialisation, productivity and growth, after the EU star method.

    A measure that the classification does not hold gives no star to anybody.
    """
    groups = []
    for measure in (
        MeasureId.EMPLOYEES,
        MeasureId.LQ_EMPLOYEES,
        MeasureId.PRODUCTIVITY,
        MeasureId.GROWTH,
    ):
        values = list(numbers(evidence.get(measure, {})).values())
        if values:
            extra = (Bar(measure, cut.quotient),) if measure is MeasureId.LQ_EMPLOYEES else ()
            groups.append((Bar(measure, quantile(values, cut.top_quantile)), *extra))
    floors = (Bar(MeasureId.EMPLOYEES, cut.employees), Bar(MeasureId.ESTABLISHMENTS, cut.establishments))
    return Stars(floors, tuple(groups))


def litzenberger_rule(cut: LitzenbergerThresholds) -> Steps:
    """One index, two bars."""
    measure = MeasureId.LITZENBERGER_STERNBERG
    return Steps(
        (
            (Label.CONCENTRATED, (Bar(measure, cut.concentrated),)),
            (Label.CLUSTER, (Bar(measure, cut.cluster),)),
        )
    )


def rule_of(method: LabelMethod, evidence: Evidence, cut: Thresholds) -> Steps | Stars:
    """The bars of a method for these figures."""
    rules: Mapping[LabelMethod, Callable[[], Steps | Stars]] = {
        LabelMethod.US: lambda: us_rule(evidence, cut.us),
        LabelMethod.STARS: lambda: star_rule(evidence, cut.stars),
        LabelMethod.LITZENBERGER: lambda: litzenberger_rule(cut.litzenberger),
    }
    return rules[method]()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A verdict, and what the label would be with every bar a tenth higher or lower."""

    verdict: Verdict
    stricter: Label | None
    looser: Label | None


def label_places(method: LabelMethod, evidence: Evidence, cut: Thresholds) -> list[Labelled]:
    """Judge every prefecture of the evidence by one method, in its order."""
    rule = rule_of(method, evidence, cut)
    stricter, looser = rule.moved(SHIFT), rule.moved(-SHIFT)
    return [
        Labelled(
            rule.judge(code, evidence),
            stricter.judge(code, evidence).label,
            looser.judge(code, evidence).label,
        )
        for code in next(iter(evidence.values()))
    ]


def label_years(statistics: Statistics, method: LabelMethod, classification: str) -> tuple[int, ...]:
    """Years for which a method can judge in a classification, oldest first."""
    first = NEEDED[method][0]
    return years_of(statistics, first, classification)


def label_classifications(statistics: Statistics, method: LabelMethod) -> tuple[str, ...]:
    """Classifications in which a method can judge."""
    return classifications_of(statistics, NEEDED[method][0])


def gather(
    statistics: Statistics, method: LabelMethod, subject: Subject, year: int
) -> dict[MeasureId, Figures]:
    """The figures that a method judges by; growth counts from the year before in the classification.

    A measure without figures in that year is left out.
    """
    found: dict[MeasureId, Figures] = {}
    for measure in NEEDED[method]:
        if year not in years_of(statistics, measure, subject.classification):
            continue
        earlier = [y for y in statistics.years(subject.classification, "employees") if y < year]
        start = earlier[-1] if measure is MeasureId.GROWTH else None
        found[measure] = evaluate(statistics, measure, subject, year, start).figures
    return found
