"""A server on loopback that says what a test wants: for answers that no honest server gives."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["Answer", "Asked", "Saying", "multistatus", "saying"]


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    body: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Answer:
    """`drip`: seconds before each further byte of the body."""

    status: int = 207
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0


@dataclass
class Saying:
    url: str
    asked: list[Asked] = field(default_factory=list)

    @property
    def signed(self) -> list[str]:
        """The sign-ins that came."""
        return [asked.headers["Authorization"] for asked in self.asked if "Authorization" in asked.headers]


def multistatus(*responses: str, more: str = "") -> bytes:
    spaces = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
    inside = "".join(f"<response>{response}</response>" for response in responses)
    return f'<?xml version="1.0" encoding="utf-8"?><multistatus {spaces}>{inside}{more}</multistatus>'.encode()


@contextmanager
def saying(answer: Callable[[Asked], Answer | bytes]) -> Iterator[Saying]:
    """The server; `answer` gives what it says, bytes for a 207 of XML."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __getattr__(self, name: str) -> object:
            if name.startswith("do_"):
                return self._answer
            raise AttributeError(name)

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            asked = Asked(self.command, self.path, body, dict(self.headers.items()))
            there.asked.append(asked)
            said = answer(asked)
            said = Answer(body=said) if isinstance(said, bytes) else said
            self.send_response(said.status)
            for name, value in {"Content-Type": "application/xml", **said.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            with suppress(OSError):
                self._send(said)

        def _send(self, said: Answer) -> None:
            if not said.drip:
                self.wfile.write(said.body)
            for byte in said.body if said.drip else b"":
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(said.drip)

        def log_message(self, *args: object) -> None:
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    there = Saying(f"http://127.0.0.1:{listener.server_port}/dav/")
    thread = threading.Thread(target=listener.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield there
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
