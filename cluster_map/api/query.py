"""The query string of a request: checked, or every fault named. Pure.

The words are those of the links, but a link forgives: a page ignores what it does not know and says
so. A program would not hear that, so here every fault is an error.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Collection as Codes
from dataclasses import dataclass
from typing import Any

from cluster_map.api.collections import Collection
from cluster_map.atlas import Atlas
from cluster_map.url_state import LONGEST_SEARCH, Known, Refused, ViewState, listed, parse_view, shown

DEFAULT_LIMIT = 100
LARGEST_LIMIT = 10_000
LARGEST_OFFSET = 2**53 - 1
"""The largest whole number that every JSON reader keeps exact."""

PAGING = ("format", "limit", "offset")


@dataclass(frozen=True, slots=True)
class Query:
    """What a list was asked for."""

    view: ViewState
    format: str
    limit: int
    offset: int


def read_list_query(
    collection: Collection, atlas: Atlas, pairs: Sequence[tuple[str, str]]
) -> tuple[Query, list[Refused]]:
    """Read the parameters of a list; with any fault the query is not to be used."""
    texts, faults = texts_by_name(pairs, (*collection.filters, *PAGING))
    filters = {name: text for name, text in texts.items() if name in collection.filters}
    view, refused = parse_view(filters, _known(atlas, filters))
    faults += [_in_words(fault) for fault in refused]
    if view.from_year is not None and view.to_year is not None and view.to_year < view.from_year:
        faults.append(Refused("to", str(view.to_year), f"{view.from_year} or later, the year of 'from'"))

    answer_format, problems = read_format(texts, collection.formats)
    faults += problems
    limit, offset, problems = read_paging(texts)
    return Query(view, answer_format, limit, offset), faults + problems


def read_search_query(pairs: Sequence[tuple[str, str]]) -> tuple[str, int, int, list[Refused]]:
    """Read what a search is asked: the words, ``limit`` and ``offset``."""
    texts, faults = texts_by_name(pairs, ("q", "limit", "offset"))
    view, refused = parse_view({"q": texts.get("q", "")}, Known())
    faults += [_in_words(fault) for fault in refused]
    if "q" not in texts and not any(fault.parameter == "q" for fault in faults):
        faults.append(Refused("q", "", "words to search for"))
    limit, offset, problems = read_paging(texts)
    return view.words, limit, offset, faults + problems


def read_paging(texts: Mapping[str, str]) -> tuple[int, int, list[Refused]]:
    """Read ``limit`` and ``offset``."""
    limit, too_many = _read_whole_number("limit", texts, DEFAULT_LIMIT, range(1, LARGEST_LIMIT + 1))
    offset, too_far = _read_whole_number("offset", texts, 0, range(LARGEST_OFFSET + 1))
    return limit, offset, too_many + too_far


def read_single_query(collection: Collection, pairs: Sequence[tuple[str, str]]) -> tuple[str, list[Refused]]:
    """Read the only parameter that a single record takes, its format."""
    texts, faults = texts_by_name(pairs, ("format",))
    answer_format, problems = read_format(texts, collection.formats)
    return answer_format, faults + problems


def texts_by_name(
    pairs: Iterable[tuple[str, str]], allowed: Sequence[str]
) -> tuple[dict[str, str], list[Refused]]:
    """One text a parameter; unknown names and blank values are faults."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    texts: dict[str, str] = {}
    faults: list[Refused] = []
    for name, given in values.items():
        # A repeated code is one more alternative, a repeated search is more words to find.
        text = (" " if name == "q" else ",").join(given)
        if name not in allowed:
            faults.append(
                Refused(shown(name), shown(text), f"the parameters {listed(allowed, len(allowed))}")
            )
        elif not text.strip(", "):
            faults.append(Refused(name, shown(text), "a value, or no such parameter"))
        else:
            texts[name] = text
    return texts, faults


def _known(atlas: Atlas, asked: Iterable[str]) -> Known:
    """The codes of the tables that the given parameters need, and no other table."""
    tables: dict[str, tuple[str, Callable[[], Codes[str]]]] = {
        "prefecture": ("prefectures", lambda: atlas.prefectures),
        "cluster": ("clusters", lambda: atlas.clusters),
        "region": ("regions", lambda: atlas.regions),
        "country": ("countries", lambda: atlas.countries),
    }
    found: dict[str, Any] = {tables[name][0]: tables[name][1]() for name in asked if name in tables}
    return Known(**found)


def _in_words(fault: Refused) -> Refused:
    if fault.parameter == "q":
        return Refused("q", fault.found, f"1 to {LONGEST_SEARCH} characters")
    return fault


def read_format(texts: Mapping[str, str], allowed: Sequence[str]) -> tuple[str, list[Refused]]:
    """The form of the answer, the first of the allowed where none is asked for."""
    text = texts.get("format", allowed[0])
    if text in allowed:
        return text, []
    return allowed[0], [Refused("format", shown(text), listed(allowed))]


def _read_whole_number(
    name: str, texts: Mapping[str, str], default: int, allowed: range
) -> tuple[int, list[Refused]]:
    if name not in texts:
        return default, []
    text = texts[name]
    # The length comes first: int() refuses thousands of digits with an error of its own.
    if text.isascii() and text.isdigit() and len(text) <= len(str(allowed[-1])) and int(text) in allowed:
        return int(text), []
    return default, [Refused(name, shown(text), f"whole numbers from {allowed[0]} to {allowed[-1]}")]
