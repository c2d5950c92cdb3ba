"""The figures of a prefecture's sectors on a profile."""

from collections.abc import Collection

from cluster_map.atlas import Atlas
from cluster_map.domain import StrengthPart
from cluster_map.fragments import markup, records
from cluster_map.fragments.strength import strength_table, strongest
from cluster_map.text import say
from cluster_map.ui import cached
from cluster_map.url_state import ViewState


def strength_of(
    atlas: Atlas, prefecture: str, view: ViewState, title: str, sectors: Collection[str] = ()
) -> str:
    """The section of a profile; all sectors where none is named."""
    language = view.language

    def made() -> str:
        rows = [row for row in cached.profile_rows(prefecture) if not sectors or row.sector in sectors]
        labels = [one for one in cached.profile_labels(prefecture) if not sectors or one.sector in sectors]
        reading = "" if sectors else markup.paragraph(strongest(atlas, rows, language))
        there = ViewState(language=language, prefectures=(prefecture,), part=StrengthPart.PROFILE)
        more = markup.page_link("strength", there, say("profile_strength_more", language))
        table = strength_table(atlas, rows, labels, view)
        return markup.section(title, f"{reading}{table}<p>{more}</p>")

    return records.guarded("profile_strength", language, made)
