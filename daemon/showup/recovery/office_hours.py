"""When one side works: for the moment of a follow-up, and for dates that suit both. Pure, once the days off are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice
from zoneinfo import ZoneInfo

from showup.countries import country_of
from showup.days_off import DaysOff, days_off
from showup.free import hours_on
from showup.model import Interval, Profile

__all__ = ["Office", "business_days_later", "next_office_moment", "own_office", "their_office", "working_days"]

_DAY = timedelta(days=1)
_USUAL_HOURS = ("09:00", "17:00")


@dataclass(frozen=True, slots=True)
class Office:
    """Where the clock of one side hangs (an IANA name), when it does not work, and its hours by that clock."""

    zone: str
    off: DaysOff
    hours: tuple[str, str] = _USUAL_HOURS

    def on(self, day: date) -> Interval:
        """Its hours on that day, as if it were no day off."""
        return hours_on(day, self.zone, self.hours)

    def day_of(self, moment: datetime) -> date:
        """The date on its wall."""
        return moment.astimezone(ZoneInfo(self.zone)).date()


def own_office(profile: Profile, now: datetime) -> Office:
    """The person's side, by their profile; without a country, that of their zone. Loads the holidays: see `days_off`."""
    off = days_off(profile.country or country_of(profile.zone), now.date())
    return Office(profile.zone, off, profile.working_hours)


def their_office(zone: str, profile: Profile, now: datetime) -> Office:
    """The other side, in `zone`, which says its country; where it does not, or is the person's too, it is the person's country.

    Calendars often name the zone of a neighbour with the same clock. Then a holiday too many is kept, and one of theirs may be
    missed. Loads the holidays: see `days_off`.
    """
    own = profile.country or country_of(profile.zone)
    return Office(zone, days_off(own if zone == profile.zone else country_of(zone) or own, now.date()))


def working_days(office: Office, since: date) -> Iterator[date]:
    """Those from `since` on, without end. Raises OverflowError at the end of all dates."""
    return (day for day in (since + n * _DAY for n in count()) if day not in office.off)


def next_office_moment(after: datetime, office: Office) -> datetime:
    """`after` itself where somebody is there, else when they open next."""
    yesterday = office.day_of(after) - _DAY  # who works at night may still be in yesterday's hours
    hours = (office.on(day) for day in working_days(office, yesterday))
    return next(max(after, each.start) for each in hours if after < each.end)


def business_days_later(start: datetime, days: int, office: Office) -> datetime:
    """The same time of day on the `days`-th working day (1 or more) after the date of `start` there; when they open, where that
    time is not in their hours.
    """
    if days < 1:
        raise ValueError(f"{days} working days later: it takes one at least")
    local = start.astimezone(ZoneInfo(office.zone))
    day = next(islice(working_days(office, local.date() + _DAY), days - 1, None))
    hours, same = office.on(day), datetime.combine(day, local.timetz()).astimezone(UTC)
    return same if hours.start <= same < hours.end else hours.start
