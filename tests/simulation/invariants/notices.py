"""What must hold of what one transaction tells and rings, taken together."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.simulation.facts import broken

from showup.engine import Gathered, Phase, Ring, Tell, Watch
from showup.service.desk import Done

if TYPE_CHECKING:
    from tests.simulation.laptop import Laptop
    from tests.simulation.witness import Witness

__all__ = ["ON_DECIDED"]

_SOON = timedelta(days=2)
_FEW = 3
_TELLING = {
    "moved": {"moved", "disagree"},
    "conflict": {"conflict"},
    "cancelled": {"cancelled", "vanished", "changed"},
}


def what_calendars_change_is_told(witness: Witness, laptop: Laptop, done: Done) -> None:
    """By a notice of its own, or in one of many; not when all is over."""
    if witness.kind != "sync":
        return
    told = {(claim.interview, claim.intent.what) for claim in done.claims if isinstance(claim.intent, Tell)}
    many = [claim.intent for claim in done.claims if isinstance(claim.intent, Gathered)]
    told |= {(key, one.what) for one in many for key, _ in one.about}
    for watch, note in done.notes:
        words = {(watch.key, what) for what in _TELLING.get(note.what, ())}
        if words and not words & told and laptop.wall < watch.plan.over_at:
            broken(what_calendars_change_is_told, watch, f"{note} at {laptop.wall}")


def nothing_near_is_hidden_among_many(witness: Witness, laptop: Laptop, done: Done) -> None:
    """Of what begins within two days each has a notice of its own."""
    for one in (claim.intent for claim in done.claims if isinstance(claim.intent, Gathered)):
        witness.figures.gathered += 1
        for key, _ in one.about:
            watch = laptop.desk.watches[key]
            if watch.plan.due <= laptop.wall + _SOON and watch.plan.over_at > laptop.wall:
                broken(nothing_near_is_hidden_among_many, watch, f"{one} at {laptop.wall}")


def few_notices_of_a_kind_come_at_once(witness: Witness, laptop: Laptop, done: Done) -> None:
    """But for what is near."""
    for what, number in Counter(
        claim.intent.what
        for claim in done.claims
        if isinstance(claim.intent, Tell) and laptop.desk.watches[claim.interview].plan.due > laptop.wall + _SOON
        and (claim.intent.was is None or claim.intent.was > laptop.wall + _SOON)
    ).items():  # fmt: skip
        if number > _FEW:
            watch = next(watch for watch, _ in done.notes)
            broken(few_notices_of_a_kind_come_at_once, watch, f"{number} times {what} at {laptop.wall}")


def only_who_is_in_an_interview_is_spared_the_noise(witness: Witness, laptop: Laptop, done: Done) -> None:
    """What rings while another one is confirmed and runs is seen and not heard; all else is as its ladder says."""
    now, watches = laptop.wall, laptop.desk.watches
    rings = [(watches[claim.interview], claim.intent) for claim in done.claims if isinstance(claim.intent, Ring)]
    if not rings:
        return
    running = {watch.key for watch in watches.values() if _is_under_way(watch, now)}
    for watch, ring in rings:
        busy = bool(running - {watch.key})
        witness.figures.quiet += busy
        loud = {"sound", "takeover"} & set(ring.channels)
        own = {channel for alarm in watch.plan.alarms if alarm.rung == ring.rung for channel in alarm.channels}
        if busy is not ring.quiet or (busy and loud) or (not busy and set(ring.channels) != own):
            broken(only_who_is_in_an_interview_is_spared_the_noise, watch, f"{ring} at {now}, under way: {running}")


def _is_under_way(watch: Watch, now: datetime) -> bool:
    if watch.phase is not Phase.CONFIRMED or watch.interview.is_deadline or watch.interview.occurrence.all_day:
        return False
    return watch.plan.due - timedelta(minutes=20) <= now < watch.plan.over_at


ON_DECIDED = (
    what_calendars_change_is_told,
    nothing_near_is_hidden_among_many,
    few_notices_of_a_kind_come_at_once,
    only_who_is_in_an_interview_is_spared_the_noise,
)
