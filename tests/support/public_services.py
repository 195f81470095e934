"""Stand-ins for the public services on this computer: they answer what a test tells them, page by page."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], bytes | Iterator[bytes]]


@contextmanager
def service(answer: Callable[[str], Answer]) -> Iterator[tuple[str, list[str]]]:
    """Serve answers by path with query; give the address, and the paths that were asked, in order."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, content = answer(self.path)
            self.send_response(status)
            length = {"Content-Length": str(len(content))} if isinstance(content, bytes) else {}
            for name, value in {**length, **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in [content] if isinstance(content, bytes) else content:
                try:
                    self.wfile.write(piece)
                except OSError:
                    return  # The reader left.

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


def dripping(seconds: float) -> Callable[[str], Answer]:
    """Answer a space at a time, a hundred times, with a pause before each."""

    def spaces() -> Iterator[bytes]:
        for _ in range(100):
            time.sleep(seconds)
            yield b" "

    return lambda _: (200, {}, spaces())


@contextmanager
def answers_raw(reply: bytes) -> Iterator[str]:
    """Answer bytes to whoever connects, whatever is asked; give the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.01)
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                with connection:
                    connection.settimeout(1)
                    connection.recv(4096)
                    connection.sendall(reply)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            ended.set()
            thread.join()
