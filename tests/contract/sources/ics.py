"""Calendars in the iCalendar format: a file, a folder with a file for each event, an address on the web whose server knows its
state (ETag) or does not.
"""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.contract.sources import BROKEN, Entry, Kept, calendar

from showup.ports import CalendarSource
from showup_integrations.ics import IcsSource
from showup_integrations.ics.fetch import Fetcher

__all__ = ["KEPT"]

_PAGE = "<html><body>Log in</body></html>"


@dataclass
class OneFile(Kept):
    path: Path

    def __post_init__(self) -> None:
        self.source = IcsSource({"path": str(self.path)})

    def hold(self, entries: list[Entry]) -> None:
        self.path.write_text(calendar(entries))

    def spoil_one(self, entries: list[Entry]) -> None:
        self.path.write_text(calendar(entries, BROKEN))

    def spoil(self) -> None:
        self.path.write_text(_PAGE)

    def take_away(self) -> None:
        self.path.unlink(missing_ok=True)

    def answer_empty(self) -> None:
        self.path.write_text("")

    def second(self, entries: list[Entry]) -> CalendarSource:
        other = OneFile(self.path.with_name("second.ics"))
        other.hold(entries)
        return other.source


@dataclass
class Folder(Kept):
    """One file for each event, and one file that stays: a calendar program keeps its own file there."""

    path: Path

    def __post_init__(self) -> None:
        self.source = IcsSource({"path": str(self.path)})

    def hold(self, entries: list[Entry]) -> None:
        self.path.mkdir(exist_ok=True)
        named = {"own.ics": calendar([])} | {f"{entry.uid}.ics": calendar([entry]) for entry in entries}
        for file in self.path.glob("*.ics"):
            if file.name not in named:
                file.unlink()
        for name, text in named.items():
            if not (self.path / name).exists() or (self.path / name).read_text() != text:
                (self.path / name).write_text(text)

    def spoil_one(self, entries: list[Entry]) -> None:
        self.hold(entries)
        (self.path / "broken.ics").write_text(calendar([], BROKEN))

    def spoil(self) -> None:
        self.path.mkdir(exist_ok=True)
        for file in self.path.glob("*.ics"):
            file.unlink()

    def take_away(self) -> None:
        self.spoil()
        self.path.rmdir()

    def answer_empty(self) -> None:
        for file in self.path.glob("*.ics"):
            file.write_text("")

    def second(self, entries: list[Entry]) -> CalendarSource:
        other = Folder(self.path.with_name("second"))
        other.hold(entries)
        return other.source


@dataclass
class Web(Kept):
    server: ThreadingHTTPServer
    pages: dict[str, tuple[int, str, float]] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.source = self._source("/calendar.ics")

    def _source(self, path: str) -> CalendarSource:
        url = f"http://127.0.0.1:{self.server.server_port}{path}"
        return IcsSource({"url": url}, Fetcher(total=timedelta(seconds=2)))

    def _answer(self, status: int, text: str, after: float = 0) -> None:
        self.pages["/calendar.ics"] = (status, text, after)

    def hold(self, entries: list[Entry]) -> None:
        self._answer(200, calendar(entries))

    def spoil_one(self, entries: list[Entry]) -> None:
        self._answer(200, calendar(entries, BROKEN))

    def spoil(self) -> None:
        self._answer(200, _PAGE)

    def take_away(self) -> None:
        self._answer(404, "gone")

    def answer_empty(self) -> None:
        self._answer(200, "")

    def server_slow(self) -> None:
        self._answer(200, calendar([]), after=3)

    def server_down(self) -> None:
        self._answer(0, "")

    def lose_permission(self) -> None:
        self._answer(403, "no")

    def lose_token(self) -> None:
        if self.tokens:
            self.tokens.append("another word for the same")

    def second(self, entries: list[Entry]) -> CalendarSource:
        self.pages["/second.ics"] = (200, calendar(entries), 0)
        return self._source("/second.ics")


@contextmanager
def _web(_folder: Path, _request: pytest.FixtureRequest) -> Iterator[Kept]:
    with _served([]) as kept:
        yield kept


@contextmanager
def _web_with_state(_folder: Path, _request: pytest.FixtureRequest) -> Iterator[Kept]:
    with _served(["a word"]) as kept:
        yield kept


@contextmanager
def _served(tokens: list[str]) -> Iterator[Web]:
    """A server whose ETag is made of a page and the last of the tokens; none without tokens."""
    pages: dict[str, tuple[int, str, float]] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, text, after = pages[self.path]
            time.sleep(after)
            if not status:  # the connection ends without an answer
                return
            etag = f'"{zlib.crc32(text.encode())} {tokens[-1]}"' if tokens and status == 200 else ""
            same = bool(etag) and self.headers.get("If-None-Match") == etag
            self.send_response(304 if same else status)
            if etag:
                self.send_header("ETag", etag)
            if not same:
                self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            if not same:
                self.wfile.write(text.encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield Web(server, pages, tokens)
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def _file(folder: Path, _request: pytest.FixtureRequest) -> Iterator[Kept]:
    yield OneFile(folder / "calendar.ics")


@contextmanager
def _folder(folder: Path, _request: pytest.FixtureRequest) -> Iterator[Kept]:
    (folder / "calendars").mkdir()
    yield Folder(folder / "calendars")


KEPT = {"ics file": _file, "ics folder": _folder, "ics address": _web, "ics address with state": _web_with_state}
