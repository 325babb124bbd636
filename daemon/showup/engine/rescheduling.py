"""One that is off, and another of the same people and words: it has moved, whichever a calendar said first. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from showup.engine.inputs import InPlaceOf, Replaced
from showup.engine.likeness import same_matter
from showup.engine.state import IN_CASE, CaseWhy, Phase, Watch
from showup.engine.together import AT_MOST, Step, Together
from showup.model import ADDED, Interview

__all__ = ["agreed", "reschedules"]

_SOME_DAYS = timedelta(days=3)
_A_WEEK = timedelta(days=7)


def agreed(was: Watch, became: Watch) -> Interview | None:
    """The interview on the date that was just agreed in a case; it is watched although no calendar has it yet."""
    case = became.case
    if case is None or case.new_start is None or (was.case is not None and was.case.new_start is not None):
        return None
    missed = became.interview.occurrence
    length = timedelta(hours=1) if missed.all_day else missed.end - missed.start
    occurrence = replace(
        missed,
        source=ADDED,
        uid=f"{missed.uid} on {case.new_start:%Y%m%dT%H%M%SZ}",
        start=case.new_start,
        end=case.new_start + length,
        recurrence_id=None,
        recurring=False,
        all_day=False,
        floating=False,
    )
    return replace(became.interview, occurrence=occurrence)


def reschedules(turn: Together) -> Step:
    """One is off and another of the same people and words is there: it has moved, whichever a calendar said first."""
    new = [key for key in turn.touched if key not in turn.before and _stands_ahead(turn, turn.now[key])]
    off = {key: None for key in turn.touched if _went_off(turn.before.get(key), turn.now[key])}
    if not new and not off:
        return
    replaced = {watch.replaced_by for watch in turn.now.values()}
    gone = [key for key, watch in turn.now.items() if key in off or _awaits_a_date(watch, turn)]
    recent = [key for key, watch in turn.now.items() if key not in replaced and _is_recent(watch, turn)]
    for key in new:
        if old := _nearest(gone, turn.now[key], turn):
            yield from _in_its_place(old, turn.now[key])
    for key in off:
        if turn.now[key].replaced_by is None and (stands := _nearest(recent, turn.now[key], turn)):
            recent.remove(stands.key)
            yield from _in_its_place(turn.now[key], stands)


def _in_its_place(old: Watch, new: Watch) -> Step:
    yield old.key, Replaced(new.key)
    yield new.key, InPlaceOf(old.interview.occurrence.uid, old.plan.due, old.by_person, old.again or old.awaits_date)


def _nearest(candidates: list[str], watch: Watch, turn: Together) -> Watch | None:
    """The one at the nearest time that is the same matter; a series holds each of its instances apart."""
    fitting = [
        other
        for key in candidates[:AT_MOST]
        if (other := turn.now[key]).replaced_by is None
        and other.interview.occurrence.uid != watch.interview.occurrence.uid
        and not _missed_later(other, watch)
        and same_matter(other.interview, watch.interview, turn.profile)
        and (watch.phase is Phase.EXPECTED or (_is_younger(other, watch) and other.plan.due != watch.plan.due))
    ]
    return min(fitting, key=lambda other: (abs(other.plan.due - watch.plan.due), other.key), default=None)


def _missed_later(old: Watch, new: Watch) -> bool:
    """Who was not there is not given a date before that one."""
    missed = old.awaits_date and old.case is not None and old.case.why is not CaseWhy.CANT
    return missed and new.plan.due <= old.plan.due


def _stands_ahead(turn: Together, watch: Watch) -> bool:
    """Or has just begun: that it was put to the present hour is most urgent of all."""
    return watch.phase is Phase.EXPECTED and watch.twin is None and watch.plan.over_at > turn.at


def _went_off(was: Watch | None, now: Watch) -> bool:
    """No calendar carries it any more, and no other rings for it or in its place."""
    if was is None or now.twin is not None or now.replaced_by is not None:
        return False
    return bool(was.sources) and not now.sources and now.phase in {Phase.CANCELLED, *IN_CASE}


def _awaits_a_date(watch: Watch, turn: Together) -> bool:
    """It was called off some days ago at most; or the person has said that they were not, or will not be there."""
    if watch.twin is not None or watch.replaced_by is not None or watch.plan.due < turn.at - _A_WEEK:
        return False
    if watch.awaits_date:
        return watch.phase is not Phase.MISSED or not watch.sources
    return watch.phase is Phase.CANCELLED and not watch.sources


def _is_recent(watch: Watch, turn: Together) -> bool:
    """Written down some days ago at most."""
    return _stands_ahead(turn, watch) and watch.since is not None and turn.at - watch.since <= _SOME_DAYS


def _is_younger(watch: Watch, old: Watch) -> bool:
    """What was known from the same reading on is an interview of its own."""
    return watch.since is not None and old.since is not None and old.since < watch.since
