"""What a source says with its hundreds of events that are no interviews: made once for all worlds that begin on the same day."""

from __future__ import annotations

from bisect import insort
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, lru_cache

from showup import model
from showup.engine import merge
from showup.engine.merge import Synced, Upcoming
from showup.model import Interview, Judgement, Occurrence, Verdict, Window

__all__ = ["EVENTS_A_DAY", "WEEK", "said_of"]

# The names of a thousand events are asked for again and again, in every world; the service hashes each in its own process.
model.key_of = lru_cache(65536)(model.key_of)
merge.key_of = model.key_of  # type: ignore[attr-defined]  # it has the name from there

WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_OTHERS = {"jobs": 4, "work": 8, "home": 18}
"""Events a day that are no interviews."""
EVENTS_A_DAY = sum(_OTHERS.values())


def said_of(source: str, begins: datetime, week: datetime, mode: str, ours: tuple[Interview, ...]) -> Synced:
    """The answer of `source` in the week that begins at `week`, with `ours` among the other events; `mode` is its trouble."""
    if not ours or mode in {"fails", "empty"}:
        return _without_ours(source, begins, week, mode)
    return _said_of(source, begins, week, mode, ours)


@cache
def _without_ours(source: str, begins: datetime, week: datetime, mode: str) -> Synced:
    if mode in {"fails", "empty"}:
        return Synced(source, _window(week), failure="it does not answer" if mode == "fails" else None)
    return _said_of(source, begins, week, mode, ())


def _said_of(source: str, begins: datetime, week: datetime, mode: str, ours: tuple[Interview, ...]) -> Synced:
    window = _window(week)
    others = _others(source, begins, window)
    ours = tuple(i for i in ours if i.occurrence.start < window.until and i.occurrence.end > window.since)
    if mode == "doubles":
        ours += tuple(replace(i) for i in ours)
    if mode in {"loses", "partial", "cut off"}:
        others, ours = others[::3], ours[::3]
    failure = "it was cut off" if mode == "cut off" else None
    said = Synced(source, window, (*ours, *others), len(others) + len(ours), mode == "partial", failure)
    return _known(
        said, ours, source, begins, week, "third" if len(others) < len(_others(source, begins, window)) else "all"
    )


def _known(said: Synced, ours: tuple[Interview, ...], *others: object) -> Synced:
    """With what the desk would work out from it anyway: of the hundreds of other events that is done once for all worlds."""
    by_key, ends = _worked_out(*others)
    mine = Synced(said.source, said.window, ours)
    all_ends = list(ends)
    for end in mine.ends:
        insort(all_ends, end)
    said.__dict__.update(by_key=mine.by_key | by_key, wanted=mine.wanted, ends=tuple(all_ends))
    return said


def _window(week: datetime) -> Window:
    return Window(week - _DAY, week + 6 * WEEK)


@cache
def _worked_out(source: str, begins: datetime, week: datetime, part: str) -> tuple[dict[str, Interview], Upcoming]:
    window = _window(week)
    others = _others(source, begins, window)[:: 3 if part == "third" else 1]
    said = Synced(source, window, others)
    return said.by_key, said.ends


@cache
def _all_others(source: str, begins: datetime) -> tuple[Interview, ...]:
    """The same in all worlds that begin on that day: made once, so that the calendars cost what they say."""
    return tuple(
        _other(source, day, number, begins + day * _DAY + number * _DAY / _OTHERS[source])
        for day in range(-2, 90)
        for number in range(_OTHERS[source])
    )


def _other(source: str, day: int, number: int, start: datetime) -> Interview:
    occurrence = Occurrence(source, f"{source} {day} {number}", start, start + timedelta(minutes=30), title="Stand-up")
    return Interview(occurrence, Judgement(Verdict.NO, 5))


@cache
def _others(source: str, begins: datetime, window: Window) -> tuple[Interview, ...]:
    return tuple(
        i for i in _all_others(source, begins) if i.occurrence.start < window.until and i.occurrence.end > window.since
    )
