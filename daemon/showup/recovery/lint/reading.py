"""What the dates of a text are there for, and which instants they mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property
from itertools import product
from zoneinfo import ZoneInfo

from showup.recovery.lint.about import About
from showup.recovery.lint.hours import Time
from showup.recovery.lint.moments import Mention
from showup.recovery.lint.text import Span, Text

__all__ = ["Reading", "near"]


def near(about: About) -> date | None:
    """The day to which a date without a year is taken to be next."""
    instant = about.start or about.now
    return instant.astimezone(_zone(about)).date() if instant else None


def _zone(about: About) -> ZoneInfo:
    return ZoneInfo(about.zone or about.own_zone or "UTC")


class Reading:
    """The dates of one text in the light of what is known."""

    def __init__(self, text: Text, mentions: list[Mention], about: About) -> None:
        self.text = text
        self.mentions = mentions
        self.about = about
        self.zone = _zone(about)

    @cached_property
    def start(self) -> datetime | None:
        """The start of the interview on the clock there, to the minute, as a text tells it."""
        start = self.about.start
        return start.astimezone(self.zone).replace(second=0, microsecond=0) if start else None

    @cached_property
    def day(self) -> date | None:
        return self.start.date() if self.start else None

    @cached_property
    def today(self) -> date | None:
        return self.about.now.astimezone(self.zone).date() if self.about.now else None

    def place(self, one: Mention | Time) -> Span:
        return Span(*self.text.plain.place(one.start, one.end))

    # -------------------------------------------------- what a date is there for

    def is_slot(self, mention: Mention) -> bool:
        """Is it a new time? One that is to come and not the interview's, or stands in a list or a sentence with such."""
        if self.day in mention.dates:
            return self._begins_a_slot(mention)
        listed = self.text.is_listed(self.place(mention).start)
        return listed or self._is_ahead(mention) or self._sentence(mention) in self._proposing

    @cached_property
    def _proposing(self) -> frozenset[int]:
        """The sentences that propose something, by their words or by a date that is to come."""
        told = {self.text.sentence_at(place.start) for place in self.text.found("slot")}
        ahead = (one for one in self.mentions if self._is_ahead(one) and self.day not in one.dates)
        return frozenset(told.union(map(self._sentence, ahead)))

    def _sentence(self, mention: Mention) -> int:
        return self.text.sentence_at(self.place(mention).start)

    def _is_ahead(self, mention: Mention) -> bool:
        return self.today is not None and all(day > self.today for day in mention.dates)

    def _begins_a_slot(self, mention: Mention) -> bool:
        """On the day of the interview: is it a slot's time, and not the interview's?"""
        told = {instant for one in mention.times for instant in self.instants(mention, one)}
        return not told.isdisjoint(slot.start for slot in self.about.slots or ()) and self.start not in told

    def is_past(self, mention: Mention) -> bool:
        now, today = self.about.now, self.today
        if now is None or today is None:
            return False
        told = [instant for one in mention.times for instant in self.instants(mention, one)]
        return all(instant < now for instant in told) if told else all(day < today for day in mention.dates)

    # -------------------------------------------------- instants

    def instants(self, mention: Mention, one: Time) -> list[datetime]:
        """What a time may mean: in its own zone, in the only one that the text names, or in the interview's and the person's."""
        if one.zone:
            return as_read(mention, one, [one.zone.zone])
        return as_read(mention, one, self._named if len(self._named) == 1 else self.own_zones)

    @cached_property
    def _named(self) -> list[tzinfo]:
        zones = (time.zone.zone for mention in self.mentions for time in mention.times if time.zone)
        return list({str(zone): zone for zone in zones}.values())

    @cached_property
    def own_zones(self) -> list[ZoneInfo]:
        keys = [key for key in (self.about.zone, self.about.own_zone) if key]
        return [ZoneInfo(key) for key in dict.fromkeys(keys or ["UTC"])]

    def is_given(self, mention: Mention, instants: Sequence[datetime]) -> bool:
        """Is one of the instants within a slot, or, of a day without a time, one of the slots on it?"""
        slots = self.about.slots or ()
        if not mention.times:
            return any(slot.start.astimezone(self.zone).date() in mention.dates for slot in slots)
        return any(slot.start <= instant < slot.end for instant in instants for slot in slots)

    def in_own_zones(self, mention: Mention, one: Time) -> list[datetime]:
        """What it would mean without the zone that is named."""
        return as_read(mention, one, self.own_zones)


def as_read(mention: Mention, one: Time, zones: Sequence[tzinfo]) -> list[datetime]:
    told = product(mention.dates, one.at, zones)
    return [datetime.combine(day, at, zone).astimezone(UTC) for day, at, zone in told]
