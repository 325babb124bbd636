"""What stands where the `caldav` library has its HTTP session, so that no answer costs more than it may."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from caldav.lib.http_sync import USE_NIQUESTS, requests

__all__ = ["Body", "Limits", "Session", "TooLargeError", "TooLongError"]

_CHUNK = 64 << 10
# TCP alone, and no look-ups at certificate authorities while somebody waits.
_PLAIN: dict[str, Any] = {"disable_http3": True, "revocation_configuration": None} if USE_NIQUESTS else {}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may cost.

    `silence`: how long a server may say nothing; `total`: for everything; `answer`: bytes of one answer, unpacked. One calendar
    has at most so many `members`, with so many bytes of `bodies` in all.
    """

    silence: timedelta = timedelta(seconds=15)
    total: timedelta = timedelta(seconds=40)
    answer: int = 16 << 20
    members: int = 20_000
    bodies: int = 64 << 20


@dataclass(frozen=True, slots=True)
class Body:
    """An answer as the library wants it, read to its end."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes
    reason: str
    url: str

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")


class TooLongError(Exception):
    """The whole conversation has used up its time."""


class TooLargeError(Exception):
    """One answer is larger than it may be."""


class Session:
    """Stands where the library has its session: follows no redirect by itself, and reads no more than it may."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._session = requests.Session(**_PLAIN)
        # Somewhat before the whole is left alone: what has been had by then can still be kept and told.
        self._end = time.monotonic() + 0.9 * limits.total.total_seconds()

    def request(self, method: str, url: str, *, data: bytes, headers: Mapping[str, str], **more: Any) -> Body:  # noqa: ANN401
        """One answer, read to its end; `auth` is how the library wants to sign in."""
        left = self._left()
        wait = min(left, self._limits.silence.total_seconds())
        response = self._session.request(
            method,
            url,
            data=data,
            headers=dict(headers),
            auth=more.get("auth") or _nobody,
            timeout=(wait, wait),
            stream=True,
            allow_redirects=False,
        )
        try:
            return Body(
                response.status_code or 0, response.headers, self._content(response), response.reason or "", url
            )
        finally:
            response.close()

    def _content(self, response: Any) -> bytes:  # noqa: ANN401 - niquests' or requests', whichever the library found
        content = bytearray()
        for chunk in response.iter_content(_CHUNK):
            content += chunk
            if len(content) > self._limits.answer:
                raise TooLargeError
            self._left()
        return bytes(content)

    def _left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TooLongError
        return left

    def close(self) -> None:
        self._session.close()


def _nobody(request: Any) -> Any:  # noqa: ANN401
    """Signs in as nobody: given no sign-in at all, the session would take one from a .netrc."""
    return request
