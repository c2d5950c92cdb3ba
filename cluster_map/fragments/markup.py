"""Small pieces of HTML. Every text from data or readers passes ``text`` on its way into markup."""

import re
from collections.abc import Iterable
from dataclasses import replace
from html import escape

from cluster_map.url_state import ViewState, link


def text(value: object) -> str:
    """Text that shows as it is written, whatever it holds."""
    return escape(str(value), quote=True)


def label_text(value: str) -> str:
    """Text for the label of a widget, which Streamlit reads as Markdown, that shows as it is written."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", value)


def css_text(value: str) -> str:
    """Text that may stand between quotation marks in a style sheet inside a page."""
    return "".join(c if c.isalnum() or c in " .,·、。" else f"\\{ord(c):x} " for c in value)


def paragraph(value: str | None, css: str = "") -> str:
    return f'<p class="{css}">{text(value)}</p>' if value else ""


def outside_link(url: str, label: str) -> str:
    """A link to another site; plain text where the address is no web address."""
    if not url.startswith(("https://", "http://", "mailto:")):
        return text(label)
    return f'<a href="{text(url)}" target="_blank" rel="noopener noreferrer">{text(label)}</a>'


def linked(value: str, in_full: bool = False) -> str:
    """A text whose web addresses are links, shown by their host alone, or in full."""
    parts = re.split(r"(https?://[^\s()]+)", value)
    return "".join(
        outside_link(part, part if in_full else part.split("/")[2]) if part.startswith("http") else text(part)
        for part in parts
    )


def website(url: str | None) -> str | None:
    """A link to a body's own site, shown without the scheme; ``None`` where none is on file."""
    return outside_link(url, url.split("//")[-1].strip("/")) if url else None


def page_link_around(page: str, view: ViewState, body: str) -> str:
    """A link to a page of ours around markup."""
    return f'<a href="{text(link(page, view))}" target="_self">{body}</a>'


def page_link(page: str, view: ViewState, label: str) -> str:
    """A link to a page of ours, relative so that a path prefix of the server stays."""
    return f'<a href="{text(link(page, view))}" target="_self">{text(label)}</a>'


def choices(rows: Iterable[tuple[ViewState, str]]) -> str:
    """Other views of the page that shows this, one below the other, each under its markup.

    Where the map looks is left out: it stays as it is when one of them is chosen.
    """
    made = "".join(f"<li>{page_link_around('', replace(view, place=None), body)}</li>" for view, body in rows)
    return f'<ul class="choices">{made}</ul>' if made else ""


def sector_symbol(sector: str) -> str:
    """The sector's icon on its colour, drawn by the style sheet: its name stands beside it."""
    return f'<span class="symbol sector-{text(sector)}" aria-hidden="true"></span>'


def chips(values: Iterable[str]) -> str:
    """Short words side by side."""
    made = "".join(f'<span class="chip">{text(value)}</span>' for value in values)
    return f'<div class="chips">{made}</div>' if made else ""


def title(value: str) -> str:
    return f"<h3>{text(value)}</h3>"


def article(parts: Iterable[str]) -> str:
    """The parts of a panel as one piece."""
    return f'<article class="panel">{"".join(parts)}</article>'


def quiet(*values: object | None) -> str:
    """Side information on a line of its own; what is missing is left out."""
    return f'<span class="quiet">{text(" · ".join(str(value) for value in values if value))}</span>'


def cut_list(rows: list[str], at_once: int, more: str) -> str:
    """List items, those beyond the first few folded away under ``more``; nothing for no rows."""
    if not rows:
        return ""
    rest = folded(more, f"<ul>{''.join(rows[at_once:])}</ul>") if len(rows) > at_once else ""
    return f"<ul>{''.join(rows[:at_once])}</ul>{rest}"


def section(title: str, body: str, css: str = "") -> str:
    """A headed part of a panel; nothing where there is no body."""
    return f'<section class="{css}"><h4>{text(title)}</h4>{body}</section>' if body else ""


def facts(rows: Iterable[tuple[str, str | None]]) -> str:
    """Label and value pairs; the value is markup already. Rows without a value are left out."""
    made = "".join(f"<dt>{text(label)}</dt><dd>{value}</dd>" for label, value in rows if value)
    return f"<dl>{made}</dl>" if made else ""


def folded(title: str, body: str) -> str:
    """A part that opens on demand."""
    return f"<details><summary>{text(title)}</summary>{body}</details>" if body else ""
