"""What a plain page is made of, before a template makes it HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cluster_map.fragments.tables import Columns
from cluster_map.lite.forms import Field
from cluster_map.lite.framing import Map
from cluster_map.lite.head import Head
from cluster_map.url_state import ViewState


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each after the address to which its first cell leads, if any, and that link's name."""

    title: str
    headings: tuple[str, ...]
    linked_rows: tuple[tuple[str, str, tuple[Any, ...]], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What a template needs: ``parts`` are pieces of markup by name, their texts escaped."""

    head: Head
    template: str
    summary: str = ""
    map: Map | None = None
    fields: tuple[Field, ...] = ()
    table: Table | None = None
    parts: dict[str, Any] | None = None

    @property
    def preview(self) -> str:
        """A sentence for those who see the link alone: of a record what it is, of a list what it holds."""
        is_list = self.head.view == ViewState() and self.summary
        return self.summary if is_list else self.head.description


def table(title: str, columns: Columns, links: Sequence[str], names: Sequence[str]) -> Table:
    rows = zip(*columns.values(), strict=True)
    return Table(title, tuple(columns), tuple(zip(links, names, rows, strict=True)))
