"""The reason of a gap as a sentence."""

from cluster_map.atlas import Atlas
from cluster_map.domain import GapKind, Language
from cluster_map.strength.gaps import Gap
from cluster_map.text import say


def region_name(atlas: Atlas, gap: Gap, language: Language) -> str:
    """The partner region of a gap by name; blank where it has none."""
    return str(atlas.regions[gap.region][f"name_{language}"]) if gap.region else ""


def why(atlas: Atlas, gap: Gap, language: Language) -> str:
    """What does not match, with the figures."""
    standing = gap.standing
    quotient = f"{standing.quotient:.2f}"
    match gap.kind:
        case GapKind.NO_TIE_UP:
            jobs = f"{standing.jobs_beyond:,.0f}"
            return say("gap_why_no_tie_up", language, quotient=quotient, jobs=jobs)
        case GapKind.PARTNER_NOT_MET:
            region, count = region_name(atlas, gap, language), gap.tie_ups_of_region
            return say("gap_why_partner", language, quotient=quotient, region=region, count=count)
        case GapKind.ENDED:
            tie_up = atlas.tie_ups[str(gap.tie_up)]
            title = tie_up[f"title_{language}"]
            return say("gap_why_ended", language, quotient=quotient, tie_up=title, year=tie_up["to_year"])
        case GapKind.CLUSTER_WITHOUT_STRENGTH:
            return say("gap_why_cluster", language, quotient=quotient, count=gap.clusters)
        case GapKind.STRENGTH_WITHOUT_CLUSTER:
            employees = f"{standing.employees:,.0f}"
            return say("gap_why_no_cluster", language, quotient=quotient, employees=employees)
