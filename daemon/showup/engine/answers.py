"""What the person's answers do to one interview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from showup.engine import cases, steps
from showup.engine.helping import reassured
from showup.engine.inputs import Answered, Do, Stepped, Why
from showup.engine.intents import Decision, Intent, Note, Silence, Tell, WriteDraft
from showup.engine.planning import rearm
from showup.engine.state import AHEAD, IN_CASE, CaseWhy, Phase, Rules, Step, Watch
from showup.ladder import Until
from showup.model import DraftKind, Verdict

__all__ = ["UNDO_FOR", "answer"]

UNDO_FOR = timedelta(minutes=15)
"""How long an answer can be taken back."""

_LATE_FROM = timedelta(hours=1)
_LONGEST_SNOOZE = timedelta(hours=2)


def answer(watch: Watch, given: Answered | Stepped, now: datetime, rules: Rules) -> Decision:
    """Take an answer. One that was given to an alarm of an earlier generation is refused: it was about another time."""
    if given.generation is not None and given.generation != watch.generation:
        return _refused(watch, "That alarm was about an earlier time; the appointment has moved since.")
    if isinstance(given, Answered) and given.do is Do.UNDO:
        return _undo(watch, now, rules)
    decision = reassured(_step_or_answer(watch, given, now, rules))
    if decision.refused or decision.watch == watch or _is_afterthought(given):
        return decision
    before = replace(watch, before=None, undo_until=None)
    return replace(decision, watch=replace(decision.watch, before=before, undo_until=now + UNDO_FOR))


def _is_afterthought(given: Answered | Stepped) -> bool:
    """What is said after the end of a case leaves the answer that ended it to be taken back."""
    return isinstance(given, Stepped) and given.step is Step.CAUSE


def _step_or_answer(watch: Watch, given: Answered | Stepped, now: datetime, rules: Rules) -> Decision:
    if isinstance(given, Stepped):
        return steps.step(watch, given, now, rules)
    return _ANSWERS[given.do](watch, given, now, rules)


def _refused(watch: Watch, reply: str) -> Decision:
    return Decision(watch, reply=reply, refused=True)


def _confirm(watch: Watch, given: Answered, now: datetime, rules: Rules) -> Decision:
    if watch.phase in IN_CASE and watch.case and watch.case.step is Step.ATTENDED:
        return steps.step(watch, Stepped(Step.ATTENDED, "yes", given.way), now, rules)
    if watch.phase is Phase.CONFIRMED:
        return Decision(watch, reply="You have said so already: nothing rings any more.")
    if watch.phase not in AHEAD:
        return _refused(watch, f"It is {watch.phase.value}: there is nothing to confirm.")
    if watch.interview.is_deadline:
        return _refused(watch, "This is a deadline: say `showup done` when you have handed it in.")
    if now < watch.plan.confirm_from and not given.early:
        return _too_early(watch, given, now, rules)
    by_person = Verdict.INTERVIEW if watch.plan.soft else watch.by_person
    watch = replace(watch, phase=Phase.CONFIRMED, ring_at=None, quiet=True, by_person=by_person)
    note = Note("confirmed", {"way": given.way})
    return Decision(watch, (Silence(), Tell("confirmed")), (note,), "You are there: nothing rings any more. Good luck!")


def _too_early(watch: Watch, given: Answered, now: datetime, rules: Rules) -> Decision:
    since = watch.plan.confirm_from.astimezone(rules.zone)
    word = (
        f'"I\'m there" counts from {since:%H:%M}; taken as "I know". The alarms go on (`showup here --early` insists).'
    )
    if not watch.attempt:
        return Decision(watch, (), (Note("acknowledged", {"way": given.way}),), word)
    return replace(_ack(watch, given, now, rules), reply=word)


def _ack(watch: Watch, given: Answered, now: datetime, rules: Rules) -> Decision:
    if watch.phase in IN_CASE:
        return Decision(watch, (Silence(),), (), "Silenced. The case stays open (`showup recover`).")
    if watch.phase not in AHEAD or watch.alarm is None or not watch.attempt:
        return Decision(watch, (Silence(),), (), "Nothing of it rings now; its next alarm comes as planned.")
    if watch.alarm.until is Until.CONFIRMED:
        return _pause(watch, now, rules.policy.pause, Note("acknowledged", {"way": given.way}))
    note = Note("acknowledged", {"way": given.way, "rung": watch.alarm.rung})
    return Decision(replace(watch, ring_at=None, quiet=True), (Silence(),), (note,), "Silenced up to the next alarm.")


def _snooze(watch: Watch, given: Answered, now: datetime, rules: Rules) -> Decision:
    if watch.phase not in AHEAD or watch.alarm is None or not watch.attempt:
        return _refused(watch, "Nothing of it rings: there is nothing to snooze.")
    pause = timedelta(minutes=min(given.minutes, 1440)) if given.minutes is not None else rules.policy.pause
    if not timedelta(0) < pause <= _LONGEST_SNOOZE:
        return _refused(watch, "A snooze lasts from one minute to two hours.")
    return _pause(watch, now, pause, Note("snoozed", {"way": given.way}))


def _pause(watch: Watch, now: datetime, pause: timedelta, note: Note) -> Decision:
    """Silence that ends by itself. The next rung ends it too: a snooze never swallows a stronger alarm."""
    until = now + pause
    detail = note.detail | {"rung": watch.alarm.rung if watch.alarm else None, "until": until.isoformat()}
    minutes = f"{round(pause.total_seconds() / 60)} min"
    paused = replace(watch, ring_at=until, quiet=True)
    return Decision(
        paused, (Silence(),), (Note(note.what, detail),), f"Silenced for {minutes}, or up to the next alarm."
    )


def _late(watch: Watch, given: Answered, now: datetime, rules: Rules) -> Decision:
    if watch.phase not in AHEAD:
        return _refused(watch, f"It is {watch.phase.value}: a running-late note has no use any more.")
    if watch.interview.is_deadline or now < watch.plan.due - _LATE_FROM:
        return _refused(watch, "You cannot be late for it yet: if you cannot make it, say `showup cant`.")
    reply = 'A line to them is drafted (`showup draft`). Send it or call now, then press "I\'m there" when you are.'
    if not watch.ringing:
        return Decision(watch, (WriteDraft(DraftKind.RUNNING_LATE),), (), reply)
    paused = _pause(watch, now, rules.policy.pause, Note("snoozed", {"way": given.way, "late": True}))
    return replace(paused, intents=(*paused.intents, WriteDraft(DraftKind.RUNNING_LATE)), reply=reply)


def _done(watch: Watch, given: Answered, now: datetime, rules: Rules) -> Decision:  # noqa: ARG001 one shape for all answers
    if not watch.interview.is_deadline:
        return _refused(watch, "It is no deadline: say `showup here` when you are there.")
    if watch.phase in IN_CASE:
        return replace(cases.close(watch, "attended after all"), reply="Handed in after all: the case is closed.")
    if watch.phase not in AHEAD:
        return _refused(watch, f"It is {watch.phase.value} already.")
    note = Note("confirmed", {"way": given.way, "done": True})
    watch = replace(watch, phase=Phase.CONFIRMED, ring_at=None, quiet=True)
    return Decision(watch, (Silence(), Tell("confirmed")), (note,), "Handed in: nothing rings any more.")


def _not_mine(watch: Watch, given: Answered, now: datetime, rules: Rules) -> Decision:  # noqa: ARG001
    note = Note("dismissed", {"way": given.way})
    notes: tuple[Note, ...] = (note,)
    intents: tuple[Intent, ...] = (Silence(),)
    if watch.phase in IN_CASE:
        closed = cases.close(watch, "not mine")
        watch, intents, notes = closed.watch, closed.intents, (note, *closed.notes)
    elif watch.is_doubted:
        off = watch.off or ("", Why.CANCELLED.value)
        watch = replace(watch, phase=Phase.DISMISSED, ring_at=None, vanished=False, off=off)
        return Decision(watch, intents, notes, "Remembered: it is off. At another time it would ring again.")
    watch = replace(watch, phase=Phase.DISMISSED, ring_at=None, by_person=Verdict.NO)
    return Decision(watch, intents, notes, "Remembered: this is no interview of yours.")


def _mine(watch: Watch, given: Answered, now: datetime, rules: Rules) -> Decision:  # noqa: ARG001
    if watch.phase in AHEAD and not watch.plan.soft:
        word = "Its alarms go on." if watch.off or watch.unread else "It is watched as an interview already."
        return Decision(replace(watch, by_person=Verdict.INTERVIEW, off=None), reply=word)
    if watch.phase in IN_CASE or watch.phase in {Phase.CONFIRMED, Phase.ATTENDED, Phase.CLOSED}:
        return _refused(watch, f"It is {watch.phase.value}: it was taken for an interview already.")
    off = None if watch.ruled_out else watch.off
    watch = replace(watch, by_person=Verdict.INTERVIEW, phase=Phase.EXPECTED, vanished=False, case=None, off=off)
    armed, planned = rearm(watch, now, rules)
    over = armed.plan.missed_at is not None and now >= armed.plan.missed_at
    word = "Then it is over: were you there?" if over else "Its alarms are set."
    return Decision(armed, (Silence(),), (planned,), f"Remembered: it is an interview. {word}")


def _cant(watch: Watch, given: Answered, now: datetime, rules: Rules) -> Decision:
    if watch.phase not in {Phase.EXPECTED, Phase.LATE, Phase.CONFIRMED}:
        return _refused(watch, f"It is {watch.phase.value}.")
    if now >= watch.plan.due:
        return _missed(watch, given, now, rules)
    decision = cases.open_case(watch, CaseWhy.CANT, now)
    wanted = "more time" if watch.interview.is_deadline else "another date"
    reply = f"Better now than not at all: a request for {wanted} is drafted (`showup recover`)."
    reason = {"reason": given.reason} if given.reason else {}
    told = tuple(Note(note.what, note.detail | reason) for note in decision.notes)
    return replace(decision, notes=told, reply=reply)


def _missed(watch: Watch, given: Answered, now: datetime, rules: Rules) -> Decision:
    if watch.phase in IN_CASE and watch.case and watch.case.step is Step.ATTENDED:
        return steps.step(watch, Stepped(Step.ATTENDED, "no", given.way), now, rules)
    if watch.phase in AHEAD and now < watch.plan.due:
        return _refused(watch, "It has not begun: if you cannot make it, say `showup cant`.")
    if watch.phase is Phase.CONFIRMED and now < watch.plan.due:
        return _cant(watch, given, now, rules)
    if watch.phase not in {Phase.LATE, Phase.EXPECTED, Phase.CONFIRMED, Phase.ATTENDED, Phase.PASSED}:
        return _refused(watch, f"It is {watch.phase.value}.")
    opened = cases.open_case(
        replace(watch, vanished=False), CaseWhy.TOLD, now, before=(Note("missed", {"way": given.way}),)
    )
    return replace(opened, reply="That can be mended. The first drafts are ready: `showup recover`.")


def _undo(watch: Watch, now: datetime, rules: Rules) -> Decision:
    """Back to how it was before the last answer, with today's facts: alarms of a new generation, a case with its drafts."""
    before = watch.before
    if before is None or watch.undo_until is None or now > watch.undo_until:
        return _refused(watch, "There is no answer of the last 15 minutes to take back.")
    live = watch.case.drafts if watch.case else ()
    judged = replace(watch.interview.judgement, verdict=before.interview.judgement.verdict)
    interview = replace(watch.interview, judgement=judged)
    said = replace(before, interview=interview, sources=watch.sources, stands_in_for=watch.stands_in_for)
    said = replace(said, put_to=watch.put_to, off=watch.off, unread=watch.unread, used=watch.used)
    said = replace(said, helper_at=watch.helper_at, helper_waits=watch.helper_waits)
    watch = replace(said, generation=watch.generation, overlaps=watch.overlaps, clash_at=watch.clash_at)
    watch, drafts = cases.redraft(watch, watch.case.drafts if watch.case else (), live)
    notes: tuple[Note, ...] = (Note("undone"),)
    if watch.phase in AHEAD:
        watch, planned = rearm(watch, now, rules)
        notes = (*notes, planned)
    return Decision(watch, (Silence(), *drafts), notes, "Taken back: it is as it was before your last answer.")


_ANSWERS: dict[Do, Callable[[Watch, Answered, datetime, Rules], Decision]] = {
    Do.CONFIRM: _confirm,
    Do.ACK: _ack,
    Do.SNOOZE: _snooze,
    Do.LATE: _late,
    Do.DONE: _done,
    Do.NOT_MINE: _not_mine,
    Do.MINE: _mine,
    Do.CANT: _cant,
    Do.MISSED: _missed,
}
