"""Checks of dates and times: those of the interview (2), and the new ones that are proposed (9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from itertools import product
from zoneinfo import ZoneInfo

from showup.model import DraftKind
from showup.recovery.lint.about import About
from showup.recovery.lint.kinds import DATED, LETTERS
from showup.recovery.lint.moments import Mention, Time
from showup.recovery.lint.remark import Part, Remark, Severity
from showup.recovery.lint.text import Span, Text
from showup.recovery.lint.zones import Named

__all__ = ["appointments", "near"]

_MEND, _CONSIDER = Severity.MEND, Severity.CONSIDER
_SLOTS = (2, 3)  # from, to
_NO_SLOTS = frozenset({DraftKind.CONFIRMATION, DraftKind.GRACEFUL_CLOSE, DraftKind.RUNNING_LATE, DraftKind.DELEGATE_NOTE})


def near(about: About) -> date | None:
    """The day to which a date without a year is taken to be next."""
    instant = about.start or about.now
    return instant.astimezone(_zone(about)).date() if instant else None


def appointments(text: Text, mentions: list[Mention], kind: DraftKind, about: About) -> Iterator[Remark]:
    """A subject names the interview only; a body may propose new times too."""
    checks = _Appointments(text, kind, about)
    mistaken = [mention for mention in mentions if checks.is_on_another_weekday(mention)]
    proposes = text.part is Part.BODY and kind not in _NO_SLOTS
    slots = [mention for mention in mentions if proposes and checks.is_slot(mention, mentions)]
    held = [mention for mention in mentions if mention not in slots and mention not in mistaken]
    yield from map(checks.weekday, mistaken)
    yield from checks.held(held)
    yield from checks.season(mentions)
    for mention in slots:
        if mention not in mistaken:
            yield from checks.slot(mention, mentions)
    if proposes:
        yield from checks.number(slots)


def _zone(about: About) -> ZoneInfo:
    return ZoneInfo(about.zone or about.own_zone or "UTC")


@dataclass(frozen=True, slots=True)
class _Appointments:
    text: Text
    kind: DraftKind
    about: About

    @property
    def day(self) -> date | None:
        """The day of the interview, where it is."""
        return self.about.start.astimezone(_zone(self.about)).date() if self.about.start else None

    @property
    def today(self) -> date | None:
        return self.about.now.astimezone(_zone(self.about)).date() if self.about.now else None

    # -------------------------------------------------- what a date is there for

    def is_on_another_weekday(self, mention: Mention) -> bool:
        return mention.weekday is not None and all(day.weekday() != mention.weekday for day in mention.dates)

    def is_slot(self, mention: Mention, mentions: list[Mention]) -> bool:
        """Is it a new time? One that is still to come and not the interview's, or stands in a list or a sentence with such."""
        if self.day in mention.dates:
            return self._begins_a_slot(mention)
        if self._is_ahead(mention) or self.text.is_listed(self._place(mention).start):
            return True
        beside = (one for one in mentions if self._sentence(one) == self._sentence(mention))
        proposing = any(self._sentence_of(place) == self._sentence(mention) for place in self.text.found("slot"))
        return proposing or any(self._is_ahead(one) and self.day not in one.dates for one in beside)

    def _is_ahead(self, mention: Mention) -> bool:
        return self.today is not None and all(day > self.today for day in mention.dates)

    def _begins_a_slot(self, mention: Mention) -> bool:
        slots = self.about.slots or ()
        starts = {self.about.start} if self.about.start else set()
        told = {instant for one in mention.times for instant in self._instants(mention, one, [mention])}
        return bool(told & {slot.start for slot in slots}) and not told & starts

    def _place(self, mention: Mention | Time) -> Span:
        return Span(*self.text.plain.place(mention.start, mention.end))

    def _sentence(self, mention: Mention) -> int:
        return self._sentence_of(self._place(mention))

    def _sentence_of(self, place: Span) -> int:
        return self.text.sentence_at(place.start)

    # -------------------------------------------------- the interview

    def weekday(self, mention: Mention) -> Remark:
        told = ", ".join(f"{day:%-d %B %Y} is a {day:%A}" for day in mention.dates)
        return self.text.remark(2, _MEND, self._place(mention), f"Weekday and date do not agree: {told}.", "Check which of them is meant.")

    def held(self, mentions: list[Mention]) -> Iterator[Remark]:
        """The day and hour of the interview, where one of the dates is meant for it."""
        if self.day is None or self.kind not in DATED or not mentions:
            return
        right = [mention for mention in mentions if self.day in mention.dates]
        if not right:
            told = f"The interview is on {self.day:%-d %B %Y}."
            yield self.text.remark(2, _MEND, self._place(mentions[0]), told, "Name that date, or check which interview this is about.")
            return
        if self.about.all_day:
            return
        times = [(mention, one) for mention in right for one in mention.times]
        if times and not any(self.about.start in self._instants(mention, one, right) for mention, one in times):
            local = self.about.start.astimezone(_zone(self.about)) if self.about.start else None
            told = f"The interview is at {local:%H:%M} ({_zone(self.about).key})."
            yield self.text.remark(2, _MEND, self._place(times[0][1]), told, "Name that time, with its zone.")

    def season(self, mentions: list[Mention]) -> Iterator[Remark]:
        """Summer time in winter."""
        for mention in mentions:
            for one in mention.times:
                if one.zone and all(one.zone.wrong_season(datetime.combine(day, at)) for day in mention.dates for at in one.at):
                    told = f"On that day the clocks there do not show {one.zone.letters.upper()}."
                    yield self.text.remark(2, _MEND, self._place(one), told, "Write the abbreviation that holds on that day.")

    # -------------------------------------------------- new times

    def slot(self, mention: Mention, mentions: list[Mention]) -> Iterator[Remark]:
        if self._is_past(mention, mentions):
            yield self._wrong(mention, "This time is already past.", "Propose times that are still to come.")
        elif self.about.slots is None:
            yield from self._in_another_zone(mention)
        elif not mention.times:
            if not any(self._local(slot.start).date() in mention.dates for slot in self.about.slots):
                yield self._wrong(mention, "You have not given this day as free.", "Propose the times that are free in your calendars.")
        else:
            yield from self._not_given(mention, mentions)

    def _not_given(self, mention: Mention, mentions: list[Mention]) -> Iterator[Remark]:
        for one in mention.times:
            if any(self._is_given(instant) for instant in self._instants(mention, one, mentions)):
                continue
            if any(self._is_given(instant) for instant in self._as_read(mention, one, self._own_zones())):
                yield self.text.remark(
                    9, _MEND, self._place(one), "The time is right, the zone is not.", f"Name the zone in which you are free at {one.at[0]:%H:%M}."
                )
            else:
                yield self._wrong(mention, "You have not given this time as free.", "Propose the times that are free in your calendars.", one)

    def _in_another_zone(self, mention: Mention) -> Iterator[Remark]:
        for one in mention.times:
            if one.zone and self.about.zone and not self._is_usual(mention, one, one.zone):
                told = "This zone is neither that of the interview nor yours."
                yield self.text.remark(9, _MEND, self._place(one), told, "Name the time in the zone of the interview.")

    def _is_usual(self, mention: Mention, one: Time, named: Named) -> bool:
        """Does the named zone go with the interview's or the person's at that moment?"""
        return not set(self._as_read(mention, one, [named.zone])).isdisjoint(self._as_read(mention, one, self._own_zones()))

    def number(self, slots: list[Mention]) -> Iterator[Remark]:
        """Two or three, where some are to be proposed; what is handed in needs only one."""
        if self.kind not in LETTERS:
            return
        least = 1 if self.kind is DraftKind.EXTENSION else _SLOTS[0]
        count = sum(max(len(slot.times), 1) for slot in slots)
        end = len(self.text.raw.rstrip())
        if not count and self.about.slots != ():
            severity = _MEND if self.about.slots else _CONSIDER
            yield self.text.remark(9, severity, Span(end, end), "No new time is proposed.", "Propose two or three, with date and hour.")
        elif 0 < count < least:
            yield self._wrong(slots[0], "Only one time is proposed.", "Propose two or three.", severity=_CONSIDER)
        elif count > _SLOTS[1] and not self._both_zones(slots):
            yield self._wrong(slots[-1], f"{count} times are proposed.", "Two or three are easier to choose from.", severity=_CONSIDER)

    def _both_zones(self, slots: list[Mention]) -> bool:
        """A time that is told in two zones counts once."""
        instants = {instant for slot in slots for one in slot.times for instant in self._instants(slot, one, slots)}
        return len(instants) <= _SLOTS[1]

    def _wrong(
        self, mention: Mention, what: str, suggestion: str, one: Time | None = None, *, severity: Severity = _MEND
    ) -> Remark:
        place = self._place(mention)
        return self.text.remark(9, severity, Span(place.start, self._place(one).end) if one else place, what, suggestion)

    # -------------------------------------------------- instants

    def _is_past(self, mention: Mention, mentions: list[Mention]) -> bool:
        if self.about.now is None or self.today is None:
            return False
        if mention.times:
            told = [instant for one in mention.times for instant in self._instants(mention, one, mentions)]
            return all(instant < self.about.now for instant in told)
        return all(day < self.today for day in mention.dates)

    def _is_given(self, instant: datetime) -> bool:
        return any(slot.start <= instant < slot.end for slot in self.about.slots or ())

    def _instants(self, mention: Mention, one: Time, mentions: list[Mention]) -> list[datetime]:
        """What the time may mean: in its own zone, in the only one that the text names, or in the interview's or the person's."""
        named = {str(time.zone.zone): time.zone.zone for other in mentions for time in other.times if time.zone}
        if one.zone:
            return self._as_read(mention, one, [one.zone.zone])
        return self._as_read(mention, one, list(named.values()) if len(named) == 1 else self._own_zones())

    @staticmethod
    def _as_read(mention: Mention, one: Time, zones: Sequence[tzinfo]) -> list[datetime]:
        told = product(mention.dates, one.at, zones)
        return [datetime.combine(day, at, zone).astimezone(UTC) for day, at, zone in told]

    def _own_zones(self) -> list[ZoneInfo]:
        return [ZoneInfo(key) for key in dict.fromkeys((self.about.zone, self.about.own_zone)) if key] or [ZoneInfo("UTC")]

    def _local(self, instant: datetime) -> datetime:
        return instant.astimezone(_zone(self.about))
