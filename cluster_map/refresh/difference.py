"""What fetched figures change in the shipped ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cluster_map.refresh.axes import TOTAL, Plan
from cluster_map.refresh.reading import Column, Key
from cluster_map.store import Store
from cluster_map.strength.figures import Figure, is_number

SHOWN = 10
"""Changed figures that are shown one by one; the others are counted."""

INDUSTRIES, INDICATORS = "industry_statistics", "prefecture_indicators"


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """Figures that come from one publication: one measure or indicator in one year.

    ``classification`` is blank for an indicator.
    """

    classification: str
    year: int
    measure: str

    @property
    def table(self) -> str:
        return INDUSTRIES if self.classification else INDICATORS


Cells = dict[tuple[str, str], Figure]
"""(industry, prefecture) -> figure; the industry of an indicator is blank."""


@dataclass(slots=True)
class Change:
    """What becomes of one group. ``item`` is the class of the e-Stat table that it comes from."""

    group: Group
    plan: Plan
    item: str
    cells: Cells
    shipped: dict[tuple[str, str], float]
    added: list[tuple[str, str]] = field(default_factory=list)
    changed: list[tuple[str, str]] = field(default_factory=list)
    removed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_none(self) -> bool:
        return not (self.added or self.changed or self.removed)

    def lines(self) -> list[str]:
        """The change in words: counts, then the first of those that change or go."""
        group = self.group
        name = " ".join(part for part in (group.classification, group.measure, str(group.year)) if part)
        same = len(self.cells) - len(self.added) - len(self.changed) - len(self.removed)
        found = [
            f"{name}: {len(self.added):,} new, {len(self.changed):,} changed, {len(self.removed):,} gone, "
            f"{same:,} as shipped or missing in both"
        ]
        different = [*self.changed, *self.removed]
        for industry, prefecture in different[:SHOWN]:
            now = self.cells[industry, prefecture]
            place = f"prefecture {prefecture}" + (f", industry {industry}" if industry else "")
            written = f"{now:,.10g}" if is_number(now) else str(now)
            found.append(f"  {place}: {self.shipped[industry, prefecture]:,.10g} -> {written}")
        if len(different) > SHOWN:
            found.append(f"  and {len(different) - SHOWN:,} more")
        return found


def changes_of(store: Store, plan: Plan, columns: Mapping[Key, Column]) -> list[Change]:
    """Each group of a table against what is shipped, in order."""
    groups: dict[tuple[str, int], Cells] = {}
    for key, column in columns.items():
        if key.industry != TOTAL or key.industry is None:
            cells = groups.setdefault((key.item, key.year), {})
            cells.update({(key.industry or "", code): figure for code, figure in column.figures.items()})
    found = []
    for (item, year), cells in groups.items():
        group = Group(plan.table.classification or "", year, plan.table.items[item].target)
        found.append(_compared(group, plan, item, cells, shipped_cells(store, group)))
    return sorted(found, key=lambda change: change.group)


def shipped_cells(store: Store, group: Group) -> dict[tuple[str, str], float]:
    """The figures of a group as they are shipped."""
    table = store.table(group.table)
    if group.table == INDICATORS:
        own = table[(table["indicator"] == group.measure) & (table["year"] == group.year)]
        return {("", code): value for code, value in zip(own["prefecture"], own["value"], strict=True)}
    own = table[
        (table["classification"] == group.classification)
        & (table["measure"] == group.measure)
        & (table["year"] == group.year)
    ]
    return dict(zip(zip(own["industry"], own["prefecture"], strict=True), own["value"], strict=True))


def _compared(
    group: Group, plan: Plan, item: str, cells: Cells, shipped: dict[tuple[str, str], float]
) -> Change:
    change = Change(group, plan, item, cells, shipped)
    for place in sorted(cells):
        figure = cells[place]
        if is_number(figure) and place not in shipped:
            change.added.append(place)
        elif is_number(figure) and figure != shipped[place]:
            change.changed.append(place)
        elif not is_number(figure) and place in shipped:
            change.removed.append(place)
    return change


def years_of_interest(store: Store, indicators: Iterable[str]) -> list[int]:
    """Years of a table of indicators that are worth asking for: from the first shipped one on."""
    table = store.table(INDICATORS)
    own = table[table["indicator"].isin(list(indicators))]["year"]
    first = int(own.min()) if len(own) else 2000
    return list(range(first, 2101))
