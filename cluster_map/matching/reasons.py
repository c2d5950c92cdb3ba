"""Why a place has its points: one sentence a part, in the reader's language, and the source behind it."""

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language, MatchPart
from cluster_map.matching.parts import Finding
from cluster_map.matching.ranking import Match
from cluster_map.text import say

NAMED = 3
"""Names that a sentence lists before it counts the rest."""


def name_in(record: Record, language: Language) -> str:
    return str(record[f"name_{language}"])


def listed_names(names: list[str], language: Language) -> str:
    """Names one after the other; many are cut, and the rest counted."""
    separator = "、" if language is Language.JAPANESE else ", "
    shown = separator.join(names[:NAMED])
    rest = len(names) - NAMED
    return say("match_and_more", language, names=shown, count=rest) if rest > 0 else shown


def because(atlas: Atlas, place: Match, part: MatchPart, language: Language) -> str:
    """The sentence for one part of a place."""
    finding = place.findings[part]
    match part:
        case MatchPart.SECTOR:
            return _sector(atlas, finding, language)
        case MatchPart.THEME:
            return _theme(finding, language)
        case MatchPart.STRENGTH:
            return _strength(atlas, finding, language)
        case MatchPart.RESEARCH:
            names = [name_in(organisation, language) for organisation in finding.facts["organisations"]]
            if not names:
                return say("because_research_none", language)
            return say("because_research", language, count=len(names), names=listed_names(names, language))
        case MatchPart.TIE_UPS:
            return _tie_ups(finding, language)
        case MatchPart.OFFICE:
            office = name_in(finding.facts["office"], language)
            return say("because_office", language, office=office, km=round(finding.facts["km"]))
        case MatchPart.FAIRS:
            fairs = [name_in(fair, language) for fair, _ in finding.facts["fairs"]]
            if not fairs:
                return say("because_fairs_none", language)
            return say("because_fairs", language, count=len(fairs), names=listed_names(fairs, language))


def _sector(atlas: Atlas, finding: Finding, language: Language) -> str:
    if finding.value is None:
        return say("because_sector_not_asked", language)
    names = [name_in(s, language) for code, s in atlas.sectors.items() if code in finding.facts["shared"]]
    if not names:
        return say("because_sector_none", language)
    return say(
        "because_sector", language, names=listed_names(names, language), count=len(finding.facts["has"])
    )


def _theme(finding: Finding, language: Language) -> str:
    if finding.value is None:
        if finding.facts["empty"]:
            return say("because_theme_empty", language)
        return say("because_theme_not_asked", language)
    found, missing = finding.facts["found"], finding.facts["missing"]
    if not found:
        return say("because_theme_none", language, missing=listed_names(list(missing), language))
    if not missing:
        return say("because_theme_all", language, found=listed_names(list(found), language))
    return say(
        "because_theme",
        language,
        found=listed_names(list(found), language),
        missing=listed_names(list(missing), language),
    )


def _strength(atlas: Atlas, finding: Finding, language: Language) -> str:
    if finding.value is None:
        return say("because_strength_none", language)
    quotient = finding.facts["quotient"]
    return say(
        "because_strength",
        language,
        prefecture=name_in(atlas.prefectures[finding.facts["prefecture"]], language),
        sector=name_in(atlas.sectors[quotient.sector], language),
        quotient=f"{quotient.value:.2f}",
        year=quotient.year,
    )


def _tie_ups(finding: Finding, language: Language) -> str:
    tie_up, elsewhere = finding.facts["tie_up"], len(finding.facts["elsewhere"])
    if tie_up is None:
        return (
            say("because_tie_ups_elsewhere", language, count=elsewhere)
            if elsewhere
            else say("because_tie_ups_none", language)
        )
    title = tie_up[f"title_{language}"]
    if not elsewhere:
        return say("because_tie_up", language, title=title)
    return say("because_tie_up_and_more", language, title=title, count=elsewhere)


def source_of(finding: Finding) -> tuple[str | None, str | None]:
    """The source of a part and how far it is backed; nothing where no record stands behind it."""
    record = finding.backed_by
    return (record["source"], record["evidence"]) if record else (None, None)
