"""One open page without a browser: speaks to the server as Streamlit's own frontend does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.ClientState_pb2 import ClientState, ContextInfo
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.asyncio.client import connect

from benchmark.sites import Site

OLDEST_KEPT = 2
"""Runs for which the browser keeps a message that it was not reminded of (``maxCachedMessageAge``)."""


class BrokenRun(Exception):
    """The page did not answer as a page with a map and a choice of sectors does."""


class KeptMessages:
    """Large messages by hash. The server sends only the hash of one that the browser still has."""

    def __init__(self) -> None:
        self._messages: dict[str, ForwardMsg] = {}
        self._last_used: dict[str, int] = {}
        self._run = 0

    def hashes(self) -> list[str]:
        return list(self._messages)

    def resolve(self, message: ForwardMsg) -> ForwardMsg:
        """Keep a message that may be kept; answer what a hash stands for."""
        key = message.ref_hash or message.hash
        if message.ref_hash and key not in self._messages:
            raise BrokenRun(f"The server sent the hash {key} of a message that the browser no longer has.")
        if message.metadata.cacheable:
            self._messages[key] = message
        if key in self._messages:
            self._last_used[key] = self._run
        return self._messages[key] if message.ref_hash else message

    def end_run(self) -> None:
        self._run += 1
        old = [key for key, used in self._last_used.items() if self._run - used > OLDEST_KEPT]
        for key in old:
            del self._messages[key], self._last_used[key]


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of the page's script sent."""

    elements: tuple[Element, ...]
    bytes_sent: int

    def map_arguments(self) -> str:
        """The JSON that the map was given."""
        found = [e.component_instance.json_args for e in self.elements if e.HasField("component_instance")]
        if len(found) != 1:
            raise BrokenRun(f"Expected one map on the page, found {len(found)}.")
        return found[0]

    def choice(self, key: str) -> ButtonGroup:
        """The chips with a widget key."""
        for element in self.elements:
            if element.HasField("button_group") and element.button_group.id.endswith(f"-{key}"):
                return element.button_group
        raise BrokenRun(f"The page has no chips with the key '{key}'.")


class Visitor:
    """A page that stays open until the end of ``async with``; entering it loads the page."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._kept = KeptMessages()
        self._state = ClientState(
            query_string="lang=en",
            context_info=ContextInfo(
                locale="en-US", timezone="Asia/Tokyo", url=site.url, color_scheme="light"
            ),
        )

    async def __aenter__(self) -> Self:
        address = f"ws://localhost:{self._site.port}/_stcore/stream"
        # No compression: Streamlit's server does not offer it either.
        self._socket = await connect(
            address, subprotocols=[Subprotocol("streamlit")], max_size=None, compression=None
        )
        chips = (await self._rerun()).choice(self._site.app.sectors_key)
        self._chosen = self._state.widget_states.widgets.add(id=chips.id).string_array_value
        self._labels = [option.content for option in chips.options]
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self._socket.close()

    async def choose(self, sectors: Iterable[int]) -> Run:
        """Choose sectors by position, as clicks on their chips do, and read to the end of the run."""
        self._chosen.data[:] = [self._labels[position] for position in sectors]
        return await self._rerun()

    async def _rerun(self) -> Run:
        self._state.cached_message_hashes[:] = self._kept.hashes()
        await self._socket.send(BackMsg(rerun_script=self._state).SerializeToString())
        elements = []
        bytes_sent = 0
        async for payload in self._socket:
            bytes_sent += len(payload)
            message = self._kept.resolve(ForwardMsg.FromString(payload))
            match message.WhichOneof("type"):
                case "delta" if message.delta.HasField("new_element"):
                    elements.append(message.delta.new_element)
                case "page_info_changed":
                    self._state.query_string = message.page_info_changed.query_string
                case "navigation":
                    self._state.page_script_hash = message.navigation.page_script_hash
                case "script_finished" if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    break
        self._kept.end_run()
        if shown := [e.exception.message for e in elements if e.HasField("exception")]:
            raise BrokenRun(f"The page shows an error: {shown}")
        return Run(tuple(elements), bytes_sent)
