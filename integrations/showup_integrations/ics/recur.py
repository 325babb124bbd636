"""When a series happens: its rules, added and excepted dates, and changed instances put together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo

from msgspec import Struct

from showup.model import Window
from showup_integrations.ics.ends import later
from showup_integrations.ics.event import Event
from showup_integrations.ics.parsed import Rule, listed
from showup_integrations.ics.rules import refusal, times
from showup_integrations.ics.series import Series
from showup_integrations.ics.wall import Wall, on_wall

__all__ = ["Instance", "instances"]

# Dates and midnights shift by at most a day between zones.
_SLACK = timedelta(days=2)
_DELETED_LATER = "Its series says that this date does not take place, but it is changed as well; it was kept."


class Instance(Struct, frozen=True):
    """One instance as the calendar has it. `original` names it in its series: a date, an aware datetime, or one without a
    zone for a series whose instances are told apart by times on the wall. `note` says what was mended.
    """

    event: Event
    start: date
    end: date
    original: date
    note: str = ""


def instances(series: Series, window: Window, home: tzinfo) -> Iterator[Instance]:
    """The instances that may touch the window, in no order; some do not. `home` is the person's zone."""
    whole = series.events[0]
    if whole.recurrence_id is not None:  # its series is elsewhere
        yield from (_changed(event, Wall(event, home).name(_named(event))) for event in series.events)
        return
    wall = Wall(whole, whole.zone.tz if isinstance(whole.start, datetime) else home)
    run = _Run(wall, series.events[1:])
    yield from run.by_rule(window)
    yield from run.changes()


def _changed(event: Event, original: date, note: str = "") -> Instance:
    return Instance(event, event.start, event.end, original, note)


def _named(event: Event) -> date:
    return event.start if event.recurrence_id is None else event.recurrence_id


class _Run:
    """One series with its changed instances."""

    def __init__(self, wall: Wall, changed: tuple[Event, ...]) -> None:
        self._wall = wall
        self._excepted, self._excepted_days = wall.excepted()
        self._exact: dict[date, Event] = {}
        self._on_day: dict[date, Event] = {}
        for event in changed:
            self._file(event)
        following = (event for event in changed if event.and_future)
        self._following = sorted(following, key=lambda event: on_wall(_named(event), wall.zone))

    def _file(self, event: Event) -> None:
        named = _named(event)
        if isinstance(named, datetime) is self._wall.days:  # a day for a time, or a time for a day
            self._on_day[named.date() if isinstance(named, datetime) else named] = event
        else:
            self._exact[self._wall.key(named)] = event

    def by_rule(self, window: Window) -> Iterator[Instance]:
        """The instances that nobody changed."""
        since, until = self._reach(window)
        added = dict(self._wall.added())
        done = {*self._exact, *self._excepted, *self._ruled_out(since, until)}
        for wall in self._walls(since, until, added):
            moment = self._wall.at(wall)
            key, day = self._wall.key(moment), wall.date()
            if key not in done and day not in self._excepted_days and day not in self._on_day:
                done.add(key)
                yield self._instance(wall, moment, added.get(wall))

    def changes(self) -> Iterator[Instance]:
        """The changed instances. One whose date is excepted as well counts unless the series was changed later."""
        for key, event in self._exact.items():
            excepted = key in self._excepted or on_wall(key, self._wall.zone).date() in self._excepted_days
            if not excepted or (event.sequence, event.stamp) >= (self._wall.whole.sequence, self._wall.whole.stamp):
                yield _changed(event, self._wall.name(_named(event)), _DELETED_LATER if excepted else "")
        for day, event in self._on_day.items():
            original = self._wall.at(datetime.combine(day, self._wall.first.time()))
            yield _changed(event, self._wall.name(original))

    def _walls(
        self, since: datetime, until: datetime, added: dict[datetime, date | timedelta | None]
    ) -> Iterator[datetime]:
        rules = listed(self._wall.whole.component, "RRULE")
        if not rules or any(self._begins(rule) for rule in rules):
            yield self._wall.first
        yield from added
        for rule in rules:
            yield from self._times(rule, since, until)

    def _begins(self, rule: Rule) -> bool:
        """Whether DTSTART is an instance: a series that was ended before it began has none."""
        until = rule.get("UNTIL")
        last = until[0] if isinstance(until, list) and until else until
        return not isinstance(last, date) or self._wall.key(last) >= self._wall.key(self._wall.whole.start)

    def _ruled_out(self, since: datetime, until: datetime) -> Iterator[date]:
        """EXRULE, of RFC 2445. One that makes no sense takes nothing away."""
        rules = listed(self._wall.whole.component, "EXRULE")
        for rule in rules if not refusal(rules) else ():
            yield from (self._wall.key(self._wall.at(wall)) for wall in self._times(rule, since, until))

    def _times(self, rule: Rule, since: datetime, until: datetime) -> Iterator[datetime]:
        return times(rule, self._wall.first, None if self._wall.days else self._wall.zone, since, until)

    def _reach(self, window: Window) -> tuple[datetime, datetime]:
        """From when to when an instance may stand in the series and touch the window."""
        back = forward = timedelta(0)
        for event in (self._wall.whole, *self._following):
            moved = self._moved(event)
            back = max(back, event.length.days + event.length.exact + moved)
            forward = max(forward, -moved)
        since, until = on_wall(window.since, self._wall.zone), on_wall(window.until, self._wall.zone)
        return later(since, -back - _SLACK), later(until, forward + _SLACK)

    def _moved(self, event: Event) -> timedelta:
        if event.recurrence_id is None:
            return timedelta(0)
        zone = event.zone.tz if isinstance(event.start, datetime) else self._wall.zone
        return on_wall(event.start, zone) - on_wall(event.recurrence_id, zone)

    def _instance(self, wall: datetime, moment: date, end: date | timedelta | None) -> Instance:
        for event in reversed(self._following):
            if on_wall(_named(event), self._wall.zone) <= wall:
                start = self._as_in(event, moment)
                break
        else:
            event, start = self._wall.whole, moment
        return Instance(event, start, _given(end, start) or event.length.after(start), self._wall.name(moment))

    def _as_in(self, event: Event, moment: date) -> date:
        """When an instance happens that a change of "this and the future" moves."""
        if not isinstance(event.start, datetime):
            return later(on_wall(moment, self._wall.zone), self._moved(event)).date()
        return later(on_wall(moment, event.zone.tz), self._moved(event)).replace(tzinfo=event.zone.tz)


def _given(end: date | timedelta | None, start: date) -> datetime | None:
    """The end that an added date brings with it, if it makes sense."""
    if not isinstance(start, datetime):
        return None
    if isinstance(end, timedelta):
        end = later(start, end)
    return end if isinstance(end, datetime) and end >= start else None
