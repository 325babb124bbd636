"""Any service that apprise knows (Gotify, Telegram, Signal, SMS and voice by Twilio, ...): sent by a child that leaves again.

The resident process never loads the library, which is large and as trustworthy as the least of its hundred and eighty plug-ins.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from showup.errors import DeliveryError
from showup.plain import one_line, plain
from showup_integrations.extras import install
from showup_integrations.push.addresses import checked, scheme_of
from showup_integrations.push.literal import literal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from showup_integrations.push.service import Message

__all__ = ["AppriseService"]

_PATIENCE = timedelta(seconds=8)  # the channel gives up after nine, and would not know who was slow
_TITLE, _BODY, _LINK = 200, 1000, 500
_WHY = 200
# -P: the folder that showup was started in must not be able to supply modules.
_CHILD = ("-P", "-m", "showup_integrations.push.apprise_child")


class AppriseService:
    """Implements PushService for several addresses, which are sent to at the same time. It has sent when one of them has
    taken it; the others are its trouble.
    """

    def __init__(self, addresses: Sequence[str], patience: timedelta = _PATIENCE) -> None:
        self._addresses = [checked(address) for address in addresses]
        self._patience = patience
        self._trouble: str | None = None

    async def send(self, message: Message) -> None:
        whys = await self._whys(message)
        self._trouble = " ".join(whys) or None
        if len(whys) == len(self._addresses):
            raise DeliveryError(self._trouble or "No address is given.")

    async def take_back(self, tag: str) -> None:
        """What has been sent so stays: the services differ too much."""

    def trouble(self) -> str | None:
        return _missing() if importlib.util.find_spec("apprise") is None else self._trouble

    async def close(self) -> None:
        """A child is gone when its message is."""

    async def _whys(self, message: Message) -> list[str]:
        """For each address that did not take it a sentence that names the service."""
        said: dict[int, dict[str, Any]] = {}
        ended = "ended before it had an answer"
        try:
            async with asyncio.timeout(self._patience.total_seconds()), _child() as child:
                async for line in _answers(child, self._asked(message)):
                    if "missing" in line:
                        return [_missing()] * len(self._addresses)
                    said[line["index"]] = line
        except TimeoutError:
            ended = f"did not answer within {self._patience.total_seconds():g} s"
        except OSError as err:
            ended = f"could not be asked: no process could be started ({err.strerror})"
        lines = (said.get(i, {"name": scheme_of(a), "why": ended}) for i, a in enumerate(self._addresses))
        return [
            f"{one_line(line['name'], 80)} {one_line(line['why'], _WHY).rstrip('.')}." for line in lines if line["why"]
        ]

    def _asked(self, message: Message) -> bytes:
        title, body = one_line(message.title, _TITLE), plain(message.body, _BODY)
        link = one_line(message.link, _LINK) if message.link else ""
        if link and link not in body:
            body = f"{body}\n{link}"
        return json.dumps(
            {
                "addresses": self._addresses,
                "title": literal(title),
                "body": literal(body.strip() or title) or "showup",  # most take no empty one
                "critical": message.critical,
                "patience_s": self._patience.total_seconds(),
            }
        ).encode()


def _missing() -> str:
    return f"Its library is not installed: {install('push')}"


@asynccontextmanager
async def _child() -> AsyncIterator[Process]:
    """A child that is gone, with all that it has started, when this is left, however it is left."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, *_CHILD, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True
    )  # fmt: skip
    try:
        yield child
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        # A pipe with unread data stays open, and wait() waits for it; there is no public way to close one.
        child._transport.close()  # type: ignore[attr-defined]  # noqa: SLF001
        await child.wait()


async def _answers(child: Process, asked: bytes) -> AsyncIterator[dict[str, Any]]:
    assert child.stdin is not None  # noqa: S101 - both were asked for
    assert child.stdout is not None  # noqa: S101
    with suppress(ConnectionError):  # it may be gone; then it says nothing
        child.stdin.write(asked)
        await child.stdin.drain()
    child.stdin.close()
    async for line in child.stdout:
        yield json.loads(line)
