"""What must hold of every change that is committed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.simulation.facts import broken
from tests.simulation.story import meeting_of

from showup.engine import AHEAD, IN_CASE, Gathered, Phase, Ring, Tell, Watch, WithdrawDrafts, WriteDraft
from showup.ladder import due_at
from showup.ledger import Change
from showup.model import DraftKind, Interview, Verdict

if TYPE_CHECKING:
    from tests.simulation.witness import Witness

__all__ = ["ON_CHANGE"]

_OFF = frozenset({Phase.CANCELLED, Phase.DISMISSED})
_BY_TIME = {
    Phase.EXPECTED: {Phase.LATE, Phase.MISSED, Phase.PASSED},
    Phase.LATE: {Phase.MISSED, Phase.PASSED},
    Phase.CONFIRMED: {Phase.ATTENDED},
}
_LATELY = timedelta(days=3)
_OF_NO_CASE = frozenset({DraftKind.RUNNING_LATE})


def time_confirms_dismisses_and_closes_nothing(
    witness: Witness, before: Watch | None, change: Change, now: datetime
) -> None:
    """Only the person confirms, dismisses and closes; time makes late and missed; a calendar calls off and re-arms."""
    was, phase = before.phase if before else None, change.watch.phase
    if was is phase or was is None or witness.kind == "answer":
        return
    lawful = {
        "tick": phase in _BY_TIME.get(was, ()),
        "woke": phase is Phase.EXPECTED,
        "sync": phase in {Phase.EXPECTED, Phase.CANCELLED},
    }.get(witness.kind, False)
    watch = change.watch
    if before is not None and before.twin is not None and watch.twin is None:
        return  # it takes over as the one stood that rang for it
    if phase is Phase.CLOSED and watch.replaced_by is not None:
        lawful = witness.kind == "sync" and was in IN_CASE
    if phase is Phase.PASSED and not (watch.interview.occurrence.all_day or watch.plan.soft):
        lawful = False
    if not lawful:
        broken(time_confirms_dismisses_and_closes_nothing, change.watch, f"it was {was} before a {witness.kind}")


def an_overdue_ladder_rings_once_and_with_its_strongest_rung(
    witness: Witness, before: Watch | None, change: Change, now: datetime
) -> None:
    """One ring at most in a decision, that of the rung whose instant came last; and it says how late it is."""
    rings = [intent for intent in change.intents if isinstance(intent, Ring)]
    if not rings:
        return
    watch = change.watch
    begun = [alarm for alarm in watch.plan.alarms if alarm.at <= now]
    strongest = rings[0].attempt > 1 or (begun and begun[-1].rung == rings[0].rung)
    if len(rings) > 1 or not strongest:
        broken(an_overdue_ladder_rings_once_and_with_its_strongest_rung, watch, f"{rings} at {now}")
    late = next(note.detail["late_s"] for note in change.notes if note.what == "alarm")
    if abs(late - max((now - rings[0].due).total_seconds(), 0)) > 0.01:
        broken(an_overdue_ladder_rings_once_and_with_its_strongest_rung, watch, f"{rings} says {late} s late at {now}")


def a_case_opens_only_for_what_was_missed(
    witness: Witness, before: Watch | None, change: Change, now: datetime
) -> None:
    """Not before the grace is over, not for what was confirmed or called off, not for an unanswered maybe or a whole day."""
    watch = change.watch
    if watch.phase not in IN_CASE or (before and before.phase in IN_CASE) or witness.kind == "answer":
        return
    witness.figures.cases += 1
    plan, judgement = watch.plan, watch.interview.judgement
    missed = plan.missed_at is not None and now >= plan.missed_at and judgement.verdict is Verdict.INTERVIEW
    if not missed or watch.key in witness.confirmed or (before and before.phase not in AHEAD):
        broken(a_case_opens_only_for_what_was_missed, watch, f"a case at {now}, it was {before and before.phase}")


def a_bad_answer_of_a_source_calls_nothing_off(
    witness: Witness, before: Watch | None, change: Change, now: datetime
) -> None:
    """A source that fails, empties, loses most events or was not read to its end calls off only what it says is off."""
    hearing = witness.hearing
    if hearing is None or not hearing.doubtful or before is None or before.phase in _OFF:
        return
    said = hearing.said.by_key.get(change.watch.key)
    if change.watch.phase in _OFF and (said is None or not _is_off(said)):
        broken(
            a_bad_answer_of_a_source_calls_nothing_off, change.watch, f"called off by {hearing.said.source} at {now}"
        )


def nothing_is_called_off_that_a_calendar_carries(
    witness: Witness, before: Watch | None, change: Change, now: datetime
) -> None:
    """As long as one calendar carries it, it goes on."""
    watch = change.watch
    if watch.phase is Phase.CANCELLED and before is not None and before.phase is not Phase.CANCELLED:
        on = [words.get(watch.key) for words in witness.words.values()]
        if any(word is not None and word.occurrence.end > now and not _is_off(word) for word in on):
            broken(nothing_is_called_off_that_a_calendar_carries, watch, f"called off at {now}")


def _is_off(word: Interview) -> bool:
    declined = any(person.partstat == "DECLINED" for person in word.occurrence.attendees)
    return word.occurrence.status == "CANCELLED" or word.judgement.verdict is Verdict.NO or declined


def an_unchanged_calendar_says_nothing(witness: Witness, before: Watch | None, change: Change, now: datetime) -> None:
    """A sync that brings nothing new about an interview tells nothing, re-arms nothing and ends nothing."""
    hearing, watch = witness.hearing, change.watch
    if hearing is None or before is None or watch.key in hearing.changed or watch.key not in hearing.said.by_key:
        return
    words = [before.interview, *(w[watch.key] for w in witness.words.values() if watch.key in w)]
    agree = len({(w.occurrence.start, w.occurrence.end, w.occurrence.status, w.judgement) for w in words}) == 1
    behind = before.phase is Phase.CANCELLED or before.plan.due != due_at(before.interview)
    news = change.intents or watch.generation != before.generation or watch.phase is not before.phase
    if before.twin is not None and watch.twin is None:
        return  # it takes over: another one has gone
    heir = hearing.said.by_key.get(watch.replaced_by or "")
    if before.phase in IN_CASE and heir is not None and _same_meeting(heir, watch):
        return  # its case has found another date
    stands_in = all(
        isinstance(i, Tell | Gathered) and i.what in {"moved", "restored", "conflict"} for i in change.intents
    )
    stands_in = stands_in and (watch.generation, watch.phase) == (
        before.generation,
        before.phase,
    )  # another one is gone, or has come to the same time
    if agree and not behind and news and not stands_in:
        broken(an_unchanged_calendar_says_nothing, watch, f"{change.intents} after {hearing.said.source}")


def _same_meeting(interview: Interview, watch: Watch) -> bool:
    return meeting_of(interview.occurrence.uid) == meeting_of(watch.interview.occurrence.uid)


def the_drafts_are_those_of_the_case(witness: Witness, before: Watch | None, change: Change, now: datetime) -> None:
    """Never two texts that contradict each other, and none left of a case that is no more."""
    watch, live = change.watch, witness.drafts[change.watch.key]
    for intent in change.intents:
        if isinstance(intent, WithdrawDrafts):
            live.clear()
        if isinstance(intent, WriteDraft) and intent.kind not in live:
            live.append(intent.kind)
    kept = set(live) - _OF_NO_CASE
    wanted = set(watch.case.drafts) if watch.case else set()
    if kept != wanted:
        broken(
            the_drafts_are_those_of_the_case,
            watch,
            f"{sorted(kept)} instead of {sorted(wanted)} after a {witness.kind}",
        )


def the_generation_never_goes_back(witness: Witness, before: Watch | None, change: Change, now: datetime) -> None:
    """And a re-armed interview has a new one: an alarm of the old ladder can be told from it."""
    watch = change.watch
    if watch.generation < witness.newest.get(watch.key, 0):
        broken(the_generation_never_goes_back, watch, f"it was {witness.newest[watch.key]}")
    if (
        before is not None
        and before.plan.due != watch.plan.due
        and before.generation == watch.generation
        and watch.phase in AHEAD
    ):
        broken(the_generation_never_goes_back, watch, f"from {before.plan.due} to {watch.plan.due} without a new one")


def a_call_off_is_told_as_a_move_where_another_stands_in_its_place(
    witness: Witness, before: Watch | None, change: Change, now: datetime
) -> None:
    """Not as cancelled, or gone, while the calendar has it at another time under a UID of its own."""
    watch = change.watch
    told = {tell.what for tell in change.intents if isinstance(tell, Tell)} & {"cancelled", "vanished"}
    if not told or witness.laptop is None or before is None or before.since is None or witness.kind != "sync":
        return
    for other in witness.laptop.desk.watches.values():
        same = _same_meeting(other.interview, watch) and meeting_of(watch.interview.occurrence.uid) != "loop"
        carried = any(other.key in words for words in witness.words.values())  # it may go in the very same answer
        new = other.since is not None and before.since < other.since and now - other.since < _LATELY
        free = other.twin is None and other.phase is Phase.EXPECTED and other.plan.due > now and other.key != watch.key
        if same and carried and new and free and not _stands_in_already(witness, other):
            broken(
                a_call_off_is_told_as_a_move_where_another_stands_in_its_place, watch, f"{told}, and {other.key} stands"
            )


def _stands_in_already(witness: Witness, watch: Watch) -> bool:
    known = witness.laptop.desk.watches if witness.laptop else {}
    return any(other.replaced_by == watch.key for other in known.values())


ON_CHANGE = (
    time_confirms_dismisses_and_closes_nothing,
    an_overdue_ladder_rings_once_and_with_its_strongest_rung,
    a_case_opens_only_for_what_was_missed,
    a_bad_answer_of_a_source_calls_nothing_off,
    nothing_is_called_off_that_a_calendar_carries,
    an_unchanged_calendar_says_nothing,
    the_drafts_are_those_of_the_case,
    the_generation_never_goes_back,
    a_call_off_is_told_as_a_move_where_another_stands_in_its_place,
)
