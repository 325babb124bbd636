"""What an ntfy server understands (https://docs.ntfy.sh/publish/, https://docs.ntfy.sh/subscribe/api/), as calls."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.request import Request

from showup.errors import DeliveryError
from showup_integrations.ntfy.address import Address
from showup_integrations.ntfy.http import ask

__all__ = ["Held", "Server"]

_UNKNOWN = (404, 405)


@dataclass(frozen=True, slots=True)
class Held:
    """A message that the server has, sent already or not yet: `time` says when. `sequence`: empty on servers before 2.16."""

    time: int
    sequence: str
    title: str


@dataclass(frozen=True, slots=True)
class Server:
    """One topic of a server. All calls raise DeliveryError."""

    address: Address

    def beside(self, topic: str, *, anonymous: bool = False) -> Server:
        """Another topic of the same server; `anonymous`: as somebody who is not signed in, such as a button on a telephone."""
        authorization = None if anonymous else self.address.authorization
        return Server(replace(self.address, topic=topic, authorization=authorization))

    async def publish(self, message: dict[str, Any], sequence: str, at: datetime | None = None) -> None:
        """Send it, or with `at` leave it to be sent then: from ten seconds to three days ahead. Another one of the same sequence
        that is not sent yet is replaced (from 2.16 on).
        """
        said = {"topic": self.address.topic, "sequence_id": sequence, **message}
        if at is not None:
            said["delay"] = str(int(at.timestamp()))
        headers = {"Content-Type": "application/json"}
        await ask(self._request("POST", "/", json.dumps(said, ensure_ascii=False).encode(), headers))

    async def cancel(self, sequence: str) -> bool:
        """A message that is not sent yet never will be, one that was is taken off the telephone. False: the server cannot."""
        return await ask(self._request("DELETE", f"/{self.address.topic}/{sequence}"), _UNKNOWN) is not None

    async def held(self) -> tuple[Held, ...]:
        """What the server has, sent or not."""
        body = await ask(self._request("GET", f"/{self.address.topic}/json?poll=1&scheduled=1&since=all"))
        return tuple(
            Held(int(line["time"]), str(line.get("sequence_id", "")), str(line.get("title", "")))
            for line in self._lines(body or b"")
            if line.get("event") == "message"
        )

    def stream(self, since: str) -> Request:
        """For the messages of the topic from then on, one a line, until somebody hangs up. `since`: seconds, or an id."""
        return self._request("GET", f"/{self.address.topic}/json?since={since}")

    def _lines(self, body: bytes) -> list[dict[str, Any]]:
        try:
            lines = [json.loads(line) for line in body.splitlines() if line.strip()]
        except ValueError:
            raise DeliveryError(f"{self.address.host} does not speak as an ntfy server does. Is it one?") from None
        return [line for line in lines if isinstance(line, dict) and isinstance(line.get("time"), int)]

    def _request(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Request:
        request = Request(self.address.root + path, body, headers or {}, method=method)  # noqa: S310 - http or https, by its making
        if self.address.authorization:
            request.add_header("Authorization", self.address.authorization)
        return request
