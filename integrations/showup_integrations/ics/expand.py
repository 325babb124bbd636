"""The occurrences of series in a window. Expansion is limited for each series and for the calendar as a
whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, tzinfo

from msgspec import Struct, field

from showup.model import Occurrence, Window
from showup.pace import pace
from showup.ports import Trouble
from showup_integrations.ics.budget import Budget, OutOfTime, at_most
from showup_integrations.ics.event import Event
from showup_integrations.ics.occurrence import instant, maker
from showup_integrations.ics.parsed import listed
from showup_integrations.ics.recur import Instance, instances
from showup_integrations.ics.rules import refusal
from showup_integrations.ics.series import Series

__all__ = ["Expander"]

_FEWEST, _MOST, _A_DAY = 500, 4000, 4
_SECONDS = 0.2


class Expander(Struct):
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
        except (ValueError, OverflowError):
            self._refuse(series, "its dates or its rule make no sense, so it was left out")
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - one series must never harm another
            self._refuse(series, "it could not be worked out when it happens, so it was left out")
        else:
            self.occurrences += found

    def _single(self, event: Event) -> list[Occurrence]:
        if not self._wanted(instant(event.start, self.home), instant(event.end, self.home)):
            return []
        return [maker(self.source, event, self.home).at(event.start, event.end, None, recurring=False)]

    def _expanded(self, series: Series) -> list[Occurrence]:
        if reason := refusal(listed(series.events[0].component, "RRULE")):
            self._refuse(series, f"{reason}, so it was left out")
            return []
        with at_most(min(_SECONDS * pace(), self.budget.left)):
            found = sorted(self._dated(series), key=lambda occurrence: occurrence.start)
        if len(found) > self._most:
            self._refuse(series, f"it happens more than {self._most} times in this time; the later ones were left out")
        return found[: self._most]

    @property
    def _most(self) -> int:
        """So many occurrences one series may have in the window."""
        return min(max((self.window.until - self.window.since).days * _A_DAY, _FEWEST), _MOST)

    def _dated(self, series: Series) -> list[Occurrence]:
        make = {id(event): maker(self.source, event, self.home) for event in series.events}
        found: list[Occurrence] = []
        most = self._most
        for one in instances(series, self.window, self.home):
            if self._touches(one):
                occurrence = make[id(one.event)].at(one.start, one.end, one.original, recurring=True)
                found.append(replace(occurrence, notes=(*occurrence.notes, one.note)) if one.note else occurrence)
            if len(found) > most:
                break
        return found

    def _touches(self, one: Instance) -> bool:
        return self._wanted(instant(one.start, self.home), instant(one.end, self.home))

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
