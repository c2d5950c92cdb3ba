"""Cells of an e-Stat table -> figures by prefecture."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cluster_map.domain import Missing
from cluster_map.errors import RefreshError
from cluster_map.refresh.answers import Cell
from cluster_map.refresh.axes import Plan, check_unit
from cluster_map.strength.figures import Figure, is_number


@dataclass(slots=True)
class Column:
    """One item of one industry in one year: prefecture -> figure, and that of the country."""

    figures: dict[str, Figure] = field(default_factory=dict)
    country: Figure | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """``industry`` is ``None`` for an indicator and ``TOTAL`` for the sum of all industries."""

    item: str
    industry: str | None
    year: int


def columns_of(plan: Plan, cells: Iterable[Cell], prefectures: Iterable[str]) -> dict[Key, Column]:
    """All figures of a table, every prefecture in every column.

    Raises
    ------
    RefreshError
        For a cell that stands there twice.
    """
    columns: dict[Key, Column] = {}
    for cell in cells:
        key = _key(plan, cell)
        if key is None:
            continue
        column = columns.setdefault(key, Column())
        area = cell.classes.get(plan.area_axis.id, "")
        if area in plan.countries:
            if column.country is not None:
                raise RefreshError(f"{plan.table.table}: the country twice in {told(plan, key)}.")
            column.country = cell.figure
        elif area in plan.areas:
            code = plan.areas[area]
            if code in column.figures:
                raise RefreshError(f"{plan.table.table}: prefecture {code} twice in {told(plan, key)}.")
            column.figures[code] = cell.figure
    _say_what_is_absent(columns, tuple(prefectures))
    return columns


def _key(plan: Plan, cell: Cell) -> Key | None:
    """Where a cell belongs; ``None`` for one that nobody asked for."""
    item = cell.classes.get(plan.item_axis.id, "")
    if item not in plan.table.items or any(cell.classes.get(a) != code for a, code in plan.fixed.items()):
        return None
    own = plan.table.items[item]
    check_unit(
        plan.table.table, cell.unit, "百万" if own.target in ("shipments", "value-added", "gpp") else ""
    )
    if plan.industry_axis is None:
        year = plan.years.get(cell.classes.get(plan.time_axis.id, "") if plan.time_axis else "")
        return None if year is None else Key(item, None, year)
    industry = plan.industries.get(cell.classes.get(plan.industry_axis.id, ""))
    return None if industry is None or plan.table.year is None else Key(item, industry, plan.table.year)


def _say_what_is_absent(columns: Mapping[Key, Column], prefectures: Sequence[str]) -> None:
    """A cell that the answer leaves out: no establishment where all items lack it, else not published."""
    present = {
        (key.industry, key.year, code)
        for key, column in columns.items()
        for code, figure in column.figures.items()
        if figure is not Missing.NO_ESTABLISHMENT
    }
    for key, column in columns.items():
        for code in prefectures:
            if code not in column.figures:
                known = key.industry is None or (key.industry, key.year, code) in present
                column.figures[code] = Missing.NOT_PUBLISHED if known else Missing.NO_ESTABLISHMENT


def told(plan: Plan, key: Key) -> str:
    """A column in words, for messages."""
    item = plan.table.items[key.item]
    industry = "" if key.industry is None else f", {key.industry or 'all industries'}"
    return f"{item.target}{industry}, {key.year}"


def is_whole(column: Column) -> bool:
    """Whether every prefecture has a number."""
    return all(is_number(figure) for figure in column.figures.values())
