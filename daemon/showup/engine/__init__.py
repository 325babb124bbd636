"""The decisions: decide(state, input, now) -> new state + intents. Pure: no clock, no I/O, no randomness."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from showup.engine import answers, copies, facts, presence, time_passes
from showup.engine.inputs import (
    Answered,
    Demoted,
    Do,
    Gone,
    Input,
    Noticed,
    Parted,
    RingFailed,
    Seen,
    Stepped,
    Tick,
    Unread,
    Why,
    Woke,
)
from showup.engine.intents import (
    Decision,
    Gathered,
    Intent,
    Nag,
    Note,
    OpenCase,
    ReassureHelper,
    Ring,
    Silence,
    Tell,
    WithdrawDrafts,
    WriteDraft,
)
from showup.engine.state import AHEAD, IN_CASE, Case, CaseWhy, Cause, Phase, Rules, Step, Use, Watch
from showup.engine.time_passes import wake_at

__all__ = [
    "AHEAD",
    "IN_CASE",
    "Answered",
    "Case",
    "CaseWhy",
    "Cause",
    "Decision",
    "Demoted",
    "Do",
    "Gathered",
    "Gone",
    "Input",
    "Intent",
    "Nag",
    "Note",
    "Noticed",
    "OpenCase",
    "Parted",
    "Phase",
    "ReassureHelper",
    "Ring",
    "RingFailed",
    "Rules",
    "Seen",
    "Silence",
    "Step",
    "Stepped",
    "Tell",
    "Tick",
    "Unread",
    "Use",
    "Watch",
    "Why",
    "WithdrawDrafts",
    "Woke",
    "WriteDraft",
    "decide",
    "wake_at",
]


_RETRY = timedelta(seconds=30)
_RETRY_AT_MOST = timedelta(minutes=10)


def decide(watch: Watch | None, given: Input, now: datetime, rules: Rules) -> Decision:  # noqa: C901 one case for each kind
    """The new state of one interview and what is to be done, for one input. `watch` is None only for the first `Seen`."""
    if isinstance(given, Seen):
        return facts.seen(watch, given, now, rules)
    if watch is None:
        raise ValueError(f"{type(given).__name__} for an interview that nobody watches")
    match given:
        case Gone():
            return facts.gone(watch, given, now, rules)
        case Unread():
            return facts.unread(watch, now)
        case Demoted(source):
            return facts.demoted(watch, source)
        case Answered() | Stepped():
            return answers.answer(watch, given, now, rules)
        case RingFailed():
            return _failed(watch, given, now)
        case Woke(other_rules):
            return facts.woke(watch, now, rules, other_rules=other_rules)
        case Noticed():
            return presence.noticed(watch, given, now)
        case Tick(quiet):
            return time_passes.tick(watch, now, rules, quiet=quiet)
        case _:
            return copies.among_others(watch, given, now, rules)


def _failed(watch: Watch, given: RingFailed, now: datetime) -> Decision:
    """No channel took it: again soon, unless something newer has rung or the person has answered meanwhile."""
    alarm = watch.alarm
    current = alarm is not None and watch.attempt > 0 and (alarm.rung, watch.attempt, watch.generation)
    if current != (given.rung, given.attempt, given.generation) or watch.phase not in AHEAD or watch.quiet:
        return Decision(watch)
    again = now + min(_RETRY * given.attempt, _RETRY_AT_MOST)
    return Decision(replace(watch, ring_at=min(watch.ring_at or again, again)))
