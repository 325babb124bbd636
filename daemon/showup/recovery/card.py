"""The facts of a case on one card, to have in front of you before you call."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from showup.recovery import naming
from showup.recovery.moment import DAY, moment, own_zone, time_in, zone_of
from showup.recovery.parties import parties
from showup.recovery.plain import line
from showup.recovery.template import Words, words

if TYPE_CHECKING:
    from showup.model import Contact, Interview, Profile

__all__ = ["facts"]

_LANGUAGE = "en"  # the card is for the person, in the language of showup's own faces


def facts(interview: Interview, profile: Profile, now: datetime) -> tuple[tuple[str, str], ...]:
    """Labels and values for the person's own eyes, in the order of reading; what is unknown is left out.

    All values are plain single lines. The link is shown as its real host only, so that a false one shows.
    """
    judgement = interview.judgement
    other = parties(interview, profile)
    rows = (
        ("What", line(interview.title, 120)),
        ("Kind", judgement.kind.value),
        ("Company", naming.company(judgement.company)),
        ("Position", naming.position(judgement.position)),
        ("When", _when(interview, profile, now)),
        ("Your time", _own_time(interview, profile)),
        ("Elapsed", _elapsed(interview, now)),
        ("With", "; ".join(filter(None, map(_introduced, judgement.contacts)))),
        ("Write to", other.email or other.why_nobody),
        ("Number", other.phone),
        ("Link", _host(judgement.join_url or "")),
        ("Place", line(judgement.place, 160)),
    )
    return tuple((label, value) for label, value in rows if value)


def _when(interview: Interview, profile: Profile, now: datetime) -> str:
    start = moment(interview, profile, now, words(_LANGUAGE))
    return ", ".join(filter(None, ("today" if start.is_today else "", start.day, start.time)))


def _own_time(interview: Interview, profile: Profile) -> str:
    """The start on the person's own clock, where the interview's zone has another."""
    occurrence = interview.occurrence
    here = own_zone(profile)
    there = zone_of(interview, profile)
    small: Words = words(_LANGUAGE)
    same = occurrence.start.astimezone(here).utcoffset() == occurrence.start.astimezone(there).utcoffset()
    if occurrence.all_day or same:
        return ""
    local = occurrence.start.astimezone(here)
    return f"{small.weekdays[local.weekday()]}, {time_in(occurrence.start, here, small)}"


def _elapsed(interview: Interview, now: datetime) -> str:
    """Whole days for a day without a time."""
    occurrence = interview.occurrence
    since = now - occurrence.start
    if occurrence.all_day:
        return f"{_in_words(now - occurrence.end)} since the end of the day" if now > occurrence.end else ""
    begun = since >= timedelta()
    return f"{_in_words(since)} since the start" if begun else f"{_in_words(-since)} until the start"


def _in_words(span: timedelta) -> str:
    days, rest = divmod(span, DAY)
    hours, minutes = divmod(rest // timedelta(minutes=1), 60)
    parts = ((days, "d"), (hours, "h"), (minutes if not days else 0, "min"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "less than a minute"


def _introduced(contact: Contact) -> str:
    name = line(contact.name, 60) or line(contact.email, 80)
    notes = ", ".join(filter(None, (line(contact.part, 30), "" if contact.usable else "do not trust")))
    return f"{name} ({notes})" if name and notes else name


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
        return line(host if host.isascii() else host.encode("idna").decode(), 120)
    except ValueError:  # UnicodeError is one too: what cannot be read is not shown as a link
        return ""
