"""Google calendars, on a server that checks each request against the published description."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.contract.sources import Entry, Kept
from tests.google.calendars import Calendar
from tests.google.server import Fault, Google, running

from showup.ports import CalendarSource
from showup_integrations import secrets
from showup_integrations.google import GoogleSource
from showup_integrations.google.patience import Patience

__all__ = ["KEPT"]

_PATIENCE = Patience(timedelta(seconds=2), timedelta(seconds=2), (timedelta(milliseconds=1),))
_BROKEN = {"id": "broken", "iCalUID": "broken", "status": "confirmed", "summary": "Broken"}


@dataclass
class OnGoogle(Kept):
    google: Google

    def __post_init__(self) -> None:
        self.source = self._source("primary")

    def _source(self, calendar: str) -> CalendarSource:
        settings = {"account": "ann", "calendars": calendar, "endpoint": self.google.address}
        return GoogleSource(settings, _PATIENCE)

    def hold(self, entries: list[Entry]) -> None:
        self._heal()
        self.google.own.hold([_raw(entry) for entry in entries])

    def spoil_one(self, entries: list[Entry]) -> None:
        broken = _BROKEN | {"start": {"dateTime": "some day"}, "end": {"dateTime": "some day"}}
        self._heal()
        self.google.own.hold([*(_raw(entry) for entry in entries), broken])

    def spoil(self) -> None:
        self.google.always = Fault(body=b"<html><body>Log in</body></html>")

    def take_away(self) -> None:
        self.google.own.role = "gone"

    def answer_empty(self) -> None:
        self.google.always = Fault(body=b"{}")

    def second(self, entries: list[Entry]) -> CalendarSource:
        self.google.calendars["second@example.org"] = second = Calendar()
        second.hold([_raw(entry) for entry in entries])
        return self._source("second@example.org")

    def server_slow(self) -> None:
        self.google.always = Fault(delay=3)

    def server_down(self) -> None:
        self.google.always = Fault(status=503, reason="backendError")

    def lose_permission(self) -> None:
        self.google.own.role = "none"

    def lose_token(self) -> None:
        self.google.own.forget_tokens()

    def _heal(self) -> None:
        self.google.always, self.google.own.role = None, "owner"


def _raw(entry: Entry) -> dict[str, Any]:
    more: dict[str, Any] = {"recurrence": [f"RRULE:FREQ=WEEKLY;COUNT={entry.weekly}"]} if entry.weekly else {}
    more |= {"transparency": "transparent"} if entry.transparent else {}
    return {
        "id": entry.uid, "iCalUID": entry.uid, "status": entry.status.lower(), "summary": entry.title,
        "sequence": entry.sequence, "start": {"dateTime": entry.start.isoformat()},
        "end": {"dateTime": entry.end.isoformat()},
        "organizer": {"email": "ann@marlow.example", "displayName": "Ann"},
    } | more  # fmt: skip


@contextmanager
def _on_google(folder: Path, _request: pytest.FixtureRequest) -> Iterator[Kept]:
    with pytest.MonkeyPatch.context() as patch, running() as google:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        secrets.put("google", "ann", json.dumps({"client": google.client, "refresh_token": "refresh-1"}))
        yield OnGoogle(google)
        assert google.wrong == []


KEPT = {"google": _on_google}
