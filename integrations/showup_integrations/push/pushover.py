"""Pushover, spoken to by itself: what insists rings on the telephone until it is acknowledged there, and is cancelled here.

That it was acknowledged in Pushover's app says that somebody has seen it, not that they are there: it is no answer, and not asked
for.
https://pushover.net/api
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, unquote

from showup.errors import ConfigError, DeliveryError
from showup.plain import one_line, plain
from showup_integrations.known import unknown_keys
from showup_integrations.push.web import UnreachableError, post

if TYPE_CHECKING:
    from showup_integrations.push.service import Message

__all__ = ["SCHEME", "PushoverService"]

SCHEME = "pover"
_API = "https://api.pushover.net"
_ADDRESS = re.compile(r"pover://([^/@?]+)@([^/?]+)(?:/([^?]*))?(?:\?(.*))?", re.IGNORECASE)
_KEY = re.compile(r"[A-Za-z0-9]{30}")
_HOW = "Write pover://USER_KEY@API_TOKEN; Pushover's page shows both, of 30 letters and digits each."

_TITLE, _BODY, _LINK = 250, 1024, 512  # their limits, in characters
_RETRY, _EXPIRE = timedelta(seconds=30), timedelta(minutes=20)  # theirs: 30 s at least, 3 h at most
_AGAIN = timedelta(seconds=5)  # what they ask for before a second try
_TRIES = 7  # twice as long apart each time: some ten minutes
_PATIENCE = timedelta(seconds=4)


class PushoverService:
    """Implements PushService. `address` is apprise's form: pover://user@token, with /device and ?sound=; `api` another server."""

    def __init__(self, address: str, *, api: str = _API, again: timedelta = _AGAIN) -> None:
        user, self._token, self._shared = _read(address)
        self._shared |= {"token": self._token, "user": user}
        self._api, self._again = api.rstrip("/"), again
        self._receipts: dict[str, str] = {}
        self._silent: set[str] = set()
        self._cancelling: set[asyncio.Task[None]] = set()
        self._trouble: str | None = None

    async def send(self, message: Message) -> None:
        self._silent.discard(message.tag)
        try:
            receipt = await self._sent(_form(message))
        except DeliveryError as err:
            self._trouble = str(err)
            raise
        self._trouble = None
        before = self._receipts.pop(message.tag, None)
        if receipt:
            self._receipts[message.tag] = receipt
        if before:  # the newer one rings instead
            self._beside(f"receipts/{before}/cancel")

    async def take_back(self, tag: str) -> None:
        """By the tag, which finds what an earlier run has sent too. One that is silent already costs nothing."""
        receipt = self._receipts.pop(tag, None)
        if tag in self._silent:
            return
        self._silent.add(tag)
        if not await self._cancelled(f"receipts/cancel_by_tag/{_tag(tag)}") and receipt:
            self._beside(f"receipts/{receipt}/cancel")  # by the tag it could meet the next alarm

    def trouble(self) -> str | None:
        return self._trouble

    async def close(self) -> None:
        for task in tuple(self._cancelling):
            task.cancel()
        await asyncio.gather(*self._cancelling, return_exceptions=True)

    async def _sent(self, form: dict[str, str]) -> str | None:
        """The receipt, where there is one. A server in trouble is asked once more."""
        for last in (False, True):
            try:
                status, said = await self._post("messages", self._shared | form)
            except UnreachableError as err:
                raise DeliveryError(f"Pushover could not be reached ({err}). Look after the network.") from err
            if said.get("status") == 1:
                return said.get("receipt")
            if last or not (status == 429 or status >= 500):
                raise DeliveryError(_refusal(status, said), permanent=400 <= status < 429)
            await asyncio.sleep(self._again.total_seconds())
        raise AssertionError  # the last try returns or raises

    def _beside(self, what: str) -> None:
        task = asyncio.create_task(self._cancel(what))
        self._cancelling.add(task)
        task.add_done_callback(self._cancelling.discard)

    async def _cancel(self, what: str) -> None:
        """Tried again for some minutes: what has been answered must not go on ringing. At last it ends when it expires."""
        for number in range(_TRIES):
            if await self._cancelled(what):
                return
            await asyncio.sleep(self._again.total_seconds() * 2**number)

    async def _cancelled(self, what: str) -> bool:
        """False when it may be worth another try."""
        try:
            status, _ = await self._post(what, {"token": self._token})
        except UnreachableError:
            return False
        return not (status == 429 or status >= 500)

    async def _post(self, what: str, form: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        return await post(f"{self._api}/1/{what}.json", form, _PATIENCE)


def _read(address: str) -> tuple[str, str, dict[str, str]]:
    """The user's key, the application's token, and what goes with every message. ConfigError says nothing of them."""
    found = _ADDRESS.fullmatch(address)
    user, token = (unquote(found[1]), unquote(found[2])) if found else ("", "")
    if not found or not _KEY.fullmatch(user) or not _KEY.fullmatch(token):
        raise ConfigError(f"An address of Pushover cannot be used. {_HOW}")
    given = dict(parse_qsl(found[4] or ""))
    if faults := unknown_keys(given, "sound"):
        raise ConfigError(f"In an address of Pushover: {' '.join(faults)}")
    devices = ",".join(part for part in unquote(found[3] or "").split("/") if part)
    return user, token, given | ({"device": devices} if devices else {})


def _form(message: Message) -> dict[str, str]:
    """An empty message is refused there, and so a title stands for it."""
    title = one_line(message.title, _TITLE)
    form = {"title": title, "message": plain(message.body, _BODY) or title or "showup", "priority": _priority(message)}
    if message.link and len(link := one_line(message.link, _LINK + 1)) <= _LINK:
        form |= {"url": link}  # without a title: what is shown is what is opened
    if message.insistent:
        times = {"retry": str(int(_RETRY.total_seconds())), "expire": str(int(_EXPIRE.total_seconds()))}
        form |= times | {"tags": _tag(message.tag)}
    return form


def _priority(message: Message) -> str:
    """Emergency rings on, high passes their quiet hours, normal does neither."""
    return "2" if message.insistent else "1" if message.critical else "0"


def _tag(tag: str) -> str:
    return quote("".join(c if c.isalnum() and c.isascii() else "-" for c in tag), safe="")


def _refusal(status: int, said: Mapping[str, Any]) -> str:
    if said.get("token") == "invalid":
        return f"Pushover does not know the API token of the address. {_HOW}"
    if said.get("user") == "invalid":
        return f"Pushover does not know the user key of the address, or no device of it. {_HOW}"
    if status == 429:
        return "Pushover takes no more messages of this application this month. Its page says when it does again."
    if status >= 500:
        return f"Pushover has a trouble of its own (HTTP {status}). It is tried again with the next alarm."
    if 200 <= status < 300:
        return (
            "What answered is not Pushover. Perhaps the network wants you to sign in first: open a page in the browser."
        )
    why = one_line("; ".join(map(str, said.get("errors") or ())), 160)
    return f"Pushover did not take it (HTTP {status}{': ' + why if why else ''}). Compare the address with its page."
