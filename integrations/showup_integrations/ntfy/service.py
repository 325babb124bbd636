"""One ntfy topic as a push service: messages with buttons, and what rings while this machine cannot."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from showup import clock
from showup.errors import DeliveryError
from showup_integrations.ntfy.address import parse
from showup_integrations.ntfy.agreeing import Wish, still_there
from showup_integrations.ntfy.answers import Answers
from showup_integrations.ntfy.api import Server
from showup_integrations.ntfy.book import Answer, Keeper, Sent, State
from showup_integrations.ntfy.laying import Laying
from showup_integrations.ntfy.wording import COUNTS_FOR, button, buttons_of, digest, payload
from showup_integrations.push.service import Message

__all__ = ["NtfyService"]

_ON_ITS_WAY = timedelta(seconds=10)
_LOOK = timedelta(seconds=2.5)
"""There must be time left to send it from here."""

_GONE_BY = frozenset({State.SENT, State.STOOD, State.LAID})
_log = logging.getLogger(__name__)


class NtfyService:
    """A showup_integrations.push.service.PushService, and LeavesAhead.

    `folder` is where it keeps its book; `press` is called with an interview, its generation and what the button does.
    """

    def __init__(
        self,
        url: str,
        folder: Path,
        press: Callable[[str, int, str], None],
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._server = Server(parse(url))
        self._keeper = Keeper(folder, self._server.address)
        self._press, self._now = press, now
        self._answers = Answers(self._server.beside(self._keeper.book.answers), self._keeper, self._heard, now)
        self._laying = Laying(self._server, self._keeper, self._laid_payload, self._answers.look, now)
        self._keeping: set[asyncio.Task[None]] = set()
        self._trouble: str | None = None

    async def send(self, message: Message) -> None:
        try:
            if not await self._stands(message):
                await self._send(message)
        except DeliveryError as err:
            self._trouble = str(err)
            raise
        self._trouble = None

    async def take_back(self, tag: str) -> None:
        latest = self._now() + _ON_ITS_WAY
        self._let_go(name for name, sent in self._of(tag).items() if sent.at <= latest)

    async def lay(self, coming: Sequence[tuple[datetime, Message]]) -> None:
        self._laying.want(coming)
        self._answers.look()

    def trouble(self) -> str | None:
        if self._trouble or self._laying.trouble:
            return self._trouble or self._laying.trouble
        host, book = self._server.address.host, self._keeper.book
        if book.cancels is False:
            return (
                f"{host} cannot take back what is left with it to ring later (ntfy before 2.16): only one reminder of each "
                "interview is. Update the server."
            )
        if not book.pressable:
            return (
                f"{host} lets nobody write who is not signed in, so messages have no buttons. Allow it for the topic of the "
                f"answers: ntfy access everyone '{book.answers}' write-only"
            )
        return None

    async def close(self) -> None:
        await self._laying.close()
        await self._answers.close()
        await asyncio.gather(*self._keeping, return_exceptions=True)
        if self._keeper.book.tried is not None:  # something was left there, and its last step may not be written down
            await self._keeper.keep()

    # --------------------------------------------------------------- sending

    async def _stands(self, message: Message) -> bool:
        """Whether the server rings this very alarm by itself: it was left there for the case that this machine sleeps."""
        book = self._keeper.book
        name = still_there(book, message, self._now())
        if name is None:
            return False
        sent = book.sent[name]
        try:
            async with asyncio.timeout(_LOOK.total_seconds()):
                held = await self._server.held()
        except (DeliveryError, TimeoutError):
            return False
        if not any(one.time == int(sent.at.timestamp()) and one.sequence in {name, ""} for one in held):
            return False
        sent.state = State.STOOD
        self._let_go(other for other, it in self._of(message.tag).items() if other != name and it.at < sent.at)
        return True

    async def _send(self, message: Message) -> None:
        """Each has a sequence of its own, for a telephone shows another message of the same one without a sound."""
        book, now, name = self._keeper.book, self._now(), secrets.token_hex(16)
        earlier = [other for other, sent in self._of(message.tag).items() if sent.at <= now]
        said = payload(message, self._buttons(message, name, now))
        book.sent[name] = Sent(
            now, message.tag, message.interview, message.generation, message.rung, digest(message), State.SENT
        )
        self._keep()
        try:
            await self._server.publish(said, name)
        except DeliveryError as err:
            if err.permanent:  # else it may have arrived, and its buttons must work
                book.sent.pop(name, None)
                book.drop_tokens(name)
            raise
        self._let_go(earlier)
        self._answers.look()

    def _of(self, tag: str) -> dict[str, Sent]:
        """What a telephone may show of it."""
        sent = self._keeper.book.sent.items()
        return {name: one for name, one in sent if one.tag == tag and one.state in _GONE_BY}

    def _let_go(self, names: Iterable[str]) -> None:
        """Off the telephone, and their buttons mean nothing any more."""
        book = self._keeper.book
        gone = [name for name in names if name in book.sent]
        for name in gone:
            book.sent[name].state = State.UNWANTED
            book.drop_tokens(name)
        if gone:
            self._keep()
            self._laying.again()
            self._answers.look()

    # --------------------------------------------------------------- buttons

    def _laid_payload(self, wish: Wish) -> dict[str, Any]:
        return payload(wish.message, self._buttons(wish.message, wish.sequence, wish.at))

    def _buttons(self, message: Message, name: str, since: datetime) -> list[dict[str, Any]]:
        book = self._keeper.book
        if not book.pressable:
            return []
        until = max(since, message.due or since) + COUNTS_FOR
        where = f"{self._server.address.root}/{book.answers}"
        return [
            button(
                action,
                where,
                book.new_token(Answer(message.interview, message.generation, action.do, since, until, name)),
            )
            for action in buttons_of(message)
        ]

    def _heard(self, said: str) -> None:
        answer = self._keeper.book.take(said, self._now())
        if answer is None:
            _log.info("an answer that is unknown, used or too late was left alone")
            return
        self._keep()
        self._press(answer.interview, answer.generation, answer.do)

    def _keep(self) -> None:
        """Beside what is under way: a disk that hangs must not stand before an alarm."""
        task = asyncio.create_task(self._keeper.keep())
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)
