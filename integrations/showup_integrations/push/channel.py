"""The push channel: rings the person's telephone, through one service or several at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from showup import paths
from showup.errors import ConfigError, DeliveryError
from showup.ports import Announcement, Press
from showup_integrations.known import unknown_keys
from showup_integrations.push.kept import KEPT, kept_address
from showup_integrations.push.making import check, service
from showup_integrations.push.service import LeavesAhead, PushService
from showup_integrations.push.wording import worded, writable

__all__ = ["PushChannel"]

PATIENCE = timedelta(seconds=9)  # the service gives up on a channel after ten
_HOW = "`showup connect push` sets one up."


class PushChannel:
    """Implements showup.ports.Channel and Ahead. It has taken an alarm when one of its services has.

    Settings: `to`, a list of addresses, such as ["ntfy://TOPIC"], or "keyring:NAME" for one that is kept as a secret; `discreet`
    (true): messages say when an interview is, not with whom or where.
    """

    def __init__(self, settings: Mapping[str, object]) -> None:
        if faults := unknown_keys(settings, "to", "discreet"):
            raise ConfigError(" ".join(faults))
        self._to = _addresses(settings)
        discreet = settings.get("discreet", True)
        if not isinstance(discreet, bool):
            raise ConfigError(f"`discreet` is true or false, not {discreet!r}.")
        self._discreet = discreet
        self._on_press: Callable[[Press], None] = lambda _press: None
        self._services: dict[str, PushService] = {}
        self._finding = asyncio.Lock()
        self._closed = False
        self._trouble: str | None = None
        self._missing: str | None = None

    async def open(self, on_press: Callable[[Press], None]) -> None:
        self._on_press = on_press

    async def ring(self, announcement: Announcement) -> None:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                await self._ring(announcement)
        except TimeoutError:
            self._trouble = "No push service has answered in time. Check the network."
            raise DeliveryError(self._trouble) from None
        except DeliveryError as err:
            self._trouble = str(err)
            raise

    async def silence(self, tag: str) -> None:
        await asyncio.gather(*(one.take_back(writable(tag)) for one in self._services.values()))

    async def lay(self, coming: Sequence[tuple[datetime, Announcement]]) -> None:
        await self._find()
        messages = [(at, worded(announcement, discreet=self._discreet)) for at, announcement in coming]
        await asyncio.gather(*(one.lay(messages) for one in self._services.values() if isinstance(one, LeavesAhead)))

    def trouble(self) -> str | None:
        return self._trouble or _joined([self._missing, *(one.trouble() for one in self._services.values())])

    async def close(self) -> None:
        self._closed = True
        await asyncio.gather(*(one.close() for one in self._services.values()))
        self._services.clear()

    async def _ring(self, announcement: Announcement) -> None:
        await self._find()
        message = worded(announcement, discreet=self._discreet)
        sent = await asyncio.gather(*(one.send(message) for one in self._services.values()), return_exceptions=True)
        faults = [fault for fault in sent if isinstance(fault, BaseException)]
        if broken := [fault for fault in faults if not isinstance(fault, DeliveryError)]:
            raise broken[0]
        if len(faults) == len(sent):
            raise DeliveryError(_joined([self._missing, *map(str, faults)]) or "There is no push service.")
        self._trouble = None  # those that failed say so themselves

    async def _find(self) -> None:
        """A service for each address; why some have none is told, and they are looked for again the next time."""
        faults: list[str] = []
        async with self._finding:
            for to in self._to:
                if to not in self._services and not self._closed:
                    try:
                        url = await kept_address(to.removeprefix(KEPT)) if to.startswith(KEPT) else to
                        self._services[to] = service(url, paths.state_dir() / "push", self._pressed)
                    except (DeliveryError, ConfigError) as err:
                        faults.append(str(err))
        self._missing = _joined(faults)

    def _pressed(self, interview: str, generation: int, do: str) -> None:
        self._on_press(Press(interview, generation, do, "push"))


def _addresses(settings: Mapping[str, object]) -> tuple[str, ...]:
    to = settings.get("to")
    if not to:
        raise ConfigError(f"not set up. {_HOW}")
    listed = [to] if isinstance(to, str) else to
    if not isinstance(listed, list) or not all(isinstance(url, str) for url in listed):
        raise ConfigError(f'`to` is a list of addresses, such as ["ntfy://TOPIC"]. {_HOW}')
    for url in listed:
        if not url.startswith(KEPT):
            check(url)
        elif url == KEPT:
            raise ConfigError(f'`to` has "{KEPT}" without a name. {_HOW}')
    return tuple(dict.fromkeys(listed))


def _joined(texts: Iterable[str | None]) -> str | None:
    return " ".join(filter(None, texts)) or None
