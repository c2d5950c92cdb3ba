"""A plain page as an answer: templates, headers, and the addresses around it."""

from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.lite.asking import Asked, asked_language
from cluster_map.lite.head import Head
from cluster_map.lite.page import Page
from cluster_map.maps.assets import FOLDER, asset
from cluster_map.settings import frame_ancestors, public_address
from cluster_map.text import say
from cluster_map.url_state import ViewState, card_page, format_view, in_language, link, without_filters

ROOT = "/lite"
MENU = {"": "explore_title", "tie-ups": "tie_ups_title", "fairs": "fairs_title"}
UP = "../"
"""From a plain page to the server's root, also behind a path prefix."""

LOGO = "data:image/svg+xml," + quote((FOLDER / "logo.svg").read_text(encoding="utf-8"))

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def root_of(request: Request) -> str:
    """The server's address as others have to write it, without a slash at the end."""
    return public_address() or str(request.base_url).rstrip("/")


def policy(embedded: bool) -> str:
    """No scripts, nothing of others; in frames of others only embeds, and where the operator allows it."""
    return (
        "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
        f"form-action 'self'; base-uri 'self'; frame-ancestors {frame_ancestors(embedded)}"
    )


def show(
    request: Request, atlas: Atlas | None, name: str, page: Page, question: Asked, status: HTTPStatus
) -> Response:
    """A page as HTML. Without an atlas it has no styles and no data version."""
    view = question.view
    language = view.language
    other = Language.ENGLISH if language is Language.JAPANESE else Language.JAPANESE
    here = name or "./"
    cleared = without_filters(view)
    body = TEMPLATES.get_template(page.template).render(
        page=page,
        head=page.head,
        language=language,
        say=partial(_say, language),
        base=_base(request),
        style=UP + asset(atlas, "lite.css").path if atlas else None,
        logo=LOGO,
        version=atlas.store.data_version if atlas else None,
        canonical=_canonical(page.head, request) if status is HTTPStatus.OK else None,
        shared=_shared(request, name, view),
        picture=_shared(request, name, view, ".png"),
        here=here,
        own=link(here, view),
        full=link(UP + name, view),
        clear=link(here, cleared) if view != cleared else None,
        kept=[(key, text) for key, text in format_view(view).items() if key != "country"],
        menu=[
            (link(path or "./", ViewState(language=language)), say(title, language), path == name)
            for path, title in MENU.items()
        ],
        other=(str(other), say("this_language", other), link(here, in_language(view, other))),
        notices=[
            say("refused_value", language, parameter=part.parameter, found=part.found, allowed=part.allowed)
            for part in question.refused
        ],
        embedded=question.embedded,
    )
    headers = {
        "Content-Language": str(language),
        "Vary": "Accept-Language",
        "Content-Security-Policy": policy(question.embedded),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=300" if status is HTTPStatus.OK else "no-store",
    }
    return Response(body, status, headers, media_type="text/html")


def message(
    request: Request,
    atlas: Atlas | None,
    keys: tuple[str, str],
    status: HTTPStatus,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A page that says one thing: the keys of its title and its sentence."""
    view = ViewState(language=asked_language(request))
    title, words = (say(key, view.language) for key in keys)
    page = Page(Head(title, words, ROOT, view), "message.html")
    answer = show(request, atlas, "", page, Asked(view, (), False), status)
    answer.headers.update(headers or {})
    return answer


def _say(language: Language, key: str, **values: object) -> str:
    return say(key, language, **values)


def _base(request: Request) -> str | None:
    """What relative links start from where the address itself is not one step below ``/lite``."""
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    if path == ROOT:
        return "lite/"
    is_below = path.startswith(f"{ROOT}/") and path.count("/") == 2
    return None if is_below else f"{request.scope.get('root_path', '')}{ROOT}/"


def _shared(request: Request, name: str, view: ViewState, kind: str = "") -> str:
    """The address at which a view is shared, or that of its picture."""
    return root_of(request) + link(f"/{card_page(name)}{kind}", view)


def _canonical(head: Head, request: Request) -> dict[str, str]:
    """The page's address in each language, and for readers of any other."""
    root = root_of(request)
    addresses = {str(language): head.address(root, language) for language in Language}
    return addresses | {"x-default": addresses[Language.ENGLISH]}
