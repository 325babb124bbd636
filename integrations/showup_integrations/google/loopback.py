"""Waits for Google's answer on the loopback (RFC 8252, section 7.3), and as well for one that the person pastes."""

from __future__ import annotations

import hmac
import select
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from queue import Empty, SimpleQueue
from string import Template
from threading import Thread
from typing import TextIO
from urllib.parse import parse_qsl, urlsplit

from showup.errors import SourceError
from showup_integrations.google.patience import Deadline

__all__ = ["Listener", "listening"]

_TICK = 0.2  # seconds; a terminal and a queue cannot be waited for together
_LONGEST = 8 << 10

Answer = Mapping[str, str]


class Listener:
    """Listens on 127.0.0.1 only, and believes only an answer that carries the `state` of the question. `say` tells the person."""

    def __init__(self, state: str, say: Callable[[str], None]) -> None:
        self._state = state
        self._say = say
        self._came: SimpleQueue[Answer] = SimpleQueue()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.address = f"http://127.0.0.1:{self._server.server_port}/"
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True, name="google-answer")
        self._thread.start()

    def take(self, address: str) -> bool:
        """Is this the address that Google sends the browser to? Then it is the answer."""
        try:
            answer = dict(parse_qsl(urlsplit(address.strip()).query))
            ours = hmac.compare_digest(answer.get("state", "").encode(), self._state.encode())
        except ValueError:  # half a character among them
            return False
        if not ours:
            return False
        if not (answer.get("code") or answer.get("error")):
            return False
        self._came.put(answer)
        return True

    def wait(self, deadline: Deadline, typed: TextIO | None) -> Answer:
        """What came, by the browser or by hand; raises SourceError when nothing did."""
        while deadline.left:
            typed = self._listen_to(typed)
            try:
                return self._came.get(timeout=0 if typed else _TICK)
            except Empty:
                continue
        raise SourceError("Google's answer did not come in time. Run the same command again.")

    def _listen_to(self, typed: TextIO | None) -> TextIO | None:
        """Take a line, if there is one; None when the person can type no more."""
        if typed is None or not select.select([typed], [], [], _TICK)[0]:
            return typed
        line = typed.readline(_LONGEST)
        if line.strip() and not self.take(line):
            self._say("That is not the address Google leads to after you allowed it. Copy all of it.")
        return typed if line else None

    def close(self) -> None:
        """From here on nothing listens."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def listening(state: str, say: Callable[[str], None]) -> Iterator[Listener]:
    """A listener that is gone when this is left."""
    listener = Listener(state, say)
    try:
        yield listener
    finally:
        listener.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a browser may hold a connection open for long
    allow_reuse_address = False


def _handler(listener: Listener) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            known = listener.take(self.path)
            words = "Google's answer has reached showup." if known else "This is not the answer that showup waits for."
            page = Template(files(__package__).joinpath("answered.html").read_text("utf-8")).substitute(words=words)
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page.encode())))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            """The address holds the code: it is written nowhere."""

    return Handler
