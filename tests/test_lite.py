"""The plain lane over HTTP: every page in both languages, its links, its words for machines, bad input."""

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from shipped_rows import listed, row_of, rows, rows_with
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cluster_map.atlas import Atlas
from cluster_map.domain import Language, MeasureId
from cluster_map.errors import DataError, DataProblem
from cluster_map.fragments.strength import strength_of, strength_of_cluster
from cluster_map.lite.routes import lite_routes
from cluster_map.maps.assets import asset_routes
from cluster_map.process import shared_atlas
from cluster_map.store import Store
from cluster_map.strength.asked import measure_shading
from cluster_map.text import say
from cluster_map.url_state import ViewState

LARGEST = 150_000
CLUSTER, PREFECTURE, REGION, TIE_UP = (
    "yonezawa-organic-electronics",
    "06",
    "de-bavaria",
    "rit-fukushima-nrw-medical",
)
PAGES = [
    "/lite",
    "/lite?sector=ict,food&q=tokyo",
    f"/lite?prefecture={PREFECTURE}",
    f"/lite?cluster={CLUSTER}",
    "/lite?layout=tiles",
    "/lite?lat=35.7&lon=139.7&zoom=9",
    "/lite?sector=automotive&measure=lq-employees",
    "/lite/tie-ups",
    f"/lite/tie-ups?tie_up={TIE_UP}",
    f"/lite/tie-ups?region={REGION}",
    "/lite/tie-ups?prefecture=14&from=2010,unknown&to=2020",
    "/lite/fairs?month=10",
    "/lite/cluster",
    f"/lite/cluster?cluster={CLUSTER}&country=DE",
    "/lite/record?table=offices&record=jetro-de-munich",
    "/lite/prefecture",
    f"/lite/prefecture?prefecture={PREFECTURE}&country=DE",
]
each_language = pytest.mark.parametrize("language", Language)
each_page = pytest.mark.parametrize("page", PAGES)


def serving(atlas: Any) -> TestClient:
    routes = [*lite_routes(atlas, ["", "strength", "public-projects"]), *asset_routes(atlas)]
    return TestClient(Starlette(routes=routes), base_url="http://map.test")


@pytest.fixture(scope="module")
def client() -> TestClient:
    return serving(shared_atlas)


class Read(HTMLParser):
    """A page as it is parsed: elements, text, and where its links lead from the page's address."""

    def __init__(self, address: str, markup: str) -> None:
        super().__init__()
        self.address = address
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.scripts: list[str] = []
        self.inside = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside = tag
        self.text += "\n"
        if tag == "base":
            self.address = urljoin(self.address, dict(attrs)["href"])

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts.append(data)
        else:
            self.text += data

    def of(self, wanted: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == wanted]

    def links(self) -> set[str]:
        """Addresses on this server to which links lead, without their fragment."""
        found = {urljoin(self.address, link["href"] or "") for link in self.of("a") if "href" in link}
        return {address.partition("#")[0] for address in found if urlsplit(address).hostname == "map.test"}


def read(client: TestClient, path: str, status: int = 200, **headers: str) -> Read:
    answer = client.get(path, headers=headers)
    assert answer.status_code == status
    return Read(f"http://map.test{path}", answer.text)


def said(path: str, language: Language) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


@each_language
@each_page
def test_a_page_is_small_complete_html_in_its_language_and_needs_no_script(client, page, language):
    answer = client.get(said(page, language))
    assert answer.status_code == 200
    assert len(answer.content) <= LARGEST
    found = Read(str(answer.url), answer.text)
    (document,) = found.of("html")
    assert document["lang"] == language
    assert answer.headers["content-language"] == language
    assert {script["type"] for script in found.of("script")} <= {"application/ld+json"}
    assert not [name for _, attributes in found.elements for name in attributes if name.startswith("on")]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert len(found.of("h1")) == len(found.of("main")) == 1
    assert re.search(r"<head>.*?<title>[^<]+</title>.*?</head>", answer.text, re.DOTALL)
    ids = [attributes["id"] for _, attributes in found.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))


@each_language
def test_every_link_of_every_page_leads_to_a_page(client, language):
    """From a page of each kind, one step; addresses of the full version are only looked at."""
    followed: set[str] = set()
    for page in PAGES:
        followed |= read(client, said(page, language)).links()
    plain = {link for link in followed if urlsplit(link).path.startswith("/lite")}
    assert {urlsplit(link).path for link in followed - plain} <= {
        "/",
        "/tie-ups",
        "/fairs",
        "/cluster",
        "/prefecture",
        "/record",
        "/data",
        "/s/handout.pdf",
    }
    # Of the many alike (a link a prefecture on each map) some stand for all.
    by_kind: dict[tuple[str, ...], str] = {}
    for link in sorted(plain):
        kind = (urlsplit(link).path, *sorted(dict(parse_qsl(urlsplit(link).query))))
        by_kind.setdefault(kind, link)
    assert len(by_kind) > 15
    for link in by_kind.values():
        answer = client.get(link.removeprefix("http://map.test"), follow_redirects=False)
        assert answer.status_code in (200, 307), link


@each_language
def test_every_cluster_has_a_page_that_names_it(client, language):
    for cluster in rows("clusters"):
        page = read(client, f"/lite/cluster?lang={language}&cluster={cluster['cluster_id']}")
        assert cluster[f"name_{language}"] in page.text


@each_language
def test_every_prefecture_has_a_page_that_names_its_clusters(client, language):
    for prefecture in rows("prefectures"):
        page = read(client, f"/lite/prefecture?lang={language}&prefecture={prefecture['prefecture']}")
        assert prefecture[f"name_{language}"] in page.text
        for cluster in rows_with("clusters", "prefectures", prefecture["prefecture"]):
            assert cluster[f"name_{language}"] in page.text


@each_language
def test_every_partner_region_has_a_page_that_names_its_tie_ups(client, language):
    for region in rows("partner_regions"):
        page = read(client, f"/lite/tie-ups?lang={language}&region={region['region']}")
        assert region[f"name_{language}"] in page.text
        for tie_up in rows_with("tie_ups", "region", region["region"]):
            assert tie_up[f"title_{language}"] in {a.get("aria-label") for a in page.of("a")}


@each_language
def test_each_prefecture_and_cluster_is_a_link_with_a_name_on_the_map(client, language):
    answer = client.get(said("/lite?sector=aircraft", language))
    drawing = re.search(r'<svg class="map".*?</svg></div>', answer.text, re.DOTALL)
    assert drawing
    named = re.findall(r'<a href="([^"]+)"[^>]*><title>([^<]+)</title>', drawing[0])
    told = " ".join(title for _, title in named)
    for prefecture in rows("prefectures"):
        assert any(f"prefecture={prefecture['prefecture']}" in link for link, _ in named)
        assert prefecture[f"name_{language}"] in told
    for cluster in rows_with("clusters", "sectors", "aircraft"):
        assert cluster[f"name_{language}"] in told


@pytest.mark.parametrize("asked", ["sector=machinery", "sector=machinery&measure=growth"])
def test_the_map_and_its_legend_come_from_one_object(client, asked):
    """Each class that shades a prefecture has a row in the legend."""
    page = read(client, f"/lite?{asked}")
    shades = {
        part
        for path in page.of("path")
        for part in (path.get("class") or "").split()
        if part.startswith("shade-")
    }
    rows_of_legend = {part for row in page.of("i") for part in (row.get("class") or "").split()}
    assert shades
    assert shades <= rows_of_legend


@each_language
def test_the_map_is_shaded_by_a_measure_as_on_the_full_page(client, language):
    shading = measure_shading(shared_atlas(), ViewState(language, ("automotive",), measure="lq-employees"))
    page = read(client, said("/lite?sector=automotive&measure=lq-employees", language))
    assert shading
    assert shading["legend"]["title"] in page.text
    shade_of = dict(zip(shared_atlas().prefectures, shading["shade"], strict=True))
    assert len(set(shade_of.values())) > 3
    shades = [path["class"] for path in page.of("path") if (path.get("class") or "").startswith("prefecture")]
    assert sorted(shade.split()[1] for shade in shades) == sorted(
        f"shade-{'none' if shade == '.' else shade}" for shade in shade_of.values()
    )
    for prefecture, words in zip(rows("prefectures"), shading["words"], strict=True):
        assert f"{prefecture[f'name_{language}']}: {words}" in page.text


@each_language
@pytest.mark.parametrize("sectors", ["", "sector=food,ict&"])
def test_a_measure_without_one_sector_is_said_to_be_of_none_and_clusters_shade(client, language, sectors):
    page = read(client, said(f"/lite?{sectors}measure=employees", language))
    assert say("lite_one_sector", language) in page.text
    assert say("legend_clusters", language) in page.text


@each_language
def test_the_form_offers_every_measure_and_keeps_the_chosen_one(client, language):
    page = read(client, said("/lite?sector=food&measure=productivity", language))
    (chosen,) = [o for o in page.of("option") if o.get("value") == "productivity"]
    assert "selected" in chosen
    offered = {option.get("value") for option in page.of("option")}
    assert {str(measure) for measure in MeasureId} <= offered


@each_language
@pytest.mark.parametrize(
    "page", [f"/lite/cluster?cluster={CLUSTER}", f"/lite/prefecture?prefecture={PREFECTURE}"]
)
def test_a_profile_has_the_same_table_of_figures_as_the_full_page(client, page, language):
    view = ViewState(language)
    cluster = shared_atlas().clusters[CLUSTER]
    made = (
        strength_of_cluster(shared_atlas(), cluster, view)
        if "cluster=" in page
        else strength_of(shared_atlas(), PREFECTURE, view, say("profile_strength", language))
    )
    assert made in client.get(said(page, language)).text
    assert made.count("<td><b>") >= 4


@each_language
@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("sector=ict", lambda row: "ict" in listed(row["sectors"])),
        ("sector=ict&sector=food", lambda row: {"ict", "food"} & set(listed(row["sectors"]))),
        ("prefecture=13,27", lambda row: {"13", "27"} & set(listed(row["prefectures"]))),
        ("evidence=recall", lambda row: row["evidence"] == "recall"),
        ("sector=&q=&kind=", bool),
    ],
)
def test_a_filter_lists_the_matching_records_and_no_others(client, language, link, wanted):
    page = client.get(f"/lite?lang={language}&{link}").text
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    found = re.findall(r'<th scope="row"><a href="cluster\?lang=\w+&amp;cluster=([^"]+)"', table)
    assert found == [row["cluster_id"] for row in rows("clusters") if wanted(row)]


def test_a_form_shows_what_was_asked(client):
    page = read(client, "/lite/tie-ups?lang=en&sector=food&country=DE,FR&from=2012,unknown&q=wine")
    checked = {box["value"] for box in page.of("input") if "checked" in box}
    assert checked == {"food", "unknown"}
    assert "DE,FR" in {option["value"] for option in page.of("option") if "selected" in option}
    values = {box["name"]: box["value"] for box in page.of("input") if box["type"] in ("search", "number")}
    assert values == {"q": "wine", "from": "2012", "to": ""}


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("ja", "ja"),
        ("ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        ("en;q=0.4, ja;q=0.5", "ja"),
        ("de, en;q=0.5, ja;q=0.3", "en"),
        ("ja;q=0", "en"),
        ("ja;q=nan", "en"),
        ("ja;q=" + "9" * 5000, "en"),
        ("*", "en"),
        ("", "en"),
    ],
)
def test_without_a_language_in_the_link_the_browser_chooses(client, accepted, language):
    (document,) = read(client, "/lite", **{"accept-language": accepted}).of("html")
    assert document["lang"] == language
    (document,) = read(client, "/lite?lang=en", **{"accept-language": accepted}).of("html")
    assert document["lang"] == "en"


@each_page
def test_a_page_has_one_address_for_machines_and_one_in_each_language(client, page):
    found = read(client, said(page, Language.JAPANESE))
    (canonical,) = [link["href"] for link in found.of("link") if link["rel"] == "canonical"]
    others = {link["hreflang"]: link["href"] for link in found.of("link") if link["rel"] == "alternate"}
    assert others["ja"] == canonical
    assert set(others) == {"en", "ja", "x-default"}
    for language, address in others.items():
        again = read(client, str(address).removeprefix("http://map.test"))
        (same,) = [link["href"] for link in again.of("link") if link["rel"] == "canonical"]
        assert same == (others["en"] if language == "x-default" else address)
    (described,) = [meta for meta in found.of("meta") if meta.get("name") == "description"]
    assert described["content"]


def data_of(page: Read) -> dict[str, Any]:
    (script,) = page.scripts
    return dict(json.loads(script))


@each_language
def test_structured_data_says_what_a_page_is_about(client, language):
    home = data_of(read(client, said("/lite", language)))
    assert home["@type"] == "Dataset"
    assert {file["encodingFormat"] for file in home["distribution"]} == {"text/csv", "application/geo+json"}
    cluster = data_of(read(client, f"/lite/cluster?lang={language}&cluster={CLUSTER}"))
    row = row_of("clusters", "cluster_id", CLUSTER)
    assert (cluster["@type"], cluster["name"]) == ("Place", row[f"name_{language}"])
    assert cluster["geo"]["latitude"] == float(row["lat"])
    prefecture = data_of(read(client, f"/lite/prefecture?lang={language}&prefecture={PREFECTURE}"))
    assert (prefecture["@type"], prefecture["identifier"]) == ("AdministrativeArea", "JP-06")


def test_the_site_map_lists_a_page_of_every_record_and_each_is_there(client):
    answer = client.get("/sitemap.xml")
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = [str(at.text) for at in ElementTree.fromstring(answer.text).findall("s:url/s:loc", space)]
    assert len(found) == len(set(found))
    for parameter, table, column in [
        ("cluster", "clusters", "cluster_id"),
        ("prefecture", "prefectures", "prefecture"),
        ("region", "partner_regions", "region"),
        ("tie_up", "tie_ups", "tie_up_id"),
    ]:
        asked = [dict(parse_qsl(urlsplit(address).query)) for address in found]
        assert {a[parameter] for a in asked if parameter in a} == {row[column] for row in rows(table)}
    for address in found[::97]:
        page = read(client, address.removeprefix("http://map.test"))
        assert {"rel": "canonical", "href": address} in page.of("link")
    assert "Sitemap: http://map.test/sitemap.xml" in client.get("/robots.txt").text


def test_the_operators_address_stands_before_that_of_the_request(client, monkeypatch):
    monkeypatch.setenv("CLUSTER_MAP_ADDRESS", "https://clusters.example.org/map/")
    (canonical,) = [link for link in read(client, "/lite").of("link") if link["rel"] == "canonical"]
    assert canonical["href"] == "https://clusters.example.org/map/lite?lang=en"
    assert "https://clusters.example.org/map/sitemap.xml" in client.get("/robots.txt").text


@each_language
@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/lite?sector=gold", "gold"),
        ("/lite?lat=999&lon=1&zoom=3", "999"),
        ("/lite?lat=nan&lon=1&zoom=3", "nan"),
        ("/lite/tie-ups?from=soon", "soon"),
        ("/lite?q=" + "x" * 5000, "x" * 60 + "…"),
    ],
)
def test_what_a_link_says_wrong_is_named_and_the_page_is_shown(client, path, parameter, language):
    page = read(client, said(path, language))
    assert say("refused", language) in page.text
    assert parameter in page.text


@each_language
@pytest.mark.parametrize(
    "path",
    [
        "/lite/cluster?cluster=gone",
        "/lite/prefecture?prefecture=99",
        "/lite/tie-ups?region=atlantis",
        "/lite/tie-ups?tie_up=never",
    ],
)
def test_an_unknown_record_is_not_found_and_what_there_is_stands_beside(client, path, language):
    page = read(client, said(path, language), status=404)
    assert say("refused", language) in page.text
    assert page.of("table") or len(page.of("a")) > 40


@pytest.mark.parametrize("path", ["/lite/nothing", "/lite/cluster/x/y", "/lite/%3Cscript%3E", "/lite/連携"])
def test_an_unknown_address_is_a_page_of_ours(client, path):
    page = read(client, path, status=404, **{"accept-language": "ja"})
    assert say("wrong_address", Language.JAPANESE) in page.text
    assert page.of("script") == []
    for link in page.links() & {link for link in page.links() if urlsplit(link).path.startswith("/lite")}:
        assert client.get(link.removeprefix("http://map.test")).status_code == 200


def test_a_page_without_a_plain_one_is_led_to(client):
    answer = client.get("/lite/strength?lang=ja&sector=ict", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "../strength?lang=ja&sector=ict")


def test_a_page_can_only_be_read(client):
    answer = client.post("/lite/tie-ups")
    assert answer.status_code == 405
    assert say("lite_method", Language.ENGLISH) in answer.text


# ------------------------------------------------------------ hostile texts, damaged tables

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}${7*7}</title></svg>\u2028"


class HostileStore:
    """The shipped tables with markup at the end of every free text."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def records(self, name: str) -> tuple[Mapping[str, Any], ...]:
        return tuple(
            {column: self._hostile(column, value) for column, value in record.items()}
            for record in self._store.records(name)
        )

    def by_key(self, name: str) -> dict[str, Mapping[str, Any]]:
        keys = self._store.by_key(name)
        return dict(zip(keys, self.records(name), strict=True))

    def _hostile(self, column: str, value: Any) -> Any:
        free = column.endswith(("_en", "_ja", "_local", "_title", "_wording")) or column in (
            "notes",
            "website",
        )
        if free and isinstance(value, str):
            return value + HOSTILE
        if free and isinstance(value, tuple):
            return tuple(item + HOSTILE if isinstance(item, str) else item for item in value)
        return value


@pytest.fixture(scope="module")
def hostile() -> TestClient:
    atlas = Atlas(HostileStore(shared_atlas().store))  # type: ignore[arg-type]
    return serving(lambda: atlas)


@each_page
def test_markup_in_any_text_stays_text(hostile, page):
    answer = hostile.get(
        f"{page}{'&' if '?' in page else '?'}lang=en&q=" + "%22%3E%3Cscript%3E1%3C/script%3E"
    )
    found = Read(str(answer.url), answer.text)
    assert {script["type"] for script in found.of("script")} <= {"application/ld+json"}
    assert found.of("img") == []
    assert not [name for _, attributes in found.elements for name in attributes if name.startswith("on")]
    assert "49" not in re.findall(r"alert\(1\)&gt;(\d+)", answer.text)
    for script in found.scripts:
        json.loads(script)
    links = {link.get("href") or "" for link in found.of("a")}
    assert not [link for link in links if link.startswith("javascript:")]
    for drawing in re.findall(r'(<svg class="map".*</svg>)</div>', answer.text):
        ElementTree.fromstring(drawing)


def test_a_damaged_folder_is_said_and_nothing_else(tmp_path):
    def refuse() -> Atlas:
        raise DataError(tmp_path, [DataProblem("secret.csv", 3, "name", "rubbish", "Mend it.")])

    answer = serving(refuse).get("/lite?lang=ja")
    assert answer.status_code == 503
    assert say("trouble", Language.JAPANESE) in answer.text
    assert "secret" not in answer.text
