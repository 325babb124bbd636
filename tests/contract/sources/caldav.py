"""Calendars on real CalDAV servers, with and without sync-collection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.caldav.servers import PASSWORD, USER, Front, front
from tests.contract.sources import BROKEN, Entry, Kept, Maker, calendar

from showup.ports import CalendarSource
from showup_integrations.caldav import CalDavSource
from showup_integrations.caldav.session import Limits

__all__ = ["KEPT"]

_numbers = count()
_MULTISTATUS = '<multistatus xmlns="DAV:"/>'


class OnServer(Kept):
    def __init__(self, front: Front) -> None:
        self.front = front
        self.path, self.source = self._new()
        self.held: dict[str, str] = {}

    def _new(self) -> tuple[str, CalendarSource]:
        path = self.front.server.make(f"c{next(_numbers)}")
        url = f"http://{USER}:{quote(PASSWORD)}@127.0.0.1:{self.front.port}{path}"
        limits = Limits(silence=timedelta(seconds=2), total=timedelta(seconds=2))
        return path, CalDavSource({"url": url}, limits)

    def hold(self, entries: list[Entry]) -> None:
        self.front.heal()
        wanted = {entry.uid: calendar([entry]) for entry in entries}
        for uid in self.held.keys() - wanted.keys():
            self.front.server.delete(f"{self.path}{uid}.ics")
        for uid, text in wanted.items():
            if self.held.get(uid) != text:
                self.front.server.put(f"{self.path}{uid}.ics", text)
        self.held = wanted

    def spoil_one(self, entries: list[Entry]) -> None:
        self.hold([*entries, Entry("broken", title="Broken")])
        self.front.spoiled = ("UID:broken", calendar([], BROKEN))

    def spoil(self) -> None:
        self.front.fault = (200, "text/html", "<html><body>Log in</body></html>")

    def take_away(self) -> None:
        self.front.fault = (404, "text/plain", "gone")
        self.front.below = self.path

    def answer_empty(self) -> None:
        self.front.fault = (207, "application/xml", "")

    def second(self, entries: list[Entry]) -> CalendarSource:
        path, source = self._new()
        for entry in entries:
            self.front.server.put(f"{path}{entry.uid}.ics", calendar([entry]))
        return source

    def server_slow(self) -> None:
        self.front.wait = 4

    def server_down(self) -> None:
        self.front.fault = (0, "", "")

    def lose_permission(self) -> None:
        self.front.fault = (403, "text/plain", "not yours")

    def lose_token(self) -> None:
        self.front.bad_token = True


def _on(server: str, *, sync: bool = True) -> Maker:
    @contextmanager
    def made(_folder: Path, request: pytest.FixtureRequest) -> Iterator[Kept]:
        with front(request.getfixturevalue(server)) as before:
            before.no_sync = not sync
            yield OnServer(before)

    return made


KEPT: dict[str, Maker] = {
    "caldav radicale": _on("radicale"),
    "caldav xandikos": _on("xandikos"),
    "caldav without sync": _on("radicale", sync=False),
}
