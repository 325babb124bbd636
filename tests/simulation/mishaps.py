"""What goes wrong in a world, and when: mostly about an instant at which something of an interview is due."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from tests.simulation.story import SOURCES, ZONES, Incident, Meeting

__all__ = ["KEY_MOMENTS", "Mishaps", "jitter"]

_DAY = timedelta(days=1)
KEY_MOMENTS = tuple(timedelta(minutes=m) for m in (-60, -15, -12, -5, -4, -1, 0, 1, 2, 4, 7, 10, 15, 30))
"""Instants of a ladder, counted from the start."""
_CHANNELS = ("desktop", "desktop", "sound", "takeover", "push")


class Mishaps:
    """Each method makes one kind."""

    def __init__(self, rng: random.Random, begins: datetime, days: int, meetings: tuple[Meeting, ...]) -> None:
        self.rng, self.begins, self.days, self.meetings = rng, begins, days, meetings

    def nights(self) -> Iterable[Incident]:
        """Most nights the lid is closed."""
        for day in range(self.days):
            if self.rng.random() < 0.8:
                at = self.begins + day * _DAY + timedelta(hours=22, seconds=self.rng.randrange(7200))
                yield Incident(at, "sleep", lasts=timedelta(seconds=self.rng.randrange(5 * 3600, 10 * 3600)))

    def mishaps(self) -> Iterable[Incident]:
        kinds = list(_KINDS)
        weights = [_KINDS[kind] for kind in kinds]
        for _ in range(round(self.days * self.rng.uniform(2.5, 5))):
            kind = self.rng.choices(kinds, weights)[0]
            yield from kind(self)

    def when(self) -> datetime:
        """Mostly about an instant at which something of an interview is due."""
        rng = self.rng
        if rng.random() < 0.35:
            return self.begins + timedelta(seconds=rng.randrange(self.days * 86400))
        return rng.choice(self.meetings).start + rng.choice(KEY_MOMENTS) + jitter(rng)

    def about(self) -> tuple[Meeting, datetime]:
        """A meeting, and an instant at which something happens to it."""
        rng = self.rng
        meeting = rng.choice(self.meetings)
        before = rng.choice(
            (timedelta(days=rng.random() * 6), timedelta(hours=rng.random() * 20), -rng.choice(KEY_MOMENTS))
        )
        return meeting, meeting.start - before + jitter(rng)

    def lasting(self, *minutes: float) -> timedelta:
        return timedelta(seconds=round(60 * self.rng.choice(minutes) * self.rng.uniform(0.5, 1.5)) + 1)

    def nap(self) -> Iterable[Incident]:
        yield Incident(self.when(), "sleep", lasts=self.lasting(0.2, 2, 10, 30, 120, 600))

    def crash(self) -> Iterable[Incident]:
        point = self.rng.choice(("now", "commit", "claim", "claim", "ring", "ring", "settle"))
        yield Incident(self.when(), "crash", say=point, lasts=self.lasting(0.05, 0.05, 0.5, 5, 60))

    def clock(self) -> Iterable[Incident]:
        step = self.rng.choice((1, 5, 60, 600, 3600, 7200, 86400, 2 * 86400, 40 * 86400))
        step *= self.rng.choice((-1, 1))
        yield Incident(self.when(), "clock", lasts=self.lasting(1, 30, 300), number=step)

    def flight(self) -> Iterable[Incident]:
        yield Incident(self.when(), "zone", say=self.rng.choice(ZONES), lasts=self.lasting(600, 3000, 9000))

    def network(self) -> Iterable[Incident]:
        yield Incident(self.when(), "network", lasts=self.lasting(1, 30, 300))

    def source(self) -> Iterable[Incident]:
        say = self.rng.choice(("fails", "fails", "empty", "loses", "partial", "shifts", "doubles", "cut off"))
        yield Incident(self.when(), "source", self.rng.choice(SOURCES), say, lasts=self.lasting(5, 60, 600))

    def edit(self) -> Iterable[Incident]:
        meeting, at = self.about()
        say = self.rng.choice(_EDITS)
        where = self.rng.choice(("", "", *meeting.sources))
        lasts = self.rng.choice((timedelta(0), timedelta(0), self.lasting(2, 60, 1000)))
        yield Incident(
            at, "edit", meeting.name, say, where, lasts, self.rng.choice(_SHIFTS) if say in {"move", "reissue"} else 0
        )

    def channel(self) -> Iterable[Incident]:
        say = self.rng.choice(("fails", "hangs", "hangs"))
        on = self.rng.choice((*_CHANNELS, "all"))
        yield Incident(self.when() - timedelta(seconds=30), "channel", on, say, lasts=self.lasting(1, 3, 30, 600))

    def starve(self) -> Iterable[Incident]:
        yield Incident(self.when() - timedelta(seconds=30), "starve", lasts=self.lasting(1, 5, 60))

    def disk(self) -> Iterable[Incident]:
        yield Incident(self.when(), "disk", lasts=self.lasting(2, 30, 300))


_EDITS = (
    "move",
    "move",
    "move",
    "cancel",
    "decline",
    "delete",
    "doubt",
    "sure",
    "no",
    "place",
    "retitle",
    "copy",
    "longer",
    "reissue",
    "reissue",
)
_SHIFTS = (-1440, -180, -60, -15, -5, 5, 15, 60, 180, 1440, 4320, -4320)
_KINDS: dict[Callable[[Mishaps], Iterable[Incident]], float] = {
    Mishaps.nap: 16,
    Mishaps.crash: 12,
    Mishaps.clock: 8,
    Mishaps.flight: 3,
    Mishaps.network: 10,
    Mishaps.source: 14,
    Mishaps.edit: 18,
    Mishaps.channel: 14,
    Mishaps.disk: 4,
    Mishaps.starve: 6,
}


def jitter(rng: random.Random) -> timedelta:
    return timedelta(
        seconds=rng.choice((rng.randint(-3, 15), rng.randint(-300, 300))), milliseconds=rng.randrange(1000)
    )
