"""What the calendars do to one interview: it is there, it moves, it is called off, it comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from showup.engine import copies
from showup.engine.cases import close
from showup.engine.inputs import Gone, Seen, Why
from showup.engine.intents import Decision, Note, Silence, Tell, WithdrawDrafts
from showup.engine.local_time import as_known, in_zone
from showup.engine.planning import as_the_person_says, follow, laid, rearm, relay
from showup.engine.series import begin_in_series
from showup.engine.state import AHEAD, IN_CASE, Phase, Rules, Watch
from showup.ladder import due_at
from showup.model import Interview, Verdict

__all__ = ["demoted", "gone", "seen", "unread", "woke"]


def seen(watch: Watch | None, given: Seen, now: datetime, rules: Rules) -> Decision:
    """A source carries the interview with these facts."""
    if watch is None:
        return begin_in_series(given, now, rules)
    interview = as_known(as_the_person_says(given.interview, watch.by_person), watch.interview, rules.zone)
    watch = _still_read(watch, rules, given.source)
    if _disagrees(watch, given.source, interview, now):
        return _disputed(watch, given.source, interview, now, rules)
    return _said(_led(watch, given.source, due_at(interview)), given.source, interview, now, rules)


def _said(watch: Watch, source: str, interview: Interview, now: datetime, rules: Rules) -> Decision:
    """What the one that leads says; what another says is only known of."""
    if watch.sources and watch.sources[0] != source:
        return Decision(watch)
    if watch.sources and interview == watch.interview and watch.phase is not Phase.CANCELLED:
        return Decision(watch)  # nothing new, as at nearly every sync
    updated = replace(watch, interview=interview, sources=watch.sources or (source,))
    if watch.ruled_out:
        return _stands_again(updated, now, rules)
    if watch.phase is Phase.DISMISSED and not (_is_only_off(watch) and _has_moved(watch, interview)):
        return Decision(updated)
    if _has_moved(watch, interview):
        return _moved(watch, updated, now, rules)
    if watch.phase is Phase.CANCELLED:
        return _restored(updated, now, rules) if now < watch.plan.over_at else Decision(updated)
    if watch.phase is Phase.CONFIRMED:
        return Decision(replace(updated, plan=laid(updated, rules)))
    if watch.phase not in AHEAD:
        return Decision(updated)
    if interview.is_deadline != watch.interview.is_deadline:
        armed, planned = rearm(updated, now, rules)  # another ladder altogether
        return Decision(armed, (Silence(),), (planned,))
    relaid, notes = relay(updated, now, rules)
    return Decision(relaid, (), notes)


def _stands_again(updated: Watch, now: datetime, rules: Rules) -> Decision:
    """The person's rules let it be one again: what they have just changed they need not be told."""
    if now >= laid(updated, rules).over_at:
        return Decision(updated)
    armed, planned = rearm(replace(updated, off=None), now, rules)
    return Decision(armed, (), (planned,))


def _still_read(watch: Watch, rules: Rules, source: str | None = None) -> Watch:
    """Only calendars that are still read have a say: one that was taken out of the configuration, or is called by another name
    now, must not freeze the interview. When none is left it stays as it was last known, until `source` has it.
    """
    sources = tuple(filter(rules.reads, watch.sources)) or (() if source is None else (source,))
    if sources == watch.sources or not sources or all(map(rules.reads, watch.sources)):
        return watch
    said = tuple((name, due) for name, due in watch.put_to if name in sources[1:])
    first = watch.stands_in_for if watch.stands_in_for in sources[1:] else None
    return replace(watch, sources=sources, put_to=said, stands_in_for=first, unread=False)


def _disagrees(watch: Watch, source: str, interview: Interview, now: datetime) -> bool:
    """A calendar that is read for the first time has it at another time than the others: who is right?"""
    due = due_at(interview)
    same = due == watch.plan.due or interview.occurrence.all_day != watch.interview.occurrence.all_day
    new = bool(watch.sources) and source not in watch.sources
    return new and not same and watch.phase is Phase.EXPECTED and now < min(due, watch.plan.due)


def _disputed(watch: Watch, source: str, interview: Interview, now: datetime, rules: Rules) -> Decision:
    """The one that was revised last leads; where nobody says, the earlier time rings. The person is told in any case."""
    was, due, first = watch.plan.due, due_at(interview), watch.sources[0]
    if _is_surer(interview, watch.interview):
        put_to = {**dict(watch.put_to), first: was}
        led = replace(watch, sources=(source, *watch.sources), stands_in_for=None, put_to=tuple(sorted(put_to.items())))
    else:
        led = _led(watch, source, due)
    taken = _said(led, source, interview, now, rules)
    told = Tell("disagree", says=((first, was), (source, due)))
    asked = {"question": "your calendars have it at different times: which is right?"}
    intents = (*(i for i in taken.intents if not isinstance(i, Tell)), told)
    says = {"says": [{"source": name, "start": at.isoformat()} for name, at in ((first, was), (source, due))]}
    return replace(taken, intents=intents, notes=(*taken.notes, Note("asked", asked | says)))


def _is_surer(one: Interview, other: Interview) -> bool:
    a, b = one.occurrence, other.occurrence
    if a.sequence != b.sequence:
        return a.sequence > b.sequence
    if a.changed is not None and b.changed is not None and a.changed != b.changed:
        return a.changed > b.changed
    return due_at(one) < due_at(other)


def _led(watch: Watch, source: str, due: datetime) -> Watch:
    """One calendar leads, or two copies would fight at every sync: the first one, until another one has it at another time than
    it had it before. For who changes it knows more than who says what they have always said.

    A stand-in that nobody keeps up must not lead for ever: it leads until the one that it stands in for can be read again.
    """
    if not watch.sources or watch.sources[0] == source:
        return watch
    put_to = dict(watch.put_to)
    is_news = put_to.get(source, due) != due != watch.plan.due
    if source == watch.stands_in_for or is_news:
        put_to[watch.sources[0]] = watch.plan.due
        put_to.pop(source, None)
        others = (name for name in watch.sources if name != source)
        return replace(watch, sources=(source, *others), stands_in_for=None, put_to=tuple(sorted(put_to.items())))
    put_to[source] = due
    sources = watch.sources if source in watch.sources else (*watch.sources, source)
    said = tuple(sorted(put_to.items()))
    return watch if (sources, said) == (watch.sources, watch.put_to) else replace(watch, sources=sources, put_to=said)


def _is_only_off(watch: Watch) -> bool:
    """The person said that it is off at its time, not that it is no interview."""
    return watch.off is not None and watch.by_person is not Verdict.NO


def _has_moved(watch: Watch, interview: Interview) -> bool:
    return due_at(interview) != watch.plan.due or interview.occurrence.all_day != watch.interview.occurrence.all_day


def _same_day(watch: Watch, interview: Interview, rules: Rules) -> bool:
    days = {at.astimezone(rules.zone).date() for at in (watch.plan.due, due_at(interview))}
    return len(days) == 1


def _moved(watch: Watch, updated: Watch, now: datetime, rules: Rules) -> Decision:
    """Another time re-arms, and is told."""
    was = watch.plan.due
    again = watch.again or watch.awaits_date
    to = replace(updated, before=None, vanished=False, replaced_by=None, off=None, again=again)
    armed, planned = follow(to, now, rules) if _same_day(watch, updated.interview, rules) else rearm(to, now, rules)
    if now >= armed.plan.over_at and watch.phase not in AHEAD:
        return Decision(updated)
    detail = {"from": was.isoformat(), "to": armed.plan.due.isoformat(), "generation": armed.generation}
    notes = (Note("moved", detail), planned)
    if watch.phase in IN_CASE:
        closed = close(replace(watch, before=None), "rescheduled")
        armed = replace(armed, case=None, undo_until=None)
        return Decision(armed, (*closed.intents, Tell("moved", was)), (*closed.notes, *notes))
    # What a closed case has left in the draft box speaks of the time that is no more.
    stale = (WithdrawDrafts(),) if watch.case and watch.case.drafts else ()
    return Decision(replace(armed, case=None), (Silence(), *stale, Tell("moved", was)), notes)


def _restored(updated: Watch, now: datetime, rules: Rules) -> Decision:
    armed, planned = follow(replace(updated, before=None, vanished=False, replaced_by=None), now, rules)
    return Decision(armed, (Silence(), Tell("restored")), (planned,))


def gone(watch: Watch, given: Gone, now: datetime, rules: Rules) -> Decision:
    """Called off by a source. As long as another one carries it, it goes on: rather an alarm too many."""
    in_words = given.why in {Why.CANCELLED, Why.DECLINED}
    if in_words:
        watch = _still_read(watch, rules, given.source)  # no other calendar that is read knows of it
    if given.source not in watch.sources:
        return Decision(watch)
    others = tuple(name for name in watch.sources if name != given.source and rules.reads(name))
    first = watch.stands_in_for if watch.stands_in_for in others else None
    said = tuple((name, due) for name, due in watch.put_to if name in others[1:])
    updated = replace(watch, sources=others, stands_in_for=first, put_to=said)
    updated = replace(updated, off=(given.source, given.why.value)) if in_words else updated
    if others:
        return _doubted(updated, given.why, now)
    if given.why in {Why.CHANGED, Why.RULED} and watch.by_person is not None:
        return Decision(watch)
    if watch.phase not in AHEAD | IN_CASE | {Phase.CONFIRMED}:
        return Decision(updated)
    if now >= watch.plan.over_at and given.why in {Why.VANISHED, Why.CHANGED, Why.RULED}:
        return Decision(updated)
    if given.why is Why.RULED:
        return _ruled_out(watch, updated, given.source)
    return _off(updated, given.why, now)


def _ruled_out(watch: Watch, updated: Watch, source: str) -> Decision:
    """A rule of the person makes it none. That it silences what is surely one by itself is said, once."""
    if watch.phase not in AHEAD:
        return Decision(watch)
    surely = not watch.plan.soft and not watch.interview.judgement.rule
    dismissed = replace(updated, phase=Phase.DISMISSED, ring_at=None, before=None, off=(source, Why.RULED.value))
    told = (Tell("ruled"),) if surely else ()
    return Decision(dismissed, (Silence(), *told), (Note("dismissed", {"way": "rule"}),))


def _doubted(watch: Watch, why: Why, now: datetime) -> Decision:
    """One calendar says in words that it is off, another one still has it."""
    if why is not Why.CANCELLED or watch.phase not in AHEAD | {Phase.CONFIRMED} or now >= watch.plan.over_at:
        return Decision(watch)
    return copies.doubted(watch, watch)


def unread(watch: Watch, now: datetime) -> Decision:
    """None of the calendars that are read has it: it may have been moved or called off where nobody looks any more."""
    if watch.unread or watch.phase not in AHEAD or now >= watch.plan.over_at:
        return Decision(watch)
    question = Note("asked", {"question": "no calendar that is read has it any more: is it on?"})
    says = tuple((name, watch.plan.due) for name in watch.sources)
    return Decision(replace(watch, unread=True), (Tell("unread", says=says),), (question,))


def _off(watch: Watch, why: Why, now: datetime) -> Decision:
    if watch.phase in IN_CASE and why is not Why.CANCELLED:
        return Decision(watch)
    if watch.phase in IN_CASE and now >= watch.plan.due:
        # After a no-show the other side tidies its calendar: that ends the appointment, not the recovery.
        return Decision(watch, (Tell("cancelled"),))
    vanished = why in {Why.VANISHED, Why.CHANGED}
    asked = "no interview any more?" if why is Why.CHANGED else "gone from your calendar: still on?"
    question = (Note("asked", {"question": asked}),) if vanished else ()
    withdraw = (WithdrawDrafts(),) if watch.case else ()
    off = replace(watch, phase=Phase.CANCELLED, ring_at=None, vanished=vanished, before=None, case=None)
    if now >= watch.plan.over_at:
        return Decision(off, (Silence(), *withdraw), (Note("cancelled", {"why": why.value}),))
    told = Tell(why.value if vanished else "cancelled")
    return Decision(off, (Silence(), told, *withdraw), (Note("cancelled", {"why": why.value}), *question))


def demoted(watch: Watch, source: str) -> Decision:
    """The source that leads cannot be read: if another one carries the interview too, that one leads meanwhile."""
    if len(watch.sources) < 2 or watch.sources[0] != source:
        return Decision(watch)
    first = watch.stands_in_for or source
    said = (*((name, due) for name, due in watch.put_to if name != watch.sources[1]), (source, watch.plan.due))
    return Decision(
        replace(watch, sources=(*watch.sources[1:], source), stands_in_for=first, put_to=tuple(sorted(said)))
    )


def woke(watch: Watch, now: datetime, rules: Rules, *, other_rules: bool) -> Decision:
    """The zone may be another one: rungs at a local time follow it, and what stands at a time on the wall moves with its
    ladder. The clock may have been set back: what it had declared over or late before its time is ahead again.
    """
    watch = _still_read(watch, rules) if other_rules else watch
    here = in_zone(watch.interview, rules.zone) if other_rules else watch.interview
    if here.occurrence.start != watch.interview.occurrence.start:
        return _followed(watch, here, now, rules)
    if _hasty(watch, now):
        return _ahead_again(watch, now, rules)
    if not other_rules or watch.phase not in AHEAD:
        return Decision(watch)
    relaid, notes = relay(watch if here is watch.interview else replace(watch, interview=here), now, rules)
    return Decision(relaid, (), notes)


def _followed(watch: Watch, here: Interview, now: datetime, rules: Rules) -> Decision:
    """A floating or all-day entry, and the person in another zone. Its time on the wall is the same, so nobody is told that
    it has moved; its instants are others, so its alarms get a new generation. What is over stays where it was.
    """
    there = replace(watch, interview=here)
    there = replace(there, plan=laid(there, rules))
    if _hasty(there, now):
        return _ahead_again(there, now, rules)
    if watch.phase in AHEAD:
        armed, planned = follow(replace(watch, interview=here), now, rules)
        return Decision(armed, (Silence(),), (planned,))
    # A confirmation belongs to the instant that it was given for: a zone that flaps must not take it back.
    return Decision(there if watch.phase in {Phase.CANCELLED, Phase.DISMISSED} else watch)


def _ahead_again(watch: Watch, now: datetime, rules: Rules) -> Decision:
    withdraw = (WithdrawDrafts(),) if watch.case else ()
    here = in_zone(watch.interview, rules.zone)  # what was over stayed where it was; now it is ahead, and follows
    armed, planned = rearm(replace(watch, interview=here, case=None, before=None), now, rules)
    return Decision(armed, (Silence(), *withdraw), (planned,))


def _hasty(watch: Watch, now: datetime) -> bool:
    plan, case = watch.plan, watch.case
    if watch.phase is Phase.MISSED:
        unanswered = case is not None and not case.answers
        return unanswered and plan.missed_at is not None and now < plan.missed_at
    if watch.phase is Phase.PASSED:
        return now < (plan.missed_at or plan.over_at)
    if watch.phase is Phase.LATE and now < plan.due:
        return True
    return watch.phase in AHEAD and watch.begun_at is not None and now < watch.begun_at
