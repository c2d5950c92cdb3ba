"""What a reader collects for the compare page: the way in, the way out, and what is in it. Links alone."""

from dataclasses import replace

from cluster_map.atlas import Atlas
from cluster_map.collection import MOST, Comparable, collection_of, table_of
from cluster_map.domain import Language
from cluster_map.fragments import markup, records
from cluster_map.text import say
from cluster_map.url_state import ViewState, link


def collected(atlas: Atlas, view: ViewState) -> str:
    """What is in the collection, to be opened side by side or taken out; nothing where it is empty."""
    language = view.language
    collection = collection_of(atlas, view.compared, Comparable.CLUSTERS)
    if not collection.ids:
        return ""
    table = table_of(atlas, collection.kind)
    rows = ""
    for code in collection.ids:
        name = records.name_of(table[code], language)
        label = say("compare_take_out_named", language, name=name)
        out = _change(view, collection.without(code), "collected", _sign("×", label))
        rows += f"<li><span>{markup.text(name)}</span>{out}</li>"
    full = markup.paragraph(say("compare_full", language, most=MOST), "quiet") if collection.is_full else ""
    nothing = _change(view, (), "collected", markup.text(say("compare_take_all_out", language)))
    count = markup.text(say("compare_collected", language, count=len(collection.ids)))
    body = f"<ul>{rows}</ul>{full}<p>{_open(view, language)}</p><p>{nothing}</p>"
    return (
        f'<details class="collected"><summary data-focus="collected">{count}</summary>'
        f'<div class="panel">{body}</div></details>'
    )


def offer(atlas: Atlas, kind: Comparable, code: str, view: ViewState) -> str:
    """Whether a thing is collected, and the way to have it so or not."""
    language = view.language
    collection = collection_of(atlas, view.compared, kind)
    focus = f"collect-{code}"
    if collection.kind is not kind:
        held = say(f"compare_holds_{collection.kind}", language)
        anew = _change(view, (code,), focus, markup.text(say("compare_start_anew", language)))
        return f"{markup.text(held)} {anew}"
    if code in collection.ids:
        told = say("compare_in", language, count=len(collection.ids), most=MOST)
        out = _change(view, collection.without(code), focus, markup.text(say("compare_take_out", language)))
        return f"{markup.text(told)} · {_open(view, language)} · {out}"
    if collection.is_full:
        return f"{markup.text(say('compare_full', language, most=MOST))} {_open(view, language)}"
    added = collection.with_added(code)
    return _change(view, added, focus, markup.text(say("compare_add", language)))


def mark(atlas: Atlas, kind: Comparable, code: str, view: ViewState) -> str:
    """The same as one sign beside a name in a list; nothing where it cannot be added."""
    collection = collection_of(atlas, view.compared, kind)
    name = records.name_of(table_of(atlas, kind)[code], view.language)
    if code in collection.ids and collection.kind is kind:
        label = say("compare_take_out_named", view.language, name=name)
        return _change(view, collection.without(code), f"mark-{code}", _sign("✓", label), "collect in")
    if collection.kind is not kind or collection.is_full:
        return ""
    label = say("compare_add_named", view.language, name=name)
    added = collection.with_added(code)
    return _change(view, added, f"mark-{code}", _sign("+", label), "collect")


def _sign(sign: str, label: str) -> str:
    """A sign that is read out and shown on pointing as words."""
    return f'<span role="img" aria-label="{markup.text(label)}" title="{markup.text(label)}">{sign}</span>'


def _change(view: ViewState, ids: tuple[str, ...], focus: str, body: str, css: str = "collect") -> str:
    """A link to the same page with another collection, which it says in full: see ``assets/page.js``.

    ``focus`` names the link, or what stands in its place afterwards, so that the keyboard stays there.
    """
    there = markup.text(link("", replace(view, compared=ids, place=None)))
    kept = f'data-compares data-focus="{markup.text(focus)}"'
    return f'<a class="{css}" href="{there}" target="_self" {kept}>{body}</a>'


def _open(view: ViewState, language: Language) -> str:
    side_by_side = ViewState(language=language, compared=view.compared, room=view.room)
    return markup.page_link("compare", side_by_side, say("compare_open", language))
