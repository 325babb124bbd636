"""A story: who is to be met when, and everything that happens meanwhile. Frozen, so that it can be told again and cut down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

__all__ = ["SOURCES", "ZONES", "Incident", "Meeting", "Story", "meeting_of"]

SOURCES = ("jobs", "work", "home")
"""`jobs` is on the network, the others are files; at home there is no interview."""

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "Europe/London",
    "Asia/Tokyo",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "UTC",
)
"""Where people live (the first six) and fly to."""
_ZERO = timedelta(0)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One interview (or maybe, all-day entry, deadline) of the world. `start` is a true instant (UTC).

    `sort` is interview, maybe, all-day or deadline; `floating` ones follow the laptop's zone. It stands in `sources`
    from `listed` on. `series` is the RECURRENCE-ID of an instance. `apart`: each calendar knows it by a UID of its own.
    """

    name: str
    start: datetime
    lasts: timedelta
    sort: str
    sources: tuple[str, ...]
    listed: datetime
    floating: bool = False
    place: str = ""
    series: str | None = None
    apart: bool = False

    def uid(self, source: str, reissued: int = 0) -> str:
        """Its UID in that calendar: another one in each where it is written down `apart`, and when it is issued anew."""
        return self.name + f"@{source}" * self.apart + "+" * reissued


def meeting_of(uid: str) -> str:
    """The name of the meeting that a UID is about."""
    return uid.partition("@")[0].rstrip("+")


@dataclass(frozen=True, slots=True)
class Incident:
    """Something happens at a true instant. What the other fields mean, `what` decides (see happenings)."""

    at: datetime
    what: str
    on: str = ""
    say: str = ""
    when: str = ""
    lasts: timedelta = _ZERO
    number: int = 0

    def __str__(self) -> str:
        words = [f"{self.at:%a %d %b %H:%M:%S}", self.what, self.on, self.say, self.when and f"({self.when})"]
        if self.number:
            words.append(f"{self.number:+d}")
        if self.lasts:
            words.append(f"for {self.lasts}")
        return " ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class Story:
    """The whole of it. It begins at `begins` (UTC) and lasts `days`, then comes a quiet week in which everything ends."""

    seed: str
    zone: str
    begins: datetime
    days: int
    meetings: tuple[Meeting, ...]
    incidents: tuple[Incident, ...]

    @property
    def ends(self) -> datetime:
        return self.begins + timedelta(days=self.days)

    def cut_to(self, days: int) -> Story:
        """Only its first days."""
        ends = self.begins + timedelta(days=days)
        return replace(
            self,
            days=days,
            meetings=tuple(m for m in self.meetings if m.start < ends),
            incidents=tuple(i for i in self.incidents if i.at < ends),
        )

    def told(self) -> list[str]:
        """Its lines, for a person who reads it."""
        lines = [f"{self.days} days from {self.begins:%a %d %b %Y %H:%M} UTC, in {self.zone}"]
        for m in self.meetings:
            more = " floating" * m.floating + f" at {m.place}" * bool(m.place) + " under UIDs of their own" * m.apart
            known = f", listed {m.listed:%a %d %b %H:%M}" if m.listed > self.begins else ""
            lines.append(
                f"  {m.name}: {m.sort}{more} {m.start:%a %d %b %H:%M} for {m.lasts} in {'+'.join(m.sources)}{known}"
            )
        return lines + [f"  {incident}" for incident in self.incidents]
