"""Problem documents in place of plain text where the server refuses a path before the API sees it."""

from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cluster_map.api import answers
from cluster_map.url_state import shown


class ProblemsUnderApi:
    """Middleware around the whole app: every error under ``/api`` is a problem document.

    Streamlit answers paths with ``..`` or NUL by itself, before any route, in two words of plain text.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/api/"):
            await self.app(scope, receive, send)
            return
        replaced = False

        async def send_problem(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and _is_bare_error(message):
                replaced = True
                found = shown(scope["path"])
                await answers.problem(
                    HTTPStatus(message["status"]),
                    f"path: found '{found}'; allowed: the paths of /api/v1/openapi.json.",
                    members={
                        "parameter": "path",
                        "found": found,
                        "allowed": "the paths of /api/v1/openapi.json",
                    },
                )(scope, receive, send)
            elif not replaced:
                await send(message)

        await self.app(scope, receive, send_problem)


def _is_bare_error(start: Message) -> bool:
    media_types = [value for name, value in start["headers"] if name.lower() == b"content-type"]
    return start["status"] >= 400 and media_types != [answers.PROBLEM.encode()]
