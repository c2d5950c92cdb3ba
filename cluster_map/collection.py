"""What a reader collects for the compare page: up to four clusters, or up to four prefectures. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cluster_map.atlas import Atlas, Record

MOST = 4
"""Things that stand side by side."""


class Comparable(StrEnum):
    """What can be compared, each kind among itself."""

    CLUSTERS = "clusters"
    PREFECTURES = "prefectures"


@dataclass(frozen=True, slots=True)
class Collection:
    """Things of one kind, in the order in which they were collected, never more than ``MOST``.

    A link may say more than that: ``named`` is how many of this kind it names, ``others`` how many of the
    other kind, which are left out.
    """

    kind: Comparable
    ids: tuple[str, ...] = ()
    named: int = 0
    others: int = 0

    @property
    def is_full(self) -> bool:
        return len(self.ids) == MOST

    def with_added(self, code: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.ids, code)))

    def without(self, code: str) -> tuple[str, ...]:
        return tuple(one for one in self.ids if one != code)


def collection_of(atlas: Atlas, codes: Sequence[str], otherwise: Comparable) -> Collection:
    """What a link's codes collect: the kind is that of the first, ``otherwise`` where there is none."""
    kinds = {code: kind for code in codes for kind in Comparable if code in table_of(atlas, kind)}
    kind = next(iter(kinds.values()), otherwise)
    ids = tuple(code for code in kinds if kinds[code] is kind)
    return Collection(kind, ids[:MOST], named=len(ids), others=len(kinds) - len(ids))


def table_of(atlas: Atlas, kind: Comparable) -> Mapping[str, Record]:
    return atlas.clusters if kind is Comparable.CLUSTERS else atlas.prefectures
