"""Word from a browser that it has drawn a map.

Streamlit's part in the browser loads the code of each kind of element when it first meets one, and
what arrives together is shown together: a table beside the first map of a visit would delay that map.
So a page sends its map ahead and the rest at the word that it is drawn.
"""

import secrets
from threading import Event
from weakref import WeakValueDictionary

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

_awaited: WeakValueDictionary[str, Event] = WeakValueDictionary()
"""Only for as long as somebody holds the event. A process that the word does not reach waits in vain,
and for no longer than it wants to."""


def await_word() -> tuple[str, Event]:
    """A token that a map may be told to send, and the event that is set when it does."""
    token, event = secrets.token_urlsafe(12), Event()
    _awaited[token] = event
    return token, event


def drawn_routes() -> list[BaseRoute]:
    """The route that takes the word; for a token that nobody awaits it does nothing."""

    async def take(request: Request) -> Response:
        if event := _awaited.get(request.path_params["token"]):
            event.set()
        return Response(status_code=204)

    return [Route("/assets/drawn/{token}", take, methods=["POST"])]
