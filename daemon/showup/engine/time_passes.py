"""What the passing of time does to one interview: rungs begin and repeat, a start goes by, a grace ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from showup.engine.cases import nag, open_case
from showup.engine.helping import with_channels
from showup.engine.intents import Decision, Intent, Note, Ring, Silence, Tell
from showup.engine.presence import seems_there, shown_only
from showup.engine.state import AHEAD, IN_CASE, CaseWhy, Phase, Rules, Watch
from showup.ladder import Alarm, Plan, next_repeat, softly, wait

__all__ = ["tick", "wake_at"]


def tick(watch: Watch, now: datetime, rules: Rules, *, quiet: bool = False) -> Decision:
    """Everything that is due at `now`, at once: of several overdue rungs only the strongest rings, or shows itself (`quiet`)."""
    if watch.twin is not None:
        return Decision(watch)  # another one rings for it
    if watch.phase is Phase.CONFIRMED and now >= watch.plan.over_at:
        return Decision(replace(watch, phase=Phase.ATTENDED, before=None), (), (Note("attended"),))
    if watch.phase in IN_CASE:
        return nag(watch, now, rules)
    if watch.phase in AHEAD:
        return _over(watch, now) or _ring(watch, now, rules, quiet=quiet)
    return Decision(watch)


def wake_at(watch: Watch) -> datetime | None:
    """The next instant at which `tick` has something to do; None when it has nothing more."""
    if watch.twin is not None:
        return None
    if watch.phase in AHEAD:
        return min(instant for instant in _instants(watch) if instant is not None)
    if watch.phase is Phase.CONFIRMED:
        return watch.plan.over_at
    return watch.case.nag_at if watch.phase in IN_CASE and watch.case else None


def _instants(watch: Watch) -> tuple[datetime | None, ...]:
    plan = watch.plan
    following = plan.alarms[watch.position + 1].at if watch.position + 1 < len(plan.alarms) else None
    start = plan.due if watch.phase is Phase.EXPECTED and plan.missed_at and not plan.soft else None
    ring_at = watch.ring_at if watch.position >= 0 else None
    return watch.clash_at, ring_at, following, start, plan.missed_at, plan.over_at


def _over(watch: Watch, now: datetime) -> Decision | None:
    plan = watch.plan
    if plan.missed_at is None:
        return _day_is_over(watch) if now >= plan.over_at else None
    if now < plan.missed_at:
        return None
    if plan.soft:
        return _ask_afterwards(watch)
    missed = replace(watch, phase=Phase.MISSED, ring_at=None)
    late = (Note("late"),) if watch.phase is Phase.EXPECTED else ()
    return open_case(missed, CaseWhy.MISSED, now, before=(*late, Note("missed")))


def _ask_afterwards(watch: Watch) -> Decision:
    """A maybe that nobody answered opens no case."""
    question = Note("asked", {"question": "was it an interview?"})
    return Decision(_ended(watch), (Silence(), Tell("asked")), (question,))


def _day_is_over(watch: Watch) -> Decision:
    """An all-day interview ends without a case; one of which nothing could ring (the laptop slept) is told all the same."""
    if watch.plan.soft:
        return _ask_afterwards(watch)
    if watch.position >= 0:
        return Decision(_ended(watch), (Silence(),))
    question = Note("asked", {"question": "were you there?"})
    return Decision(_ended(watch), (Silence(), Tell("passed")), (question,))


def _ended(watch: Watch) -> Watch:
    return replace(watch, phase=Phase.PASSED, ring_at=None)


def _ring(watch: Watch, now: datetime, rules: Rules, *, quiet: bool) -> Decision:
    watch = _begin_rungs(watch, now, rules)
    intents: tuple[Intent, ...] = ()
    notes: tuple[Note, ...] = ()
    alarm = watch.alarm
    if alarm is not None and watch.ring_at is not None and now >= watch.ring_at:
        attempt = watch.attempt + 1
        late = max(now - alarm.at, timedelta(0))
        watch = replace(watch, attempt=attempt, ring_at=_repeats_at(alarm, now, rules), quiet=False)
        there = not quiet and seems_there(watch, now)  # in another interview the microphone is in use for that one
        if quiet:
            channels = softly(alarm.channels, rules.policy)
        else:
            watch, channels = (watch, shown_only(alarm.channels)) if there else with_channels(watch, now)
        fact = {"rung": alarm.rung, "channels": list(channels), "attempt": attempt}
        fact |= {"late_s": round(late.total_seconds(), 3)} | ({"quiet": True} if quiet else {})
        notes = (Note("alarm", fact),)
        watch, asked = _ask_once(watch)
        notes += asked
        intents = (Ring(alarm.rung, attempt, alarm.at, channels, bool(asked), there, quiet),)
    if watch.phase is Phase.EXPECTED and watch.plan.missed_at and not watch.plan.soft and now >= watch.plan.due:
        watch = replace(watch, phase=Phase.LATE)
        notes += (Note("late"),)
    return Decision(watch, intents, notes)


def _begin_rungs(watch: Watch, now: datetime, rules: Rules) -> Watch:
    """The last rung whose instant has come begins; those that it overtook are superseded."""
    begun = max((i for i, alarm in enumerate(watch.plan.alarms) if alarm.at <= now), default=-1)
    if begun <= watch.position:
        return watch
    ring_at = _first_at(watch.plan, watch.plan.alarms[begun], now, rules)
    return replace(watch, position=begun, begun_at=now, attempt=0, ring_at=ring_at, quiet=False)


def _first_at(plan: Plan, alarm: Alarm, now: datetime, rules: Rules) -> datetime:
    """A mild one that comes late waits for the end of the quiet hours, unless something stronger rings before that: rather at
    night than not at all.
    """
    if not alarm.mild or rules.policy.quiet is None:
        return alarm.at
    return wait(rules.policy.quiet, now, rules.zone, plan.stronger_from(now)) or alarm.at


def _repeats_at(alarm: Alarm, now: datetime, rules: Rules) -> datetime | None:
    again = next_repeat(alarm, now)
    if again is None or not alarm.mild or rules.policy.quiet is None:
        return again
    return wait(rules.policy.quiet, again, rules.zone) or again


def _ask_once(watch: Watch) -> tuple[Watch, tuple[Note, ...]]:
    """A maybe asks whether it is one, an all-day interview asks for its hour: with their first ring, once."""
    if watch.asked or not (watch.plan.soft or watch.interview.occurrence.all_day):
        return watch, ()
    question = "is it an interview?" if watch.plan.soft else "at what hour is it?"
    return replace(watch, asked=True), (Note("asked", {"question": question}),)
