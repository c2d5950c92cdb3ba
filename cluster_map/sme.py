"""Is a firm an SME, and is it a micro enterprise? By the SME Basic Act and by special orders. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from cluster_map.atlas import Record
from cluster_map.questions import Answers, LegalForm
from cluster_map.store import Store

HALF_PCT = 50
"""A large firm that holds so much, or more, may end the status under some schemes."""


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SizeCheck:
    """What one row of limits says of a firm."""

    limits: Record
    sme: Verdict
    micro: Verdict


@dataclass(frozen=True, slots=True)
class SmeCheck:
    """What the limits of the industry say, what the Act itself says, what the founding document prints.

    ``asked`` and ``basic_act`` are one where the Act counts the industry itself; all are ``None``
    without an industry. ``as_printed`` is what follows from the misprinted table.
    """

    asked: SizeCheck | None
    basic_act: SizeCheck | None
    as_printed: Verdict
    printed_limits: Record | None
    owned_by_large: Verdict

    @property
    def sme(self) -> Verdict:
        return self.asked.sme if self.asked else Verdict.UNKNOWN

    @property
    def micro(self) -> Verdict:
        return self.asked.micro if self.asked else Verdict.UNKNOWN

    @property
    def differs(self) -> bool:
        """Whether the Act and the special order come to different results."""
        return bool(
            self.asked
            and self.basic_act
            and (self.asked.sme, self.asked.micro) != (self.basic_act.sme, self.basic_act.micro)
        )


def check_sme(store: Store, answers: Answers) -> SmeCheck:
    """Check a firm by the answers to ``SME_QUESTIONS``. A missing answer is never guessed."""
    share = answers.get("large_owner_pct")
    owned = Verdict.UNKNOWN if share is None else Verdict.YES if share >= HALF_PCT else Verdict.NO
    if "industry_id" not in answers:
        return SmeCheck(None, None, Verdict.UNKNOWN, None, owned)
    rows = store.by_key("sme_definitions")
    asked = rows[answers["industry_id"]]
    basic = rows[asked["basic_act_industry"]]
    return SmeCheck(
        asked=_check(asked, answers),
        basic_act=_check(basic, answers),
        as_printed=_as_printed(basic, answers),
        printed_limits=basic,
        owned_by_large=owned,
    )


def _check(limits: Record, answers: Answers) -> SizeCheck:
    capital = _within(answers.get("capital_jpy"), limits["capital_max_jpy"])
    employees = _within(answers.get("employees"), limits["employees_max"])
    by_form = {LegalForm.COMPANY: _either(capital, employees), LegalForm.INDIVIDUAL: employees}
    form = answers.get("form")
    # Without a legal form a result holds only where both forms come to it.
    verdicts = set(by_form.values()) if form is None else {by_form[LegalForm(form)]}
    sme = verdicts.pop() if len(verdicts) == 1 else Verdict.UNKNOWN
    return SizeCheck(limits, sme, _within(answers.get("employees"), limits["micro_employees_max"]))


def _within(value: float | None, limit: int | None) -> Verdict:
    """The limit itself counts."""
    if value is None or limit is None:
        return Verdict.UNKNOWN
    return Verdict.YES if value <= limit else Verdict.NO


def _either(first: Verdict, second: Verdict) -> Verdict:
    if Verdict.YES in (first, second):
        return Verdict.YES
    return Verdict.UNKNOWN if Verdict.UNKNOWN in (first, second) else Verdict.NO


def _as_printed(limits: Record, answers: Answers) -> Verdict:
    """Both values below the printed ones, as the table of the founding document would have it."""
    values = (answers.get("capital_jpy"), answers.get("employees"))
    bounds = (limits["printed_capital_below_jpy"], limits["printed_employees_below"])
    results = [None if v is None or b is None else v < b for v, b in zip(values, bounds, strict=True)]
    if False in results:
        return Verdict.NO
    return Verdict.UNKNOWN if None in results else Verdict.YES
