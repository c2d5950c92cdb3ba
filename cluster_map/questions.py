"""What the advisers ask, and what an answer may be. The same for pages, links and the API; pure.

An answer that was not given is absent: it is "not known", never no and never zero.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from cluster_map.domain import SectorId

Answers = Mapping[str, Any]
"""Name of a question -> its answer: text, number, truth value, or a tuple of codes."""

MOST_YEN = 10**15
"""A thousand trillion yen: more than all public bodies of Japan spend in a year."""


class Offer(StrEnum):
    """What a foreign firm brings into a public project."""

    TECHNOLOGY = "technology"
    EQUIPMENT = "equipment"
    SOFTWARE = "software"
    RND = "rnd"
    FINANCING = "financing"
    PROJECT_MANAGEMENT = "project_management"
    TRAINING = "training"
    ADVISORY = "advisory"
    CONSTRUCTION = "construction"
    OPERATIONS = "operations"


class Category(StrEnum):
    """Kind of contract, as the thresholds tell them apart."""

    GOODS = "goods"
    SERVICES = "services"
    AE_SERVICES = "ae_services"
    """Architectural, engineering and other technical services."""
    CONSTRUCTION = "construction"


class Tier(StrEnum):
    """Who buys, from the State down."""

    NATIONAL = "national"
    AFFILIATED = "affiliated"
    PREFECTURAL = "prefectural"
    DESIGNATED_CITY = "designated_city"
    CORE_CITY = "core_city"
    MUNICIPAL = "municipal"
    UNSURE = "unsure"


class LocalPresence(StrEnum):
    NONE = "none"
    AGENT = "agent"
    BRANCH = "branch"
    SUBSIDIARY = "subsidiary"


class Risk(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Finance(StrEnum):
    """What money a firm brings along."""

    NONE = "none"
    BRIDGE = "bridge"
    INVEST = "invest"


class Home(StrEnum):
    """By which treaties a firm may ask for access: they depend on where it is at home."""

    EU = "eu"
    UK = "uk"
    GPA_OTHER = "gpa_other"
    NON_GPA = "non_gpa"
    UNKNOWN = "unknown"


class Preparation(StrEnum):
    """What opens doors in a region, by the ids of ``relationship_services``."""

    FACE_TO_FACE = "face_to_face"
    MUTUAL_HARMONY = "mutual_harmony"
    TRACK_RECORD = "track_record"
    LONG_TERM = "long_term"
    KNOWN_LOCAL_FIRM = "known_local_firm"


class MapLayer(StrEnum):
    """What the map of public projects shows beside clusters and buyers."""

    PPP_PLATFORMS = "ppp-platforms"
    PFI_PROJECTS = "pfi-projects"


class Family(StrEnum):
    """Families of public projects, by ``opportunity_types``."""

    TECHNOLOGY_BUNDLE = "technology_bundle"
    FINANCING_PM = "financing_pm"
    CAPACITY_BUILDING = "capacity_building"
    CO_INNOVATION = "co_innovation"


class ApplicantType(StrEnum):
    ASSOCIATION = "association"
    CHAMBER = "chamber"
    INDUSTRY_BODY = "industry_body"
    LOCAL_GOVERNMENT = "local_government"
    CONSORTIUM = "consortium"
    COMPANY = "company"
    UNIVERSITY = "university"
    RESEARCH_INSTITUTE = "research_institute"
    INDIVIDUAL = "individual"
    OTHER = "other"


class CostItem(StrEnum):
    EXPERT_FLIGHTS = "expert_flights"
    EXPERT_TRANSPORT = "expert_transport"
    EXPERT_STAY = "expert_stay"
    INTERPRETATION = "interpretation"
    VENUE = "venue"
    DELEGATE_FLIGHTS = "delegate_flights"
    SEMINAR = "seminar"
    RECEPTION = "reception"
    COMPANY_TRAVEL = "company_travel"


class SmeProof(StrEnum):
    """Whether each firm that is counted has passed the SME check."""

    PASSED = "pass"
    FAILED = "fail"
    UNKNOWN = "unknown"


class SupportNeed(StrEnum):
    """What a firm or association looks for, by the needs of ``support_measures``."""

    MEET_PARTNERS = "meet-partners"
    SALES_SEMINARS = "sales-seminars"
    ALLIANCE = "alliance"
    SUBSIDY = "subsidy"
    DEVELOP_TOGETHER = "develop-together"
    FIND_CLUSTER = "find-cluster"
    ADVICE = "advice"
    WAY_INTO_RIT = "way-into-rit"


class LegalForm(StrEnum):
    COMPANY = "company"
    INDIVIDUAL = "individual"


class Kind(StrEnum):
    """What an answer is."""

    ONE = "one"
    """One code of the options."""
    SEVERAL = "several"
    """Any of the options, each once."""
    WHOLE = "whole"
    """A whole number within limits."""
    NUMBER = "number"
    """A number within limits."""
    FLAG = "flag"
    """Yes or no."""
    KNOWN = "known"
    """An id of a table."""
    COUNTRY = "country"
    """ISO 3166-1 alpha-2."""
    DATE = "date"
    """A day, ISO 8601."""


YES_NO = {"yes": True, "no": False}
COUNTRY = re.compile(r"[A-Z]{2}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PLAIN_NUMBER = re.compile(r"[0-9]{1,17}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked. ``known`` names the field of a table whose ids answer it."""

    kind: Kind
    options: tuple[str, ...] = ()
    limits: tuple[int, int] = (0, 0)
    known: str = ""

    @property
    def allowed(self) -> str:
        """What an answer may be, for those who gave another."""
        match self.kind:
            case Kind.ONE:
                return ", ".join(self.options)
            case Kind.SEVERAL:
                return f"a list of {', '.join(self.options)}"
            case Kind.WHOLE | Kind.NUMBER:
                name = "whole numbers" if self.kind is Kind.WHOLE else "numbers"
                return f"{name} from {self.limits[0]} to {self.limits[1]}"
            case Kind.FLAG:
                return "true, false"
            case Kind.KNOWN:
                return f"an id of {self.known}"
            case Kind.COUNTRY:
                return "two capital letters (ISO 3166-1), such as DE"
            case Kind.DATE:
                return "a day such as 2026-11-22"

    @property
    def allowed_in_link(self) -> str:
        """The same, for those who wrote a link."""
        match self.kind:
            case Kind.SEVERAL:
                return ", ".join(self.options)
            case Kind.FLAG:
                return ", ".join(YES_NO)
            case _:
                return self.allowed

    def read(self, value: Any, known: Collection[str] = ()) -> Any:
        """An answer as it is kept, or ``None`` where the value is none of the allowed."""
        match self.kind:
            case Kind.ONE:
                return value if isinstance(value, str) and value in self.options else None
            case Kind.SEVERAL:
                return self._read_several(value)
            case Kind.WHOLE | Kind.NUMBER:
                return self._read_number(value)
            case Kind.FLAG:
                return value if isinstance(value, bool) else None
            case Kind.KNOWN:
                return value if isinstance(value, str) and value in known else None
            case Kind.COUNTRY:
                return value if isinstance(value, str) and COUNTRY.fullmatch(value) else None
            case Kind.DATE:
                return value if isinstance(value, str) and _is_day(value) else None

    def _read_several(self, value: Any) -> tuple[str, ...] | None:
        if not isinstance(value, list | tuple) or any(code not in self.options for code in value):
            return None
        # The order in which they were named must not matter.
        return tuple(option for option in self.options if option in value)

    def _read_number(self, value: Any) -> int | float | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        lowest, highest = self.limits
        if not lowest <= value <= highest:
            return None
        if value == int(value):
            return int(value)
        return None if self.kind is Kind.WHOLE else value

    def read_text(self, text: str, known: Collection[str] = ()) -> Any:
        """An answer as a link writes it, or ``None``."""
        match self.kind:
            case Kind.SEVERAL:
                return self.read(text.split(","))
            case Kind.WHOLE | Kind.NUMBER:
                if not PLAIN_NUMBER.fullmatch(text):
                    return None
                return self.read(float(text) if "." in text else int(text))
            case Kind.FLAG:
                return YES_NO.get(text)
            case _:
                return self.read(text, known)

    def write_text(self, answer: Any) -> str:
        """An answer for a link."""
        match self.kind:
            case Kind.SEVERAL:
                return ",".join(answer)
            case Kind.FLAG:
                return "yes" if answer else "no"
            case Kind.NUMBER if isinstance(answer, float):
                return f"{answer:.6f}".rstrip("0").rstrip(".")
            case _:
                return str(answer)


def _is_day(text: str) -> bool:
    if not DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _one(words: type[StrEnum]) -> Question:
    return Question(Kind.ONE, options=tuple(words))


def _several(words: type[StrEnum]) -> Question:
    return Question(Kind.SEVERAL, options=tuple(words))


SECTOR = Question(Kind.ONE, options=tuple(SectorId))
YEN = Question(Kind.NUMBER, limits=(0, MOST_YEN))
YES_OR_NO = Question(Kind.FLAG)
DATE = Question(Kind.DATE)
FIRMS = Question(Kind.WHOLE, limits=(0, 100_000))
BUYER = Question(Kind.KNOWN, known="gpa_entities or epa_core_cities")

COVERAGE_QUESTIONS: Mapping[str, Question] = {
    "tier": _one(Tier),
    "entity_id": BUYER,
    "category": _one(Category),
    "ticket_jpy": YEN,
    "home": _one(Home),
    "date": DATE,
}
"""What decides whether a contract is open by treaty."""

ROUTE_QUESTIONS: Mapping[str, Question] = {
    "offer": _several(Offer),
    "tier": COVERAGE_QUESTIONS["tier"],
    "entity_id": BUYER,
    "category": COVERAGE_QUESTIONS["category"],
    "ticket_jpy": YEN,
    "local_presence": _one(LocalPresence),
    "home": COVERAGE_QUESTIONS["home"],
    "risk": _one(Risk),
    "horizon_months": Question(Kind.NUMBER, limits=(0, 1200)),
    "finance": _one(Finance),
}
"""What the route adviser asks beside the sector, in the order of the form."""

RIT_QUESTIONS: Mapping[str, Question] = {
    "applicant_type": _one(ApplicantType),
    "applicant_country": Question(Kind.COUNTRY),
    "n_companies": FIRMS,
    "n_sme": FIRMS,
    "participants_sme": _one(SmeProof),
    "local_firms_contacted": YES_OR_NO,
    "prospects_stated": YES_OR_NO,
    "prior_contact": YES_OR_NO,
    "interest_confirmed": YES_OR_NO,
    "overseas_country": Question(Kind.COUNTRY),
    "overseas_body": YES_OR_NO,
    "n_overseas_companies": FIRMS,
    "value_stated": YES_OR_NO,
    "plan_described": YES_OR_NO,
    "services_listed": YES_OR_NO,
    "cost_proposal": YES_OR_NO,
    "cost_items": _several(CostItem),
    "own_share_pct": Question(Kind.NUMBER, limits=(0, 100)),
    "pays_single_company": YES_OR_NO,
    "years_requested": Question(Kind.NUMBER, limits=(0, 100)),
    "secretariat_english": YES_OR_NO,
    "leader_named": YES_OR_NO,
    "call_open": YES_OR_NO,
    "submitted_online": YES_OR_NO,
    "programme_confirmed": YES_OR_NO,
}
"""What the check of a RIT application asks beside the sector, in the order of the form."""

SME_QUESTIONS: Mapping[str, Question] = {
    "industry_id": Question(Kind.KNOWN, known="sme_definitions"),
    "capital_jpy": YEN,
    "employees": Question(Kind.WHOLE, limits=(0, 10**8)),
    "form": _one(LegalForm),
    "large_owner_pct": Question(Kind.NUMBER, limits=(0, 100)),
}

QUESTIONS: Mapping[str, Question] = {
    **ROUTE_QUESTIONS,
    "date": DATE,
    "prepared": _several(Preparation),
    "layers": _several(MapLayer),
    "families": _several(Family),
    **RIT_QUESTIONS,
    **SME_QUESTIONS,
    "support_needs": _several(SupportNeed),
}
"""Everything that a link may answer, beside the filters of the map."""


def in_order(answers: Answers) -> tuple[tuple[str, Any], ...]:
    """Answers as a link keeps them, in the order in which the questions are asked."""
    return tuple((name, answers[name]) for name in QUESTIONS if name in answers)


def contradictions(answers: Answers) -> list[tuple[str, str]]:
    """Answers that cannot hold together: the question at fault and what would fit the others."""
    faults = []
    companies, small = answers.get("n_companies"), answers.get("n_sme")
    if companies is not None and small is not None and small > companies:
        faults.append(("n_sme", f"at most {companies}, the number of n_companies"))
    return faults


def exact(value: float | str) -> Fraction:
    """A number as it is written: 33.3 is 333/10, not its nearest binary fraction."""
    return Fraction(str(value))
