"""When the other side is asked again after the person's letter: by their working days, twice, and then no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from showup.engine.intents import Decision, Nag, Note, WriteDraft
from showup.engine.state import Case, Rules, Step, Watch
from showup.model import DraftKind
from showup.other_side import zone_there

if TYPE_CHECKING:
    from showup.recovery.office_hours import Office

__all__ = ["ask_for_answer", "callable_again", "next_asked", "with_draft"]

_DAYS = (3, 5, 5)
"""Working days until the first question, from it to the second, and from that to the goodbye."""
_QUESTIONS = len(_DAYS) - 1


def next_asked(watch: Watch, case: Case, now: datetime, rules: Rules) -> datetime:
    """When it is time to ask for an answer."""
    from showup.recovery.office_hours import business_days_later  # noqa: PLC0415 wanted once in weeks

    days = _DAYS[min(case.follow_ups, _QUESTIONS)]
    return business_days_later(now, days, _their_office(watch, rules))


def callable_again(watch: Watch, now: datetime, rules: Rules) -> datetime:
    """When somebody is in their office."""
    from showup.recovery.office_hours import next_office_moment  # noqa: PLC0415 wanted once in weeks

    return next_office_moment(now, _their_office(watch, rules))


def ask_for_answer(watch: Watch, case: Case, now: datetime, rules: Rules) -> Decision:
    """The person is asked whether there was an answer, and has the next letter ready; after the second silence the case is lost,
    and what is drafted says goodbye.
    """
    nags = case.nags + 1
    if case.follow_ups >= _QUESTIONS:
        case, goodbye = with_draft(replace(case, step=Step.CLOSE, nag_at=None, nags=nags), DraftKind.GRACEFUL_CLOSE)
        note = Note("case", {"step": Step.CLOSE.value, "why": case.why.value})
        return Decision(replace(watch, case=case), (goodbye, Nag(Step.CLOSE, nags)), (note,))
    number = case.follow_ups + 1
    asked, letter = with_draft(replace(case, follow_ups=number, nags=nags), DraftKind.FOLLOW_UP)
    asked = replace(asked, nag_at=next_asked(watch, asked, now, rules))
    return Decision(
        replace(watch, case=asked), (letter, Nag(Step.REPLY, nags)), (Note("follow_up", {"number": number}),)
    )


def with_draft(case: Case, kind: DraftKind) -> tuple[Case, WriteDraft]:
    """The case with one more draft, and its writing."""
    return replace(case, drafts=(*(known for known in case.drafts if known is not kind), kind)), WriteDraft(kind)


def _their_office(watch: Watch, rules: Rules) -> Office:
    """Where they are, as far as the calendar says; with their weekends, without their holidays, which take a library to know."""
    from showup.countries import country_of  # noqa: PLC0415 wanted once in weeks
    from showup.days_off import DaysOff, weekend  # noqa: PLC0415
    from showup.recovery.office_hours import Office  # noqa: PLC0415

    zone = zone_there(watch.interview.occurrence, rules.zone.key).key
    return Office(zone, DaysOff(weekend=weekend(country_of(zone))))
