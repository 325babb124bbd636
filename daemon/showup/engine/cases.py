"""Recovery cases: opening, asking, taking the answers, closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from showup.engine.inputs import Stepped
from showup.engine.intents import Decision, Intent, Nag, Note, OpenCase, Silence, WithdrawDrafts, WriteDraft
from showup.engine.state import IN_CASE, Answer, Case, CaseWhy, Phase, Step, Watch
from showup.model import DraftKind

__all__ = ["ATTENDED", "OUTCOMES", "close", "nag", "open_case", "question", "redraft", "step"]

OUTCOMES = ("rescheduled", "declined", "withdrawn", "no answer", "attended after all", "not mine")
ATTENDED = ("yes", "no", "interviewer-absent", "cancelled-by-them")
"""The answers to "were you there?"."""

_NAGS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 45, 120, 300, 24 * 60, 48 * 60, 96 * 60))
_CALM = 2  # who says beforehand that they cannot come is asked from the third pause on
_ORDER = tuple(Step)

_QUESTIONS = {
    Step.ATTENDED: "were you there?",
    Step.GATHER: "have you gathered yourself and looked at the facts?",
    Step.EXPLAIN: "do you want to say why?",
    Step.CALL: "have you called?",
    Step.EMAIL: "have you sent the email?",
    Step.OFFER: "do you want to offer something?",
    Step.REPLY: "was there an answer?",
    Step.CLOSE: "how did it end?",
}


def question(step: Step, *, deadline: bool) -> str:
    """What is asked at a step."""
    return "did you hand it in?" if deadline and step is Step.ATTENDED else _QUESTIONS[step]


def open_case(watch: Watch, why: CaseWhy, now: datetime, *, before: tuple[Note, ...] = ()) -> Decision:
    """A case begins. Its first drafts exist at once, in showup's own folder; nothing is presumed about the person."""
    first = {CaseWhy.MISSED: Step.ATTENDED, CaseWhy.TOLD: Step.GATHER, CaseWhy.CANT: Step.CALL}[why]
    phase = Phase.MISSED if why is CaseWhy.MISSED else Phase.RECOVERING
    case = Case(why, now, first, nag_at=now + _NAGS[_CALM if why is CaseWhy.CANT else 0])
    if why is CaseWhy.TOLD:
        case = replace(case, answers=(Answer(Step.ATTENDED, "no", now),))
    watch, drafts = redraft(replace(watch, phase=phase, case=case, ring_at=None), _drafts(watch, why))
    asks = () if why is CaseWhy.CANT else (OpenCase(first),)
    note = Note("case", {"step": first.value, "why": why.value})
    return Decision(watch, (Silence(), *asks, *drafts), (*before, note))


# ------------------------------------------------------------------- drafts


def _drafts(watch: Watch, why: CaseWhy) -> tuple[DraftKind, ...]:
    if watch.interview.is_deadline:
        return (DraftKind.EXTENSION,)
    if why is CaseWhy.CANT:
        return DraftKind.RESCHEDULE, DraftKind.CALL_SCRIPT
    return DraftKind.EMAIL, DraftKind.CALL_SCRIPT, DraftKind.VOICEMAIL


def redraft(
    watch: Watch, wanted: tuple[DraftKind, ...], live: tuple[DraftKind, ...] = ()
) -> tuple[Watch, tuple[Intent, ...]]:
    """The case has the `wanted` drafts, in the place of those that are `live`: never two that contradict each other."""
    if watch.case is not None:
        watch = replace(watch, case=replace(watch.case, drafts=wanted))
    if wanted == live:
        return watch, ()
    withdraw: tuple[Intent, ...] = (WithdrawDrafts(),) if live else ()
    return watch, (*withdraw, *(WriteDraft(kind) for kind in wanted))


# ------------------------------------------------------------------ asking


def nag(watch: Watch, now: datetime) -> Decision:
    """Ask again when it is time; the pauses grow, and after four days only the status shows the case."""
    case = watch.case
    if case is None or case.nag_at is None or now < case.nag_at:
        return Decision(watch)
    count = sum(1 for offset in _NAGS if case.opened_at + offset <= now)
    following = next((case.opened_at + offset for offset in _NAGS if case.opened_at + offset > now), None)
    watch = replace(watch, case=replace(case, nags=count, nag_at=following))
    asked = question(case.step, deadline=watch.interview.is_deadline)
    return Decision(watch, (Nag(case.step, count),), (Note("asked", {"question": asked, "step": case.step.value}),))


# ----------------------------------------------------------------- answers


def step(watch: Watch, given: Stepped, now: datetime) -> Decision:
    """Take an answer in the open case."""
    case = watch.case
    if case is None or watch.phase not in IN_CASE:
        return _refused(watch, "There is no open case for it.")
    allowed = {Step.ATTENDED: ATTENDED, Step.CLOSE: OUTCOMES}.get(given.step)
    if allowed is not None and given.said not in allowed:
        known = ", ".join(f'"{word}"' for word in allowed)
        return _refused(watch, f'"{given.said}" is no answer here; it is one of {known}.')
    answered = replace(watch, case=replace(case, answers=(*case.answers, Answer(given.step, given.said, now))))
    if given.step is Step.ATTENDED:
        return _attended(answered, given.said, now)
    if given.step is Step.CLOSE:
        return close(answered, given.said)
    if given.step is Step.REPLY and given.said == "refused":
        return close(answered, "declined")
    if given.step is Step.REPLY and given.said == "new-date":
        closed = close(answered, "rescheduled")
        word = "The new date is watched as soon as your calendar carries it; until then `showup add` does."
        return replace(closed, reply=f"{closed.reply} {word}")
    return _forward(answered, given.step, now)


def _refused(watch: Watch, reply: str) -> Decision:
    return Decision(watch, reply=reply, refused=True)


def _attended(watch: Watch, said: str, now: datetime) -> Decision:
    case = watch.case
    if said == "yes" or case is None:
        return close(watch, "attended after all")
    if said == "cancelled-by-them":
        return _called_off_by_them(watch)
    absent = said == "interviewer-absent"
    kinds = (DraftKind.INTERVIEWER_ABSENT,) if absent else _drafts(watch, case.why)
    redrafted, drafts = redraft(watch, kinds, case.drafts)
    decision = _forward(redrafted, Step.EXPLAIN if absent else Step.ATTENDED, now)
    reply = f"Noted: they did not come. A note to them is drafted. {decision.reply}" if absent else decision.reply
    return replace(decision, intents=(*decision.intents, *drafts), reply=reply)


def _called_off_by_them(watch: Watch) -> Decision:
    """Closed rather than cancelled: the calendar may go on carrying it, and it must not be armed again."""
    case = replace(watch.case, outcome="cancelled by them", nag_at=None, drafts=()) if watch.case else None
    watch = replace(watch, phase=Phase.CLOSED, case=case)
    notes = (Note("cancelled", {"why": "by them"}),)
    return Decision(watch, (Silence(), WithdrawDrafts()), notes, "Noted: they called it off.")


def _forward(watch: Watch, done: Step, now: datetime) -> Decision:
    """The step after the one just answered waits; an answer to an earlier step does not send the case back."""
    assert watch.case is not None  # noqa: S101 callers hold a case
    following = max(_ORDER[_ORDER.index(done) + 1], watch.case.step, key=_ORDER.index)
    case = replace(watch.case, step=following, nag_at=now + _NAGS[1])
    watch = replace(watch, phase=Phase.RECOVERING, case=case)
    note = Note("case", {"step": following.value, "why": case.why.value})
    asked = question(following, deadline=watch.interview.is_deadline)
    return Decision(watch, (Silence(),), (note,), f"Next: {asked} (showup recover)")


def close(watch: Watch, outcome: str) -> Decision:
    """End the case with one of OUTCOMES. What was drafted and is not wanted any more is withdrawn."""
    phase = {"attended after all": Phase.ATTENDED, "not mine": Phase.DISMISSED}.get(outcome, Phase.CLOSED)
    needless = outcome in {"attended after all", "not mine", "rescheduled"}
    case = replace(watch.case, outcome=outcome, nag_at=None) if watch.case else None
    if case is not None and needless:
        case = replace(case, drafts=())
    watch = replace(watch, phase=phase, case=case, ring_at=None)
    intents: tuple[Intent, ...] = (Silence(), WithdrawDrafts()) if needless else (Silence(),)
    return Decision(watch, intents, (Note("closed", {"outcome": outcome}),), f"Closed: {outcome}.")
