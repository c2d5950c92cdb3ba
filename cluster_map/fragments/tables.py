"""Records as tables: heading -> one value a record, the name first."""

from collections.abc import Sequence

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language
from cluster_map.fragments import records
from cluster_map.maps.assets import years_of
from cluster_map.profiles import days_of
from cluster_map.text import say, say_code

Columns = dict[str, list[str | int | None]]


def cluster_columns(atlas: Atlas, clusters: Sequence[Record], language: Language) -> Columns:
    return {
        say("cluster", language): [records.name_of(c, language) for c in clusters],
        say("sectors", language): [records.short_sectors(atlas, c, language) for c in clusters],
        say("prefecture", language): [records.prefecture_names(atlas, c, language) for c in clusters],
        say("core_city", language): [records.field(c, "core_city", language) for c in clusters],
        say("since", language): [c["start_year"] for c in clusters],
        say("evidence", language): [say_code("evidence", c["evidence"], language) for c in clusters],
    }


def tie_up_columns(atlas: Atlas, tie_ups: Sequence[Record], language: Language) -> Columns:
    regions = [atlas.regions[t["region"]] for t in tie_ups]
    return {
        say("prefecture", language): [records.prefecture_names(atlas, t, language) for t in tie_ups],
        say("partner_region", language): [records.name_of(r, language) for r in regions],
        say("country", language): [records.name_of(atlas.countries[r["country"]], language) for r in regions],
        say("theme", language): [records.field(t, "theme", language) for t in tie_ups],
        say("sectors", language): [records.short_sectors(atlas, t, language) for t in tie_ups],
        say("programme", language): [say_code("programme", t["programme"], language) for t in tie_ups],
        say("years", language): [years_of(t, language) for t in tie_ups],
        say("evidence", language): [say_code("evidence", t["evidence"], language) for t in tie_ups],
    }


def fair_columns(atlas: Atlas, fairs: Sequence[Record], language: Language) -> Columns:
    prefectures = [atlas.prefectures[f["prefecture"]] for f in fairs]
    days = [days_of(f) for f in fairs]
    return {
        say("fair", language): [records.name_of(f, language) for f in fairs],
        **({say("fair_days", language): list(days)} if any(days) else {}),
        say("month", language): [records.field(f, "months_as_stated", language) for f in fairs],
        say("rhythm", language): [records.field(f, "frequency", language) for f in fairs],
        say("venue", language): [records.field(f, "venue", language) for f in fairs],
        say("prefecture", language): [records.name_of(p, language) for p in prefectures],
        say("sectors", language): [records.short_sectors(atlas, f, language) for f in fairs],
        say("evidence", language): [say_code("evidence", f["evidence"], language) for f in fairs],
    }
