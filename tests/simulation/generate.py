"""A seed becomes a story: about three interviews a week, a mishap every few hours, most of them where it hurts."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.simulation.mishaps import Mishaps
from tests.simulation.people import person
from tests.simulation.story import ZONES, Meeting, Story

__all__ = ["generate"]

_DAY = timedelta(days=1)
_BEGINNINGS = [
    (2026, m, d) for m, d in ((1, 5), (3, 2), (3, 16), (4, 6), (6, 1), (8, 3), (9, 14), (10, 12), (10, 19), (12, 7))
]


def generate(seed: str, days: int = 30) -> Story:
    """The story of a seed, the same in every process."""
    rng = random.Random(f"showup {seed}")
    begins = datetime(*rng.choice(_BEGINNINGS), tzinfo=UTC)
    zone = rng.choice(ZONES[:6])
    meetings = tuple(_meetings(rng, begins, days, zone))
    makers = Mishaps(rng, begins, days, meetings)
    incidents = [*makers.nights(), *makers.mishaps(), *person(rng, meetings)]
    incidents = [i for i in incidents if begins <= i.at < begins + days * _DAY]
    return Story(seed, zone, begins, days, meetings, tuple(sorted(incidents, key=lambda i: i.at)))


# ----------------------------------------------------------------- meetings


def _meetings(rng: random.Random, begins: datetime, days: int, zone: str) -> Iterable[Meeting]:
    for number in range(max(1, round(days * 3 / 7 * rng.uniform(0.8, 1.2)))):
        sort = rng.choices(("interview", "maybe", "all-day", "deadline"), (72, 12, 8, 8))[0]
        yield _meeting(rng, f"m{number}", sort, begins, days, zone)
    if rng.random() < 0.4:
        first = _hour(rng, begins + rng.randrange(7) * _DAY, zone)
        for week in range(days // 7):
            start = first + week * timedelta(days=7)
            yield Meeting(
                "loop", start, timedelta(minutes=45), "interview", ("work",), begins, series=start.isoformat()
            )


def _meeting(rng: random.Random, name: str, sort: str, begins: datetime, days: int, zone: str) -> Meeting:
    sources = rng.choices((("jobs",), ("work",), ("jobs", "work")), (50, 25, 25))[0]
    start = _hour(rng, begins + rng.randrange(days) * _DAY, zone)
    lasts = timedelta(minutes=rng.choice((10, 30, 45, 60, 60, 120, 300)))
    if sort == "all-day":
        start, lasts = start.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0).astimezone(UTC), _DAY
    if sort == "deadline":
        lasts = rng.choice((timedelta(0), timedelta(minutes=30), 2 * _DAY))
    listed = begins
    if rng.random() < 0.4:
        listed = max(
            begins,
            start - rng.choice((3 * _DAY, _DAY, timedelta(hours=2), timedelta(minutes=20), timedelta(minutes=3))),
        )
    floating = sort == "all-day" or (sort == "interview" and rng.random() < 0.15)
    apart = len(sources) > 1 and rng.random() < 0.5
    return Meeting(
        name, start, lasts, sort, sources, listed, floating, rng.choice(("", "", "", "Main St 1")), apart=apart
    )


def _hour(rng: random.Random, day: datetime, zone: str) -> datetime:
    local = day.replace(tzinfo=ZoneInfo(zone), hour=rng.choice((0, 6, 9, 10, 11, 13, 14, 15, 16, 20)))
    return local.replace(minute=rng.choice((0, 0, 15, 30))).astimezone(UTC)
