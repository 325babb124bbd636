"""The answers at the steps of a case, and which step waits then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from showup.engine.cases import close, first_drafts, question, redraft
from showup.engine.follow_ups import callable_again, next_asked, with_draft
from showup.engine.inputs import Stepped
from showup.engine.intents import Decision, Note, Silence, WithdrawDrafts, WriteDraft
from showup.engine.state import IN_CASE, Answer, Case, Cause, Phase, Rules, Step, Watch
from showup.model import DraftKind

__all__ = ["ATTENDED", "step"]

ATTENDED = ("yes", "no", "interviewer-absent", "cancelled-by-them")
"""The answers to "were you there?"."""
_OUTCOMES = ("rescheduled", "declined", "withdrawn", "no answer", "attended after all", "not mine")
_REPLIES = ("new-date", "refused", "none")
_CALLED = ("reached", "voicemail", "no-answer", "no-number", "done", "skipped")
_EMERGENCY = "emergency"
"""Said at the step "gather": nobody is asked any more, and somebody else can write."""

_ALLOWED = {
    Step.ATTENDED: ATTENDED,
    Step.CALL: _CALLED,
    Step.REPLY: _REPLIES,
    Step.CLOSE: _OUTCOMES,
    Step.CAUSE: tuple(cause.value for cause in Cause),
}
_SKIPPED = "skipped"
_NOTHING = frozenset({"", "no", "none", "nothing", "done", "skipped"})
_ORDER = tuple(Step)
_MOST_CALLS = 2
_PAUSE, _BRIEF_PAUSE = timedelta(minutes=3), timedelta(seconds=20)
_SOON, _AFTER_A_CALL = timedelta(minutes=15), timedelta(minutes=30)
_SPOKEN = frozenset({DraftKind.CALL_SCRIPT, DraftKind.VOICEMAIL})
_FIRST = frozenset({DraftKind.EMAIL, DraftKind.RESCHEDULE, DraftKind.EXTENSION, DraftKind.INTERVIEWER_ABSENT})


def step(watch: Watch, given: Stepped, now: datetime, rules: Rules) -> Decision:
    """Take an answer in the open case, or the cause of one that has ended."""
    case = watch.case
    if given.step is Step.CAUSE:
        return _learned(watch, given, now)
    if case is None or watch.phase not in IN_CASE:
        return _refused(watch, "There is no open case for it.")
    if fault := _fault(given, now):
        return _refused(watch, fault)
    if given.recipient and given.step is Step.EMAIL:
        return _addressed(watch, case, given.recipient)
    case = replace(case, answers=(*case.answers, Answer(given.step, given.said, now)))
    watch = replace(watch, case=case)
    return _TAKEN[given.step](watch, case, given, now, rules)


def _fault(given: Stepped, now: datetime) -> str:
    """Why this is no answer here; empty when it is one."""
    allowed = _ALLOWED.get(given.step)
    if allowed is not None and given.said not in allowed:
        known = ", ".join(f'"{word}"' for word in allowed)
        return f'"{given.said}" is no answer here; it is one of {known}.'
    if given.start is not None and given.start <= now:
        return "The new date is in the past. Say when it really is."
    return ""


def _refused(watch: Watch, reply: str) -> Decision:
    return Decision(watch, reply=reply, refused=True)


def _learned(watch: Watch, given: Stepped, now: datetime) -> Decision:
    """Why it was missed; a later word replaces an earlier one."""
    case = watch.case
    if case is None or not case.has_a_cause:
        return _refused(watch, "The cause is asked for when a case of a missed interview has ended.")
    if fault := _fault(given, now):
        return _refused(watch, fault)
    answers = (*case.answers, Answer(Step.CAUSE, given.said, now))
    return Decision(replace(watch, case=replace(case, answers=answers, cause=Cause(given.said))), reply="Noted.")


def _addressed(watch: Watch, case: Case, recipient: str) -> Decision:
    """Letters that are still to be sent go to whom the person confirms; never to an address with signs of fraud."""
    from showup.recovery import why_not_to  # noqa: PLC0415 wanted once in weeks

    if why_not := why_not_to(watch.interview, recipient):
        return _refused(watch, why_not)
    anew = (kind for kind in case.drafts if kind not in _SPOKEN and (kind not in _FIRST or case.emailed_at is None))
    watch = replace(watch, case=replace(case, recipient=recipient.strip()))
    return Decision(watch, tuple(WriteDraft(kind) for kind in anew), (), f"The drafts go to {recipient.strip()}.")


# ------------------------------------------------------------------- steps


def _attended(watch: Watch, case: Case, given: Stepped, now: datetime, _rules: Rules) -> Decision:
    if given.said == "yes":
        return close(watch, "attended after all")
    if given.said == "cancelled-by-them":
        return _called_off_by_them(watch, case)
    absent = given.said == "interviewer-absent"
    kinds = (DraftKind.INTERVIEWER_ABSENT,) if absent else first_drafts(watch, case.why)
    watch, drafts = redraft(watch, kinds, case.drafts)
    case = watch.case or case
    pause = _BRIEF_PAUSE if now < watch.interview.occurrence.end else _PAUSE
    following = _after(case, Step.EXPLAIN) if absent else _later(Step.GATHER, case)
    decision = _wait_at(watch, case, following, now + pause)
    reply = f"Noted: they did not come. A note to them is drafted. {decision.reply}" if absent else decision.reply
    return replace(decision, intents=(*decision.intents, *drafts), reply=reply)


def _called_off_by_them(watch: Watch, case: Case) -> Decision:
    """Closed rather than cancelled: the calendar may go on carrying it, and it must not be armed again."""
    watch = replace(watch, phase=Phase.CLOSED, case=replace(case, outcome="cancelled by them", nag_at=None, drafts=()))
    notes = (Note("cancelled", {"why": "by them"}),)
    return Decision(watch, (Silence(), WithdrawDrafts()), notes, "Noted: they called it off.")


def _gathered(watch: Watch, case: Case, given: Stepped, now: datetime, _rules: Rules) -> Decision:
    """In an emergency nothing asks any more. What is ready waits, also a note that somebody else can send."""
    if given.said != _EMERGENCY:
        return _wait_at(watch, case, _later(Step.EXPLAIN, case), now + _SOON)
    case, note = with_draft(replace(case, nag_at=None), DraftKind.DELEGATE_NOTE)
    watch = replace(watch, phase=Phase.RECOVERING, case=case)
    reply = "Look after what matters now. Somebody else can send the note that is drafted; nothing will ask you."
    return Decision(watch, (Silence(), note), _noted(case, case.step), reply)


def _said_more(watch: Watch, case: Case, given: Stepped, now: datetime, rules: Rules) -> Decision:
    """The drafts that are still to be used are written anew with what is to be said of the cause, or offered."""
    offered = given.step is Step.OFFER and given.said.casefold() not in _NOTHING
    case = replace(case, explanation=given.explanation or case.explanation, offer=given.said if offered else case.offer)
    sent = case.emailed_at is not None
    anew = tuple(kind for kind in case.drafts if kind in _SPOKEN or not sent)
    following = _after(case, given.step)
    waiting = following is Step.REPLY
    decision = _awaiting(watch, case, now, rules) if waiting else _wait_at(watch, case, following, now + _SOON)
    return replace(decision, intents=(*decision.intents, *(WriteDraft(kind) for kind in anew)))


def _called(watch: Watch, case: Case, given: Stepped, now: datetime, rules: Rules) -> Decision:
    tried = case.tried + 1
    case = replace(case, tried=tried, called=given.said != "no-answer" or tried >= _MOST_CALLS)
    if case.emailed_at is None:
        return _wait_at(watch, case, _later(Step.EMAIL, case), now + _AFTER_A_CALL)
    return _both_told(watch, case, now, rules)


def _emailed(watch: Watch, case: Case, given: Stepped, now: datetime, rules: Rules) -> Decision:
    if given.said == _SKIPPED:
        return _both_told(watch, case, now, rules)
    case = replace(case, emailed_at=case.emailed_at or now)
    if case.called or not _has_number(watch):
        return _both_told(watch, case, now, rules)
    decision = _wait_at(watch, case, Step.CALL, callable_again(watch, now, rules))
    return replace(
        decision, reply=f"{decision.reply} Both together do more than either: call when their office is open."
    )


def _both_told(watch: Watch, case: Case, now: datetime, rules: Rules) -> Decision:
    following = _later(Step.OFFER, case)
    if following is Step.OFFER:
        return _wait_at(watch, case, following, now + _SOON)
    return _awaiting(watch, case, now, rules)


def _replied(watch: Watch, case: Case, given: Stepped, now: datetime, rules: Rules) -> Decision:
    if given.said == "refused":
        return _turned_down(watch, replace(case, refused=True))
    if given.said == "none":
        return _awaiting(watch, case, now, rules)
    closed = close(replace(watch, case=replace(case, new_start=given.start)), "rescheduled")
    if given.start is None:
        word = "The new date is watched as soon as your calendar carries it; until then `showup add` does."
        return replace(closed, reply=f"{closed.reply} {word}")
    word = "The new date is watched from now on, and a confirmation is drafted."
    return _with_last_letter(closed, DraftKind.CONFIRMATION, word)


def _turned_down(watch: Watch, case: Case) -> Decision:
    word = "That they decided so is no verdict on you. A short, friendly close is drafted; nothing more is needed."
    return _with_last_letter(close(replace(watch, case=case), "declined"), DraftKind.GRACEFUL_CLOSE, word)


def _with_last_letter(closed: Decision, kind: DraftKind, word: str = "") -> Decision:
    if closed.watch.case is None:
        return closed
    case, letter = with_draft(closed.watch.case, kind)
    watch = replace(closed.watch, case=case)
    return replace(closed, watch=watch, intents=(*closed.intents, letter), reply=f"{closed.reply} {word}".strip())


def _awaiting(watch: Watch, case: Case, now: datetime, rules: Rules) -> Decision:
    """Now it is their turn. They are asked after some working days, not before."""
    asked_at = case.nag_at if case.step is Step.REPLY and case.nag_at and case.nag_at > now else None
    return _wait_at(watch, case, Step.REPLY, asked_at or next_asked(watch, case, now, rules))


def _closed(watch: Watch, case: Case, given: Stepped, now: datetime, rules: Rules) -> Decision:  # noqa: ARG001 one shape for all
    closed = close(watch, given.said)
    if given.said != "declined":
        return closed
    return _with_last_letter(closed, DraftKind.GRACEFUL_CLOSE)


_TAKEN: dict[Step, Callable[[Watch, Case, Stepped, datetime, Rules], Decision]] = {
    Step.ATTENDED: _attended,
    Step.GATHER: _gathered,
    Step.EXPLAIN: _said_more,
    Step.CALL: _called,
    Step.EMAIL: _emailed,
    Step.OFFER: _said_more,
    Step.REPLY: _replied,
    Step.CLOSE: _closed,
}


# ------------------------------------------------------------ which one waits


def _wait_at(watch: Watch, case: Case, following: Step, at: datetime | None) -> Decision:
    case = replace(case, step=following, nag_at=at)
    watch = replace(watch, phase=Phase.RECOVERING, case=case)
    asked = question(following, deadline=watch.interview.is_deadline)
    return Decision(watch, (Silence(),), _noted(case, following), f"Next: {asked} (showup recover)")


def _noted(case: Case, following: Step) -> tuple[Note, ...]:
    return (Note("case", {"step": following.value, "why": case.why.value}),)


def _after(case: Case, done: Step) -> Step:
    return _later(_ORDER[_ORDER.index(done) + 1], case)


def _later(following: Step, case: Case) -> Step:
    """An answer to an earlier step does not send the case back."""
    return max(following, case.step, key=_ORDER.index)


def _has_number(watch: Watch) -> bool:
    judgement = watch.interview.judgement
    by_contact = any(contact.phone and contact.usable for contact in judgement.contacts)
    return by_contact or bool(judgement.phone and not judgement.pin)
