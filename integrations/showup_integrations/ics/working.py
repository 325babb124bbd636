"""From the events that were chosen to their occurrences, within what a calendar may cost as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from operator import itemgetter

from msgspec import Struct, field

from showup.model import Occurrence, Profile
from showup.pace import pace
from showup.ports import Trouble, Wanted
from showup_integrations.ics.block import Found, broken, name_of
from showup_integrations.ics.budget import Budget, OutOfTime, at_most
from showup_integrations.ics.event import Event, parse
from showup_integrations.ics.expand import Expander
from showup_integrations.ics.lines import value_of
from showup_integrations.ics.occurrence import instant
from showup_integrations.ics.series import Series, grouped
from showup_integrations.ics.split import Part
from showup_integrations.ics.times import BrokenEventError
from showup_integrations.ics.zones import Zones

__all__ = ["worked_out"]

# Where only what could be an interview is wanted, a calendar that needs more is a hostile one.
_PARSING_SECONDS, _PARSING_ALL_SECONDS = 0.4, 8.0
_UNTIL_PARSED = 1.2  # seconds from the start of the process
_FOR_EACH_OTHER = 8e-6  # seconds: of a large calendar more can be wanted
_EXPANDING_SECONDS, _EXPANDING_ALL_SECONDS = 0.3, 5.0
_LIMIT, _LIMIT_ALL = 3_000, 20_000  # occurrences
_EVENT_SECONDS = 0.25
_NAMED = 3


def worked_out(found: list[Found], wanted: Wanted, others: int = 0) -> tuple[tuple[Occurrence, ...], list[Trouble]]:
    """The occurrences in the window, by start, of events in the order of their urgency; and what could not be used.

    `others` counts the calendar's events that are not worth parsing.
    """
    every = wanted.able is None
    least = _PARSING_SECONDS + others * _FOR_EACH_OTHER
    enough = Budget(_PARSING_ALL_SECONDS) if every else Budget.up_to(_UNTIL_PARSED, least=least)
    parsing = _Parsing(wanted.name, wanted.profile, enough)
    parsing.take(found)
    # In the calendar's own order: of two versions that agree in everything the same one must always count.
    series = grouped(event for _, event in sorted(parsing.events, key=itemgetter(0)))
    home = Zones(wanted.profile.zone, []).home
    budget = Budget(_EXPANDING_ALL_SECONDS if every else _EXPANDING_SECONDS)
    expander = Expander(wanted.name, wanted.window, home, budget, limit=_LIMIT_ALL if every else _LIMIT)
    expander.take(sorted(series, key=lambda one: _urgency(one, wanted.window.since, home)))
    occurrences = sorted(expander.occurrences, key=lambda occurrence: (occurrence.start, occurrence.uid))
    return tuple(occurrences), [*parsing.troubles, *expander.troubles]


class _Parsing(Struct):
    """Parses events one by one; `events` has each with its place in the calendar."""

    source: str
    profile: Profile
    budget: Budget
    events: list[tuple[tuple[int, int], Event]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    _calendars: dict[int, tuple[Zones, bool]] = field(default_factory=dict)

    def take(self, found: list[Found]) -> None:
        for count, event in enumerate(found):
            if not self.budget.left:
                return self.troubles.append(_left_out(self.source, found[count:]))
            self._parse(event, min(_EVENT_SECONDS * pace(), self.budget.left))
        return None

    def _parse(self, found: Found, seconds: float) -> None:
        block = found.block
        try:
            with at_most(seconds):
                zones, cancelled = self._calendar(found.part)
                self.events.append((found.place, parse(block.lines, zones, cancelled=cancelled)))
        except BrokenEventError as error:
            self.troubles.append(broken(block, str(error)))
        except OutOfTime:
            self.troubles.append(broken(block, "it takes too long to read"))
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - one event must never harm another
            self.troubles.append(broken(block, "it cannot be read"))

    def _calendar(self, part: Part) -> tuple[Zones, bool]:
        """The zones of a calendar, and whether all of it is cancelled; a zone is worked out when an event names it."""
        if id(part) not in self._calendars:
            head = bytes(part.head)
            zones = Zones(self.profile.zone, part.zones, value_of(head, "X-WR-TIMEZONE"))
            self._calendars[id(part)] = zones, value_of(head, "METHOD").upper() == "CANCEL"
        return self._calendars[id(part)]


def _urgency(series: Series, since: datetime, home: tzinfo) -> tuple[bool, datetime]:
    """What is yet to come before what began earlier, the soonest first."""
    start = instant(series.events[0].start, home)
    return start < since, start


def _left_out(source: str, found: Iterable[Found]) -> Trouble:
    names = list(dict.fromkeys(f"“{name_of(event.block)}”" for event in found))
    said = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
    return Trouble(source, f"It is too large to be read whole; these events were left out: {said}.", whole=True)
