"""What other interviews mean for one: it is the same, of the same series, in its place, or at the same time. Pure.

Which ones are the same, is for showup.engine.twins to say. One of them rings for all; merging must never lose an alarm.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from showup.engine import cases
from showup.engine.inputs import (
    Again,
    Clashing,
    Doubted,
    InPlaceOf,
    Input,
    Joined,
    OfSeries,
    Parted,
    Replaced,
    TookOver,
    Why,
    Yielded,
)
from showup.engine.intents import Decision, Note, Silence, Tell
from showup.engine.planning import as_the_person_says, laid, planned, rearm, relay
from showup.engine.series import follow_answer
from showup.engine.state import AHEAD, IN_CASE, Phase, Rules, Watch
from showup.ladder import due_at

__all__ = ["among_others", "doubted"]

_DOUBT = Note("asked", {"question": "called off in one calendar, still in another: is it on?"})
_DECLINED = Why.DECLINED.value


def among_others(watch: Watch, given: Input, now: datetime, rules: Rules) -> Decision:  # noqa: C901 one case for each kind
    """Take what the steps of showup.engine.together say of it."""
    match given:
        case Joined(leader):
            return _joined(watch, leader)
        case Parted():
            return Decision(replace(watch, twin=None, quiet=False))
        case TookOver():
            return _took_over(watch, given, now, rules)
        case Yielded(to):
            return Decision(replace(watch, replaced_by=to, vanished=False))
        case Doubted(off):
            return doubted(watch, off)
        case Replaced(by):
            return _replaced(watch, by)
        case InPlaceOf():
            return _in_place_of(watch, given, now, rules)
        case Again():
            return _stronger(watch, now, rules)
        case OfSeries():
            return follow_answer(watch, given, now, rules)
        case Clashing():
            return _clashing(watch, given)
    raise TypeError(f"{type(given).__name__} is nothing that other interviews mean for one")


def doubted(watch: Watch, off: Watch) -> Decision:
    """A calendar calls it, or its copy `off`, off; another does not: it rings on, and the person is asked."""
    return Decision(replace(watch, off=off.off), (_doubt(watch, off),), (_DOUBT,))


def _doubt(watch: Watch, off: Watch) -> Tell:
    """Which calendar says so, and which have it still. What the person declined themselves nobody has called off."""
    source, why = off.off or ("", "")
    named = (((source, None),) if source else ()) + tuple((name, watch.plan.due) for name in watch.sources)
    return Tell("declined" if why == _DECLINED else "doubtful", says=named)


def _joined(watch: Watch, leader: str) -> Decision:
    if watch.twin == leader:
        return Decision(watch)
    phase = Phase.EXPECTED if watch.phase in AHEAD else watch.phase
    silent = replace(watch, twin=leader, phase=phase, ring_at=None, quiet=True, before=None, undo_until=None)
    return Decision(silent, (Silence(),) if watch.attempt else ())


def _took_over(watch: Watch, given: TookOver, now: datetime, rules: Rules) -> Decision:
    """It rings on where the other one stood, with the answers that were given to that."""
    leader = given.leader
    by_person = leader.by_person or watch.by_person
    heir = replace(
        leader,
        interview=as_the_person_says(watch.interview, by_person),
        by_person=by_person,
        sources=watch.sources,
        stands_in_for=watch.stands_in_for,
        put_to=watch.put_to,
        off=given.off.off if given.off is not None else watch.off,
        unread=False,
        generation=watch.generation + 1,
        before=None,
        undo_until=None,
        since=watch.since,
        twin=None,
        replaced_by=None,
        overlaps=watch.overlaps,
        clash_at=watch.clash_at,
    )
    doubt = (_doubt(heir, given.off),) if given.off is not None else ()
    asked = (_DOUBT,) if given.off is not None else ()
    was = leader.plan.due
    if due_at(heir.interview) != was or heir.interview.occurrence.all_day != leader.interview.occurrence.all_day:
        armed, note = rearm(heir, now, rules)
        detail = {"from": was.isoformat(), "to": armed.plan.due.isoformat(), "generation": armed.generation}
        return Decision(armed, (Tell("moved", was),), (Note("moved", detail), note))
    if heir.phase is Phase.CONFIRMED:
        return Decision(replace(heir, plan=laid(heir, rules)), doubt, asked)
    if leader.ringing:
        heir = replace(heir, ring_at=now)  # what stood on the screen is about the other one, and goes with it
    relaid, _ = relay(heir, now, rules)
    return Decision(relaid, doubt, (planned(relaid, now), *asked))


def _replaced(watch: Watch, by: str) -> Decision:
    """What is told of it is told by the one in its place."""
    if watch.phase in IN_CASE:
        closed = cases.close(watch, "rescheduled")
        return replace(closed, watch=replace(closed.watch, replaced_by=by, before=None, undo_until=None))
    return Decision(replace(watch, replaced_by=by, vanished=False))


def _in_place_of(watch: Watch, given: InPlaceOf, now: datetime, rules: Rules) -> Decision:
    intents: tuple[Tell, ...] = (Tell("restored"),)
    notes: tuple[Note, ...] = ()
    if given.was != watch.plan.due:
        detail = {"from": given.was.isoformat(), "to": watch.plan.due.isoformat(), "generation": watch.generation}
        intents, notes = (Tell("moved", given.was),), (Note("moved", detail | {"in_place_of": given.uid}),)
    by_person = watch.by_person or given.by_person
    again = watch.again or given.again
    if (by_person, again) == (watch.by_person, watch.again):
        return Decision(watch, intents, notes)
    said = as_the_person_says(watch.interview, by_person)
    relaid, planning = relay(replace(watch, interview=said, by_person=by_person, again=again), now, rules)
    return Decision(relaid, intents, (*notes, *planning))


def _stronger(watch: Watch, now: datetime, rules: Rules) -> Decision:
    again = replace(watch, again=True)
    if watch.phase not in AHEAD:
        return Decision(again)
    relaid, planning = relay(again, now, rules)
    return Decision(relaid, (), planning)


def _clashing(watch: Watch, given: Clashing) -> Decision:
    clashing = replace(watch, overlaps=given.others, clash_at=given.again)
    if given.news is None:
        return Decision(clashing)
    other = given.news.occurrence
    detail = {"with": other.uid, "with_title": other.title, "start": other.start.isoformat()}
    return Decision(clashing, (Tell("conflict", other.start, other.title),), (Note("conflict", detail),))
