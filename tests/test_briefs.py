"""A brief says what the profile says, on two pages at most, and other programs open it."""

import io
import re
from functools import cache
from html import unescape

import pypdf
import pypdfium2
import pytest
import zxingcpp

from cluster_map.atlas import Record
from cluster_map.domain import Language
from cluster_map.exports.brief_parts import Asked, side_by_side
from cluster_map.exports.cluster_brief import cluster_brief, cluster_sentences
from cluster_map.exports.pdf_setting import spans
from cluster_map.exports.prefecture_brief import prefecture_brief, prefecture_sentences
from cluster_map.exports.typesetting import Span
from cluster_map.fragments.cluster import cluster_prose
from cluster_map.fragments.place_maps import members_change, prefecture_change
from cluster_map.fragments.prefecture import prefecture_prose
from cluster_map.process import shared_atlas
from cluster_map.strength.figures import Statistics
from cluster_map.url_state import ViewState

ADDRESS = "https://map.example.org/cluster?lang=en&cluster=sapporo-bio"
MOST_CLUSTERS, NO_TIE_UPS = "13", "29"
each_language = pytest.mark.parametrize("language", Language)


@cache
def statistics() -> Statistics:
    return Statistics(shared_atlas().store)


def asked(language: Language, home: str | None = None) -> Asked:
    return Asked(shared_atlas(), statistics(), language, ADDRESS, home)


@cache
def of_cluster(cluster_id: str, language: Language) -> bytes:
    return brief_of(shared_atlas().clusters[cluster_id], language)


def brief_of(cluster: Record, language: Language) -> bytes:
    return cluster_brief(
        asked(language, "DE"), cluster, members_change(shared_atlas(), cluster, ViewState(language=language))
    )


@cache
def of_prefecture(code: str, language: Language) -> bytes:
    prefecture = shared_atlas().prefectures[code]
    return prefecture_brief(
        asked(language),
        prefecture,
        prefecture_change(shared_atlas(), prefecture, ViewState(language=language)),
    )


def opened(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def said(content: bytes) -> str:
    """All text without blanks: a line may end in the middle of a Japanese word."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in opened(content).pages))


def without_blanks(text: str) -> str:
    return re.sub(r"\s", "", text)


def without_markup(html: str) -> str:
    return without_blanks(unescape(re.sub(r"<[^>]*>", "", html)))


def plain(text: object) -> str:
    return without_blanks("".join(span.text for span in spans(text)))


def links(content: bytes) -> set[str]:
    return {
        annotation.get_object()["/A"]["/URI"]
        for page in opened(content).pages
        for annotation in page.get("/Annots", ())
    }


@each_language
def test_every_cluster_has_in_its_brief_the_sentences_of_its_profile(language):
    view = ViewState(language=language)
    for cluster in shared_atlas().clusters.values():
        page = without_markup(cluster_prose(shared_atlas(), cluster, view))
        assert plain(cluster_sentences(asked(language), cluster)) == page


@each_language
def test_every_prefecture_has_in_its_brief_the_sentences_of_its_profile(language):
    view = ViewState(language=language)
    for prefecture in shared_atlas().prefectures.values():
        page = without_markup(prefecture_prose(shared_atlas(), prefecture, view))
        assert plain(prefecture_sentences(asked(language), prefecture)) == page


@each_language
def test_the_brief_of_a_cluster_names_its_members_the_offices_to_call_and_its_sources(language):
    atlas, content = shared_atlas(), of_cluster("sapporo-bio", language)
    cluster, text = atlas.clusters["sapporo-bio"], said(content)
    members = [atlas.organisations[m["organisation_id"]] for m in atlas.memberships_of_cluster["sapporo-bio"]]
    hokkaido = atlas.offices_of_prefecture["01"][0]
    for record in (cluster, *members, hokkaido):
        assert without_blanks(record[f"name_{language}"]) in text
    assert without_blanks(cluster[f"summary_{language}"]) in text
    sources = {m["source"] for m in atlas.memberships_of_cluster["sapporo-bio"] if m["source"]}
    assert {cluster["source"], cluster["website"], ADDRESS, *sources} <= links(content)


@each_language
def test_the_brief_of_the_fullest_prefecture_fits_on_two_pages_and_says_what_is_left_out(language):
    content = of_prefecture(MOST_CLUSTERS, language)
    assert len(opened(content).pages) <= 2
    assert shared_atlas().prefectures[MOST_CLUSTERS][f"name_{language}"] in said(content)


def test_where_nothing_is_on_file_the_brief_says_so():
    atlas = shared_atlas()
    text = said(of_prefecture(NO_TIE_UPS, Language.ENGLISH))
    assert "Notie-up" in text
    bare = {**atlas.clusters["sapporo-bio"], "cluster_id": "none", "website": None, "start_year": None}
    content = brief_of({**bare, "programmes_en": (), "summary_en": None}, Language.ENGLISH)
    assert said(content).count("notonfile") >= 3
    assert len(opened(content).pages) <= 2


@each_language
def test_a_name_of_any_length_and_any_sign_is_set(language):
    name = "《長い名前》& <b>Name</b> $x$ {y} \\ " * 8
    cluster = {**shared_atlas().clusters["sapporo-bio"], "name_en": name, "name_ja": name}
    content = brief_of(cluster, language)
    assert len(opened(content).pages) <= 2
    assert without_blanks(name) in said(content)


@each_language
def test_fonts_are_embedded_and_the_language_is_told(language):
    reader = opened(of_cluster("sapporo-bio", language))
    assert reader.root_object["/Lang"] == str(language)
    fonts = [f.get_object() for page in reader.pages for f in page["/Resources"]["/Font"].values()]
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in descriptor, font["/BaseFont"]


def test_a_phone_reads_the_link_of_the_live_profile_and_the_map_is_a_picture():
    content = of_cluster("sapporo-bio", Language.ENGLISH)
    page = pypdfium2.PdfDocument(content)[0].render(scale=3).to_numpy()
    assert [code.text for code in zxingcpp.read_barcodes(page)] == [ADDRESS]
    assert any(image.image.width > 1000 for image in opened(content).pages[0].images)


def test_every_figure_has_its_year_and_its_source():
    text = said(of_prefecture(MOST_CLUSTERS, Language.ENGLISH))
    figures = re.findall(r"\d+of4\d\(([^)]*)\)", text)
    assert figures
    assert all(re.fullmatch(r"(20\d\dto)?20\d\d", year) for year in figures)
    assert "METI" in text


def test_two_notes_beside_each_other_are_told_apart():
    seven, eight = Span("7", raised=True), Span("8", raised=True)
    assert "".join(span.text for span in side_by_side([seven, eight])) == "7,8"
    assert side_by_side([seven]) == [seven]
