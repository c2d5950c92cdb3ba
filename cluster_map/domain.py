"""The words of the field as types.

Codes are text with their leading zeros (``"06"``), never numbers. A missing value is ``None``
in a record and blank in a table: it means "not known", never zero.
"""

from enum import StrEnum
from typing import NewType

PrefectureCode = NewType("PrefectureCode", str)
"""JIS X 0401 code, two digits as text: ``"06"`` is Yamagata."""

CountryCode = NewType("CountryCode", str)
"""ISO 3166-1 alpha-2, upper case: ``"DE"``."""

ClusterId = NewType("ClusterId", str)
OrganisationId = NewType("OrganisationId", str)
PartnerRegionId = NewType("PartnerRegionId", str)
TieUpId = NewType("TieUpId", str)
OfficeId = NewType("OfficeId", str)
ExhibitionId = NewType("ExhibitionId", str)


class SectorId(StrEnum):
    """The eleven sectors, in the order in which every list, legend and filter shows them."""

    AUTOMOTIVE = "automotive"
    AIRCRAFT = "aircraft"
    FOOD = "food"
    ICT = "ict"
    ELECTRONICS = "electronics"
    LIFE_SCIENCES = "life-sciences"
    ENVIRONMENT_ENERGY = "environment-energy"
    MACHINERY = "machinery"
    MATERIALS_CHEMICALS = "materials-chemicals"
    SERVICES = "services"
    TOURISM = "tourism"


class JapanRegion(StrEnum):
    """The traditional eight regions of Japan, north to south (Mie in Kansai, Niigata in Chubu)."""

    HOKKAIDO = "hokkaido"
    TOHOKU = "tohoku"
    KANTO = "kanto"
    CHUBU = "chubu"
    KANSAI = "kansai"
    CHUGOKU = "chugoku"
    SHIKOKU = "shikoku"
    KYUSHU_OKINAWA = "kyushu-okinawa"


class Evidence(StrEnum):
    """How far a record is backed, strongest first."""

    OFFICIAL = "official"
    """Official statistics or codes."""
    SEED = "seed"
    """One of the two founding documents."""
    PAGE = "page"
    """A cited page was read."""
    RECALL = "recall"
    """Commonly known, not yet checked. The only kind whose source may be missing."""


class Precision(StrEnum):
    """How exact the point of a record is, most exact first."""

    SITE = "site"
    CITY = "city"
    AREA = "area"
    PREFECTURE_OR_STATE = "prefecture-or-state"
    COUNTRY = "country"


class OrganisationKind(StrEnum):
    COMPANY = "company"
    UNIVERSITY = "university"
    RESEARCH_INSTITUTE = "research-institute"
    SUPPORT_ORGANISATION = "support-organisation"


class MemberRole(StrEnum):
    """What an organisation does in a cluster, in the order in which members are listed."""

    ANCHOR = "anchor"
    LEAD_FIRM = "lead-firm"
    SECRETARIAT = "secretariat"
    COORDINATOR = "coordinator"
    RESEARCH_PARTNER = "research-partner"
    MEMBER = "member"
    SUPPLIER = "supplier"
    START_UP = "start-up"


class Programme(StrEnum):
    """Under what a tie-up runs."""

    RIT = "RIT"
    MOU = "MOU"
    OTHER = "other"


class Cooperation(StrEnum):
    """Kinds of cooperation in a tie-up."""

    BUSINESS_MATCHING = "business-matching"
    NETWORKING_ABROAD = "networking-abroad"
    EXPERTS_TO_JAPAN = "experts-to-japan"
    SEMINAR = "seminar"
    TECHNICAL_COOPERATION = "technical-cooperation"
    JOINT_DEVELOPMENT = "joint-development"
    EXPORT = "export"
    FDI = "fdi"
    MOU = "mou"


class RegionLevel(StrEnum):
    """What kind of place a partner region is, smallest first."""

    CITY = "city"
    CLUSTER_AREA = "cluster-area"
    PROVINCE = "province"
    STATE = "state"
    COUNTRY = "country"


class OfficeKind(StrEnum):
    HEADQUARTERS = "headquarters"
    INSTITUTE = "institute"
    DOMESTIC = "domestic"
    OVERSEAS = "overseas"


class MeasureId(StrEnum):
    """What official statistics are asked for, in the order in which measures are listed."""

    ESTABLISHMENTS = "establishments"
    EMPLOYEES = "employees"
    SHIPMENTS = "shipments"
    VALUE_ADDED = "value-added"
    GPP = "gpp"
    LQ_ESTABLISHMENTS = "lq-establishments"
    LQ_EMPLOYEES = "lq-employees"
    LQ_VALUE_ADDED = "lq-value-added"
    PRODUCTIVITY = "productivity"
    GROWTH = "growth"
    LITZENBERGER_STERNBERG = "litzenberger-sternberg"


class Month(StrEnum):
    """Months as links carry them."""

    JANUARY = "1"
    FEBRUARY = "2"
    MARCH = "3"
    APRIL = "4"
    MAY = "5"
    JUNE = "6"
    JULY = "7"
    AUGUST = "8"
    SEPTEMBER = "9"
    OCTOBER = "10"
    NOVEMBER = "11"
    DECEMBER = "12"


class Missing(StrEnum):
    """Why a figure is not there. None of them is zero."""

    SUPPRESSED = "suppressed"
    """The source keeps it secret, since few firms stand behind it."""
    NO_ESTABLISHMENT = "no-establishment"
    """The source reports no establishment of this industry here."""
    NOT_PUBLISHED = "not-published"
    NO_CLASS = "no-class"
    """No industry class stands for the sector well enough."""
    NO_BASE = "no-base"
    """It would be a share or a change of nothing."""


class LabelMethod(StrEnum):
    """Ways to call a place strong in a sector."""

    US = "us"
    STARS = "stars"
    LITZENBERGER = "litzenberger"


class StrengthPart(StrEnum):
    """What stands under the map of the strength page, in the order of its tabs."""

    RANKING = "ranking"
    LABELS = "labels"
    QUADRANT = "quadrant"
    CHANGE = "change"
    SERIES = "series"
    PROFILE = "profile"
    RELATEDNESS = "relatedness"
    HOT_SPOTS = "hot-spots"
    GAPS = "gaps"
    OWN_FIGURES = "own-figures"


class ThresholdId(StrEnum):
    """Thresholds that a reader may move, each named after what uses it."""

    US_QUANTILE = "us-quantile"
    US_QUOTIENT = "us-quotient"
    US_SIZE = "us-size"
    STARS_QUANTILE = "stars-quantile"
    STARS_QUOTIENT = "stars-quotient"
    STARS_EMPLOYEES = "stars-employees"
    LITZENBERGER_CONCENTRATED = "litzenberger-concentrated"
    LITZENBERGER_CLUSTER = "litzenberger-cluster"
    GAPS_STRONG = "gaps-strong"
    GAPS_WEAK = "gaps-weak"
    GAPS_EMPLOYEES = "gaps-employees"


class GapKind(StrEnum):
    """What does not match between figures, clusters and tie-ups."""

    NO_TIE_UP = "no-tie-up"
    """Strong, and no tie-up of the sector."""
    PARTNER_NOT_MET = "partner-not-met"
    """Strong, and a partner region of the sector without a tie-up there."""
    ENDED = "ended"
    """Still strong, and the tie-up has ended."""
    CLUSTER_WITHOUT_STRENGTH = "cluster-without-strength"
    STRENGTH_WITHOUT_CLUSTER = "strength-without-cluster"


class Label(StrEnum):
    """What a place is called by the three methods, each from the lowest up."""

    QUALIFYING = "qualifying"
    SIGNIFICANT = "significant"
    STRONG = "strong"
    STRONG_10 = "strong10"
    STARS_1 = "stars-1"
    STARS_2 = "stars-2"
    STARS_3 = "stars-3"
    STARS_4 = "stars-4"
    CONCENTRATED = "concentrated"
    CLUSTER = "cluster"


class Language(StrEnum):
    ENGLISH = "en"
    JAPANESE = "ja"


class Direction(StrEnum):
    """Who looks for whom."""

    TO_JAPAN = "to-japan"
    """A firm or region abroad looks for Japanese clusters."""
    FROM_JAPAN = "from-japan"
    """A Japanese association looks for partner regions abroad."""


class Aim(StrEnum):
    """What a partner is wanted for."""

    SELL = "sell"
    DEVELOP = "develop"
    MAKE = "make"
    RESEARCH = "research"
    PUBLIC_PROJECTS = "public-projects"


class MatchPart(StrEnum):
    """The parts that a match is made of, in the order in which they are shown."""

    SECTOR = "sector"
    THEME = "theme"
    STRENGTH = "strength"
    RESEARCH = "research"
    TIE_UPS = "tie_ups"
    OFFICE = "office"
    FAIRS = "fairs"
