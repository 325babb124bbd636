"""Calendars as Google keeps them: events with versions, series with their exceptions, pages and sync tokens."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Raw = dict[str, Any]


class GoneError(Exception):
    """A token that counts no longer."""


@dataclass
class Calendar:
    """`events` by ID. A series has `recurrence` ["RRULE:FREQ=WEEKLY;COUNT=n"]; an exception has `recurringEventId`."""

    role: str = "owner"
    zone: str = "Europe/Berlin"
    summary: str = "Work"
    primary: bool = False
    selected: bool = True
    events: dict[str, Raw] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    clock: int = 0
    tokens: dict[str, tuple[int, str | None]] = field(default_factory=dict)

    def put(self, event: Raw) -> None:
        """A new event, or a new version of one."""
        self.clock += 1
        self.events[event["id"]] = event
        self.changed[event["id"]] = self.clock

    def change(self, name: str, **more: Any) -> None:
        self.put(self.events[name] | more)

    def cancel(self, name: str) -> None:
        """Its organizer calls it off: it stays as a cancelled one with its details."""
        self.change(name, status="cancelled")

    def remove(self, name: str) -> None:
        """It is gone for good, or has moved to another calendar: no more than its ID is left."""
        self.put({"id": name, "status": "cancelled"})

    def hold(self, events: list[Raw]) -> None:
        """From now on these are the events that stand there."""
        wanted = {event["id"]: event for event in events}
        for name in [name for name, event in self.events.items() if event["status"] != "cancelled"]:
            if name not in wanted:
                self.remove(name)
        for name, event in wanted.items():
            if self.events.get(name) != event:
                self.put(event)

    def forget_tokens(self) -> None:
        self.tokens.clear()

    # ------------------------------------------------------------ events.list

    def listed(self, given: dict[str, Any]) -> list[Raw]:
        """What the request asks for, whole."""
        if "syncToken" in given:
            return self._since(given)
        found = list(self._expanded() if given.get("singleEvents") else self.events.values())
        if not given.get("showDeleted"):
            found = [event for event in found if event["status"] != "cancelled"]
        return [event for event in found if _within(event, given.get("timeMin"), given.get("timeMax"))]

    def token(self, given: dict[str, Any]) -> str:
        """The token that stands on the last page of this answer."""
        since = self.tokens[given["syncToken"]][1] if "syncToken" in given else given.get("timeMin")
        token = secrets.token_urlsafe(12)
        self.tokens[token] = (self.clock, since)
        return token

    def _since(self, given: dict[str, Any]) -> list[Raw]:
        if given["syncToken"] not in self.tokens:
            raise GoneError
        version, since = self.tokens[given["syncToken"]]
        changed = [event for name, event in self.events.items() if self.changed[name] > version]
        # What is past the stretch of time that was asked for first is not told of: the least that Google promises.
        return [event for event in changed if event["status"] == "cancelled" or _within(event, since, None)]

    def _expanded(self) -> Iterator[Raw]:
        exceptions = {
            (event["recurringEventId"], event["originalStartTime"]["dateTime"]): event
            for event in self.events.values()
            if "recurringEventId" in event
        }
        for event in self.events.values():
            if "recurringEventId" in event:
                continue
            if "recurrence" not in event:
                yield event
                continue
            for instance in _instances(event):
                yield exceptions.get((event["id"], instance["originalStartTime"]["dateTime"]), instance)


def _instances(event: Raw) -> Iterator[Raw]:
    count = int(event["recurrence"][0].rpartition("COUNT=")[2])
    start, end = (datetime.fromisoformat(event[part]["dateTime"]) for part in ("start", "end"))
    for week in range(count):
        shift = timedelta(weeks=week)
        first = {"dateTime": (start + shift).isoformat()}
        same = {key: value for key, value in event.items() if key != "recurrence"}
        yield same | {
            "id": f"{event['id']}_{(start + shift).astimezone(UTC):%Y%m%dT%H%M%SZ}", "recurringEventId": event["id"],
            "originalStartTime": first, "start": first, "end": {"dateTime": (end + shift).isoformat()},
        }  # fmt: skip


def _within(event: Raw, since: str | None, until: str | None) -> bool:
    if "start" not in event:
        return True
    start, end = _instant(event["start"]), _instant(event["end"])
    if "recurrence" in event:
        end = end + timedelta(weeks=int(event["recurrence"][0].rpartition("COUNT=")[2]))
    late = since is None or end > datetime.fromisoformat(since)
    return late and (until is None or start < datetime.fromisoformat(until))


def _instant(moment: Raw) -> datetime:
    try:
        read = datetime.fromisoformat(moment.get("dateTime") or moment["date"])
    except ValueError:
        return datetime(2026, 11, 25, tzinfo=UTC)  # a broken event stands in every stretch of time
    return read if read.tzinfo else read.replace(tzinfo=UTC)
