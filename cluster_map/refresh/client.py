"""Questions to the e-Stat API, version 3.0, as JSON: one at a time, patient within bounds.

The application id goes into the address of a request and nowhere else, no message included.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from cluster_map.errors import RefreshError

APP_ID_VARIABLE = "ESTAT_APP_ID"
ADDRESS_VARIABLE = "ESTAT_ADDRESS"
ADDRESS = "https://api.e-stat.go.jp/rest/3.0/app/"

CREDIT = (
    "This service uses the API functions of e-Stat, but its contents are not guaranteed by the government.\n"
    "このサービスは、政府統計総合窓口(e-Stat)のAPI機能を使用していますが、"
    "サービスの内容は国によって保証されたものではありません。"
)
"""What a user of the API has to show."""

PAUSE_S = 1.0
"""Between two requests: the API has no stated limit, and refuses those who ask much faster."""

ATTEMPTS = 5
LONGEST_WAIT_S = 120.0
TIMEOUT_S = 60.0
LARGEST_ANSWER = 200_000_000
MOST_PAGES = 1_000
CELLS_A_PAGE = 100_000

Json = Mapping[str, Any]
Wait = Callable[[float], object]
Tell = Callable[[str], object]


class _NoRedirect(HTTPRedirectHandler):
    """A redirect could carry the application id to another host: it is refused as an answer like any."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Client:
    """Asks one API. ``wait`` and ``tell`` stand in for the clock and the screen."""

    def __init__(self, address: str, app_id: str, wait: Wait = time.sleep, tell: Tell = print) -> None:
        if not address.startswith(("https://", "http://")):
            raise RefreshError(
                f"{ADDRESS_VARIABLE} is '{address}': give an address that begins with https://."
            )
        self.address = address.rstrip("/") + "/"
        self._app_id = app_id
        self._wait = wait
        self._tell = tell
        self._open = build_opener(_NoRedirect).open
        self._asked = False

    def meta(self, table: str) -> Json:
        """``METADATA_INF`` of a table: its title and its dimensions."""
        return (
            self._ask("getMetaInfo", "GET_META_INFO", statsDataId=table, lang="J").get("METADATA_INF") or {}
        )

    def pages(self, table: str, narrowing: Mapping[str, str]) -> Iterator[Json]:
        """``STATISTICAL_DATA`` of a table, page by page.

        Raises
        ------
        RefreshError
            If the API refuses, or if the pages do not add up to the number of cells that it states.
        """
        start, received = 1, 0
        for _ in range(MOST_PAGES):
            page = (
                self._ask(
                    "getStatsData",
                    "GET_STATS_DATA",
                    statsDataId=table,
                    lang="J",
                    metaGetFlg="N",
                    limit=str(CELLS_A_PAGE),
                    startPosition=str(start),
                    **narrowing,
                ).get("STATISTICAL_DATA")
                or {}
            )
            result = page.get("RESULT_INF") or {}
            received += len(as_list((page.get("DATA_INF") or {}).get("VALUE")))
            total = whole_number(result.get("TOTAL_NUMBER"))
            announced = "" if total is None else f" of {total:,}"
            self._tell(f"{table}: {received:,}{announced} cells")
            yield page
            following = whole_number(result.get("NEXT_KEY"))
            if following is None:
                if total is not None and total != received:
                    raise RefreshError(
                        f"{table}: {received:,} cells came, {total:,} were announced. Try again."
                    )
                return
            if following <= start:
                raise RefreshError(f"{table}: after cell {start} the API goes on at {following}. Try again.")
            start = following
        raise RefreshError(f"{table}: more than {MOST_PAGES:,} pages.")

    def _ask(self, function: str, root: str, **parameters: str) -> Json:
        """One good answer, below its root element; asked again while the API says that it is busy."""
        query = urlencode({"appId": self._app_id, **parameters}, safe=",")
        address = f"{self.address}json/{function}?{query}"
        request = Request(address, headers={"Accept": "application/json"})  # noqa: S310 (http or https)
        what = f"{parameters['statsDataId']}, {function}"
        for attempt in range(1, ATTEMPTS + 1):
            if self._asked:
                self._wait(PAUSE_S)
            self._asked = True
            status, headers, body = self._send(request, what)
            if status is not None and status != 429 and status < 500:
                return _checked(what, root, status, body)
            found = f"HTTP {status}" if status is not None else body.decode()
            if attempt == ATTEMPTS:
                raise RefreshError(f"{what}: {found}, {ATTEMPTS} times. Try again later.")
            seconds = _told_wait(headers, 2.0**attempt)
            if seconds > LONGEST_WAIT_S:
                raise RefreshError(
                    f"{what}: {found}. The API asks to wait {seconds:,.0f} seconds: try again after that."
                )
            self._tell(f"{what}: {found}; waits {seconds:g} s (attempt {attempt} of {ATTEMPTS})")
            self._wait(seconds)
        raise AssertionError("the last attempt answers or raises")

    def _send(self, request: Request, what: str) -> tuple[int | None, Message | None, bytes]:
        """Status, headers and body; without a status the body says why nothing came."""
        try:
            with self._open(request, timeout=TIMEOUT_S) as answer:
                body = answer.read(LARGEST_ANSWER + 1)
                if len(body) > LARGEST_ANSWER:
                    raise RefreshError(f"{what}: an answer of more than {LARGEST_ANSWER:,} bytes.")
                return answer.status, answer.headers, body
        except HTTPError as error:
            with error:
                return error.code, error.headers, error.read(LARGEST_ANSWER)
        except URLError as error:
            return None, None, f"no answer from {self.address} ({error.reason})".encode()
        except (OSError, HTTPException) as error:
            return (
                None,
                None,
                f"no whole answer from {self.address} ({error or type(error).__name__})".encode(),
            )


def client_of_environment(tell: Tell = print) -> Client:
    """The client that the environment describes.

    Raises
    ------
    RefreshError
        Without an application id.
    """
    app_id = os.environ.get(APP_ID_VARIABLE, "").strip()
    if not app_id:
        raise RefreshError(
            f"{APP_ID_VARIABLE} is not set. The e-Stat API wants an application id, free of charge: get one "
            "at https://www.e-stat.go.jp/api/ and set the variable."
        )
    return Client(os.environ.get(ADDRESS_VARIABLE, "").strip() or ADDRESS, app_id, tell=tell)


def as_list(value: Any) -> list[Any]:
    """What the API writes as one object where there is one, as a list where there are several."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def whole_number(value: Any) -> int | None:
    """A whole number that may be written as text; ``None`` where it is missing or blank."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _told_wait(headers: Message | None, otherwise: float) -> float:
    """Seconds of ``Retry-After``, given as a number or as a date."""
    told = headers.get("Retry-After", "").strip() if headers is not None else ""
    if told.isdigit():
        return float(told)
    if told:
        try:
            return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
        except (TypeError, ValueError):
            return otherwise  # neither a number nor a date
    return otherwise


def _checked(what: str, root: str, status: int, body: bytes) -> Json:
    """The answer below its root. A refusal carries a normal body, so that is read before the status."""
    try:
        document = json.loads(body)
    except ValueError as error:
        raise RefreshError(f"{what}: HTTP {status} with a body that is not JSON.") from error
    answer = document.get(root) if isinstance(document, dict) else None
    if not isinstance(answer, dict) or not isinstance(answer.get("RESULT"), dict):
        raise RefreshError(f"{what}: HTTP {status} with a body that has no {root}.RESULT.")
    code = whole_number(answer["RESULT"].get("STATUS"))
    message = answer["RESULT"].get("ERROR_MSG") or "no message"
    if code == 1:
        raise RefreshError(f"{what}: the API has no figures for this request ({message}).")
    if code != 0 or status != 200:
        hint = f" Check {APP_ID_VARIABLE}." if status == 403 else ""
        raise RefreshError(f"{what}: the API refuses (HTTP {status}, status {code}): {message}{hint}")
    return answer
