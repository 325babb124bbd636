"""Calendar bytes in, a Reading out: the one way that files, folders and downloads share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter

from showup.errors import SourceError
from showup.model import Profile, Window
from showup.ports import Reading, Trouble
from showup_integrations.ics.budget import Budget, OutOfTime, at_most
from showup_integrations.ics.event import Event, parse
from showup_integrations.ics.expand import Expander
from showup_integrations.ics.lines import value_of
from showup_integrations.ics.series import grouped
from showup_integrations.ics.sift import sift
from showup_integrations.ics.split import Block, Part, normal, split
from showup_integrations.ics.times import BrokenEventError
from showup_integrations.ics.zones import Zones

__all__ = ["Collector"]

_READING_SECONDS = 8.0
_EXPANDING_SECONDS = 5.0
_EVENT_SECONDS = 1.0
_TROUBLES_LIMIT = 100


@dataclass(frozen=True, slots=True)
class _Found:
    """An event's bytes, with what its calendar says about all of its events. `place`: it is the how manieth."""

    place: int
    block: Block
    zones: Zones
    cancelled: bool


@dataclass(slots=True)
class Collector:
    """Gathers what one source says from one or more texts; `reading` then works out the window."""

    source: str
    window: Window
    profile: Profile
    events: int = 0
    _found: list[_Found] = field(default_factory=list)
    _parsed: list[tuple[int, Event]] = field(default_factory=list)
    _troubles: list[Trouble] = field(default_factory=list)

    def add(self, where: str, data: bytes, *, cut: bool = False) -> None:
        """Take in the bytes of one calendar text. Raises SourceError, with what to do, when it is not one."""
        if cut and not data:
            raise SourceError(f"{where} broke off before it sent anything. showup tries again.")
        data = normal(data)
        parts = split(data)
        if not parts:
            raise SourceError(_not_a_calendar(where, data))
        for part in parts:
            self._take(part)
        if cut or not parts[-1].whole:
            why = "It was cut off: the end is missing, so there may be more in it. Fetch or save it again."
            self.trouble(Trouble(where, why, whole=True))

    def trouble(self, *troubles: Trouble) -> None:
        """Note what could not be used."""
        self._troubles += troubles

    def reading(self) -> Reading:
        """The occurrences of the window. Any trouble makes it partial: what is missing may be unreadable."""
        self._parse_all(sift(self._found, self.window))
        home = Zones(self.profile.zone, []).home
        expander = Expander(self.source, self.window, home, Budget(_EXPANDING_SECONDS))
        # In the calendar's own order again: of two versions that agree in everything the same one must always count.
        expander.take(grouped(event for _, event in sorted(self._parsed, key=itemgetter(0))))
        troubles = _bounded([*self._troubles, *expander.troubles])
        occurrences = sorted(expander.occurrences, key=lambda occurrence: (occurrence.start, occurrence.uid))
        return Reading(tuple(occurrences), self.events, troubles, partial=bool(troubles))

    def _take(self, part: Part) -> None:
        head = bytes(part.head)
        zones = Zones(self.profile.zone, part.zones, value_of(head, "X-WR-TIMEZONE"))
        cancelled = value_of(head, "METHOD").upper() == "CANCEL"
        self.events += len(part.events)
        for block in part.events:
            if block.whole:
                self._found.append(_Found(len(self._found), block, zones, cancelled))
            elif part.whole:  # the end of one that was cut off is told of as a whole
                self.trouble(_broken(block, "it has no end"))

    def _parse_all(self, found: list[_Found]) -> None:
        budget = Budget(_READING_SECONDS)
        for count, event in enumerate(found):
            if not budget.left:
                why = f"It is too large to be read whole; {len(found) - count} events were left out."
                return self.trouble(Trouble(self.source, why, whole=True))
            self._parse(event, min(_EVENT_SECONDS, budget.left))
        return None

    def _parse(self, found: _Found, seconds: float) -> None:
        block = found.block
        try:
            with at_most(seconds):
                event = parse(block.lines, found.zones, cancelled=found.cancelled)
                self._parsed.append((found.place, event))
        except BrokenEventError as error:
            self.trouble(_broken(block, str(error)))
        except OutOfTime:
            self.trouble(_broken(block, "it takes too long to read"))
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - one event must never harm another
            self.trouble(_broken(block, f"it cannot be read ({type(error).__name__}: {str(error)[:120]})"))


def _broken(block: Block, why: str) -> Trouble:
    name = value_of(block.lines, "SUMMARY") or value_of(block.lines, "UID") or "an event without a title"
    return Trouble(name[:80], f"This event is broken: {why}. It was left out; the others are not affected.")


def _not_a_calendar(where: str, data: bytes) -> str:
    start = data[:2000].lstrip().lower()
    if not start:
        return f"{where} is empty. What was known of it is kept; check it, or save or export the calendar again."
    if start.startswith(b"<") or b"<html" in start:
        return (
            f'{where} is a web page, not a calendar. Copy the calendar\'s "secret address in iCal format" '
            "(or its public .ics address) instead; a page to log in on cannot be used."
        )
    return f"{where} is not a calendar: there is no BEGIN:VCALENDAR in it. Give the path or address of one."


def _bounded(troubles: Iterable[Trouble]) -> tuple[Trouble, ...]:
    unique = list(dict.fromkeys(troubles))
    more = len(unique) - _TROUBLES_LIMIT
    if more <= 0:
        return tuple(unique)
    return (*unique[:_TROUBLES_LIMIT], Trouble("and more", f"{more} more events or files could not be used."))
