"""One page to hand out: a place in Japan, a partner region and what they work on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language, SectorId
from cluster_map.exports.map_frame import around
from cluster_map.exports.map_picture import map_picture
from cluster_map.exports.pdf import Document
from cluster_map.exports.pdf_setting import QUIET, SMALL, Running, Text
from cluster_map.fragments.records import field, listed_field, name_of, short_sectors, source_of
from cluster_map.fragments.records import unchecked as is_unchecked
from cluster_map.maps.assets import years_of
from cluster_map.maps.changes import tie_ups_change
from cluster_map.maps.extents import PARTNERS
from cluster_map.profiles import contacts, point_of
from cluster_map.selection import select_clusters, select_tie_ups
from cluster_map.text import say, say_code
from cluster_map.url_state import ViewState, card_page, link

CLUSTERS, TIE_UPS = 3, 3
"""Records of a kind that there is room for on one page."""

LONGEST = 240
"""Characters of a free text that there is room for."""

MAP = (960, 330)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a sheet is about. ``tie_ups`` are those on file, the one that was asked for first."""

    prefecture: Record
    region: Record
    sectors: tuple[str, ...]
    tie_ups: tuple[Record, ...]
    view: ViewState


def subject_of(atlas: Atlas, view: ViewState) -> Subject | None:
    """A tie-up, or a prefecture and a partner region, with a sector where one is chosen; else none."""
    if view.tie_up:
        tie_up = atlas.tie_ups[view.tie_up]
        shown = ViewState(language=view.language, tie_up=view.tie_up)
        region, code = atlas.regions[tie_up["region"]], tie_up["prefectures"][0]
        return Subject(atlas.prefectures[code], region, tie_up["sectors"], (tie_up,), shown)
    if view.region and len(view.prefectures) == 1:
        shown = ViewState(
            language=view.language, region=view.region, prefectures=view.prefectures, sectors=view.sectors
        )
        region, prefecture = atlas.regions[view.region], atlas.prefectures[view.prefectures[0]]
        return Subject(prefecture, region, view.sectors, tuple(select_tie_ups(atlas, shown)), shown)
    return None


def handout(atlas: Atlas, subject: Subject, root: str) -> bytes:
    """The page as PDF. ``root`` is the server's address, for the code that a phone reads."""
    language = subject.view.language
    title = handout_title(atlas, subject)
    document = Document(language, title, _running(atlas, language))
    told = _Told(atlas, document, language)
    address = root + link(f"/{card_page('tie-ups')}", subject.view)

    def head() -> None:
        document.kicker(say("partner_sheet_kicker", language))
        document.title(title)
        names = (name_of(record, language) for record in (subject.prefecture, subject.region))
        document.paragraph(say("partner_sheet_lead", language, places=" \u00d7 ".join(names)))

    document.side_by_side(
        head,
        lambda: document.qr_code(address, 26, say("partner_sheet_code", language, title=title)),
        share=0.8,
    )
    for tie_up in subject.tie_ups[:TIE_UPS]:
        told.tie_up(tie_up, alone=len(subject.tie_ups) == 1)
    if not subject.tie_ups:
        document.paragraph(say("no_tie_ups_here", language))
    document.picture(_map(atlas, subject), title)
    told.clusters(subject)
    told.offices(subject)
    document.notes(say("partner_sheet_sources", language))
    return document.output()


def handout_title(atlas: Atlas, subject: Subject) -> str:
    """Place × partner × what they work on."""
    language = subject.view.language
    alone = subject.tie_ups[0] if len(subject.tie_ups) == 1 else None
    theme = field(alone, "theme", language) if alone else None
    if theme is None:
        theme = short_sectors(atlas, {"sectors": subject.sectors}, language)
    names = (name_of(subject.prefecture, language), name_of(subject.region, language), theme)
    return " × ".join(name for name in names if name)


def file_name(subject: Subject) -> str:
    """The name of the file, without what stands behind its dot: codes only."""
    if subject.view.tie_up:
        return subject.view.tie_up
    return "-".join((subject.prefecture["iso_3166_2"], subject.region["region"], *subject.sectors)).lower()


def _running(atlas: Atlas, language: Language) -> Running:
    version = say("footer_version", language, version=atlas.store.data_version)
    foot = f"{say('footer_independent', language)} {version}"
    return Running(
        say("brand", language), foot, say("partner_sheet_page", language, page="{page}", pages="{pages}")
    )


def _map(atlas: Atlas, subject: Subject) -> bytes:
    """The tie-ups of the sheet alone, seen from Europe to America."""
    view = replace(subject.view, tie_up=subject.tie_ups[0]["tie_up_id"] if subject.tie_ups else None)
    change = tie_ups_change(atlas, view, subject.tie_ups, handout_title(atlas, subject))
    return map_picture(atlas, change, around(PARTNERS, *MAP), subject.view.language).png(1.5)


@dataclass(frozen=True, slots=True)
class _Told:
    """Writes the parts of a sheet, each statement with the mark of its source."""

    atlas: Atlas
    document: Document
    language: Language

    def _noted(self, record: Record, text: str) -> Text:
        source = self.document.note(*source_of(self.atlas, record, self.language))
        unchecked = (
            f" [{say_code('evidence', record['evidence'], self.language)}]" if is_unchecked(record) else ""
        )
        return f"{text}{unchecked}", source

    def _joined(self, parts: Sequence[str | None]) -> str:
        separator = "\u3001" if self.language is Language.JAPANESE else ", "
        return separator.join(part for part in parts if part)

    def tie_up(self, tie_up: Record, alone: bool) -> None:
        """Who works with whom, in what, since when, with what result."""
        language = self.language
        if not alone:
            self.document.heading(tie_up[f"title_{language}"], level=2)
        here = (field(tie_up, "place", language), *listed_field(tie_up, "bodies", language))
        region = self.atlas.regions[tie_up["region"]]
        country = name_of(self.atlas.countries[region["country"]], language)
        there = (name_of(region, language), country, *listed_field(tie_up, "partner_bodies", language))
        kinds = [say_code("cooperation", kind, language) for kind in tie_up["cooperation"]]
        outcome = cut(field(tie_up, "outcome", language) or say("not_on_file", language))
        self.document.facts(
            [
                (say("in_japan", language), self._joined(here)),
                (say("partner", language), self._joined(tuple(dict.fromkeys(there)))),
                (say("theme", language), self._noted(tie_up, cut(field(tie_up, "theme", language)))),
                (say("years", language), years_of(tie_up, language)),
                (say("kinds_of_cooperation", language), self._joined(kinds) or say("not_on_file", language)),
                (say("outcome", language), outcome),
            ],
            label_width=38,
        )

    def clusters(self, subject: Subject) -> None:
        """The clusters behind it: of its sectors, in its prefecture."""
        language = self.language
        view = ViewState(prefectures=(subject.prefecture["prefecture"],), sectors=subject.view.sectors)
        sectors = tuple(SectorId(sector) for sector in subject.sectors)
        every = select_clusters(self.atlas, replace(view, sectors=sectors))
        found = every[:CLUSTERS]
        if found:
            place = name_of(subject.prefecture, language)
            self.document.heading(
                say("clusters_of_tie_up", language, prefecture=place)
                if sectors
                else say("clusters_here", language, count=len(every))
            )
            self.document.bullets(
                self._noted(c, f"{name_of(c, language)}: {cut(field(c, 'summary', language))}") for c in found
            )

    def offices(self, subject: Subject) -> None:
        """Whom the partner calls, at home and in Japan."""
        language = self.language
        prefecture, region = subject.prefecture, subject.region
        found = contacts(
            self.atlas, region["country"], region["region"], prefecture["prefecture"], point_of(prefecture)
        )
        called = [*found.abroad[:1], *([found.in_japan] if found.in_japan else [])]
        self.document.heading(say("whom_to_call", language))
        self.document.bullets(
            self._noted(
                one.office, self._joined((name_of(one.office, language), field(one.office, "city", language)))
            )
            for one in called
        )
        self.document.paragraph(say("no_contact", language), SMALL, QUIET)


def cut(text: str | None) -> str:
    """A free text as far as there is room for it."""
    plain = text or ""
    return plain if len(plain) <= LONGEST else plain[:LONGEST].rstrip() + "\u2026"
