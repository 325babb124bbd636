"""What the person said of one occurrence of a series counts for the others too, also for those that come later. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from showup.engine.inputs import OfSeries, Seen
from showup.engine.intents import Decision, Intent, Note, Silence
from showup.engine.local_time import in_zone
from showup.engine.planning import as_the_person_says, begin, rearm
from showup.engine.state import AHEAD, Phase, Rules, Watch
from showup.engine.together import Step
from showup.model import Verdict

__all__ = ["begin_in_series", "follow_answer", "others_of_series", "said_of_series"]


def said_of_series(watches: Mapping[str, Watch]) -> Mapping[str, Verdict]:
    """By UID of a series, what the person said of its occurrences; of the latest, should they differ."""
    answered = (
        w for w in watches.values() if w.by_person is not None and w.interview.occurrence.recurrence_id is not None
    )
    ordered = sorted(answered, key=lambda watch: (watch.plan.due, watch.key))
    return {watch.interview.occurrence.uid: watch.by_person for watch in ordered if watch.by_person is not None}


def begin_in_series(given: Seen, now: datetime, rules: Rules) -> Decision:
    """A new watch. The person may have said already what it is, of another occurrence."""
    interview = in_zone(as_the_person_says(given.interview, given.by_person), rules.zone)
    new, planned = begin(interview, (given.source,), now, rules, again=given.again)
    new = replace(new, by_person=given.by_person)
    if given.by_person is not Verdict.NO:
        return Decision(new, (), (planned,))
    return Decision(replace(new, phase=Phase.DISMISSED), (), (Note("dismissed", {"way": "series"}),))


def others_of_series(was: Watch, became: Watch, watches: Mapping[str, Watch], now: datetime) -> Step:
    """What an answer about one occurrence, which `became` of what it `was`, means for the others that are not over."""
    occurrence = became.interview.occurrence
    if occurrence.recurrence_id is None or became.by_person is was.by_person:
        return
    leaders: dict[str, Watch] = {}
    for watch in watches.values():
        if watch.interview.occurrence.uid == occurrence.uid and watch.key != became.key:
            leader = watches.get(watch.twin or watch.key, watch)
            leaders[leader.key] = leader
    leaders.pop(became.key, None)
    said = OfSeries(became.by_person, became.interview.judgement.verdict)
    for key, watch in sorted(leaders.items()):
        if watch.by_person is not became.by_person and now < watch.plan.over_at:
            yield key, said


def follow_answer(watch: Watch, given: OfSeries, now: datetime, rules: Rules) -> Decision:
    """As if it had been said of this one, unless it is confirmed, called off or in a case: there the person has seen to it."""
    by_this_word = watch.phase is Phase.DISMISSED and (watch.by_person is Verdict.NO or watch.ruled_out)
    if watch.phase not in AHEAD and not by_this_word:
        return Decision(watch)
    told = replace(watch, by_person=given.by_person, before=None, undo_until=None)
    silence: tuple[Intent, ...] = (Silence(),) if watch.attempt else ()
    if given.by_person is Verdict.NO:
        gone = replace(told, phase=Phase.DISMISSED, ring_at=None)
        return Decision(gone, silence, (Note("dismissed", {"way": "series"}),))
    judged = replace(watch.interview.judgement, verdict=given.verdict)
    told = replace(told, interview=replace(watch.interview, judgement=judged))
    if watch.phase in AHEAD and watch.plan.soft is (given.verdict is not Verdict.INTERVIEW):
        return Decision(told)
    armed, planned = rearm(replace(told, off=None), now, rules)
    return Decision(armed, silence, (planned,))
