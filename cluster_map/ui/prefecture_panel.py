"""One prefecture beside a map: its clusters, tie-ups, office and fairs."""

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.selection import count_by_sector
from cluster_map.text import say
from cluster_map.ui import link, markup, records
from cluster_map.ui.cluster_panel import fairs, office_in_charge, tie_up_list
from cluster_map.url_state import ViewState


def show_prefecture_panel(atlas: Atlas, code: str, clusters: list[Record], view: ViewState) -> None:
    """A prefecture and those of its clusters that match the view, each to be opened."""
    language = view.language
    prefecture = atlas.prefectures[code]
    name = records.name_of(prefecture, language)
    region = atlas.store.by_key("japan_regions")[prefecture["japan_region"]]
    st.html(
        f'<article class="panel"><p class="kicker">{markup.text(say("prefecture", language))} · '
        f"{markup.text(region[f'name_{language}'])}</p><h3>{markup.text(name)}</h3>"
        + markup.facts(
            [
                (say("capital", language), markup.text(records.field(prefecture, "capital", language) or "")),
                (
                    say("population", language),
                    markup.text(
                        say(
                            "population_value",
                            language,
                            people=f"{prefecture['population']:,}",
                            year=prefecture["population_year"],
                        )
                    ),
                ),
                (say("area", language), markup.text(f"{prefecture['area_km2']:,.0f} km²")),
            ]
        )
        + "</article>"
    )
    show_cluster_list(atlas, clusters, view, say("clusters_here", language, count=len(clusters)))
    tie_ups = [
        tie_up
        for tie_up in atlas.tie_ups_of_prefecture.get(code, ())
        if not view.sectors or set(view.sectors) & set(tie_up["sectors"])
    ]
    sectors = view.sectors or tuple(count_by_sector(clusters))
    st.html(
        f'<article class="panel">{tie_up_list(atlas, tie_ups, view)}{office_in_charge(atlas, code, view)}'
        f"{fairs(atlas, sectors, view)}"
        f"{markup.section(say('source', language), records.source_line(atlas, prefecture, language), 'sources')}</article>"
    )


def show_cluster_list(atlas: Atlas, clusters: list[Record], view: ViewState, title: str) -> None:
    """Clusters as a list of buttons, so that keyboard and touch open them."""
    st.html(f'<h4 class="list-title">{markup.text(title)}</h4>')
    if not clusters:
        st.html(markup.paragraph(say("no_clusters_here", view.language), "quiet"))
    with st.container(key="cluster-list", gap=None):
        for cluster in clusters[:LISTED]:
            st.button(
                records.name_of(cluster, view.language),
                key=f"open-{cluster['cluster_id']}",
                help=None,
                type="tertiary",
                on_click=link.change,
                kwargs={"cluster": cluster["cluster_id"]},
            )
    if len(clusters) > LISTED:
        st.html(markup.paragraph(say("rest_in_table", view.language, count=len(clusters) - LISTED), "quiet"))


LISTED = 12
"""Clusters listed in a panel; all stand in the table."""
