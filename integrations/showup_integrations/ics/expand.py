"""The occurrences of series in a window. Expansion is limited for each series and for the calendar as a
whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

import icalendar
import recurring_ical_events

from showup.model import Occurrence, Window
from showup.ports import Trouble
from showup_integrations.ics.budget import Budget, OutOfTime, at_most
from showup_integrations.ics.event import Event
from showup_integrations.ics.occurrence import instant, maker
from showup_integrations.ics.parsed import Component, listed
from showup_integrations.ics.rules import refusal
from showup_integrations.ics.series import Series

__all__ = ["Expander"]

_PER_SERIES = 2000
_SECONDS = 1.0
_INDEX = "X-SHOWUP-INDEX"
# Dates and midnights shift by at most a day between zones.
_SLACK = timedelta(days=1)


@dataclass(slots=True)
class Expander:
    """Collects the occurrences of `window` of a source; what it leaves out, it names in `troubles`."""

    source: str
    window: Window
    home: tzinfo
    budget: Budget
    limit: int = 20_000
    occurrences: list[Occurrence] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def take(self, all_series: Iterable[Series]) -> None:
        """Single events first: they are cheap, and no series can use up what they need."""
        left_out = 0
        for series in sorted(all_series, key=lambda series: not series.single):
            if not self.budget.left or len(self.occurrences) > self.limit:
                left_out += 1
                continue
            self._one(series)
        if left_out or len(self.occurrences) > self.limit:
            self._cut(left_out)

    def _one(self, series: Series) -> None:
        try:
            found = self._single(series.events[0]) if series.single else self._expanded(series)
        except OutOfTime:
            self._refuse(series, "it takes too long to work out when it repeats, so it was left out")
        except (ValueError, OverflowError) as error:
            self._refuse(series, f"its dates do not make sense ({_brief(error)}), so it was left out")
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - one series must never harm another
            self._refuse(series, f"it could not be worked out when it happens ({_brief(error)}), so it was left out")
        else:
            self.occurrences += found

    def _single(self, event: Event) -> list[Occurrence]:
        if not self._wanted(instant(event.start, self.home), instant(event.end, self.home)):
            return []
        return [maker(self.source, event, self.home).at(event.start, event.end, None, recurring=False)]

    def _expanded(self, series: Series) -> list[Occurrence]:
        rules = [rule for event in series.events for rule in listed(event.component, "RRULE")]
        if reason := refusal(rules):
            self._refuse(series, f"{reason}, so it was left out")
            return []
        with at_most(min(_SECONDS, self.budget.left)):
            found = sorted(self._dated(series), key=lambda occurrence: occurrence.start)
        if len(found) > _PER_SERIES:
            self._refuse(
                series,
                f"it happens more than {_PER_SERIES} times in this time; the later ones were left out",
            )
        return found[:_PER_SERIES]

    def _dated(self, series: Series) -> Iterator[Occurrence]:
        by_wall = series.events[0].by_wall
        make: list[Callable[..., Occurrence]] = [maker(self.source, event, self.home).at for event in series.events]
        query = recurring_ical_events.of(_calendar(series))
        count = 0
        for component in query.between(self.window.since - _SLACK, self.window.until + _SLACK):
            start, end = component["DTSTART"].dt, component["DTEND"].dt
            if not self._wanted(instant(start, self.home), instant(end, self.home)):
                continue
            index = int(component[_INDEX])
            original = _original(component, series.events[index])
            yield make[index](start, end, self._on_the_wall(original) if by_wall else original, recurring=True)
            count += 1
            if count > _PER_SERIES:
                return

    def _on_the_wall(self, original: date) -> date:
        """A local time without a zone: the name of an instance of a floating series, the same wherever it is read."""
        return original.astimezone(self.home).replace(tzinfo=None) if isinstance(original, datetime) else original

    def _wanted(self, start: datetime, end: datetime) -> bool:
        return start < self.window.until and (end > self.window.since or start == end == self.window.since)

    def _refuse(self, series: Series, why: str) -> None:
        self.troubles.append(Trouble(series.name, f"{why[:1].upper()}{why[1:]}."))

    def _cut(self, left_out: int) -> None:
        self.occurrences.sort(key=lambda occurrence: occurrence.start)
        del self.occurrences[self.limit :]
        self.troubles.append(
            Trouble(
                self.source,
                f"It is too large to be worked out whole; {left_out or 'some later'} events were left out.",
                whole=True,
            ),
        )


def _calendar(series: Series) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    for index, event in enumerate(series.events):
        component = event.component.copy()
        component[_INDEX] = str(index)
        calendar.add_component(component)
    return calendar


def _original(component: Component, event: Event) -> date:
    """Which instance of the series this is. One moved by an override of THISANDFUTURE is moved back by as
    much.
    """
    start: date = component["DTSTART"].dt
    if event.recurrence_id is None:
        return start
    if str(event.component["RECURRENCE-ID"].params.get("RANGE", "")) != "THISANDFUTURE":
        return event.recurrence_id
    if isinstance(start, datetime) and isinstance(event.start, datetime) and isinstance(event.recurrence_id, datetime):
        return start - (event.start - event.recurrence_id.astimezone(event.start.tzinfo))
    return start - (event.start - event.recurrence_id)


def _brief(error: Exception) -> str:
    return str(error)[:120] or type(error).__name__
