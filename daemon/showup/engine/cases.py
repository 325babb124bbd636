"""Recovery cases: opening, asking, taking the answers, closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from showup.engine.inputs import Stepped
from showup.engine.intents import Decision, Intent, Nag, Note, OpenCase, Silence, WithdrawDrafts, WriteDraft
from showup.engine.state import IN_CASE, Answer, Case, CaseWhy, Phase, Step, Watch
from showup.model import DraftKind

__all__ = ["OUTCOMES", "close", "nag", "open_case", "step"]

OUTCOMES = ("rescheduled", "declined", "withdrawn", "no answer", "attended after all", "not mine")

_NAGS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 45, 120, 300, 24 * 60, 48 * 60, 96 * 60))
_ORDER = tuple(Step)


def open_case(watch: Watch, why: CaseWhy, now: datetime, *, before: tuple[Note, ...] = ()) -> Decision:
    """A case begins. Its first drafts exist at once, in showup's own folder; nothing is presumed about the person."""
    first = Step.ATTENDED if why is CaseWhy.MISSED else Step.GATHER
    phase = Phase.MISSED if why is CaseWhy.MISSED else Phase.RECOVERING
    case = Case(why, now, first, nag_at=now + _NAGS[0])
    if why is CaseWhy.TOLD:
        case = replace(case, answers=(Answer(Step.ATTENDED, "no", now),))
    watch = replace(watch, phase=phase, case=case, ring_at=None)
    drafts = tuple(WriteDraft(kind) for kind in _first_drafts(watch, why))
    note = Note("case", {"step": first.value, "why": why.value})
    return Decision(watch, (Silence(), OpenCase(first), *drafts), (*before, note))


def _first_drafts(watch: Watch, why: CaseWhy) -> tuple[DraftKind, ...]:
    if watch.interview.is_deadline:
        return (DraftKind.EXTENSION,)
    if why is CaseWhy.CANT:
        return DraftKind.RESCHEDULE, DraftKind.CALL_SCRIPT
    return DraftKind.EMAIL, DraftKind.CALL_SCRIPT, DraftKind.VOICEMAIL


def nag(watch: Watch, now: datetime) -> Decision:
    """Ask again when it is time; the pauses grow, and after four days only the status shows the case."""
    case = watch.case
    if case is None or case.nag_at is None or now < case.nag_at:
        return Decision(watch)
    count = sum(1 for offset in _NAGS if case.opened_at + offset <= now)
    following = next((case.opened_at + offset for offset in _NAGS if case.opened_at + offset > now), None)
    watch = replace(watch, case=replace(case, nags=count, nag_at=following))
    question = Note("asked", {"question": QUESTIONS[case.step], "step": case.step.value})
    return Decision(watch, (Nag(case.step, count),), (question,))


QUESTIONS = {
    Step.ATTENDED: "were you there?",
    Step.GATHER: "have you gathered yourself and looked at the facts?",
    Step.EXPLAIN: "do you want to say why?",
    Step.CALL: "have you called?",
    Step.EMAIL: "have you sent the email?",
    Step.OFFER: "do you want to offer something?",
    Step.REPLY: "was there an answer?",
    Step.CLOSE: "how did it end?",
}


def step(watch: Watch, given: Stepped, now: datetime) -> Decision:
    """Take an answer in the open case."""
    case = watch.case
    if case is None or watch.phase not in IN_CASE:
        return Decision(watch, reply="There is no open case for it.", refused=True)
    if given.step is Step.CLOSE and given.said not in OUTCOMES:
        known = ", ".join(f'"{word}"' for word in OUTCOMES)
        return Decision(watch, reply=f'"{given.said}" is no outcome; it is one of {known}.', refused=True)
    answered = replace(case, answers=(*case.answers, Answer(given.step, given.said, now)))
    if given.step is Step.ATTENDED:
        return _attended(replace(watch, case=answered), given.said, now)
    if given.step is Step.CLOSE:
        return close(replace(watch, case=answered), given.said)
    if given.step is Step.REPLY and given.said == "refused":
        return close(replace(watch, case=answered), "declined")
    if given.step is Step.REPLY and given.said == "new-date":
        return close(replace(watch, case=answered), "rescheduled")
    return _forward(replace(watch, case=answered), given.step, now)


def _attended(watch: Watch, said: str, now: datetime) -> Decision:
    if said == "yes":
        return close(watch, "attended after all")
    if said == "cancelled-by-them":
        return _called_off_by_them(watch)
    decision = _forward(replace(watch, phase=Phase.RECOVERING), Step.ATTENDED, now)
    if said == "interviewer-absent":
        extra: tuple[Intent, ...] = (WithdrawDrafts(), WriteDraft(DraftKind.INTERVIEWER_ABSENT))
        return replace(
            decision, intents=(*decision.intents, *extra), reply="Noted: they did not come. A note to them is drafted."
        )
    return decision


def _called_off_by_them(watch: Watch) -> Decision:
    """Closed rather than cancelled: the calendar may go on carrying it, and it must not be armed again."""
    case = replace(watch.case, outcome="cancelled by them", nag_at=None) if watch.case else None
    watch = replace(watch, phase=Phase.CLOSED, case=case)
    return Decision(
        watch, (Silence(), WithdrawDrafts()), (Note("cancelled", {"why": "by them"}),), "Noted: they called it off."
    )


def _forward(watch: Watch, done: Step, now: datetime) -> Decision:
    """The step after the one just answered waits; an answer to an earlier step does not send the case back."""
    assert watch.case is not None  # noqa: S101 callers hold a case
    following = max(_ORDER[_ORDER.index(done) + 1], watch.case.step, key=_ORDER.index)
    case = replace(watch.case, step=following, nag_at=now + _NAGS[1])
    watch = replace(watch, phase=Phase.RECOVERING, case=case)
    note = Note("case", {"step": following.value, "why": case.why.value})
    return Decision(watch, (Silence(),), (note,), f"Next: {QUESTIONS[following]} (showup recover)")


def close(watch: Watch, outcome: str) -> Decision:
    """End the case with one of OUTCOMES. What was drafted and is not wanted any more is withdrawn."""
    phase = {"attended after all": Phase.ATTENDED, "not mine": Phase.DISMISSED}.get(outcome, Phase.CLOSED)
    case = replace(watch.case, outcome=outcome, nag_at=None) if watch.case else None
    watch = replace(watch, phase=phase, case=case, ring_at=None)
    intents: tuple[Intent, ...] = (Silence(),)
    if outcome in {"attended after all", "not mine"}:
        intents = (Silence(), WithdrawDrafts())
    return Decision(watch, intents, (Note("closed", {"outcome": outcome}),), f"Closed: {outcome}.")
