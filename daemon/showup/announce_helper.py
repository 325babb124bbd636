"""The words to the helper: whom the person has asked to look after them when they do not answer. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from showup import duration
from showup.engine import Watch
from showup.ladder import HELPER
from showup.model import Helper, Telling, Urgency
from showup.plain import one_line
from showup.ports import Announcement

__all__ = ["ask_helper", "reassure_helper", "test_helper"]


def ask_helper(watch: Watch, helper: Helper, person: str, now: datetime, zone: ZoneInfo) -> Announcement:
    """What the helper is asked. Of the calendar there is nothing in it that the person has not allowed."""
    who = _who(person)
    begins = f"{helper.name}, please" if helper.name else "Please"
    done = "it is done" if watch.interview.is_deadline else "they are there"
    body = f"They have {_what(watch, helper.tell)} {_when(watch, now, zone)} and have not said that {done}."
    return _said(watch, f"{begins} call {who}", body, Urgency.CRITICAL)


def reassure_helper(watch: Watch, person: str, *, there: bool) -> Announcement:
    """That nothing is left to do."""
    who = _who(person)
    has = "has handed it in" if watch.interview.is_deadline else "is there"
    title = f"All is well: {who} {has}" if there else f"No need to call: {who} has answered"
    return _said(watch, title, "There is nothing more to do. Thank you!", Urgency.NORMAL)


def test_helper(person: str) -> Announcement:
    """What they get when the person tries out whether it reaches them."""
    title = f"TEST: {_who(person)} tries out whether this reaches you"
    body = "One day you may be asked here to call them. Today there is nothing to do."
    return Announcement(f"test:{HELPER}", "", 0, title, body, Urgency.NORMAL)


def _said(watch: Watch, title: str, body: str, urgency: Urgency) -> Announcement:
    """It is bound to no interview: a helper has no answer to give, and none is taken from them."""
    return Announcement(f"{watch.key}:{HELPER}", "", 0, title, body, urgency)


def _who(person: str) -> str:
    return one_line(person, 80) or "the person who gave you this address"


def _what(watch: Watch, tell: Telling) -> str:
    deadline = watch.interview.is_deadline
    if tell is Telling.THAT:
        return "something due" if deadline else "an appointment"
    what = "something due for a job application" if deadline else "a job interview"
    if tell is Telling.WHAT:
        return what
    company = one_line(watch.interview.judgement.company or "", 60)
    title = one_line(watch.interview.title, 80)
    return f"{what} with {company}" if company else f'{what} ("{title}")' if title else what


def _when(watch: Watch, now: datetime, zone: ZoneInfo) -> str:
    """With the distance: the helper may be in another zone, and read it late."""
    due, today = watch.plan.due.astimezone(zone), now.astimezone(zone).date()
    day = "" if due.date() == today else f"on {due:%A} "
    distance = watch.plan.due - now
    if abs(distance) < timedelta(seconds=30):
        return f"{day}at {due:%H:%M} (now)"
    spelled = duration.spell(distance)
    return f"{day}at {due:%H:%M} ({'in ' + spelled if distance > timedelta(0) else spelled + ' ago'})"
