"""The person's rules in the service: followed as they stand in their file, offered after an answer, made and taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from showup import clock
from showup.announce import announce_refusal
from showup.announce_rules import OFFERED, UNDO, announce_made, announce_offers, offer_tag
from showup.engine import Do, Watch
from showup.engine.answers import UNDO_FOR
from showup.errors import ConfigError
from showup.model import Rule
from showup.ports import Announcement, Press
from showup.rules import sentence
from showup.rules.book import Book, Entry
from showup.rules.offers import Offer, offers
from showup.service.carrier import TELLING
from showup.service.left_alone import patiently

if TYPE_CHECKING:
    from showup.service.shell import Service

__all__ = ["OFFERED", "OFFERS_AFTER", "Ruling"]

OFFERS_AFTER = frozenset({Do.MINE, Do.NOT_MINE})
"""The answers that could stand for more than one event."""

T = TypeVar("T")
_DISK_TAKES = timedelta(seconds=2)
_SAME_MOMENT = timedelta(milliseconds=1)  # the file has no finer times
_HANGS = "The disk with the file of rules does not answer; nothing was changed."
_Stamp = tuple[int, ...] | None


class Ruling:
    """`rules` are followed; `troubles` are sentences about those that cannot be."""

    def __init__(self, service: Service, book: Book) -> None:
        self._service = service
        self._book = book
        self._looking = asyncio.Lock()
        self._stamp: _Stamp = None
        self.rules: tuple[Rule, ...] = ()
        self.troubles: tuple[str, ...] = ()
        self._take(_read(book))

    @property
    def path(self) -> Path:
        return self._book.path

    # ------------------------------------------------------------ following

    async def look(self) -> bool:
        """Read the file again if it is another one; whether anything is new. A disk that hangs says nothing new."""
        async with self._looking:  # what an earlier look has seen must not count after what a later one has
            before, stamp = (self.rules, self.troubles), self._stamp
            seen = await patiently(lambda: _read(self._book, unless=stamp), _DISK_TAKES)
            if seen is not None:
                self._take(seen)
        if before[0] != self.rules:
            self._service.sync_soon()
        return (self.rules, self.troubles) != before

    def _take(self, seen: _Seen) -> None:
        """A file that cannot be read at all changes nothing of what is followed."""
        self._stamp = seen.stamp
        if seen.fault is not None:
            self.troubles = (seen.fault,)
        elif seen.entries is not None:
            self.rules = tuple(entry.rule for entry in seen.entries if entry.rule is not None)
            self.troubles = tuple(entry.trouble for entry in seen.entries if entry.trouble)

    # ------------------------------------------------------------- offering

    def offers(self, key: str) -> tuple[Offer, ...]:
        """What could be made a rule after the answer about this interview, without what is one already."""
        desk = self._service.desk
        watch = desk.watches[key]
        watch = desk.watches.get(watch.twin or key, watch)
        known = {(rule.verdict, *_conditions(rule)) for rule in self.rules}
        healths = {name: desk.healths[name] for name in self._service.syncing.specs if name in desk.healths}
        found = offers(watch, desk.watches, healths, desk.profile, clock.now())
        return tuple(offer for offer in found if (offer.rule.verdict, *_conditions(offer.rule)) not in known)

    async def offer(self, watch: Watch) -> None:
        """On the desktop, where there is something to offer."""
        if found := self.offers(watch.key):
            await self._show(announce_offers(self._service.desk.watches[watch.key], found))

    async def pressed(self, press: Press) -> None:
        """A button of an offer, or of what was told when one was taken."""
        watch = self._service.desk.watches.get(press.interview)
        if watch is None:
            return
        await self._service.ringer.silence(offer_tag(watch))
        try:
            if press.do == UNDO:
                await self.undo_latest(clock.now(), of_answers=False)
                return
            offer = next((o for o in self.offers(watch.key) if f"{OFFERED}{o.by}" == press.do), None)
            if offer is not None:
                await self._changed(lambda: self._book.add(offer.rule))
                await self._show(announce_made(watch, offer.rule))
        except ConfigError as err:
            await self._show(announce_refusal(watch, str(err)))

    async def _show(self, announcement: Announcement) -> None:
        """A courtesy: where it cannot be read it is no reason for a tone."""
        await self._service.ringer.ring(announcement, TELLING, lambda: False)

    # ---------------------------------------------------------------- undo

    async def undo_latest(self, now: datetime, *, of_answers: bool = True) -> str | None:
        """Take back the rule that was made last, and say so; None when there is none of the last minutes, or the person has given
        an answer since (`of_answers`), which is then what is to be taken back. Raises ConfigError.
        """
        found: tuple[int, Rule] | None = None
        with suppress(ConfigError):  # a file that cannot be read is no reason to keep an answer
            found = await self._waited(lambda: self._latest(now))
        if found is None:
            return None
        number, rule = found
        answered = max((w.undo_until for w in self._service.desk.watches.values() if w.undo_until), default=None)
        made = rule.made or now
        if of_answers and answered is not None and made + _SAME_MOMENT < answered - UNDO_FOR:
            return None
        await self._changed(lambda: self._book.remove(number))
        return f"Rule taken back: {sentence(rule)}."

    def _latest(self, now: datetime) -> tuple[int, Rule] | None:
        made = [
            (entry.rule.made, number, entry.rule)
            for number, entry in enumerate(self._book.entries(), 1)
            if entry.rule is not None and entry.rule.made is not None and now - UNDO_FOR <= entry.rule.made <= now
        ]
        return max(made, key=lambda row: row[:2])[1:] if made else None

    async def _changed(self, work: Callable[[], object]) -> None:
        await self._waited(work)
        await self.look()

    async def _waited(self, work: Callable[[], T]) -> T:
        """Beside the loop that rings, which a disk must not stop. Raises ConfigError."""
        done = await patiently(lambda: _tried(work), _DISK_TAKES)
        if done is None:
            raise ConfigError(_HANGS)
        value, fault = done
        if fault is not None:
            raise fault
        return value  # type: ignore[return-value]  # without a fault there is one


def _tried(work: Callable[[], T]) -> tuple[T | None, ConfigError | None]:
    try:
        return work(), None
    except ConfigError as err:
        return None, err


class _Seen:
    """What was read: entries, or nothing new (None), or why it could not be."""

    def __init__(self, stamp: _Stamp, entries: tuple[Entry, ...] | None = None, fault: str | None = None) -> None:
        self.stamp, self.entries, self.fault = stamp, entries, fault


_UNREAD: _Stamp = (-1,)


def _read(book: Book, unless: _Stamp = _UNREAD) -> _Seen:
    """The file, `unless` its stamp is this one. The stamp is taken first: a change while it is read is seen the next time."""
    try:
        stamp = book.stamp()
        if stamp == unless:
            return _Seen(stamp)
        return _Seen(stamp, book.entries())
    except ConfigError as err:
        return _Seen(_UNREAD, fault=str(err))
    except OSError as err:
        return _Seen(_UNREAD, fault=f"{book.path}: cannot be read: {err.strerror}; check its owner and mode")


def _conditions(rule: Rule) -> tuple[str, str, str]:
    return rule.organizer, rule.title.casefold(), rule.calendar.casefold()
