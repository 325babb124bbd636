"""Listens for buttons, while there is one that somebody could press: from a ladder's first message until its end."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from http.client import HTTPException

from showup.errors import DeliveryError
from showup_integrations.ntfy.api import Server
from showup_integrations.ntfy.book import Keeper
from showup_integrations.ntfy.http import opened

__all__ = ["Answers"]

_LEAD = timedelta(minutes=1)
_SILENCE = timedelta(seconds=90)
"""A server says something every 45 s, so that one knows that it is there."""

_PAUSES_S = (1, 2, 5, 10, 30)
_JUMP_S = 5
_LOOK_EVERY = timedelta(seconds=30)
_log = logging.getLogger(__name__)


class Answers:
    """`heard` gets what was posted to the topic of the answers, whatever it is."""

    def __init__(
        self, server: Server, keeper: Keeper, heard: Callable[[str], None], clock: Callable[[], datetime]
    ) -> None:
        self._server, self._keeper, self._heard, self._clock = server, keeper, heard, clock
        self._changed = asyncio.Event()
        self._doing: asyncio.Task[None] | None = None
        self._line: _Line | None = None
        self._drift: float | None = None

    def look(self) -> None:
        """There may be other buttons than before."""
        self._changed.set()
        if self._doing is None:
            self._doing = asyncio.create_task(self._forever())

    async def close(self) -> None:
        self._hang_up()
        if self._doing is not None:
            self._doing.cancel()
            await asyncio.gather(self._doing, return_exceptions=True)

    async def _forever(self) -> None:
        while True:
            self._changed.clear()
            now = self._clock()
            slept = self._slept(now)
            first = self._keeper.book.first_press(now)
            if first is None or first - _LEAD > now:
                self._hang_up()
            elif self._line is None or slept:
                self._hang_up()  # a machine that has slept waits for words that were sent to nobody
                self._line = _Line(self._server, first - _LEAD, self._heard)
            await self._wait(first, now)

    def _slept(self, now: datetime) -> bool:
        """Since it was asked last: the loop's clock stands still in a suspend."""
        before, self._drift = self._drift, now.timestamp() - asyncio.get_running_loop().time()
        return before is not None and abs(self._drift - before) > _JUMP_S

    async def _wait(self, first: datetime | None, now: datetime) -> None:
        """For another button, or until one can be pressed; while it listens it looks from time to time whether to hang up."""
        ahead = None if first is None else (first - _LEAD - now if self._line is None else _LOOK_EVERY)
        try:
            async with asyncio.timeout(None if ahead is None else max(ahead.total_seconds(), 0.0)):
                await self._changed.wait()
        except TimeoutError:
            return

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.stop()
            self._line = None


class _Line:
    """One listening, on a thread that nobody waits for: it ends with the next that the server says."""

    def __init__(self, server: Server, since: datetime, heard: Callable[[str], None]) -> None:
        self._server, self._heard = server, heard
        self._since = str(int(since.timestamp()))
        self._loop = asyncio.get_running_loop()
        self._over = threading.Event()
        threading.Thread(target=self._run, name="showup-answers", daemon=True).start()

    def stop(self) -> None:
        self._over.set()

    def _run(self) -> None:
        tries = 0
        while not self._over.is_set():
            try:
                with opened(self._server.stream(self._since), _SILENCE) as response:
                    tries = 0
                    for line in response:
                        if self._over.is_set():
                            return
                        self._take(line)
            except (DeliveryError, HTTPException, OSError) as err:
                if tries == 0:
                    _log.warning("the answers of %s cannot be read, for now: %s", self._server.address.host, err)
            self._over.wait(_PAUSES_S[min(tries, len(_PAUSES_S) - 1)])
            tries += 1

    def _take(self, line: bytes) -> None:
        try:
            said = json.loads(line)
        except ValueError:
            return
        if not isinstance(said, dict) or said.get("event") != "message":
            return
        if isinstance(name := said.get("id"), str) and name.isalnum():
            self._since = name
        try:
            self._loop.call_soon_threadsafe(self._heard, str(said.get("message", "")))
        except RuntimeError:  # the loop has closed
            self._over.set()
