"""The state of one interview: a frozen value, replaced as a whole by every decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from showup.ladder import Alarm, Plan, Policy, Until
from showup.model import ADDED, DraftKind, Explanation, Interview, Verdict

__all__ = ["Answer", "Case", "CaseWhy", "Cause", "Phase", "Rules", "Step", "Use", "Watch"]


class Phase(StrEnum):
    """Where an interview stands. PASSED: it is over and nothing is known (an unanswered maybe, an all-day entry)."""

    EXPECTED = "expected"
    CONFIRMED = "confirmed"
    ATTENDED = "attended"
    LATE = "late"
    MISSED = "missed"
    RECOVERING = "recovering"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    DISMISSED = "dismissed"
    PASSED = "passed"


AHEAD = frozenset({Phase.EXPECTED, Phase.LATE})
"""The phases in which the ladder rings."""

_RULED = "ruled"  # a value of showup.engine.inputs.Why

IN_CASE = frozenset({Phase.MISSED, Phase.RECOVERING})


class CaseWhy(StrEnum):
    """Which road led into the case."""

    MISSED = "missed"
    TOLD = "told"
    CANT = "cant"


class Step(StrEnum):
    """The steps of a case, in the order in which they wait. CAUSE is for after its end, and waits for nobody."""

    ATTENDED = "attended"
    GATHER = "gather"
    EXPLAIN = "explain"
    CALL = "call"
    EMAIL = "email"
    OFFER = "offer"
    REPLY = "reply"
    CLOSE = "close"
    CAUSE = "cause"


class Cause(StrEnum):
    """What made the person miss it, in their own word and for them alone: what is said to the other side is another matter."""

    NOT_NOTICED = "not-noticed"
    NOT_RUNG = "not-rung"
    NO_TIME = "no-time"
    WRONG_TIME = "wrong-time"
    NOT_KNOWN = "not-known"
    NO_ALARM_HELPS = "other"


_MISSED = frozenset({"rescheduled", "declined", "withdrawn", "no answer"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person said at one step of a case, in words (`said`), and when."""

    step: Step
    said: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """The recovery of one interview. `step` is the one that waits, `drafts` are those that hold now; `outcome` ends it.

    `explanation` and `offer` are what the person wants to be said. `called`: the call is done with, `tried` so many times;
    `emailed_at` is when the email went out, `follow_ups` how often they have been asked for an answer since. `new_start` is the
    date that was agreed, `refused` that they turned the person down. `recipient` is the address that the person has confirmed.
    `cause` is what they say, after the end, made them miss it.
    """

    why: CaseWhy
    opened_at: datetime
    step: Step
    answers: tuple[Answer, ...] = ()
    nag_at: datetime | None = None
    nags: int = 0
    drafts: tuple[DraftKind, ...] = ()
    outcome: str | None = None
    explanation: Explanation | None = None
    offer: str = ""
    called: bool = False
    tried: int = 0
    emailed_at: datetime | None = None
    follow_ups: int = 0
    new_start: datetime | None = None
    refused: bool = False
    recipient: str = ""
    cause: Cause | None = None

    @property
    def has_a_cause(self) -> bool:
        """Has it ended, and did the person miss what they meant to come to?"""
        answers = {answer.said for answer in self.answers if answer.step is Step.ATTENDED}
        return self.outcome in _MISSED and self.why is not CaseWhy.CANT and "interviewer-absent" not in answers


@dataclass(frozen=True, slots=True)
class Use:
    """A program of meetings used the microphone: it was seen from `since` to `until`. `ended`: it was seen to have stopped."""

    since: datetime
    until: datetime
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """One watched interview.

    `position` is the index in the plan of the rung that began last (-1: none yet), at `begun_at`; `attempt` counts its rings,
    `ring_at` is when it rings next (None: silent). The first of `sources` leads. `by_person` is the person's own word on whether
    it is an interview. `before` is the watch as it was before the last answer, kept until `undo_until`.

    `since` is when it was first seen. `twin`: the key of the watch that rings for it too, as both are the same interview;
    None when it rings for itself. `replaced_by`: the key of the one that stands in the calendar in its place. `overlaps`: the
    keys of other interviews at the same time, of which the person has been told; `clash_at`: when they are reminded of it.
    `stands_in_for`: the source that will lead again as soon as it can be read. `put_to`: at what time the sources that do not
    lead had it last, where they have said so. `off`: the source that called it off last, and why (a value of Why). `unread`:
    the person knows that no calendar that is read has it any more. `used`: when the microphone was in use around it.
    `helper_at`: when the helper was told last; `helper_waits`: they have been told, and not yet that all is well.
    `again`: it is the new date of one that had a case, and has a stronger ladder.
    """

    interview: Interview
    plan: Plan
    sources: tuple[str, ...] = ()
    generation: int = 1
    phase: Phase = Phase.EXPECTED
    position: int = -1
    begun_at: datetime | None = None
    attempt: int = 0
    ring_at: datetime | None = None
    quiet: bool = False
    asked: bool = False
    by_person: Verdict | None = None
    vanished: bool = False
    case: Case | None = None
    before: Watch | None = None
    undo_until: datetime | None = None
    since: datetime | None = None
    twin: str | None = None
    replaced_by: str | None = None
    overlaps: tuple[str, ...] = ()
    stands_in_for: str | None = None
    put_to: tuple[tuple[str, datetime], ...] = ()
    off: tuple[str, str] | None = None
    unread: bool = False
    helper_at: datetime | None = None
    helper_waits: bool = False
    used: tuple[Use, ...] = ()
    clash_at: datetime | None = None
    again: bool = False

    @property
    def key(self) -> str:
        return self.interview.key

    @property
    def ruled_out(self) -> bool:
        """Is it dismissed by a rule, not by an answer? It stands again when the rule does not apply any more."""
        return (
            self.phase is Phase.DISMISSED and self.by_person is None and self.off is not None and self.off[1] == _RULED
        )

    @property
    def question(self) -> str:
        """What the person has been asked about it and has not answered, outside of a case; empty when there is no question."""
        if self.plan.soft and self.by_person is None and self.phase in AHEAD | {Phase.PASSED}:
            return "is it an interview of yours?" if self.phase in AHEAD else "was it an interview of yours?"
        if self.phase is Phase.PASSED and not self.plan.soft and self.position < 0:
            return "were you there, or did you miss it?"
        if self.phase is Phase.CANCELLED and self.vanished:
            return "it is gone from your calendar: is it still on?"
        if self.phase in AHEAD and self.off is not None and self.off[0] not in self.sources:
            return "called off in one calendar, still in another: is it on?"
        unread = self.phase in AHEAD and self.unread and self.by_person is None
        return "no calendar that is read has it: is it on?" if unread else ""

    @property
    def awaits_date(self) -> bool:
        """Is there a case of it, or was there one that ended with a date which the calendar is to show?"""
        agreed = self.case is not None and self.case.outcome == "rescheduled" and self.case.new_start is None
        return self.phase in IN_CASE or (self.phase is Phase.CLOSED and agreed)

    @property
    def is_doubted(self) -> bool:
        """Is it an interview of which only the calendars do not agree that it takes place?"""
        if self.phase in AHEAD:
            return self.off is not None or self.unread
        return self.phase is Phase.CANCELLED and self.vanished

    @property
    def alarm(self) -> Alarm | None:
        """The rung that began last."""
        return self.plan.alarms[self.position] if self.position >= 0 else None

    @property
    def ringing(self) -> bool:
        """Is there something that an acknowledgement would silence?"""
        alarm = self.alarm
        repeats = alarm is not None and alarm.until is not Until.RUNG
        return self.phase in AHEAD and self.attempt > 0 and repeats and not self.quiet


@dataclass(frozen=True, slots=True)
class Rules:
    """What decisions are made by, beside the state: the person's ladder, the zone they are in, and the names of the sources that
    are read (None: whatever speaks is one).
    """

    policy: Policy
    zone: ZoneInfo
    sources: frozenset[str] | None = None

    def reads(self, source: str) -> bool:
        """Is it still read? What the person added themselves stands as it is."""
        return self.sources is None or source in self.sources or source == ADDED
