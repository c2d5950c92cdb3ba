"""What every panel beside a map has: the way back, a list to choose from, a word where nothing is found."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from cluster_map.atlas import Record
from cluster_map.domain import Language
from cluster_map.fragments import markup
from cluster_map.text import say
from cluster_map.url_state import ViewState, without_filters

LISTED = 12
"""Records listed in a panel; all stand in the table."""


def back_link(view: ViewState) -> str:
    """The way from what is chosen to where it was chosen from; the map stays where it looks."""
    label = f'<span aria-hidden="true">←</span> {markup.text(say("back_to_list", view.language))}'
    return f'<p class="panel back">{markup.page_link_around("", replace(view, place=None), label)}</p>'


def choice_list(
    title: str,
    found: Sequence[Record],
    choice: Callable[[Record], tuple[ViewState, str]],
    none: str,
    language: Language,
) -> str:
    """Records to be opened: ``choice`` makes of one the view that opens it and its markup.

    ``none`` stands where there are none.
    """
    rest = len(found) - LISTED
    more = markup.paragraph(say("rest_in_table", language, count=rest), "quiet") if rest > 0 else ""
    listed = markup.choices(map(choice, found[:LISTED])) or markup.paragraph(none, "quiet")
    return f"{list_title(title)}{listed}{more}"


def list_title(title: str) -> str:
    return f'<h4 class="list-title">{markup.text(title)}</h4>'


def nothing_found(title: str, view: ViewState) -> str:
    """In place of a panel where the filters leave nothing, with the way to everything."""
    everything = replace(without_filters(view), place=None)
    clear = markup.page_link("", everything, say("clear_filters", view.language))
    return (
        f'<div class="panel empty">{markup.title(title)}'
        f"{markup.paragraph(say('nothing_found_help', view.language))}<p>{clear}</p></div>"
    )
