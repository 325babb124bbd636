"""Calendar bytes in, a Reading out: the one way that files, folders and downloads share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct, field

from showup.errors import SourceError
from showup.model import Occurrence
from showup.ports import Reading, Trouble, Wanted
from showup_integrations.ics.block import Found, broken
from showup_integrations.ics.body import Body
from showup_integrations.ics.lines import value_of
from showup_integrations.ics.scan import Scan
from showup_integrations.ics.sift import sift, winnow
from showup_integrations.ics.split import Part, is_calendar, normal, split

__all__ = ["Collector"]

_TROUBLES_LIMIT = 100


class _Large(Struct, frozen=True):
    """A text with many plain events, of which only some are looked at more closely."""

    place: int
    where: str
    scan: Scan
    cut: bool


class Collector(Struct):
    """Gathers what one source says from one or more texts; `reading` then works out what is wanted."""

    wanted: Wanted
    _events: int = 0
    _texts: int = 0
    _large: list[_Large] = field(default_factory=list)
    _found: list[Found] = field(default_factory=list)
    _troubles: list[Trouble] = field(default_factory=list)

    def add(self, where: str, data: Body, *, cut: bool = False) -> None:
        """Take in one calendar text. Raises SourceError, with what to do, when it is not one.

        A large one is kept until `reading`, as it is.
        """
        if cut and not data:
            raise SourceError(f"{where} broke off before it sent anything. Check the network and the address.")
        self._texts += 1
        scan = Scan(data, self.wanted.window)
        if is_calendar(normal(scan.head)):
            self._large.append(_Large(self._texts, where, scan, cut))
        else:
            self._take_all(self._texts, where, bytes(data), cut=cut)

    def trouble(self, *troubles: Trouble) -> None:
        """Note what could not be used."""
        self._troubles += troubles

    def reading(self) -> Reading:
        """What is wanted. Any trouble makes it partial: what is missing may be unreadable."""
        others = self._winnow()
        sifted = sift(self._found, self.wanted)
        others |= sifted.others
        troubles = list(self._troubles)
        occurrences: tuple[Occurrence, ...] = ()
        if sifted.events:
            from showup_integrations.ics.working import worked_out  # noqa: PLC0415 - a library is loaded only where one parses

            occurrences, more = worked_out(sifted.events, self.wanted, self._events - len(sifted.events))
            troubles += more
        return Reading(
            occurrences, self._events, _bounded(troubles), partial=bool(troubles), others=tuple(sorted(others.items()))
        )

    def _winnow(self) -> dict[str, datetime]:
        """Take in what is wanted of the large texts; the answer names what was left out."""
        others: dict[str, datetime] = {}
        uids = {value_of(found.block.lines, "UID").encode() for found in self._found} if self._large else set()
        texts = winnow([large.scan for large in self._large], uids, self.wanted, others)
        for large, (text, left_out) in zip(self._large, texts, strict=True):
            self._events += left_out
            self._take_all(large.place, large.where, text, cut=large.cut)
        self._large.clear()
        return others

    def _take_all(self, place: int, where: str, data: bytes, *, cut: bool) -> None:
        data = normal(data)
        parts = split(data)
        if not parts:
            raise SourceError(_not_a_calendar(where, data))
        for part in parts:
            self._take(part, place)
        if cut or not parts[-1].whole:
            why = "It was cut off: the end is missing, so there may be more in it. Fetch or save it again."
            self.trouble(Trouble(where, why, whole=True))

    def _take(self, part: Part, place: int) -> None:
        self._events += len(part.events)
        for block in part.events:
            if block.whole:
                self._found.append(Found((place, len(self._found)), block, part))
            elif part.whole:  # the end of one that was cut off is told of as a whole
                self.trouble(broken(block, "it has no end"))


def _not_a_calendar(where: str, data: bytes) -> str:
    start = data[:2000].lstrip().lower()
    if not start:
        return f"{where} is empty. Check it, or save or export the calendar again."
    if b"icalendar-2.0" in start or start.startswith(b'["vcalendar"'):
        return f"{where} is a calendar in another form (xCal or jCal). Export it as iCalendar (.ics) instead."
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
    # What speaks of the whole calendar is never among those that are only counted.
    unique.sort(key=lambda trouble: not trouble.whole)
    return (*unique[:_TROUBLES_LIMIT], Trouble("and more", f"{more} more events or files could not be used."))
