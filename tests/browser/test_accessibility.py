"""No page and no map has a serious fault that an accessibility checker finds, in light or dark."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, expect
from reader import MAP, Reader

from cluster_map.ui.pages import PAGES

LINKS = {
    "": {"cluster": "yonezawa-organic-electronics"},
    "cluster": {"cluster": "yonezawa-organic-electronics", "country": "DE"},
    "prefecture": {"prefecture": "06"},
    "tie-ups": {"region": "de-saxony"},
    "compare": {"compare": "yonezawa-organic-electronics,sapporo-bio"},
    "partners": {"sector": "food", "home": "DE"},
    "public-projects": {"sector": "ict"},
    "record": {"table": "offices", "record": "jetro-de-munich"},
}
"""Page -> parameters with which it shows most."""

COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""Rules that may hold in light and not in dark."""

DARK_GROUND = "rgb(16, 25, 31)"
"""Streamlit changes its colours a moment after the style sheet does; between the two nothing can be read."""


def serious_faults(where: Page | Frame, options: dict[str, list[str]] | None = None) -> list[str]:
    found = Axe().run(where, options=options).response["violations"]
    return [
        f"{fault['id']}: {fault['help']}: {[node['target'] for node in fault['nodes']][:3]}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
    ]


def test_no_page_and_no_map_has_a_serious_accessibility_fault_in_light_or_dark(open_reader) -> None:
    reader: Reader = open_reader()
    faults = {}
    for path in (page.path for page in PAGES):
        reader.page.emulate_media(color_scheme="light")
        query = "&".join(f"{name}={text}" for name, text in ({"lang": "en"} | LINKS.get(path, {})).items())
        reader.page.goto(f"{reader.address}/{path}?{query}")
        expect(reader.page.locator("footer")).to_be_visible()
        reader.see_answer()
        places: list[Page | Frame] = [reader.page]
        if reader.page.locator(MAP).count():
            expect(reader.map.locator(".leaflet-container.ready")).to_be_visible()
            places.append(reader.map_frame)
        faults[path, "light"] = [fault for place in places for fault in serious_faults(place)]
        reader.page.emulate_media(color_scheme="dark")
        expect(reader.page.get_by_test_id("stApp")).to_have_css("background-color", DARK_GROUND)
        faults[path, "dark"] = [fault for place in places for fault in serious_faults(place, COLOURS)]
    assert {key: found for key, found in faults.items() if found} == {}
