"""The compare page's parts: what is chosen, the rows side by side, the files."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.collection import MOST, Comparable, collection_of, table_of
from cluster_map.comparison import Cell, Part, Row, common_sector, compare_clusters, compare_prefectures
from cluster_map.domain import SectorId
from cluster_map.exports.comparison_set import comparison_taken
from cluster_map.exports.files import FORMATS
from cluster_map.exports.small_maps import small_maps
from cluster_map.fragments import markup, records
from cluster_map.profiles import point_of
from cluster_map.selection import count_by_sector
from cluster_map.text import say
from cluster_map.ui import cached, link
from cluster_map.ui.controls import bind
from cluster_map.url_state import ViewState


@dataclass(frozen=True, slots=True)
class Compared:
    """Everything of one kind that is compared.

    ``named`` is how many of this kind the link names, ``others`` how many of the other.
    """

    kind: Comparable
    items: tuple[Record, ...]
    sector: SectorId
    named: int
    others: int


def compared(atlas: Atlas, view: ViewState) -> Compared:
    """What a view compares: what is collected, else the chosen cluster, else the prefectures."""
    codes = view.compared or ((view.cluster,) if view.cluster else view.prefectures)
    asked = st.session_state.get("compare-kind") or Comparable.CLUSTERS
    collection = collection_of(atlas, codes, asked)
    table = table_of(atlas, collection.kind)
    items = tuple(table[code] for code in collection.ids)
    if collection.kind is Comparable.CLUSTERS:
        sectors = [item["sectors"] for item in items]
    else:
        sectors = [
            tuple(count_by_sector(atlas.clusters_of_prefecture.get(item["prefecture"], ()))) for item in items
        ]
    sector = common_sector(sectors, view.sectors)
    return Compared(collection.kind, items, sector, collection.named, collection.others)


def _id(item: Record) -> str:
    return str(item["cluster_id"] if "cluster_id" in item else item["prefecture"])


def choose(atlas: Atlas, found: Compared, view: ViewState) -> None:
    """Kind, things and sector; each choice is one step in the link."""
    language = view.language
    kind, sector = st.columns([3, 2], vertical_alignment="bottom")
    with kind:
        _choose_kind(found, view)
    with sector:
        _choose_sector(atlas, found, view)
    table = table_of(atlas, found.kind)
    key = f"compare-{found.kind}-{language}"
    bind(key, [_id(item) for item in found.items])

    def write() -> None:
        _collect(tuple(st.session_state[key]))

    st.multiselect(
        say("compare_choose", language),
        list(table),
        key=key,
        format_func=lambda code: records.name_of(table[code], language),
        max_selections=MOST,
        on_change=write,
    )


def _collect(codes: tuple[str, ...]) -> None:
    """The collection is the only thing that is compared from now on."""
    link.change(compared=codes, cluster=None, prefectures=())


def _choose_kind(found: Compared, view: ViewState) -> None:
    key = "compare-kind"
    names = {kind: say(f"compare_{kind}", view.language) for kind in Comparable}
    bind(key, found.kind)

    def write() -> None:
        if st.session_state[key] is None:
            st.session_state[key] = found.kind
        elif st.session_state[key] != found.kind:
            _collect(())

    label = say("compare_kind", view.language)
    st.segmented_control(
        label,
        list(names),
        format_func=names.__getitem__,
        key=key,
        on_change=write,
        label_visibility="collapsed",
    )


def _choose_sector(atlas: Atlas, found: Compared, view: ViewState) -> None:
    key = f"compare-sector-{view.language}"
    bind(key, str(found.sector))

    def write() -> None:
        link.change(sectors=(SectorId(st.session_state[key]),))

    st.selectbox(
        say("compare_choose_sector", view.language),
        [str(sector) for sector in SectorId],
        key=key,
        format_func=lambda sector: records.name_of(atlas.sectors[sector], view.language),
        on_change=write,
    )


def show(atlas: Atlas, found: Compared, view: ViewState) -> None:
    """The comparison, or what is missing for one."""
    language = view.language
    if found.others:
        _notice(say("compare_mixed", language, others=found.others))
    if found.named > MOST:
        _notice(say("compare_too_many", language, count=found.named, most=MOST))
    if not found.items:
        st.html(f'<div class="empty"><p>{markup.text(say("compare_nothing", language))}</p></div>')
        return
    if len(found.items) == 1:
        _notice(say("compare_one", language))
    make = compare_clusters if found.kind is Comparable.CLUSTERS else compare_prefectures
    parts = make(atlas, cached.statistics(), found.items, found.sector, language)
    st.html(_as_table(atlas, found, parts, view))
    _show_files(atlas, found, parts, view)


def _notice(told: str) -> None:
    st.html(f'<div class="notice" role="status"><p>{markup.text(told)}</p></div>')


def _as_table(atlas: Atlas, found: Compared, parts: Sequence[Part], view: ViewState) -> str:
    language = view.language
    places = [
        (point_of(item), item["prefectures"] if found.kind is Comparable.CLUSTERS else (item["prefecture"],))
        for item in found.items
    ]
    areas = [item["area_km2"] for item in found.items] if found.kind is Comparable.PREFECTURES else []
    maps = small_maps(atlas, places, areas)
    heads = "".join(_head(item, made.svg, view) for item, made in zip(found.items, maps, strict=True))
    body = "".join(_part(part, len(found.items), view) for part in parts)
    scale = say("compare_scale", language, km=f"{maps[0].km:,.0f}")
    return (
        '<div class="sideways"><table class="compare">'
        f"<thead><tr><td></td>{heads}</tr></thead>{body}</table></div>"
        f'<p class="quiet">{markup.text(scale)}</p>'
    )


def _head(item: Record, svg: str, view: ViewState) -> str:
    language, name = view.language, records.name_of(item, view.language)
    page = "cluster" if "cluster_id" in item else "prefecture"
    there = (
        ViewState(language=language, cluster=item["cluster_id"])
        if page == "cluster"
        else ViewState(language=language, prefectures=(item["prefecture"],))
    )
    alt = markup.text(say("compare_map", language, name=name))
    picture = f'<img src="data:image/svg+xml,{quote(svg)}" alt="{alt}" width="260" height="190">'
    return f'<th scope="col">{markup.page_link(page, there, name)}{picture}</th>'


def _part(part: Part, width: int, view: ViewState) -> str:
    title = f'<tr><th class="part" scope="colgroup" colspan="{width + 1}">{markup.text(part.title)}</th></tr>'
    return f"<tbody>{title}{''.join(_row(row, view) for row in part.rows)}</tbody>"


def _row(row: Row, view: ViewState) -> str:
    differs = row.differs
    mark = f'<abbr title="{markup.text(say("compare_differs", view.language))}">≠</abbr>' if differs else ""
    cells = "".join(f"<td>{_cell(cell, view)}</td>" for cell in row.cells)
    css = ' class="differs"' if differs else ""
    return f'<tr{css}><th scope="row">{markup.text(row.label)}{mark}</th>{cells}</tr>'


def _cell(cell: Cell, view: ViewState) -> str:
    source = f'<span class="quiet">{markup.linked(cell.source)}</span>' if cell.source else ""
    folded = markup.folded(say("source", view.language), source)
    return f"{markup.text(cell.text)}{markup.quiet(cell.note) if cell.note else ''}{folded}"


def _show_files(atlas: Atlas, found: Compared, parts: Sequence[Part], view: ViewState) -> None:
    address = link.absolute_link("/compare", view)
    taken = comparison_taken(atlas, found.items, parts, view.language, address)
    with st.container(horizontal=True, gap="small"):
        for extension in ("csv", "xlsx"):
            made = FORMATS[extension]
            st.download_button(
                made.name,
                data=partial(made.write, taken),
                file_name=taken.file_name(extension),
                mime=made.media_type,
                icon=":material/download:",
                key=f"compare-{extension}",
                on_click="ignore",
            )
