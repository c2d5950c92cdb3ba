"""The terms of the data: what each licence asks for, the credits, and how to cite the whole."""

import streamlit as st

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.exports import origin
from cluster_map.fragments import markup
from cluster_map.text import say
from cluster_map.ui import link
from cluster_map.ui.inventory import described, heading
from cluster_map.url_state import ViewState


def show_licences(atlas: Atlas, view: ViewState) -> None:
    """Licences in our words with the way to their full texts, then credits and citation."""
    language = view.language
    heading("licences", language)
    cards = "".join(_licence(one, language) for one in origin.licences(atlas))
    compiled = (
        f'<div class="card"><strong>{markup.text(say("terms_compiled_title", language))}</strong>'
        f"{markup.paragraph(say('terms_compiled', language))}</div>"
    )
    credits = markup.section(
        say("about_credit", language),
        markup.paragraph(origin.credit(atlas, language))
        + markup.paragraph(origin.boundaries(atlas, language)),
    )
    sources = "".join(
        f"<li>{markup.outside_link(one['path'], described(one, 'title', language))}</li>"
        for one in atlas.store.package["sources"]
    )
    st.html(
        f'<div class="panel"><div class="cards">{cards}{compiled}</div>{credits}'
        + markup.section(say("sources_of_figures", language), f"<ul>{sources}</ul>")
        + "</div>"
    )
    st.html(f'<h4 class="list-title">{markup.text(say("cite_this", language))}</h4>')
    for spoken in (language, *(other for other in Language if other is not language)):
        address = link.absolute_link("/data", ViewState(language=spoken))
        cited = origin.citation(atlas, say("data_set", spoken), spoken, address)
        st.code(cited, language=None, wrap_lines=True)


def _licence(one: origin.Licence, language: Language) -> str:
    terms = {"GJSTU-2.0": "terms_gjstu", "public-domain": "terms_public_domain"}
    key = terms.get(one.name)
    asked = markup.paragraph(say(key, language)) if key else ""
    full = markup.outside_link(one.path, say("full_text", language))
    return (
        f'<div class="card"><strong>{markup.text(one.title_in(language))}</strong>{asked}<p>{full}</p></div>'
    )
