"""The dictionary of the data page: what each column of a table means, and where the table comes from."""

from collections.abc import Iterable, Mapping

import streamlit as st

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.fragments import markup
from cluster_map.store import Field
from cluster_map.text import say, say_code
from cluster_map.ui import link
from cluster_map.ui.inventory import described, file_link, heading, table_title
from cluster_map.url_state import ViewState

FIRST_TABLE = "clusters"
"""What is explained until somebody chooses another table."""


def show_dictionary(atlas: Atlas, view: ViewState) -> None:
    """A table to choose, and its columns."""
    language = view.language
    heading("dictionary", language)
    table = view.table or FIRST_TABLE
    _choose_table(atlas, table, language)
    resource = atlas.store.resource(table)
    fields = atlas.store.fields(table)
    name = table_title(atlas, table, language)
    facts = [
        (say("file", language), file_link(atlas, table, resource["path"].rsplit("/", 1)[-1], name)),
        (say("key", language), _codes(resource["schema"]["primaryKey"])),
        (say("licence", language), _links(resource.get("licenses", ()), language) or None),
        (say("source", language), _links(resource.get("sources", ()), language) or None),
    ]
    rows = "".join(_row(field, language) for field in fields)
    heads = "".join(
        f'<th scope="col">{markup.text(say(key, language))}</th>' for key in ("column", "meaning", "form")
    )
    columns = f'<table class="tally"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    label = markup.text(say("dictionary", language))
    st.html(
        markup.article(
            [
                markup.paragraph(described(resource, "description", language), "lead"),
                markup.facts(facts),
                f'<div class="scrolled wide" role="region" tabindex="0" aria-label="{label}">{columns}</div>',
                markup.paragraph(say("dictionary_note", language), "quiet"),
            ]
        )
    )


def _choose_table(atlas: Atlas, table: str, language: Language) -> None:
    key = f"choose-table-{language}"
    if st.session_state.get(key) != table:
        st.session_state[key] = table
    st.selectbox(
        say("table", language),
        atlas.store.table_names(),
        key=key,
        format_func=lambda name: table_title(atlas, name, language),
        on_change=lambda: link.change(table=st.session_state[key]),
    )


def _codes(names: list[str]) -> str:
    return ", ".join(f"<code>{markup.text(name)}</code>" for name in names)


def _links(named: Iterable[Mapping[str, str]], language: Language) -> str:
    return "<br>".join(markup.outside_link(one["path"], described(one, "title", language)) for one in named)


def _row(field: Field, language: Language) -> str:
    japanese = language is Language.JAPANESE
    title = field.title_ja if japanese else field.title
    description = field.description_ja if japanese else field.description
    # Many a description only says the title once more.
    more = "" if description.rstrip(".。") == title else markup.quiet(description)
    translated = markup.quiet(say("translated_here", language)) if field.translated else ""
    form = say_code("column_type", field.type, language)
    about = (field.unit, ", ".join(field.enum) if field.enum else None)
    return (
        f'<tr><th scope="row"><code>{markup.text(field.name)}</code></th>'
        f"<td>{markup.text(title)}{more}{translated}</td><td>{markup.text(form)}{markup.quiet(*about)}</td></tr>"
    )
