"""Lays a policy against an interview: rungs with instants. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from showup.ladder.policy import HELPER, Policy, Repeat, Rung, Until
from showup.ladder.quiet import put_off
from showup.ladder.wall_clock import existing, gap
from showup.model import Interview, Urgency, Verdict

__all__ = ["Alarm", "Plan", "channels_of", "due_at", "lay", "next_repeat", "softly"]

_DAY = timedelta(days=1)
_HALF_A_DAY = _DAY / 2


@dataclass(frozen=True, slots=True)
class Alarm:
    """One rung at its instant (UTC). `moved_from`: where it would be if the person had no quiet hours. `helper_from`: the instant
    from which its repeats tell the helper too.
    """

    rung: str
    at: datetime
    urgency: Urgency
    channels: tuple[str, ...]
    repeat: Repeat = None
    until: Until = Until.RUNG
    moved_from: datetime | None = None
    helper_from: datetime | None = None

    @property
    def mild(self) -> bool:
        """May it wait for the end of the quiet hours?"""
        return self.urgency < Urgency.CRITICAL


@dataclass(frozen=True, slots=True)
class Plan:
    """The ladder of one interview: a snapshot, ordered by instant.

    `due` is the start, or the instant at which a deadline falls. `missed_at` is when the grace is over; None for an all-day
    interview, whose hour nobody knows. `soft` is the ladder of a maybe: it asks and never opens a case. `over_at` is
    when nothing more can be done about it.
    """

    alarms: tuple[Alarm, ...]
    due: datetime
    missed_at: datetime | None
    over_at: datetime
    confirm_from: datetime
    soft: bool = False

    def stronger_from(self, instant: datetime) -> datetime:
        """When the next alarm rings, from that instant on, that does not wait; without one, when it begins or is over."""
        return _stronger_from(self.alarms, instant, self.over_at if self.missed_at is None else self.due)


def lay(policy: Policy, interview: Interview, zone: ZoneInfo) -> Plan:
    """The plan of `interview` for a person who is in `zone`."""
    occurrence = interview.occurrence
    soft = interview.judgement.verdict is not Verdict.INTERVIEW
    due = due_at(interview)
    rungs = policy.deadline if interview.is_deadline else policy.rungs
    if occurrence.all_day:
        # Midnight where it was read: noon is that same day in (nearly) any other zone too.
        first = (occurrence.start + _HALF_A_DAY).astimezone(zone).date()
        alarms = [_at(rung, _of_the_day(rung, first, zone)) for rung in policy.rungs if rung.at is not None]
    else:
        alarms = [_alarm(rung, interview, due, policy, zone) for rung in rungs]
    if soft:
        alarms = [_softened(alarm, policy) for alarm in alarms]
    if not policy.helped:
        alarms = [replace(alarm, helper_from=None) for alarm in alarms]
    ends = occurrence.end if occurrence.end > due else due + policy.grace
    missed_at = None if occurrence.all_day else min(due + policy.grace, ends)
    alarms = _out_of_quiet(alarms, policy, zone, ends if occurrence.all_day else due)
    dated = frozenset(rung.name for rung in rungs if rung.at is not None)
    return Plan(_ordered(alarms, dated), due, missed_at, max(ends, missed_at or ends), due - policy.confirm_from, soft)


def next_repeat(alarm: Alarm, now: datetime) -> datetime | None:
    """The first instant after `now` at which the alarm repeats, None when it does not again."""
    if alarm.repeat is None:
        return None
    if isinstance(alarm.repeat, timedelta):
        return alarm.at + ((now - alarm.at) // alarm.repeat + 1) * alarm.repeat
    return next((alarm.at + offset for offset in alarm.repeat if alarm.at + offset > now), None)


def channels_of(alarm: Alarm, attempt: int, now: datetime) -> tuple[str, ...]:
    """Those of one ring. The helper is told of a repeat alone: also when it rings late, the person comes first."""
    helps = alarm.helper_from is not None and attempt > 1 and now >= alarm.helper_from
    return (*alarm.channels, HELPER) if helps and HELPER not in alarm.channels else alarm.channels


def due_at(interview: Interview) -> datetime:
    """A deadline entered as a stretch of days falls at its end; anything else counts from its start."""
    occurrence = interview.occurrence
    stretch = occurrence.end - occurrence.start >= _DAY
    return occurrence.end if interview.is_deadline and stretch and not occurrence.all_day else occurrence.start


def _alarm(rung: Rung, interview: Interview, due: datetime, policy: Policy, zone: ZoneInfo) -> Alarm:
    if rung.at is not None:
        latest = due - (rung.or_before or timedelta(0))
        return _at(rung, min(_of_the_day(rung, due.astimezone(zone).date(), zone), latest))
    before = (rung.before or timedelta(0)) + (_travel(interview, policy) if rung.travel else timedelta(0))
    return _at(rung, due - before)


def _travel(interview: Interview, policy: Policy) -> timedelta:
    if interview.occurrence.travel is not None:
        return max(interview.occurrence.travel, timedelta(0))
    return policy.travel if interview.judgement.place else timedelta(0)


def _of_the_day(rung: Rung, first: date, zone: ZoneInfo) -> datetime:
    local = datetime.combine(first + rung.day * _DAY, rung.at or time(), tzinfo=zone)
    while gap(local) >= _DAY:
        local -= _DAY  # where the date line has moved, that day never was: the evening before is the one that was
    return existing(local)


def _at(rung: Rung, instant: datetime) -> Alarm:
    at = instant.astimezone(UTC)
    helper_from = at + rung.helper if rung.helper is not None else None
    return Alarm(rung.name, at, rung.urgency, rung.channels, rung.repeat, rung.until, helper_from=helper_from)


def _softened(alarm: Alarm, policy: Policy) -> Alarm:
    return Alarm(alarm.rung, alarm.at, min(alarm.urgency, Urgency.NORMAL), softly(alarm.channels, policy))


def softly(channels: tuple[str, ...], policy: Policy) -> tuple[str, ...]:
    """Those of them that are seen and not heard, and cover nothing."""
    return tuple(channel for channel in channels if channel in policy.soft_channels) or ("desktop",)


def _out_of_quiet(alarms: list[Alarm], policy: Policy, zone: ZoneInfo, end: datetime) -> list[Alarm]:
    quiet = policy.quiet
    if quiet is None:
        return alarms
    put = [put_off(quiet, a.at, zone, _stronger_from(alarms, a.at, end)) if a.mild else a.at for a in alarms]
    return [
        alarm if at == alarm.at else replace(alarm, at=at, moved_from=alarm.at)
        for alarm, at in zip(alarms, put, strict=True)
    ]


def _stronger_from(alarms: Iterable[Alarm], instant: datetime, end: datetime) -> datetime:
    return min((alarm.at for alarm in alarms if not alarm.mild and alarm.at >= instant), default=end)


_STRENGTH = {Until.RUNG: 0, Until.ACKNOWLEDGED: 1, Until.CONFIRMED: 2}


def _ordered(alarms: list[Alarm], dated: frozenset[str]) -> tuple[Alarm, ...]:
    """By instant. A rung at a time of day that comes while a stronger one repeats already is left out: it would end that."""
    kept: list[Alarm] = []
    for alarm in sorted(alarms, key=lambda alarm: (alarm.at, _strength(alarm))):
        stronger = any(_strength(earlier) > _strength(alarm) and earlier.repeat for earlier in kept)
        if not (alarm.rung in dated and stronger):
            kept.append(alarm)
    return tuple(kept)


def _strength(alarm: Alarm) -> tuple[int, int]:
    return _STRENGTH[alarm.until], alarm.urgency
