"""The wall of a series: its times without their zone, as RFC 5545 repeats them. A day stands there as its midnight."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from msgspec import Struct

from showup_integrations.ics.ends import in_utc
from showup_integrations.ics.event import Event
from showup_integrations.ics.parsed import listed

__all__ = ["Wall", "on_wall"]


def on_wall(moment: date, zone: tzinfo) -> datetime:
    """What the clock of a zone shows; of a day, its midnight."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(0))
    if moment.tzinfo is None or moment.tzinfo is zone:
        return moment.replace(tzinfo=None)
    try:
        return moment.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return in_utc(moment).replace(tzinfo=None)


class Wall(Struct, frozen=True):
    """Where the instances of one series stand: in `zone`, as whole days or not. `whole` is the series itself."""

    whole: Event
    zone: tzinfo

    @property
    def days(self) -> bool:
        return not isinstance(self.whole.start, datetime)

    @property
    def first(self) -> datetime:
        return on_wall(self.whole.start, self.zone)

    def at(self, wall: datetime) -> date:
        """What stands there: a date, or an aware datetime."""
        return wall.date() if self.days else wall.replace(tzinfo=self.zone)

    def key(self, moment: date) -> date:
        """What tells instances apart: the day, or the instant, wherever it was written."""
        if self.days or not isinstance(moment, datetime):
            return moment.date() if isinstance(moment, datetime) else moment
        return in_utc(moment)

    def name(self, moment: date) -> date:
        """The name of an instance: a time on the wall where those are what tells the instances apart."""
        return on_wall(moment, self.zone) if self.whole.by_wall and isinstance(moment, datetime) else moment

    def added(self) -> Iterator[tuple[datetime, date | timedelta | None]]:
        """RDATE: times on the wall, each with its end where one is given. A time of day is none."""
        for prop in listed(self.whole.component, "RDATE"):
            for value in prop.dts:
                start, end = value.dt if isinstance(value.dt, tuple) else (value.dt, None)
                if isinstance(start, date):
                    yield self._placed(start), end

    def _placed(self, start: date) -> datetime:
        if not self.days and not isinstance(start, datetime):
            return datetime.combine(start, self.first.time())
        wall = on_wall(start, self.zone)
        return datetime.combine(wall.date(), time(0)) if self.days else wall

    def excepted(self) -> tuple[set[date], set[date]]:
        """EXDATE: the keys of instances, and whole days."""
        keys: set[date] = set()
        days: set[date] = set()
        for prop in listed(self.whole.component, "EXDATE"):
            for value in prop.dts:
                if isinstance(value.dt, datetime) and not self.days:
                    keys.add(self.key(value.dt))
                elif isinstance(value.dt, date):
                    days.add(self.key(value.dt) if self.days else value.dt)
        return keys, days
