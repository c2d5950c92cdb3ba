"""The codes that a link may hold, read from the tables once."""

import logging
from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeVar

from cluster_map.atlas import Atlas
from cluster_map.coverage import buyers
from cluster_map.errors import DataError
from cluster_map.url_state import Known

log = logging.getLogger(__name__)

Code = TypeVar("Code", str, tuple[str, str])


@cache
def known_codes(tables: Atlas) -> Known:
    """The codes that a link may hold. Of a refused table none is known; the page that needs it says why."""
    return Known(
        prefectures=_codes(lambda: tables.prefectures),
        clusters=_codes(lambda: tables.clusters),
        tie_ups=_codes(lambda: tables.tie_ups),
        regions=_codes(lambda: tables.regions),
        countries=_codes(lambda: (code for code in tables.countries if code != "JP")),
        buyers=_codes(lambda: buyers(tables.store)),
        tables=_codes(lambda: tables.store.table_names()),
        tours=_codes(lambda: tables.store.by_key("tours")),
        sme_industries=_codes(lambda: tables.store.by_key("sme_definitions")),
        industries=_codes(
            lambda: ((i["classification"], i["industry"]) for i in tables.store.records("industries"))
        ),
    )


def _codes(read: Callable[[], Iterable[Code]]) -> tuple[Code, ...]:
    try:
        return tuple(read())
    except DataError as error:
        log.error("%s", error)
        return ()
