"""A server on localhost that answers as the e-Stat API does: one file of ``tests/e_stat`` a case."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

CASES = Path(__file__).parent / "e_stat"


@dataclass
class Served:
    """Where the server is, what it was asked, and how many answers of the case are left."""

    address: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    left: list[dict] = field(default_factory=list)


@contextmanager
def serving(case: str) -> Iterator[Served]:
    """Answer with a case's answers in their order; a question out of order gets a 404."""
    served = Served(left=json.loads((CASES / f"{case}.json").read_text(encoding="utf-8"))["answers"])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            url = urlsplit(self.path)
            function = url.path.rsplit("/", 1)[-1]
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            served.asked.append((function, query))
            if not served.left or served.left[0]["function"] != function:
                self.send_error(404)
                return
            answer = served.left.pop(0)
            body = answer["body"]
            content = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
            self.send_response(answer["status"])
            for name, value in answer.get("headers", {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content.encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    served.address = f"http://127.0.0.1:{server.server_port}/rest/3.0/app/"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
