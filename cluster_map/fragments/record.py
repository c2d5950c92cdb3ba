"""One record on a page of its own: every field in the reader's language, and its passport."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language
from cluster_map.exports.passport import called
from cluster_map.fragments import markup
from cluster_map.fragments.passport import behind
from cluster_map.fragments.record_links import KEYS, target_of
from cluster_map.record_keys import key_of, record_at
from cluster_map.store import Field
from cluster_map.text import say, say_code
from cluster_map.url_state import ViewState, link

IN_PASSPORT = frozenset(
    [
        "source",
        "source_title",
        "further_sources",
        "evidence",
        "precision",
        "checked_on",
        "notes",
        "correction",
    ]
)
"""Fields that the passport shows."""

IN_JAPANESE = r" ?\(Japanese\)$|\(\w+\)$"
"""What the title of a column says of its language: here every text is the reader's."""

CODES: Mapping[str, str] = {
    "cooperation": "cooperation",
    "level": "level",
    "months": "month_name",
    "programme": "programme",
    "role": "role",
}
"""Fields whose codes have names among the texts, and the kind of these codes."""

name_of = called


def find(atlas: Atlas, view: ViewState) -> Record | None:
    """The record that a link names; ``None`` where there is none."""
    return record_at(atlas, view.table, view.record) if view.table else None


def fields_of(atlas: Atlas, record: Record, view: ViewState, data_page: str = "data") -> str:
    """What a record says, field by field, and where it is shown."""
    language = view.language
    key = key_of(atlas, record)
    assert key is not None  # it was found by its key
    resource = atlas.store.resource(key.table)
    title = resource["title_ja" if language is Language.JAPANESE else "title"]
    table = markup.page_link(data_page, ViewState(language=language, table=key.table), title)
    target = target_of(atlas, key.table, record, language) if key.table in KEYS else None
    shown = f"<p>{markup.page_link(*target, say('show_in_place', language))}</p>" if target else ""
    return markup.article(
        [
            f'<p class="kicker">{table}</p>',
            f"<h1>{markup.text(called(atlas, record, language))}</h1>",
            shown,
            markup.facts(_facts(atlas, key.table, record, language)),
        ]
    )


def _facts(atlas: Atlas, table: str, record: Record, language: Language) -> Iterator[tuple[str, str]]:
    """Fields that are not blank; of a pair of languages only the reader's."""
    names = set(record)
    keys = {
        part["fields"][0]: part["reference"]
        for part in atlas.store.resource(table)["schema"].get("foreignKeys", ())
        if len(part["fields"]) == 1
    }
    for field in atlas.store.fields(table):
        plain = field.name.removesuffix("_ja").removesuffix("_en")
        twins = {f"{plain}_ja", f"{plain}_en", plain} & names
        is_other = len(twins) > 1 and field.name.endswith("_ja") != (language is Language.JAPANESE)
        value = record[field.name]
        if plain in IN_PASSPORT or is_other or value in (None, ""):
            continue
        title = field.title_ja if language is Language.JAPANESE else field.title
        made = _value(atlas, field, keys.get(field.name), value, language)
        if made:
            yield re.sub(IN_JAPANESE, "", title), made


def _value(
    atlas: Atlas, field: Field, reference: Mapping[str, Any] | None, value: Any, language: Language
) -> str:
    items = value if isinstance(value, tuple) else (value,)
    table = reference["resource"] if reference else (field.list_of or "").split(".")[0]
    return ", ".join(_item(atlas, field, table, item, language) for item in items)


def _item(atlas: Atlas, field: Field, table: str, item: Any, language: Language) -> str:
    """One value: a link to the record that a code means, the name of a code, or the text itself."""
    if table and (found := record_at(atlas, table, str(item))):
        page = link("record", ViewState(language=language, table=table, record=str(item)))
        name = markup.text(called(atlas, found, language))
        return f'<a href="{markup.text(page)}" target="_self">{name}</a>'
    if field.name in CODES:
        return markup.text(say_code(CODES[field.name], str(item), language))
    if isinstance(item, bool):
        return markup.text(say("yes" if item else "no", language))
    unit = f" {field.unit}" if field.unit else ""
    return markup.linked(f"{item}{unit}")


def passport_of(atlas: Atlas, record: Record, view: ViewState) -> str:
    """What is behind a record, open."""
    title = f'<h2 class="section-title">{markup.text(say("passport", view.language))}</h2>'
    return title + markup.article([behind(atlas, record, view)])


def no_record(view: ViewState) -> str:
    """What is said where a link names no record."""
    language = view.language
    tables = markup.page_link(
        "data", ViewState(language=language, table=view.table), say("data_title", language)
    )
    return markup.paragraph(say("record_unknown_help", language)) + f"<p>{tables}</p>"
