"""The command ``refresh``: fetch, check, compare, and write only when nothing speaks against it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from cluster_map.errors import RefreshError
from cluster_map.refresh.answers import cells_of, meta_of
from cluster_map.refresh.axes import plan_of
from cluster_map.refresh.checks import problems_of
from cluster_map.refresh.client import CREDIT, Client
from cluster_map.refresh.difference import Change, changes_of, years_of_interest
from cluster_map.refresh.reading import columns_of
from cluster_map.refresh.tables import KnownTable, known_table
from cluster_map.refresh.writing import write
from cluster_map.store import Store, open_store

Tell = Callable[[str], object]

LISTED = 20
"""Failed checks that are told one by one."""


def refresh(
    client: Client, tables: Sequence[str], folder: Path, is_trial: bool = False, tell: Tell = print
) -> bool:
    """Bring tables up to date; whether anything was written.

    ``is_trial`` shows what would change and writes nothing.

    Raises
    ------
    RefreshError
        If a table is unknown, cannot be fetched, or does not pass: with every reason.
    DataError
        If the data folder is damaged, or would be with the new figures.
    """
    known = [known_table(table) for table in dict.fromkeys(tables)]
    store = open_store(folder)
    tell(CREDIT)
    changes: list[Change] = []
    problems: list[str] = []
    for table in known:
        fetched, found = _fetched(client, table, store, tell)
        changes += fetched
        problems += found
    for change in changes:
        for line in change.lines():
            tell(line)
    if problems:
        listed = "\n".join(f"  - {problem}" for problem in problems[:LISTED])
        if len(problems) > LISTED:
            listed += f"\n  - and {len(problems) - LISTED:,} more"
        raise RefreshError(f"Nothing is written, {len(problems)} check(s) fail:\n{listed}")
    tell("Every check passes.")
    if all(change.is_none for change in changes):
        tell("The shipped figures are those of e-Stat: nothing to write.")
        return False
    if is_trial:
        tell("A trial: nothing is written.")
        return False
    for path in write(folder, changes):
        tell(f"written: {path}")
    tell("Notes that name years are not renewed: look through indicators.csv and classifications.csv.")
    tell("Restart the app to see the new figures.")
    return True


def _fetched(client: Client, table: KnownTable, store: Store, tell: Tell) -> tuple[list[Change], list[str]]:
    """What one table changes, and what speaks against it."""
    tell(f"{table.table}: {table.title_en}")
    meta = meta_of(table.table, client.meta(table.table))
    years = years_of_interest(store, [item.target for item in table.items.values()])
    plan = plan_of(table, meta, store, years)
    tell(f"{table.table}: {meta.title or 'no title'}; asks for {len(plan.areas)} prefectures and the country")
    prefectures = tuple(store.by_key("prefectures"))
    cells = cells_of(table.table, client.pages(table.table, plan.narrowing))
    columns = columns_of(plan, cells, prefectures)
    problems = [f"{table.table}: {problem}" for problem in problems_of(plan, columns, prefectures)]
    return changes_of(store, plan, columns), problems
