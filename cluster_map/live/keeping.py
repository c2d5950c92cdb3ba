"""Where rooms are kept, as the relay sees it. One kind for one process, one for several."""

from collections.abc import Callable, Mapping
from typing import Protocol

from cluster_map.live.crowd import Crowd
from cluster_map.live.room import Room

Changed = Callable[[Room], None]
"""Called in the event loop with a room as it is after a change, whichever process made it."""


class Keeping(Protocol):
    """Keeps rooms.

    Every method may raise ``RoomsAwayError``. What changes a room answers the room as it is afterwards,
    or ``None`` where it is not there any more; ``changed`` hears of it too.
    """

    async def start(self, changed: Changed) -> None: ...

    async def add(self, room: Room, most: int, now: float) -> bool:
        """Keep a new room; ``False`` where so many are open, or one has its code."""
        ...

    async def find(self, code: str) -> Room | None: ...

    async def move(self, code: str, state: str, expires_at: float) -> Room | None:
        """Replace the state and count the move."""
        ...

    async def set_lead(self, code: str, lead: bytes, heir: bytes | None) -> Room | None: ...

    async def end(self, code: str) -> Room | None: ...

    def crowd_elsewhere(self, code: str) -> Crowd:
        """Followers at other processes, as they were last told. Whoever polls may be among ours, too."""
        ...

    async def tend(self, crowds: Mapping[str, Crowd], now: float) -> None:
        """About once a second: write what is to be written, tell the followers of this process."""
        ...

    async def close(self) -> None: ...
