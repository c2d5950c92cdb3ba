"""One prefecture: its figures, clusters, organisations and tie-ups."""

from collections.abc import Sequence

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language, SectorId
from cluster_map.fragments import markup, profile_parts, records
from cluster_map.fragments.cluster import fairs, office_in_charge, tie_up_list
from cluster_map.fragments.passport import passport
from cluster_map.profiles import count_by_kind, kinds_in_words, main_sector, organisations_in
from cluster_map.selection import backed, count_by_country, count_by_sector
from cluster_map.text import say
from cluster_map.url_state import ViewState


def prefecture_kicker(atlas: Atlas, prefecture: Record, language: Language) -> str:
    """What it is and in which region of Japan."""
    region = atlas.store.by_key("japan_regions")[prefecture["japan_region"]]
    return markup.paragraph(f"{say('prefecture', language)} · {region[f'name_{language}']}", "kicker")


def prefecture_head(atlas: Atlas, code: str, view: ViewState) -> str:
    """What a prefecture is, short enough to stand beside a map."""
    language = view.language
    record = atlas.prefectures[code]
    profile = ViewState(language=language, prefectures=(code,))
    parts = [
        prefecture_kicker(atlas, record, language),
        markup.title(records.name_of(record, language)),
        f"<p>{markup.page_link('prefecture', profile, say('open_profile', language))}</p>",
        prefecture_facts(record, view),
    ]
    return markup.article(parts)


def prefecture_foot(atlas: Atlas, code: str, clusters: Sequence[Record], view: ViewState) -> str:
    """What stands under the list of its clusters: tie-ups, office, fairs, source."""
    parts = [
        records.guarded("tie_ups_in_sectors", view.language, lambda: _tie_ups_in_sectors(atlas, code, view)),
        office_in_charge(atlas, code, view),
        fairs(atlas, view.sectors or tuple(count_by_sector(clusters)), view),
        prefecture_source(atlas, atlas.prefectures[code], view),
    ]
    return markup.article(parts)


def _tie_ups_in_sectors(atlas: Atlas, code: str, view: ViewState) -> str:
    found = atlas.tie_ups_of_prefecture.get(code, ())
    of_sectors = [t for t in found if not view.sectors or set(view.sectors) & set(t["sectors"])]
    return tie_up_list(atlas, of_sectors, view)


def prefecture_facts(prefecture: Record, view: ViewState) -> str:
    """Capital, people and area."""
    language = view.language
    people = say(
        "population_value",
        language,
        people=f"{prefecture['population']:,}",
        year=prefecture["population_year"],
    )
    facts = [
        (say("capital", language), markup.text(records.field(prefecture, "capital", language) or "")),
        (say("population", language), markup.text(people)),
        (say("area", language), markup.text(f"{prefecture['area_km2']:,.0f} km²")),
    ]
    return markup.facts(facts)


def prefecture_prose(atlas: Atlas, prefecture: Record, view: ViewState) -> str:
    """A prefecture in sentences, each figure a link to its records."""
    language = view.language
    code = prefecture["prefecture"]
    name = markup.text(records.name_of(prefecture, language))
    clusters = backed(atlas.clusters_of_prefecture.get(code, ()), view)
    most = main_sector(clusters)
    if most is None:
        sentences = [say("profile_prefecture_no_clusters", language, name=name)]
    else:
        sector, count = most
        there = ViewState(language=language, prefectures=(code,), sectors=(SectorId(sector),))
        sentences = [
            say(
                "profile_prefecture_clusters",
                language,
                name=name,
                count=profile_parts.anchor("clusters", len(clusters)),
                most=markup.page_link("./", there, str(count)),
                sector=markup.text(records.name_of(atlas.sectors[sector], language)),
            )
        ]
    organisations = backed(organisations_in(atlas, code), view)
    if organisations:
        kinds = kinds_in_words(count_by_kind(organisations), language)
        sentences.append(
            say(
                "profile_prefecture_organisations",
                language,
                count=profile_parts.anchor("organisations", len(organisations)),
                kinds=markup.text(kinds),
            )
        )
    tie_ups = backed(atlas.tie_ups_of_prefecture.get(code, ()), view)
    if tie_ups:
        how_many = profile_parts.anchor("tie-ups", len(tie_ups))
        countries = markup.page_link(
            "tie-ups",
            ViewState(language=language, prefectures=(code,)),
            str(len(count_by_country(atlas, tie_ups))),
        )
        sentences.append(say("profile_prefecture_tie_ups", language, count=how_many, countries=countries))
    else:
        sentences.append(say("profile_prefecture_no_tie_ups", language))
    return profile_parts.prose(sentences)


def clusters_here(atlas: Atlas, code: str, view: ViewState) -> str:
    """The clusters of a prefecture, each with a link to its profile."""
    language = view.language
    clusters = backed(atlas.clusters_of_prefecture.get(code, ()), view)
    rows = [
        "<li>"
        + markup.page_link(
            "cluster",
            ViewState(language=language, cluster=cluster["cluster_id"], countries=view.countries),
            records.name_of(cluster, language),
        )
        + records.passport_link(atlas, cluster, language)
        + markup.quiet(records.short_sectors(atlas, cluster, language))
        + "</li>"
        for cluster in clusters
    ]
    title = say("clusters_here", language, count=len(clusters))
    return markup.section(title, f"<ul>{''.join(rows)}</ul>" if rows else "")


def organisations_here(atlas: Atlas, code: str, view: ViewState) -> str:
    """Organisations of clusters in a prefecture, by kind."""

    def made() -> str:
        return profile_parts.organisations_by_kind(atlas, organisations_in(atlas, code), view)

    return records.guarded("members", view.language, made)


def tie_ups_here(atlas: Atlas, code: str, view: ViewState) -> str:
    """All tie-ups of a prefecture."""

    def made() -> str:
        return tie_up_list(atlas, atlas.tie_ups_of_prefecture.get(code, ()), view)

    return records.guarded("tie_ups_in_sectors", view.language, made)


def prefecture_source(atlas: Atlas, prefecture: Record, view: ViewState) -> str:
    """Where a prefecture's record comes from."""
    source = passport(atlas, prefecture, view)
    return markup.section(say("source", view.language), source, "sources")
