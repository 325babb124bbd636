"""Push services on the loopback: what reaches them is held against their published protocols, and kept.

A service whose address cannot be changed is reached through the proxy that the sink is too: it ends TLS for every host, with a
certificate of an authority of its own.
"""

from __future__ import annotations

import base64
import json
import ssl
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import trustme
from tests.vendors.published import PROTOCOLS, WrongError

__all__ = ["Call", "Sink", "sinking"]


@dataclass(frozen=True)
class Call:
    """One request. `host` is the one that was meant, `said` its JSON object or form."""

    method: str
    host: str
    path: str
    headers: dict[str, str]
    said: dict[str, Any]

    @property
    def password(self) -> str:
        """What stands in HTTP's basic authorization."""
        return base64.b64decode(self.headers.get("authorization", "").removeprefix("Basic ")).decode()


@dataclass
class Sink:
    """`calls` are in order of their coming; `wrong` says what the published protocol does not allow. `faults` are answered one by
    one in place of the truth (status, JSON or text), and `silent` answers nothing at all.
    """

    ca: trustme.CA = field(default_factory=trustme.CA)
    calls: list[Call] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    faults: deque[tuple[int, Any]] = field(default_factory=deque)
    silent: bool = False
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def at(self) -> str:
        return f"127.0.0.1:{self.port}"

    def wait(self, count: int, seconds: float = 30) -> list[Call]:
        """Until so many have come."""
        end = time.monotonic() + seconds
        while len(self.calls) < count and time.monotonic() < end:
            time.sleep(0.02)
        assert len(self.calls) >= count, self.calls
        return self.calls

    def answer(self, call: Call) -> tuple[int, Any]:
        self.calls.append(call)
        if self.silent:
            self.over.wait()
        if self.faults:
            return self.faults.popleft()
        for fits, protocol in PROTOCOLS:
            if fits(call):
                try:
                    return protocol(call)
                except WrongError as err:
                    self.wrong.append(f"{call.path}: {err}")
                    return 400, {"error": str(err)}
        self.wrong.append(f"{call.method} {call.host}{call.path}: no service has that")
        return 404, {}


@contextmanager
def sinking() -> Iterator[Sink]:
    sink = Sink()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(sink))
    server.daemon_threads = True
    sink.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        sink.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(sink: Sink) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        meant = ""

        def do_CONNECT(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.flush()
            self.meant = self.path.partition(":")[0]
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            sink.ca.issue_cert(self.meant).configure_cert(context)
            self.connection = context.wrap_socket(self.connection, server_side=True)
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
            self.close_connection = False

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {key.lower(): value for key, value in self.headers.items()}
            host = self.meant or headers.get("host", "")
            call = Call(self.command, host, self.path, headers, _said(headers.get("content-type", ""), body))
            status, said = sink.answer(call)
            data = b"" if status == 204 else said.encode() if isinstance(said, str) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def finish(self) -> None:
            super().finish()
            self.connection.close()  # which TLS may have taken the place of

        def log_message(self, *_words: object) -> None:
            """Nothing on the terminal."""

    return Handler


def _said(kind: str, body: bytes) -> dict[str, Any]:
    if "json" in kind or body[:1] == b"{":
        return dict(json.loads(body))
    return dict(parse_qsl(body.decode(), keep_blank_values=True))
