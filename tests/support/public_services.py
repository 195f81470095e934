"""Stand-ins for the public services on this computer: they answer what a test tells them, page by page."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def service(answer: Callable[[str], Answer]) -> Iterator[tuple[str, list[str]]]:
    """Serve answers by path with query; give the address, and the paths that were asked, in order."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, content = answer(self.path)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


def as_json(document: Any) -> Answer:
    """Answer a document."""
    return 200, {"Content-Type": "application/json"}, json.dumps(document).encode()


def refusal(status: int) -> Answer:
    """Answer a refusal."""
    return status, {}, b"no"


def moved(address: str) -> Answer:
    """Send on to another address."""
    return 302, {"Location": address}, b""


def slow(seconds: float) -> Answer:
    """Answer after a while."""
    time.sleep(seconds)
    return as_json({})
