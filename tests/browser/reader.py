"""One person at a browser: what is on the screen, and what a hand does there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import (
    ConsoleMessage,
    FloatRect,
    Frame,
    FrameLocator,
    Locator,
    Page,
    WebSocket,
    expect,
)
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from cluster_map.domain import Language
from cluster_map.text import say

STREAMLIT_ASKS = re.compile(r"/_stcore/(health|host-config)$")
"""On a page below the root Streamlit's own script first asks below that page, is told 404, and asks at
the root: a browser notes that as an error."""

MAP = 'iframe[title*="folium"]'
"""The frame of the page's map."""

FREE_POINT = """([pane, id]) => {
  const shapes = [];
  window.map.eachLayer((layer) => {
    const shape = layer.getElement && layer.getElement();
    if (shape instanceof SVGElement && layer.options.pane === pane
        && (id === null || layer.feature?.properties.id === id)) shapes.push(shape);
  });
  const around = [[0, 0], [3, 0], [-3, 0], [0, 3], [0, -3]];
  for (const shape of shapes) {
    const box = shape.getBoundingClientRect();
    for (let row = 1; row < 40; row += 1) for (let column = 1; column < 40; column += 1) {
      const [x, y] = [box.left + box.width * column / 40, box.top + box.height * row / 40];
      if (around.every(([dx, dy]) => document.elementFromPoint(x + dx, y + dy) === shape)) return [x, y];
    }
  }
  return null;
}"""
"""Where nothing lies over or near a shape of a pane, in the frame's pixels: there a person would click it."""

FREE_MARKS = """(kind) => {
  const marks = [...document.querySelectorAll(`.leaflet-symbols-pane .${kind}`)];
  return marks.findIndex((mark) => {
    const box = mark.getBoundingClientRect();
    return mark.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
  });
}"""
"""The first symbol or bubble whose middle nothing covers."""

CLUSTERS_DRAWN = """(wanted) => {
  const pane = document.querySelector(".leaflet-symbols-pane");
  const marks = [...pane.querySelectorAll(".symbol, .bubble")];
  const drawn = marks.map((mark) => Number(mark.textContent.trim() || 1));
  return drawn.reduce((total, count) => total + count, 0) === wanted;
}"""
"""Whether the map shows so many clusters: a symbol is one, a bubble as many as it says."""

PLACE_IN_LINK = """() => {
  const said = new URLSearchParams(window.parent.location.search);
  const at = window.map.getCenter();
  const off = (name, value) => Math.abs(parseFloat(said.get(name)) - value);
  const turned = Math.abs(off("lon", at.lng) % 360);
  const rests = !document.querySelector(".leaflet-pan-anim");
  return rests && off("lat", at.lat) < 1e-3 && Math.min(turned, 360 - turned) < 1e-3
    && off("zoom", window.map.getZoom()) < 0.01;
}"""
"""Whether the map rests and the address says where it looks: its centre to 100 metres, and its zoom."""


@dataclass
class Faults:
    """What must not happen while somebody reads."""

    elsewhere: list[str] = field(default_factory=list)
    """Addresses on other hosts that were asked for; all are blocked."""
    errors: list[str] = field(default_factory=list)
    """Uncaught errors of scripts and errors in the console."""
    refused_addresses: list[str] = field(default_factory=list)
    """Paths that are meant to be answered by 404 in this test."""

    def note_request(self, url: str) -> None:
        if urlsplit(url).scheme in {"http", "https", "ws", "wss"} and urlsplit(url).hostname != "localhost":
            self.elsewhere.append(url)

    def note_console(self, message: ConsoleMessage) -> None:
        url = message.location["url"]
        expected = STREAMLIT_ASKS.search(url) or urlsplit(url).path in self.refused_addresses
        if message.type == "error" and not expected:
            self.errors.append(f"{message.text} ({url})")


class Reader:
    """A page of the app with its map. Waits for what can be seen, never for a while.

    ``runs`` counts how often the server has run the page for this reader since it was opened.
    """

    def __init__(self, page: Page, address: str, language: Language, touches: bool, faults: Faults) -> None:
        self.page = page
        self.address = address
        self.language = language
        self.touches = touches
        self.faults = faults
        self.runs = 0
        page.on("websocket", self._follow_socket)

    def _follow_socket(self, socket: WebSocket) -> None:
        self.socket = socket
        self.faults.note_request(socket.url)
        socket.on("framereceived", self._count_run)

    def _count_run(self, content: bytes | str) -> None:
        message = ForwardMsg()
        message.ParseFromString(content if isinstance(content, bytes) else content.encode())
        self.runs += message.WhichOneof("type") == "new_session"

    def say(self, key: str, **values: object) -> str:
        """The sentence that this reader expects."""
        return say(key, self.language, **values)

    # ------------------------------------------------------------ the page

    def open(self, path: str = "/", **link: str) -> None:
        """Open a page and wait until its map is drawn."""
        self.page.goto(f"{self.address}{path}?{urlencode({'lang': str(self.language)} | link, safe=',')}")
        self.see_map()

    def see_map(self) -> None:
        expect(self.map.locator(".leaflet-container.ready")).to_be_visible()
        self.see_answer()

    def see_answer(self) -> None:
        """Wait until the server has said all that it has to say for now."""
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")

    @property
    def link(self) -> dict[str, str]:
        """The parameters in the address bar."""
        return dict(parse_qsl(urlsplit(self.page.url).query))

    def see_in_link(self, **parameters: str | None) -> None:
        """Wait until the address carries these parameters; ``None`` for one that is not there."""

        def carries(url: str) -> bool:
            found = dict(parse_qsl(urlsplit(url).query))
            return all(found.get(name) == value for name, value in parameters.items())

        self.page.wait_for_url(carries)
        self.see_answer()

    def see_chosen(self, parameter: str) -> str:
        """Wait until the address carries a value for this parameter; return it."""
        self.page.wait_for_url(lambda url: parameter in dict(parse_qsl(urlsplit(url).query)))
        self.see_answer()
        return self.link[parameter]

    @contextmanager
    def expect_runs(self, count: int) -> Iterator[None]:
        """What is done inside makes the server run the page just so often."""
        before = self.runs
        yield
        if self.runs - before < count:
            self.socket.wait_for_event("framereceived", lambda _: self.runs - before >= count)
        self.see_answer()
        assert self.runs - before == count

    def press(self, what: Locator, **where: Any) -> None:
        """Click or tap."""
        if self.touches:
            what.tap(**where)
        else:
            what.click(**where)

    def search(self, words: str) -> None:
        """Type into the search box, and wait until the list answers just these words."""
        self.page.get_by_role("searchbox", name=self.say("search_everything")).press_sequentially(words)
        expect(self.page.locator(".search-list")).to_have_attribute("data-words", words)

    def go_back(self) -> None:
        self.page.go_back()
        self.see_answer()

    @property
    def summary(self) -> Locator:
        return self.page.locator(".summary")

    @property
    def panel(self) -> Locator:
        return self.page.locator(".st-key-panel")

    @property
    def panel_title(self) -> Locator:
        return self.panel.locator("h3").first

    @property
    def panel_back(self) -> Locator:
        """The way from what the panel shows to where it was chosen."""
        return self.panel.locator(".back a")

    @property
    def to_panel(self) -> Locator:
        """The button at the foot that says what was chosen while the panel is out of sight."""
        return self.page.locator(".to-panel")

    def sector_chip(self, position: int) -> Locator:
        """The chip of the n-th sector, counted from 0 in the order of the table of sectors."""
        return self.page.locator(".st-key-choose-sectors button").nth(position)

    # ------------------------------------------------------------ the map

    @property
    def map(self) -> FrameLocator:
        return self.page.frame_locator(MAP)

    @property
    def map_frame(self) -> Frame:
        frame = self.page.locator(MAP).element_handle().content_frame()
        assert frame is not None
        return frame

    def place(self) -> dict[str, float]:
        """Where the map looks, in degrees of its own world, and how many of them it shows."""
        found: dict[str, float] = self.map_frame.evaluate("""() => {
          const [at, seen] = [window.map.getCenter(), window.map.getBounds()];
          return { lat: at.lat, lon: at.lng, zoom: window.map.getZoom(), west: seen.getWest(),
            east: seen.getEast(), south: seen.getSouth(), north: seen.getNorth() };
        }""")
        return found

    def see_clusters(self, count: int) -> None:
        """Wait until so many clusters are drawn on the map."""
        self.map_frame.wait_for_function(CLUSTERS_DRAWN, arg=count)

    def free_mark(self, kind: str) -> Locator:
        """A ``symbol`` or ``bubble`` of the map that nothing covers."""
        position = self.map_frame.evaluate(FREE_MARKS, kind)
        assert position >= 0, f"Every {kind} is covered."
        return self.map.locator(f".leaflet-symbols-pane .{kind}").nth(position)

    def press_map(self, at: tuple[float, float]) -> None:
        """Click or tap a point of the map's frame."""
        self.press(self.map.locator("body"), position={"x": at[0], "y": at[1]}, force=True)

    def press_shape(self, pane: str, code: str | None = None) -> None:
        """Click or tap the shape of a code in a pane of the map (any shape there for ``None``)."""
        self.press_map(self._free_point(pane, code))

    def point_at_shape(self, pane: str, code: str | None = None) -> None:
        """Hold the mouse over it."""
        x, y = self._free_point(pane, code)
        self.map.locator("body").hover(position={"x": x, "y": y}, force=True)

    def _free_point(self, pane: str, code: str | None) -> tuple[float, float]:
        self.map_frame.wait_for_function(FREE_POINT, arg=[pane, code])
        x, y = self.map_frame.evaluate(FREE_POINT, [pane, code])
        return x, y

    def mark_map(self) -> None:
        """Leave a mark that is gone when the map is made anew."""
        self.map_frame.evaluate("() => { window.markedByTest = true; }")

    def has_marked_map(self) -> bool:
        return bool(self.map_frame.evaluate("() => window.markedByTest === true"))

    def drag_map(self, by: tuple[int, int]) -> None:
        """Drag the map from its middle, in pixels, and wait until it rests and the link says where."""
        box = self._map_in_view()
        start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        if self.touches:
            self._swipe(start, by)
        else:
            self.page.mouse.move(*start)
            self.page.mouse.down()
            self.page.mouse.move(start[0] + by[0], start[1] + by[1], steps=8)
            self.page.mouse.up()
        self.see_place_in_link()

    def zoom_map_in(self) -> None:
        """Press the plus of the map, and wait until it rests and the link says where."""
        before = self.place()["zoom"]
        self.press(self.map.locator(".leaflet-control-zoom-in"))
        self.map_frame.wait_for_function("(before) => window.map.getZoom() > before", arg=before)
        self.see_place_in_link()

    def turn_wheel_over_map(self, by: int) -> None:
        """Turn the wheel over the middle of the map, and wait until it rests and the link says where."""
        box = self._map_in_view()
        before = self.place()["zoom"]
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.mouse.wheel(0, by)
        self.map_frame.wait_for_function("(before) => window.map.getZoom() !== before", arg=before)
        self.see_place_in_link()

    def see_place_in_link(self) -> None:
        """Wait until the address says where the map looks now."""
        self.map_frame.wait_for_function(PLACE_IN_LINK)

    def _map_in_view(self) -> FloatRect:
        frame = self.page.locator(MAP)
        frame.scroll_into_view_if_needed()
        box = frame.bounding_box()
        assert box is not None
        return box

    def _swipe(self, start: tuple[float, float], by: tuple[int, int]) -> None:
        fingers = self.page.context.new_cdp_session(self.page)

        def touch(kind: str, share: float | None) -> None:
            points = [] if share is None else [{"x": start[0] + by[0] * share, "y": start[1] + by[1] * share}]
            fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        touch("touchStart", 0)
        for step in range(1, 9):
            touch("touchMove", step / 8)
        touch("touchEnd", None)
        fingers.detach()
