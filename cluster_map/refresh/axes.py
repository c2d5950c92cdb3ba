"""The axes of an e-Stat table, found by what their classes are called.

Codes of areas are not always those of prefectures (the Census of Manufactures has Tokyo as 15000), axes
change their places between tables, and the country stands there once for each of several years.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cluster_map.atlas import Record
from cluster_map.errors import RefreshError
from cluster_map.refresh.answers import Class, Dimension, Meta
from cluster_map.refresh.tables import Item, KnownTable
from cluster_map.store import Store

TOTAL = ""
"""Stands for the sum of all industries where it is no industry of its own."""

WHOLE = {"総数", "計", "合計", "総計", "全体"}
"""What the class is called that stands for all of a further axis."""

COUNTRY = re.compile(r"全国計?(?:\((\d{4})年\))?")
MULTIPLIERS = ("百億", "十億", "億", "百万", "十万", "万", "千")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is read: per axis its classes, by code, as ours. ``None``: it has no such axis."""

    table: KnownTable
    item_axis: Dimension
    industry_axis: Dimension | None
    area_axis: Dimension
    time_axis: Dimension | None
    industries: Mapping[str, str]
    areas: Mapping[str, str]
    countries: frozenset[str]
    years: Mapping[str, int]
    fixed: Mapping[str, str]

    @property
    def narrowing(self) -> dict[str, str]:
        """The parameters that ask for what is read and little more."""
        asked = {self.item_axis.id: ",".join(self.table.items)}
        asked |= self.fixed
        if self.time_axis is not None and self.table.classification is None:
            asked[self.time_axis.id] = ",".join(self.years)
        return {f"cd{axis[:1].upper()}{axis[1:]}": codes for axis, codes in asked.items()}


def plan_of(table: KnownTable, meta: Meta, store: Store, years: Sequence[int]) -> Plan:
    """Find the axes of a table by what their classes are called.

    ``years`` are those of interest where the table has an axis of years.

    Raises
    ------
    RefreshError
        If an axis, a class or a prefecture is not there, or not called as it should be.
    """
    items = _axis_of_items(table, meta)
    left = [axis for axis in meta.dimensions if axis is not items]
    areas, by_area = _axis_of_areas(meta, left, store.by_key("prefectures"))
    left.remove(areas)
    industries, by_industry = None, dict[str, str]()
    if table.classification is not None:
        industries, by_industry = _axis_of_industries(table, meta, left, store)
        left.remove(industries)
    times = next((axis for axis in left if axis.id == "time"), None)
    by_time: dict[str, int] = {}
    if times is not None:
        left.remove(times)
        if table.classification is None:
            by_time = {c.code: int(c.code[:4]) for c in times.classes if c.code[:4] in map(str, years)}
        elif len(times.classes) != 1:
            raise RefreshError(
                f"{table.table}: one year was expected, '{times.name}' has {len(times.classes)}."
            )
    if table.classification is None and not by_time:
        raise RefreshError(f"{table.table}: no year of {years[0]} to {years[-1]} in it.")
    return Plan(
        table,
        items,
        industries,
        areas,
        times,
        by_industry,
        by_area,
        _countries(table, areas),
        by_time,
        {axis.id: _whole(table, axis) for axis in left},
    )


def _plain(name: str) -> str:
    """A name without what differs from table to table: width, blanks, punctuation, a code before it."""
    folded = unicodedata.normalize("NFKC", name)
    folded = re.sub(r"^[A-Z0-9~\-]+(?=[^A-Za-z0-9])", "", folded.strip())
    return re.sub(r"[\s・、,_.()\-‐]", "", folded)


def _axis_of_items(table: KnownTable, meta: Meta) -> Dimension:
    for axis in meta.dimensions:
        names = {found.code: found for found in axis.classes}
        if set(table.items) <= set(names):
            for code, item in table.items.items():
                _check_item(table, item, names[code])
            return axis
    codes = ", ".join(table.items)
    raise RefreshError(f"{meta.table}: no axis has the classes {codes}; the table is not what was expected.")


def _check_item(table: KnownTable, item: Item, found: Class) -> None:
    if item.name not in unicodedata.normalize("NFKC", found.name):
        raise RefreshError(
            f"{table.table}: class {found.code} is called '{found.name}', expected was '{item.name}'."
        )
    wanted = "百万" if item.target in ("shipments", "value-added", "gpp") else ""
    check_unit(table.table, found.unit, wanted)


def check_unit(table: str, unit: str, wanted: str) -> None:
    """Refuse figures in thousands where ones are expected; an unstated unit passes."""
    plain = unicodedata.normalize("NFKC", unit)
    has = next((word for word in MULTIPLIERS if plain.startswith(word)), "")
    if plain and has != wanted:
        raise RefreshError(f"{table}: figures in '{unit}', expected was {wanted or 'ones'}.")


def _axis_of_areas(
    meta: Meta, axes: Iterable[Dimension], prefectures: Mapping[str, Record]
) -> tuple[Dimension, dict[str, str]]:
    names: dict[str, str] = {}
    for code, prefecture in prefectures.items():
        full = prefecture["name_ja"]
        names[full] = code
        if full[-1] in "都府県":
            names[full[:-1]] = code
    named = [
        (axis, {c.code: names[name] for c in axis.classes if (name := _plain(c.name)) in names})
        for axis in axes
    ]
    axis, areas = max(named, key=lambda pair: len(pair[1]), default=(None, {}))
    if axis is None or not areas:
        raise RefreshError(f"{meta.table}: no axis names prefectures.")
    twice = [code for code in prefectures if list(areas.values()).count(code) > 1]
    lacking = [code for code in prefectures if code not in areas.values()]
    if twice or lacking:
        told = ", ".join(prefectures[code]["name_ja"] for code in twice or lacking)
        reason = "more than once" if twice else "missing"
        raise RefreshError(
            f"{meta.table}: {len(set(areas.values()))} of {len(prefectures)} prefectures, {reason}: {told}."
        )
    return axis, areas


def _axis_of_industries(
    table: KnownTable, meta: Meta, axes: Iterable[Dimension], store: Store
) -> tuple[Dimension, dict[str, str]]:
    own = [i for i in store.records("industries") if i["classification"] == table.classification]
    problems: list[str] = []
    for axis in axes:
        found: dict[str, str] = {}
        lacking = []
        for industry in own:
            match = _class_of(axis, industry)
            if match is None:
                lacking.append(f"{industry['industry']} {industry['name_ja']}")
            else:
                found[match.code] = industry["industry"]
        if table.total is not None:
            code, name = table.total
            if any(c.code == code and name in _plain(c.name) for c in axis.classes):
                found[code] = TOTAL
            else:
                lacking.append(f"{code} {name}")
        if not lacking:
            return axis, found
        if found:
            problems = lacking
    told = "; ".join(problems) or "no axis of industries"
    raise RefreshError(f"{meta.table}: classes that were expected and are not there: {told}.")


def _class_of(axis: Dimension, industry: Record) -> Class | None:
    """The class of an industry: by its name; of a sum over all by the word for it."""
    if industry["is_total"]:
        return next((c for c in axis.classes if _plain(c.name).startswith("全産業")), None)
    name = _plain(_without_brackets(industry["name_ja"]))
    return next((c for c in axis.classes if _plain(_without_brackets(c.name)) == name), None)


def _without_brackets(name: str) -> str:
    """A name without what it leaves out, which some tables say and some do not."""
    return re.sub(r"\([^)]*\)", "", unicodedata.normalize("NFKC", name))


def _countries(table: KnownTable, areas: Dimension) -> frozenset[str]:
    """The row of the country: that of the table's year, or the one without a year."""
    rows = {}
    for found in areas.classes:
        match = COUNTRY.fullmatch(unicodedata.normalize("NFKC", found.name).replace(" ", ""))
        if match:
            rows[match[1]] = found.code
    row = rows.get(str(table.year), rows.get(None))
    if row is None:
        raise RefreshError(
            f"{table.table}: no row of the country to check the sum of the prefectures against."
        )
    return frozenset({row})


def _whole(table: KnownTable, axis: Dimension) -> str:
    """The class of a further axis that stands for all of it."""
    if len(axis.classes) == 1:
        return axis.classes[0].code
    whole = [found.code for found in axis.classes if _plain(found.name) in WHOLE]
    if len(whole) != 1:
        raise RefreshError(
            f"{table.table}: an unexpected axis '{axis.name}' with {len(axis.classes)} classes."
        )
    return whole[0]
