"""How figures hang together: a prefecture's sectors, related industries, hot spots on the map."""

import math
from collections.abc import Sequence

import streamlit as st

from cluster_map.domain import Language
from cluster_map.fragments import markup
from cluster_map.strength import words
from cluster_map.strength.asked import Asked
from cluster_map.strength.concentration import Concentration, concentration
from cluster_map.strength.figures import Subject
from cluster_map.strength.gaps import Standing
from cluster_map.strength.hot_spots import LocalSpot, hot_spots, sea_links
from cluster_map.strength.relatedness import Link, Relatedness
from cluster_map.strength.thresholds import thresholds
from cluster_map.text import say, say_code
from cluster_map.ui import cached, controls, strength_charts
from cluster_map.ui.record_table import show_record_table
from cluster_map.ui.strength import choose_place, download_table, section_title

MANUFACTURING = "census-of-manufactures"
ALL_PRIVATE = "economic-census"
LISTED = 12


def show_profile(asked: Asked) -> None:
    """The sectors of one prefecture, how diverse it is, and which industries lie near."""
    language = asked.language
    if asked.place is None:
        st.html(markup.paragraph(say("profile_choose", language), "quiet"))
        controls.choose_prefectures(asked.atlas, asked.view)
        return
    standings = sorted(
        (s for s in cached.standings() if s.prefecture == asked.place), key=lambda s: -s.quotient
    )
    section_title(say("profile_title", language, prefecture=asked.names[asked.place]))
    st.html(f'<p class="reading">{markup.text(_profile_words(asked, standings, asked.place))}</p>')
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _show_sectors(asked, standings)
    with right:
        _show_density(asked, asked.place)


def _profile_words(asked: Asked, standings: Sequence[Standing], place: str) -> str:
    language = asked.language
    joint = "、" if language is Language.JAPANESE else ", "
    top = joint.join(f"{asked.name_of_sector(s)} {s.quotient:.2f}" for s in standings[:3])
    spread = {code: _diversity(asked, code, MANUFACTURING) for code in asked.names}
    own = spread[place]
    whole = _diversity(asked, place, ALL_PRIVATE)
    sentences = [say("profile_reading", language, sectors=top)]
    if own and whole:
        rank = 1 + sum(other.hhi < own.hhi for other in spread.values() if other)
        sentences.append(
            say(
                "profile_diversity",
                language,
                number=f"{own.effective_number:.1f}",
                hhi=f"{own.hhi:.3f}",
                rank=rank,
                number_all=f"{whole.effective_number:.1f}",
            )
        )
    return ("" if language is Language.JAPANESE else " ").join(sentences)


def _diversity(asked: Asked, place: str, classification: str) -> Concentration | None:
    """How its jobs are spread over the industries of a classification."""
    statistics = asked.statistics
    year = statistics.years(classification, "employees")[-1]
    parts = statistics.parts(classification)
    return concentration(
        statistics.published(Subject(classification, (part,)), year, "employees")[place] for part in parts
    )


def _show_sectors(asked: Asked, standings: Sequence[Standing]) -> None:
    language = asked.language
    most = max((s.quotient for s in standings), default=1)
    rows = "".join(
        f'<li><span class="bar-label">{markup.sector_symbol(s.sector)}'
        f"{markup.text(asked.name_of_sector(s))}</span>"
        f'<span class="bar"><i style="width:{100 * s.quotient / most:.1f}%"></i></span>'
        f"<b>{s.quotient:.2f}</b></li>"
        for s in standings
    )
    st.html(f'<article class="panel"><ul class="bars figures">{rows}</ul></article>')
    download_table(
        "profile",
        ("prefecture", "sector", "quotient", "employees", "year", "proxy"),
        [(s.prefecture, s.sector, s.quotient, s.employees, s.year, s.proxy) for s in standings],
        language,
    )


def _show_density(asked: Asked, place: str) -> None:
    language = asked.language
    found = cached.related_industries()
    quotients = cached.manufacturing_quotients()
    near = sorted(
        (code for code in found.density[place] if not _is_present(quotients[code][place])),
        key=lambda code: -found.density[place][code],
    )[:LISTED]
    rows = "".join(
        f'<li><span class="bar-label">{markup.text(_industry(asked, code))}</span>'
        f'<span class="bar"><i style="width:{100 * found.density[place][code]:.0f}%"></i></span>'
        f"<b>{found.density[place][code]:.2f}</b></li>"
        for code in near
    )
    title = say("density_title", language, prefecture=asked.names[place])
    st.html(
        f'<article class="panel"><h4>{markup.text(title)}</h4><ul class="bars figures">{rows}</ul></article>'
    )


def _is_present(figure: object) -> bool:
    return isinstance(figure, float) and figure >= thresholds().relatedness.presence_quotient


def _industry(asked: Asked, code: str) -> str:
    return str(asked.statistics.industries[MANUFACTURING][code][f"name_{asked.language}"])


def _short_industry(asked: Asked, code: str) -> str:
    """A name that fits beside a node: without the words that nearly all of them share."""
    name = _industry(asked, code).replace(say("manufacture_of", asked.language), "")
    name = name.split(",")[0].split("\uff08")[0]
    return f"{code} {name[:1].upper()}{name[1:]}"


def show_relatedness(asked: Asked) -> None:
    """The network of industries, and its links as a table with their ranges."""
    language, cut = asked.language, thresholds().relatedness
    found = cached.related_industries()
    links = [link for link in found.links if link.proximity >= cut.weak_link]
    section_title(say("related_title", language))
    st.html(markup.paragraph(say("related_help", language, resamples=cut.resamples), "quiet"))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _show_network(asked, found, links)
    with right:
        show_record_table(
            {
                say("related_pair", language): [_pair(asked, link) for link in links],
                say("proximity", language): [f"{link.proximity:.2f}" for link in links],
                say("proximity_range", language): [
                    f"{link.low:.2f} \u2013 {link.high:.2f}" for link in links
                ],
            },
            [f"{link.first}-{link.second}" for link in links],
            asked.view,
            key="table-related",
            choose=lambda _: None,
        )
        download_table(
            "relatedness",
            ("first", "second", "proximity", "low", "high"),
            [(x.first, x.second, x.proximity, x.low, x.high) for x in found.links],
            language,
        )


def _pair(asked: Asked, link: Link) -> str:
    return f"{_short_industry(asked, link.first)} \u2013 {_short_industry(asked, link.second)}"


def _show_network(asked: Asked, found: Relatedness, links: Sequence[Link]) -> None:
    codes = list(next(iter(found.density.values())))
    turn = 2 * math.pi / len(codes)
    at = {code: (math.sin(turn * (n + 0.5)), math.cos(turn * (n + 0.5))) for n, code in enumerate(codes)}
    subject = asked.question.subject
    chosen = set(subject.industries) if subject.classification == MANUFACTURING else set()
    nodes = [
        {
            "name": _short_industry(asked, code),
            "x": x,
            "y": y,
            "align": "left" if x > 0 else "right",
            "chosen": code in chosen,
        }
        for code, (x, y) in at.items()
    ]
    strong = thresholds().relatedness.strong_link
    drawn = [
        {
            "x": at[link.first][0],
            "y": at[link.first][1],
            "x2": at[link.second][0],
            "y2": at[link.second][1],
            "width": 3.5 if link.proximity >= strong else 1,
            "pair": _pair(asked, link),
            "told": f"{link.proximity:.2f} ({link.low:.2f} \u2013 {link.high:.2f})",
            "chosen": bool({link.first, link.second} & chosen),
        }
        for link in links
    ]
    strength_charts.show(strength_charts.network(nodes, drawn), key="chart-related")


def show_hot_spots(asked: Asked) -> None:
    """Whether high figures lie together, and where."""
    language = asked.language
    cut = thresholds().hot_spots
    section_title(asked.title)
    with st.spinner(say("spots_computing", language)):
        found = hot_spots(asked.measured.figures, cached.neighbours(), cut)
    if found is None:
        st.html(markup.paragraph(say("spots_none", language), "quiet"))
        return
    written = {"i": f"{found.global_i:.2f}", "p": f"{found.p:.3f}"}
    if found.p <= cut.false_discovery_rate:
        told = say("spots_global_apart", language, i=written["i"], p=written["p"])
    else:
        told = say("spots_global_none", language, i=written["i"], p=written["p"])
    count = sum(spot.is_significant for spot in found.local)
    told += ("" if language is Language.JAPANESE else " ") + say(
        "spots_significant", language, count=count, rate=f"{cut.false_discovery_rate:g}"
    )
    joint = "、" if language is Language.JAPANESE else ", "
    links = joint.join(
        link.name_ja if language is Language.JAPANESE else link.name_en for link in sea_links()
    )
    st.html(f'<p class="reading" role="status">{markup.text(told)}</p>')
    st.html(
        markup.paragraph(say("spots_help", language, permutations=cut.permutations, links=links), "quiet")
    )
    _show_spots(asked, sorted(found.local, key=lambda spot: (spot.p, spot.prefecture)))


def _show_spots(asked: Asked, spots: Sequence[LocalSpot]) -> None:
    language = asked.language
    codes = [spot.prefecture for spot in spots]
    figures = asked.measured.figures
    show_record_table(
        {
            say("prefecture", language): [asked.names[code] for code in codes],
            say("value", language): [
                words.with_unit(asked.measured.measure, figures[code], language) for code in codes
            ],
            say("spot", language): [say_code("spot", spot.spot, language) for spot in spots],
            say("p_value", language): [f"{spot.p:.3f}" for spot in spots],
            say("stands_out", language): [
                say("yes", language) if spot.is_significant else say("no", language) for spot in spots
            ],
        },
        codes,
        asked.view,
        key="table-spots",
        choose=choose_place,
    )
    download_table(
        "hot-spots",
        ("prefecture", "name", "class", "local_i", "p", "significant"),
        [(s.prefecture, asked.names[s.prefecture], s.spot, s.local_i, s.p, s.is_significant) for s in spots],
        language,
    )
