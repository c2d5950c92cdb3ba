"""The way to the plain lane for those whom Streamlit's page does not reach: no scripts, or no socket.

Streamlit's document is the same for every address and says nothing of us. On its way out it gets the
reader's language, our name, what to do without scripts, and a notice that shows by itself (styles alone)
while the page has no connection.
"""

from html import escape

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cluster_map.lite.asking import asked_language
from cluster_map.lite.render import root_of
from cluster_map.text import say
from cluster_map.url_state import PLAIN_PAGES, card_page, plain_page

APPEARS_AFTER_S = 8
"""How long a page may be without a connection before the notice shows."""

STYLE = (
    "#plain-lane{position:fixed;inset:auto 1rem 1rem;z-index:1000001;max-width:34rem;margin:auto;"
    "padding:.8rem 1rem;border-radius:10px;border-left:4px solid #bd3f28;background:#fff;color:#17303b;"
    "font:15px/1.5 sans-serif;box-shadow:0 6px 24px #0004;visibility:hidden;"
    f"animation:plain-lane 0s {APPEARS_AFTER_S}s forwards}}"
    "#plain-lane a{color:#11607a}"
    "@keyframes plain-lane{to{visibility:visible}}"
    'body:has([data-test-connection-state="CONNECTED"]) #plain-lane{display:none}'
)

UNCONDITIONAL = (b"accept-encoding", b"if-none-match", b"if-modified-since")
"""Headers that would keep the document from being read on its way out."""


class DoorToPlainLane:
    """Middleware: the documents of ``paths`` say where the plain page of the same view is."""

    def __init__(self, app: ASGIApp, paths: frozenset[str]) -> None:
        self.app = app
        self.paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].strip("/") not in self.paths:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        asked = [(name, value) for name, value in scope["headers"] if name not in UNCONDITIONAL]
        held: list[Message] = []
        body = b""

        async def send_with_door(message: Message) -> None:
            nonlocal body
            if message["type"] == "http.response.start":
                if message["status"] != 200 or not _is_html(message):
                    await send(message)
                else:
                    held.append(message)
                return
            if not held:
                await send(message)
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                start = held[0]
                told = with_door(body.decode(), request).encode()
                headers = MutableHeaders(scope=start)
                headers["Content-Length"] = str(len(told))
                for name in ("etag", "last-modified"):
                    if name in headers:
                        del headers[name]
                await send(start)
                await send({"type": "http.response.body", "body": told})

        await self.app({**scope, "headers": asked}, receive, send_with_door)


def _is_html(start: Message) -> bool:
    return MutableHeaders(scope=start).get("content-type", "").startswith("text/html")


def with_door(document: str, request: Request) -> str:
    """Streamlit's document with the way to the plain page."""
    language = asked_language(request)
    path = request.url.path.removeprefix(request.scope.get("root_path", "")).strip("/")
    query = request.url.query or f"lang={language}"
    address = escape(f"{plain_page(path)}?{query}")
    link = f'<p><a href="{address}">{escape(say("lite_link", language))}</a></p>'
    without_scripts = f"<noscript><p>{escape(say('lite_no_script', language))}</p>{link}</noscript>"
    notice = f'<aside id="plain-lane"><p>{escape(say("lite_no_socket", language))}</p>{link}</aside>'
    before, _, rest = document.partition("<noscript>")
    _, _, after = rest.partition("</noscript>")
    told = before + without_scripts + after if after else document
    head = f'<link rel="alternate" type="text/html" href="{address}">{_preview(request, path)}'
    told = told.replace('<html lang="en">', f'<html lang="{language}">', 1)
    told = told.replace("<title>Streamlit</title>", f"<title>{escape(say('brand', language))}</title>", 1)
    return told.replace("</head>", f"{head}<style>{STYLE}</style></head>", 1).replace(
        "</body>", f"{notice}</body>", 1
    )


def _preview(request: Request, path: str) -> str:
    """What previews of the link show. Reads no table: the shared address (``/s``) says more."""
    language = asked_language(request)
    told = {
        "og:title": say("brand", language),
        "og:description": say("share_description", language),
        "og:type": "website",
    }
    if path in PLAIN_PAGES:
        query = request.url.query or f"lang={language}"
        told["og:image"] = f"{root_of(request)}/{card_page(path)}.png?{query}"
    return "".join(f'<meta property="{name}" content="{escape(text)}">' for name, text in told.items())
