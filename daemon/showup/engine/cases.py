"""Recovery cases: opening, asking, closing. What the answers lead to stands in showup.engine.steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from showup.engine.follow_ups import ask_for_answer
from showup.engine.intents import Decision, Intent, Nag, Note, OpenCase, Silence, WithdrawDrafts, WriteDraft
from showup.engine.state import Answer, Case, CaseWhy, Phase, Rules, Step, Watch
from showup.model import DraftKind

__all__ = ["close", "first_drafts", "nag", "open_case", "question", "redraft"]

_NAGS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 45, 120, 300, 24 * 60, 48 * 60, 96 * 60))
_CALM = 2  # who says beforehand that they cannot come is asked from the third pause on

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
    watch, drafts = redraft(replace(watch, phase=phase, case=case, ring_at=None), first_drafts(watch, why))
    asks = () if why is CaseWhy.CANT else (OpenCase(first),)
    note = Note("case", {"step": first.value, "why": why.value})
    return Decision(watch, (Silence(), *asks, *drafts), (*before, note))


# ------------------------------------------------------------------- drafts


def first_drafts(watch: Watch, why: CaseWhy) -> tuple[DraftKind, ...]:
    """What a case begins with."""
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


def nag(watch: Watch, now: datetime, rules: Rules) -> Decision:
    """Ask again when it is time; the pauses grow, and after four days only the status shows the case. Who waits for an answer is
    asked by the cadence of follow-ups.
    """
    case = watch.case
    if case is None or case.nag_at is None or now < case.nag_at:
        return Decision(watch)
    if case.step is Step.REPLY:
        return ask_for_answer(watch, case, now, rules)
    count = sum(1 for offset in _NAGS if case.opened_at + offset <= now)
    following = next((case.opened_at + offset for offset in _NAGS if case.opened_at + offset > now), None)
    watch = replace(watch, case=replace(case, nags=count, nag_at=following))
    asked = question(case.step, deadline=watch.interview.is_deadline)
    return Decision(watch, (Nag(case.step, count),), (Note("asked", {"question": asked, "step": case.step.value}),))


# ------------------------------------------------------------------ ending


def close(watch: Watch, outcome: str) -> Decision:
    """End the case with that outcome. What was drafted and is not wanted any more is withdrawn."""
    phase = {"attended after all": Phase.ATTENDED, "not mine": Phase.DISMISSED}.get(outcome, Phase.CLOSED)
    needless = outcome in {"attended after all", "not mine", "rescheduled"}
    case = replace(watch.case, outcome=outcome, nag_at=None) if watch.case else None
    if case is not None and needless:
        case = replace(case, drafts=())
    watch = replace(watch, phase=phase, case=case, ring_at=None)
    intents: tuple[Intent, ...] = (Silence(), WithdrawDrafts()) if needless else (Silence(),)
    return Decision(watch, intents, (Note("closed", {"outcome": outcome}),), f"Closed: {outcome}.")
