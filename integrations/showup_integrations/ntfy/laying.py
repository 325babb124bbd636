"""Makes the server agree with what is wanted, as soon as that changes, and again and again until it does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from showup.errors import DeliveryError
from showup_integrations.ntfy.able import tried
from showup_integrations.ntfy.agreeing import Wish, chosen, to_lay, to_remind, unwanted
from showup_integrations.ntfy.api import Server
from showup_integrations.ntfy.book import Keeper, State
from showup_integrations.ntfy.http import BusyError
from showup_integrations.push.service import Message

__all__ = ["Laying"]

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=1), timedelta(minutes=2)
_TRY_AGAIN_AFTER = timedelta(days=1)
_log = logging.getLogger(__name__)


class Laying:
    """`payload` makes what is published of a wish, with its buttons. `laid` is called when there may be new ones."""

    def __init__(
        self,
        server: Server,
        keeper: Keeper,
        payload: Callable[[Wish], dict[str, object]],
        laid: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._server, self._keeper, self._payload, self._laid, self._clock = server, keeper, payload, laid, clock
        self._coming: Sequence[tuple[datetime, Message]] | None = None
        self._wake = asyncio.Event()
        self._doing: asyncio.Task[None] | None = None
        self.trouble: str | None = None

    def want(self, coming: Sequence[tuple[datetime, Message]]) -> None:
        """All that is to come."""
        self._coming = coming
        self.again()

    def again(self) -> None:
        """Something is unwanted, or wanted."""
        self._wake.set()
        if self._doing is None:
            self._doing = asyncio.create_task(self._forever())

    async def close(self) -> None:
        if self._doing is not None:
            self._doing.cancel()
            await asyncio.gather(self._doing, return_exceptions=True)

    async def _forever(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._agree()
            except DeliveryError as err:
                self._say(str(err))
                await self._rest(err, pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
                self._wake.set()
            except Exception:  # noqa: BLE001 what rings must not end with a fault in one message
                _log.exception("what was left with %s could not be looked after", self._server.address.host)
                await asyncio.sleep(_LONGEST_PAUSE.total_seconds())
                self._wake.set()
            else:
                pause = _FIRST_PAUSE
                self.trouble = None

    def _say(self, why: str) -> None:
        if self.trouble != why:
            _log.warning("what will ring could not be left with %s: %s", self._server.address.host, why)
        self.trouble = why

    async def _rest(self, err: DeliveryError, pause: timedelta) -> None:
        """For as long as a server asks for; else until there is something new, or the pause is over."""
        if isinstance(err, BusyError) and err.wait is not None:
            await asyncio.sleep(err.wait.total_seconds())
            return
        try:
            async with asyncio.timeout(pause.total_seconds()):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _agree(self) -> None:
        book, now = self._keeper.book, self._clock()
        book.forget(now)
        if not self._coming and not book.sent:
            return
        await self._find_out(now)
        cancels = book.cancels is True
        lays = self._lays(now, cancels=cancels)
        held = frozenset[int]() if cancels else await self._times_held(lays)
        said = [(wish, self._begin(wish)) for wish in lays]
        if said:
            await self._keeper.keep()
        faults = [*await self._cancel_all(), *await self._lay_all(said, held)]
        self._laid()
        if faults:
            raise faults[0]

    def _lays(self, now: datetime, *, cancels: bool) -> Sequence[Wish]:
        """What is to be left there; what is to ring no more is unwanted from now on."""
        if self._coming is None:
            return ()
        book, wishes = self._keeper.book, chosen(self._coming, now, cancels=cancels)
        if not cancels:
            return to_remind(book, wishes, now)
        for name in unwanted(book, wishes, now):
            book.sent[name].state = State.UNWANTED
            book.drop_tokens(name)
        return to_lay(book, wishes, now)

    def _begin(self, wish: Wish) -> dict[str, object]:
        book = self._keeper.book
        book.drop_tokens(wish.sequence)
        book.sent[wish.sequence] = wish.sent()
        return self._payload(wish)

    async def _find_out(self, now: datetime) -> None:
        book = self._keeper.book
        can_all = book.cancels and book.pressable
        if book.tried is not None and (can_all or now - book.tried < _TRY_AGAIN_AFTER):
            return
        able = await tried(self._server, book.answers, now)
        book.cancels, book.pressable, book.tried = able.cancels, able.pressable, now
        await self._keeper.keep()

    async def _times_held(self, lays: Sequence[Wish]) -> frozenset[int]:
        """When what was perhaps left before a crash will be sent: a server without sequences would send it twice."""
        if not any(wish.sequence in self._keeper.book.sent for wish in lays):
            return frozenset()
        return frozenset(held.time for held in await self._server.held())

    async def _cancel_all(self) -> list[DeliveryError]:
        """All that is unwanted; one that fails keeps no other from being cancelled."""
        book, faults = self._keeper.book, list[DeliveryError]()
        names = [name for name, sent in book.sent.items() if sent.state is State.UNWANTED]
        for name in names if book.cancels else ():
            try:
                if not await self._server.cancel(name):
                    book.cancels = False
                    break
            except DeliveryError as err:
                faults.append(err)
                if isinstance(err, BusyError):
                    break
            else:
                book.sent.pop(name, None)
        if names:
            await self._keeper.keep()
        return faults

    async def _lay_all(
        self, said: Sequence[tuple[Wish, dict[str, object]]], held: frozenset[int]
    ) -> list[DeliveryError]:
        for wish, payload in said:
            if self._wake.is_set():
                break  # an answer: what is wanted is something else now
            if int(wish.at.timestamp()) not in held:
                try:
                    await self._server.publish(payload, wish.sequence, wish.at)
                except DeliveryError as err:
                    return [err]
            if (sent := self._keeper.book.sent.get(wish.sequence)) is not None and sent.state is State.LAYING:
                sent.state = State.LAID
        if said:
            await self._keeper.keep()
        return []
