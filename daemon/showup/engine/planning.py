"""Arming: laying a plan for a watched interview, again when its time or the person's zone has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from showup.engine.intents import Note
from showup.engine.state import Phase, Rules, Watch
from showup.ladder import Plan, Policy, lay, stronger
from showup.model import Interview, Verdict

__all__ = ["as_the_person_says", "begin", "follow", "laid", "rearm", "relay"]


def begin(
    interview: Interview, sources: tuple[str, ...], now: datetime, rules: Rules, *, again: bool = False
) -> tuple[Watch, Note]:
    """A new watch, with its first plan. `again`: after a case."""
    plan = lay(_policy(rules, again=again), interview, rules.zone)
    watch = Watch(interview, plan, sources, since=now, again=again)
    return watch, planned(watch, now)


def laid(watch: Watch, rules: Rules) -> Plan:
    """The plan of `watch` as it stands now: after a case a stronger one."""
    return lay(_policy(rules, again=watch.again), watch.interview, rules.zone)


def _policy(rules: Rules, *, again: bool) -> Policy:
    return stronger(rules.policy) if again else rules.policy


def rearm(watch: Watch, now: datetime, rules: Rules) -> tuple[Watch, Note]:
    """A new generation with a new ladder: what of the old one has not rung never will."""
    interview = as_the_person_says(watch.interview, watch.by_person)
    plan = laid(replace(watch, interview=interview), rules)
    armed = replace(
        watch,
        interview=interview,
        plan=plan,
        used=watch.used if plan.due == watch.plan.due else (),
        generation=watch.generation + 1,
        phase=Phase.EXPECTED,
        position=-1,
        begun_at=None,
        attempt=0,
        ring_at=None,
        quiet=False,
    )
    return armed, planned(armed, now)


def follow(watch: Watch, now: datetime, rules: Rules) -> tuple[Watch, Note]:
    """A new generation for the same day. A reminder at a time of day that has rung does not ring again for that day; those
    that count back from the start do, for they rang for an instant that is none any more.
    """
    armed, note = rearm(watch, now, rules)
    of_the_day = {rung.name for rung in _policy(rules, again=watch.again).rungs if rung.at is not None}
    if watch.interview.occurrence.all_day:
        # Across the date line that day is still to come, and its reminders with it.
        of_the_day &= {alarm.rung for alarm in armed.plan.alarms if alarm.at <= now}
    rung = of_the_day & {alarm.rung for alarm in watch.plan.alarms[: watch.position + 1]}
    position = max((i for i, alarm in enumerate(armed.plan.alarms) if alarm.rung in rung), default=-1)
    if position < 0:
        return armed, note
    goes_on = watch.alarm is not None and watch.alarm.rung == armed.plan.alarms[position].rung
    ring_at, quiet = (watch.ring_at, watch.quiet) if goes_on else (None, True)
    # Only one that was put off may come again: of the others nothing rings that could be snoozed.
    attempt = watch.attempt if ring_at is not None else 0
    held = replace(armed, position=position, begun_at=watch.begun_at, attempt=attempt)
    return replace(held, ring_at=ring_at, quiet=quiet), note


def relay(watch: Watch, now: datetime, rules: Rules) -> tuple[Watch, tuple[Note, ...]]:
    """The plan for the same start under changed circumstances (the zone, the place). Rungs that have rung stay rung.

    The generation stays: an alarm on the screen is still about this appointment, and its buttons count.
    """
    plan = laid(watch, rules)
    if plan.alarms == watch.plan.alarms:
        return (watch if plan == watch.plan else replace(watch, plan=plan)), ()
    begun = {alarm.rung for alarm in watch.plan.alarms[: watch.position + 1]}
    position = max((i for i, alarm in enumerate(plan.alarms) if alarm.rung in begun), default=-1)
    same = position >= 0 and watch.alarm is not None and plan.alarms[position].rung == watch.alarm.rung
    relaid = replace(
        watch,
        plan=plan,
        position=position,
        attempt=watch.attempt if same else 0,
        ring_at=watch.ring_at if same else None,
    )
    return relaid, (planned(relaid, now),)


def as_the_person_says(interview: Interview, by_person: Verdict | None) -> Interview:
    """The person's word on whether it is an interview goes before the detector's."""
    if by_person is None or interview.judgement.verdict is by_person:
        return interview
    return replace(interview, judgement=replace(interview.judgement, verdict=by_person))


def planned(watch: Watch, now: datetime) -> Note:
    plan: Plan = watch.plan
    rungs = [
        {"rung": alarm.rung, "at": alarm.at.isoformat(), "channels": list(alarm.channels)}
        | ({"helper_from": alarm.helper_from.isoformat()} if alarm.helper_from else {})
        for alarm in plan.alarms
        if alarm.at >= now
    ]
    fact = {"generation": watch.generation, "start": plan.due.isoformat(), "soft": plan.soft, "rungs": rungs}
    return Note("planned", fact)
