"""Where a record is shown: the page and the view that open it."""

from collections.abc import Mapping

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language, SectorId
from cluster_map.fragments import markup
from cluster_map.url_state import LONGEST_SEARCH, ViewState

Target = tuple[str, ViewState]

KEYS: Mapping[str, str] = {
    "prefectures": "prefecture",
    "partner_regions": "region",
    "sectors": "sector",
    "clusters": "cluster_id",
    "organisations": "organisation_id",
    "memberships": "organisation_id",
    "exhibitions": "exhibition_id",
    "offices": "office_id",
    "tie_ups": "tie_up_id",
    "support_measures": "support_measure_id",
}
"""Table -> the field that tells its records apart."""


def target_of(atlas: Atlas, table: str, record: Record, language: Language) -> Target | None:
    """Page and view that show a record; ``None`` where no page shows it alone."""
    code = record[KEYS[table]]
    match table:
        case "prefectures":
            return "prefecture", ViewState(language=language, prefectures=(code,))
        case "partner_regions":
            return "tie-ups", ViewState(language=language, region=code)
        case "sectors":
            return "./", ViewState(language=language, sectors=(SectorId(code),))
        case "clusters":
            return "cluster", ViewState(language=language, cluster=code)
        case "organisations" | "memberships":
            return _organisation(atlas, code, language)
        case "exhibitions":
            return "fairs", ViewState(language=language, words=record["name_en"][:LONGEST_SEARCH])
        case "offices":
            if record["prefecture"]:
                return "prefecture", ViewState(language=language, prefectures=(record["prefecture"],))
            return "fairs", ViewState(language=language, countries=(record["country"],))
        case "tie_ups":
            return "tie-ups", ViewState(language=language, tie_up=code)
        case _:
            return None


def _organisation(atlas: Atlas, code: str, language: Language) -> Target:
    """The profile of its cluster; with several, the map of all that have it."""
    clusters = [m["cluster_id"] for m in atlas.memberships_of_organisation.get(code, ())]
    if len(clusters) == 1:
        return "cluster", ViewState(language=language, cluster=clusters[0])
    name = atlas.organisations[code]["name_en"]
    return "./", ViewState(language=language, words=name[:LONGEST_SEARCH])


def name_of(atlas: Atlas, table: str, record: Record, language: Language) -> str:
    """The name or title of a record; that of the body for a membership."""
    if table == "memberships":
        record = atlas.organisations[record["organisation_id"]]
    return str(record[f"{'title' if table == 'tie_ups' else 'name'}_{language}"])


def record_link(atlas: Atlas, table: str, record: Record, language: Language) -> str:
    """A record's name as a link to where it is shown."""
    name = name_of(atlas, table, record, language)
    target = target_of(atlas, table, record, language)
    return markup.page_link(*target, name) if target else markup.text(name)
