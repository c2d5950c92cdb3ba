"""What a partner region's panel adds to its record: its tie-ups in words, and the offices abroad near it."""

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import SectorId
from cluster_map.fragments import markup, profile_parts, records
from cluster_map.profiles import main_sector, offices_for
from cluster_map.selection import count_by_prefecture
from cluster_map.text import say
from cluster_map.url_state import ViewState


def region_prose(atlas: Atlas, region: Record, view: ViewState) -> str:
    """All tie-ups of a region in sentences, whatever the filters leave; nothing where there are none."""
    language = view.language
    tie_ups = atlas.tie_ups_of_region.get(region["region"], ())
    most = main_sector(tie_ups)
    if most is None:
        return ""
    sector, count = most
    every = ViewState(language=language, region=region["region"])
    of_sector = ViewState(language=language, region=region["region"], sectors=(SectorId(sector),))
    sentences = [
        say(
            "profile_region_tie_ups",
            language,
            name=markup.text(records.name_of(region, language)),
            count=markup.page_link("tie-ups", every, str(len(tie_ups))),
            prefectures=markup.page_link("tie-ups", every, str(len(count_by_prefecture(tie_ups)))),
            most=markup.page_link("tie-ups", of_sector, str(count)),
            sector=markup.text(records.name_of(atlas.sectors[sector], language)),
        )
    ]
    dated = [tie_up for tie_up in tie_ups if tie_up["from_year"]]
    if dated:
        first = min(dated, key=lambda tie_up: tie_up["from_year"])
        shown = ViewState(language=language, tie_up=first["tie_up_id"])
        year = markup.page_link("tie-ups", shown, str(first["from_year"]))
        sentences.append(say("profile_region_since", language, year=year))
    return profile_parts.prose(sentences)


def region_offices(atlas: Atlas, region: Record, view: ViewState) -> str:
    """The JETRO offices that serve a partner region."""
    language = view.language

    def made() -> str:
        found, reach = offices_for(atlas, region["country"], region["region"], view.evidence)
        offices = profile_parts.offices_abroad(atlas, region["country"], found, reach, view)
        return markup.section(say("whom_to_call", language), offices)

    return records.guarded("whom_to_call", language, made)
