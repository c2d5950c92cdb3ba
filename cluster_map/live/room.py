"""A room, its code and its lead token."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from cluster_map.url_state import ROOM_LENGTH, ROOM_LETTERS


@dataclass(frozen=True, slots=True)
class Room:
    """One room as it is kept. Times are seconds since 1970.

    Of the lead's token only the hash is here. ``heir`` is the hash of a token that was handed on and
    takes the lead when it is first used. ``state`` is the last move as JSON, ``None`` before the first;
    ``version`` counts moves.
    """

    code: str
    lead: bytes
    expires_at: float
    heir: bytes | None = None
    version: int = 0
    state: str | None = None
    ended: bool = False

    def is_over(self, now: float) -> bool:
        return self.ended or now >= self.expires_at


def new_code() -> str:
    """A code that nobody guesses: among 200 open rooms one in two thousand million tries would hit."""
    return "".join(secrets.choice(ROOM_LETTERS) for _ in range(ROOM_LENGTH))


def new_token() -> str:
    """A lead token of 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    """What is kept of a token. It is random, so that nothing is gained by a slower hash."""
    return hashlib.sha256(token.encode()).digest()


def is_token_of(token: str, kept: bytes | None) -> bool:
    """Whether this is the token, in a time that does not tell how near it is."""
    return kept is not None and hmac.compare_digest(hash_of(token), kept)
