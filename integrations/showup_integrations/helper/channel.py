"""The helper's channel: what it is given is for somebody else than the person, and has been worded for them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from showup import paths
from showup.errors import ConfigError, DeliveryError
from showup.model import Urgency
from showup.plain import one_line, plain
from showup_integrations.known import text_of, unknown_keys
from showup_integrations.push.kept import KEPT, kept_address
from showup_integrations.push.making import check, service
from showup_integrations.push.service import Message, PushService

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from showup.ports import Announcement, Press

__all__ = ["HelperChannel"]

PATIENCE = timedelta(seconds=9)  # the service gives up on a channel after ten
_HOW = 'Say whom, if they agree: [channel.helper] to = "ntfy://TOPIC", or any other push address of theirs.'
_TITLE, _BODY = 200, 600


class HelperChannel:
    """Implements showup.ports.Channel.

    Settings: `to`, a push address of theirs, or "keyring:NAME" for one that is kept as a secret. `name` and `tell` are read where
    the words are made (showup.config.helping).
    """

    def __init__(self, settings: Mapping[str, object]) -> None:
        if faults := unknown_keys(settings, "to", "name", "tell"):
            raise ConfigError(" ".join(faults))
        to = text_of(settings, "to")
        if to is None:
            raise ConfigError(f"not set up. {_HOW}")
        if not to.startswith(KEPT):
            check(to)
        elif to == KEPT:
            raise ConfigError(f'`to` has "{KEPT}" without a name. {_HOW}')
        self._to = to
        self._service: PushService | None = None
        self._finding = asyncio.Lock()
        self._trouble: str | None = None

    async def open(self, on_press: Callable[[Press], None]) -> None:
        """Nothing to get ready: a helper has no answer to give."""

    async def ring(self, announcement: Announcement) -> None:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                await self._send(_worded(announcement))
        except TimeoutError:
            self._trouble = "Their push service has not answered in time. Check the network."
            raise DeliveryError(self._trouble) from None
        except DeliveryError as err:
            self._trouble = str(err)
            raise
        self._trouble = None

    async def silence(self, tag: str) -> None:
        """What they were asked stands until they are told that it is over."""

    def trouble(self) -> str | None:
        return self._trouble or (self._service.trouble() if self._service else None)

    async def close(self) -> None:
        if self._service is not None:
            await self._service.close()
            self._service = None

    async def _send(self, message: Message) -> None:
        carrier = await self._found()
        if not message.insistent:
            await carrier.take_back(message.tag)  # what rings until it is answered must not ring on
        await carrier.send(message)

    async def _found(self) -> PushService:
        async with self._finding:
            if self._service is None:
                url = await kept_address(self._to.removeprefix(KEPT)) if self._to.startswith(KEPT) else self._to
                try:
                    self._service = service(url, paths.state_dir() / "push", lambda *_: None)
                except ConfigError as err:  # what the keyring keeps is no address
                    raise DeliveryError(str(err), permanent=True) from err
            return self._service


def _worded(announcement: Announcement) -> Message:
    asks = announcement.urgency is Urgency.CRITICAL
    title, body = one_line(announcement.summary, _TITLE), plain(announcement.body, _BODY)
    return Message(announcement.tag, title, body, critical=asks, link=None, insistent=asks, actions=())
