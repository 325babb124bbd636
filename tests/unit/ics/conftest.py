"""What the tests of the ICS source share: calendars from short texts, and a real web server."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.readings import reading_of

from showup.model import Occurrence, Profile, Window
from showup.ports import Reading
from showup_integrations.ics import IcsSource

Answer = Callable[[BaseHTTPRequestHandler], None]

YEAR = Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


@pytest.fixture(autouse=True, scope="module")
def no_garbage_collection() -> Iterator[None]:
    """As in the sync child: with all that the tests hold, one collection takes longer than an event may."""
    gc.disable()
    yield
    gc.enable()


def calendar(*events: str, head: str = "", tail: str = "END:VCALENDAR\n") -> str:
    """A calendar of events, each given as its content lines."""
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}{tail}"


@pytest.fixture
def make() -> Callable[..., str]:
    return calendar


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Read a text or bytes as a calendar file, in Berlin, in 2026."""

    def reading(text: str | bytes, *, zone: str = "Europe/Berlin", window: Window = YEAR) -> Reading:
        path = tmp_path / "calendar.ics"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return reading_of(IcsSource({"path": str(path)}), window, Profile(zone=zone))

    return reading


@pytest.fixture
def one(read: Callable[..., Reading]) -> Callable[..., Occurrence]:
    """The one occurrence of a calendar with the one event given by its content lines."""

    def occurrence(event: str, *, head: str = "", **how: object) -> Occurrence:
        reading = read(calendar(event, head=head), **how)
        assert reading.troubles == ()
        (found,) = reading.occurrences
        return found

    return occurrence


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of these tests."""


class Site:
    """A web server on loopback. `pages` maps a path to what answers there; `asked` keeps the requests'
    headers.
    """

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers)))
                site.pages.get(self.path, lambda request: request.send_error(404))(self)

            def log_message(self, *args: object) -> None:
                pass

        self.server = _Server(("127.0.0.1", 0), Handler)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def sends(self, path: str, body: bytes, *, status: int = 200, **headers: str) -> None:
        """Answer with this body; a header `Content_Length` overrides the true one."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            said = {"Content-Length": str(len(body))} | {k.replace("_", "-"): v for k, v in headers.items()}
            for name, value in said.items():
                request.send_header(name, value)
            request.end_headers()
            request.wfile.write(body)

        self.pages[path] = answer

    def leads(self, path: str, target: str) -> None:
        """Answer with a redirect."""
        self.sends(path, b"", status=302, Location=target)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, args=(0.02,))
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join()
