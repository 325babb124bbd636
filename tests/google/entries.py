"""Events as the Calendar API writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from showup.model import Window

WINDOW = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
START = datetime(2026, 11, 25, 13, tzinfo=UTC)
ANN = {"email": "ann@marlow.example", "displayName": "Ann"}


def entry(name: str = "1", at: datetime = START, hours: float = 1, **more: Any) -> dict[str, Any]:
    """An invitation of somebody else's; `more` is laid over it."""
    return {
        "id": name, "iCalUID": f"{name}@google.com", "status": "confirmed", "eventType": "default",
        "summary": "Interview with Marlow", "organizer": ANN,
        "start": {"dateTime": at.isoformat(), "timeZone": "Europe/Berlin"},
        "end": {"dateTime": (at + timedelta(hours=hours)).isoformat(), "timeZone": "Europe/Berlin"},
    } | more  # fmt: skip


def weekly(name: str, count: int, at: datetime = START, **more: Any) -> dict[str, Any]:
    return entry(name, at, recurrence=[f"RRULE:FREQ=WEEKLY;COUNT={count}"], **more)
