"""Checks of dates and times: those of the interview (2), and the new ones that are proposed (9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from showup.model import DraftKind
from showup.recovery.lint.about import About
from showup.recovery.lint.hours import Time
from showup.recovery.lint.kinds import DATED, LETTERS
from showup.recovery.lint.moments import Mention
from showup.recovery.lint.reading import Reading
from showup.recovery.lint.remark import Part, Remark, Severity
from showup.recovery.lint.text import Span, Text

__all__ = ["appointments"]

_MEND, _CONSIDER = Severity.MEND, Severity.CONSIDER
_FEWEST_SLOTS, _MOST_SLOTS = 2, 3
_NO_SLOTS = frozenset(
    {DraftKind.CONFIRMATION, DraftKind.GRACEFUL_CLOSE, DraftKind.RUNNING_LATE, DraftKind.DELEGATE_NOTE}
)
_FREE_ONES = "Propose times that are free in your calendars."


def appointments(text: Text, mentions: list[Mention], kind: DraftKind, about: About) -> Iterator[Remark]:
    """A subject names the interview only; a body may propose new times too."""
    reading = Reading(text, mentions, about)
    proposes = text.part is Part.BODY and kind not in _NO_SLOTS
    mistaken = [mention for mention in mentions if _is_on_another_weekday(mention)]
    slots = [mention for mention in mentions if proposes and reading.is_slot(mention)]
    others = {id(mention) for mention in (*slots, *mistaken)}
    yield from (_weekday(reading, mention) for mention in mistaken)
    yield from _season(reading)
    if kind in DATED:
        yield from _held(reading, [mention for mention in mentions if id(mention) not in others])
    for mention in slots:
        if not _is_on_another_weekday(mention):
            yield from _slot(reading, mention)
    if proposes and kind in LETTERS:
        yield from _number(reading, slots, 1 if kind is DraftKind.EXTENSION else _FEWEST_SLOTS)


# ------------------------------------------------------------------ the interview


def _is_on_another_weekday(mention: Mention) -> bool:
    return mention.weekday is not None and all(day.weekday() != mention.weekday for day in mention.dates)


def _weekday(reading: Reading, mention: Mention) -> Remark:
    told = ", ".join(f"{day:%-d %B %Y} is a {day:%A}" for day in mention.dates)
    what = f"Weekday and date do not agree: {told}."
    return reading.text.remark(2, _MEND, reading.place(mention), what, "Check which of them is meant.")


def _season(reading: Reading) -> Iterator[Remark]:
    """Summer time in winter."""
    for mention in reading.mentions:
        for one in mention.times:
            locals_ = [datetime.combine(day, at) for day in mention.dates for at in one.at]
            if one.zone and all(map(one.zone.wrong_season, locals_)):
                what = f"On that day the clocks there do not show {one.zone.letters.upper()}."
                yield reading.text.remark(
                    2, _MEND, reading.place(one), what, "Write the abbreviation that holds on that day."
                )


def _held(reading: Reading, mentions: list[Mention]) -> Iterator[Remark]:
    """The day and hour of the interview, where one of the dates is meant for it."""
    start = reading.start
    if start is None or not mentions:
        return
    right = [mention for mention in mentions if start.date() in mention.dates]
    if not right:
        what = f"The interview is on {start:%-d %B %Y}."
        place = reading.place(mentions[0])
        yield reading.text.remark(2, _MEND, place, what, "Name that date, or check which interview this is about.")
        return
    times = [(mention, one) for mention in right for one in mention.times]
    if times and not reading.about.all_day and not any(start in reading.instants(*told) for told in times):
        what = f"The interview is at {start:%H:%M} ({reading.zone.key})."
        yield reading.text.remark(2, _MEND, reading.place(times[0][1]), what, "Name that time, with its zone.")


# ------------------------------------------------------------------ new times


def _slot(reading: Reading, mention: Mention) -> Iterator[Remark]:
    if reading.is_past(mention):
        yield _wrong(reading, mention, "This time is already past.", "Propose times that are still to come.")
    elif reading.about.slots is None:
        yield from _in_another_zone(reading, mention)
    elif mention.times:
        yield from _not_given(reading, mention)
    elif not reading.is_given(mention, ()):
        yield _wrong(reading, mention, "You have not given this day as free.", _FREE_ONES)


def _not_given(reading: Reading, mention: Mention) -> Iterator[Remark]:
    for one in mention.times:
        if reading.is_given(mention, reading.instants(mention, one)):
            continue
        if reading.is_given(mention, reading.in_own_zones(mention, one)):
            what = f"Name the zone in which you are free at {one.at[0]:%H:%M}."
            yield reading.text.remark(9, _MEND, reading.place(one), "The time is right, the zone is not.", what)
        else:
            yield _wrong(reading, mention, "You have not given this time as free.", _FREE_ONES, until=one)


def _in_another_zone(reading: Reading, mention: Mention) -> Iterator[Remark]:
    for one in mention.times:
        usual = set(reading.instants(mention, one)) & set(reading.in_own_zones(mention, one))
        if one.zone and reading.about.zone and not usual:
            what = "This zone is neither that of the interview nor yours."
            yield reading.text.remark(9, _MEND, reading.place(one), what, "Name the time in the zone of the interview.")


def _number(reading: Reading, slots: list[Mention], least: int) -> Iterator[Remark]:
    """Two or three, where some are to be proposed; a time that is told in two zones counts once."""
    told = {instant for slot in slots for one in slot.times for instant in reading.instants(slot, one)[:1]}
    count = len(told) + sum(not slot.times for slot in slots)
    end = len(reading.text.raw.rstrip())
    if not count and reading.about.slots != ():
        severity = _MEND if reading.about.slots else _CONSIDER
        suggestion = "Propose two or three, with date and hour."
        yield reading.text.remark(9, severity, Span(end, end), "No new time is proposed.", suggestion)
    elif 0 < count < least:
        yield _wrong(reading, slots[0], "Only one time is proposed.", "Propose two or three.", severity=_CONSIDER)
    elif count > _MOST_SLOTS:
        what = f"{count} times are proposed."
        yield _wrong(reading, slots[-1], what, "Two or three are easier to choose from.", severity=_CONSIDER)


def _wrong(
    reading: Reading,
    mention: Mention,
    what: str,
    suggestion: str,
    *,
    until: Time | None = None,
    severity: Severity = _MEND,
) -> Remark:
    """About the date, `until` the time that is meant."""
    place = reading.place(mention)
    whole = Span(place.start, reading.place(until).end) if until else place
    return reading.text.remark(9, severity, whole, what, suggestion)
