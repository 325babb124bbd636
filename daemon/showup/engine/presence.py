"""The microphone in use around an interview: evidence that the person is there. It softens alarms and words a question; it never
confirms.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from showup.engine.inputs import Noticed
from showup.engine.intents import Decision, Intent, Note, Silence
from showup.engine.state import AHEAD, Phase, Step, Use, Watch
from showup.ladder import HELPER

__all__ = ["noticed", "seems_there", "shown_only", "window"]

_FRESH = timedelta(minutes=2)
"""What was seen longer ago says nothing of now: whoever looks may have died, or the laptop slept."""

_WRITTEN_EVERY = timedelta(minutes=1)
_PAUSE = timedelta(minutes=2)
"""So long a program may let go (a room is changed, a cable pulled) and it is still one use."""

_MOST = 12
_INTRUDING = frozenset({"sound", "takeover", HELPER})  # whom a helper calls rings in the meeting
_SHOWN = ("desktop",)


def window(watch: Watch) -> tuple[datetime, datetime] | None:
    """From when until when a microphone in use says something of it; None when nothing is asked (any more).

    Only for what begins at an hour, and as long as the person has neither confirmed nor said whether they were there.
    """
    plan = watch.plan
    if watch.twin is not None or plan.soft or plan.missed_at is None or watch.interview.is_deadline:
        return None
    asked = watch.phase is Phase.MISSED and watch.case is not None and watch.case.step is Step.ATTENDED
    return (plan.confirm_from, plan.over_at) if watch.phase in AHEAD or asked else None


def noticed(watch: Watch, given: Noticed, now: datetime) -> Decision:
    """Remember it. An alarm that is out when the use begins is asked again at once, in a way that does not disturb."""
    span = window(watch)
    if span is None or not span[0] <= now < span[1]:
        return Decision(watch)
    last = watch.used[-1] if watch.used else None
    if given.program is None:
        ended = last is not None and not last.ended
        return Decision(_with_last(watch, replace(last, ended=True)) if last and ended else watch)
    if last is None or not timedelta(0) <= now - last.until <= _PAUSE:
        return _begun(watch, given.program, now)
    if last.ended:
        return _disturb_no_more(_with_last(watch, replace(last, until=now, ended=False)), now)
    if now - last.until < _WRITTEN_EVERY:
        return Decision(watch)
    return Decision(_with_last(watch, replace(last, until=now)))


def seems_there(watch: Watch, now: datetime) -> bool:
    """Is the microphone in use now, as far as is known?"""
    last = watch.used[-1] if watch.used else None
    return last is not None and not last.ended and timedelta(0) <= now - last.until <= _FRESH


def shown_only(channels: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the channels that disturb no meeting; there is always one on which it can be read."""
    return tuple(channel for channel in channels if channel not in _INTRUDING) or _SHOWN


def _begun(watch: Watch, program: str, now: datetime) -> Decision:
    used = (*watch.used, Use(now, now))[-_MOST:]
    decision = _disturb_no_more(replace(watch, used=used), now)
    return replace(decision, notes=(Note("noticed", {"program": program}),))


def _disturb_no_more(watch: Watch, now: datetime) -> Decision:
    if watch.phase not in AHEAD or not watch.ringing:
        return Decision(watch)
    silence: tuple[Intent, ...] = (Silence(),)
    return Decision(replace(watch, ring_at=now), silence)


def _with_last(watch: Watch, use: Use) -> Watch:
    return replace(watch, used=(*watch.used[:-1], use))
