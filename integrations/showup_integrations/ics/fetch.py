"""Fetching a calendar over HTTP: bounded in time, bytes and redirects, and silent about the address's
secrets.
"""

from __future__ import annotations

import threading
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    SSLError,
)

import showup
from showup.errors import SourceError
from showup_integrations.ics.address import Address

__all__ = ["Body", "Fetcher"]

_CHUNK = 4 * 1024  # small: a version of urllib3 throws away the piece in which a download breaks off
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_REDIRECTS = 5
_ADVICE = {
    401: "it wants a user name and a password. Write them into the address (https://user:password@host/...), "
    "or use the calendar's secret address.",
    403: "it refuses access. Check that the calendar is still shared, and copy its secret address again.",
    404: "there is no calendar (any more). Copy the calendar's address again.",
    410: "the calendar is gone for good. Copy the address of the new one.",
    429: "it has been asked too often. showup tries again later.",
}


@dataclass(frozen=True, slots=True)
class Body:
    """What a server sent, unpacked. `cut` says that the end is missing."""

    data: bytes
    cut: bool


@dataclass(slots=True)
class _Collected:
    """Grows while a body arrives, so that what came before a failure is not lost."""

    address: Address
    limit: int
    packed: bool
    data: bytearray = field(default_factory=bytearray)
    taken: int = 0

    def take(self, chunks: Iterator[bytes]) -> bool:
        """Collect all chunks; the answer says whether the end was reached. Raises SourceError beyond the
        limit.
        """
        unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if self.packed else None
        try:
            for chunk in chunks:
                # One byte more than allowed is enough to know; a bomb never unfolds.
                self.taken += len(chunk)
                room = self.limit + 1 - len(self.data)
                self.data += unpack.decompress(chunk, room) if unpack else chunk[:room]
                self._check()
        except (HTTPError, zlib.error, OSError):
            return False
        return unpack is None or unpack.eof

    def _check(self) -> None:
        if len(self.data) > self.limit:
            raise SourceError(
                f"{self.address.shown} sent more than the {self.limit >> 20} MB a calendar may have. "
                "Check that the address is that of a calendar.",
            )


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches with these limits; `total` covers everything, name look-up and redirects included."""

    connect: timedelta = timedelta(seconds=10)
    silence: timedelta = timedelta(seconds=15)
    total: timedelta = timedelta(seconds=40)
    limit: int = 32 << 20

    def fetch(self, address: Address) -> Body:
        """The calendar's bytes; raises SourceError with what to do."""
        # Neither a name look-up nor a server that drips can be timed out from within; a daemon thread can be
        # left.
        outcome: list[Body | SourceError | BaseException] = []
        worker = threading.Thread(target=self._into, args=(outcome, address), daemon=True, name="ics-fetch")
        worker.start()
        worker.join(self.total.total_seconds())
        if not outcome:
            raise SourceError(
                f"{address.shown} did not send the calendar within {self.total.total_seconds():.0f} s. "
                "Check the network; showup tries again.",
            )
        if isinstance(outcome[0], BaseException):
            raise outcome[0]
        return outcome[0]

    def _into(self, outcome: list[Body | SourceError | BaseException], address: Address) -> None:
        try:
            outcome.append(self._fetch(address))
        except BaseException as error:  # noqa: BLE001 - raised again in the waiting thread
            outcome.append(error)

    def _fetch(self, address: Address) -> Body:
        timeout = urllib3.Timeout(connect=self.connect.total_seconds(), read=self.silence.total_seconds())
        with urllib3.PoolManager(timeout=timeout, retries=False) as pool:
            for _ in range(_MAX_REDIRECTS + 1):
                with closing(_get(pool, address)) as response:
                    target = _redirect(response)
                    if target is None:
                        return self._body(response, address)
                address = address.follow(target)
        raise SourceError(f"{address.shown} was redirected more than {_MAX_REDIRECTS} times. Copy the address again.")

    def _body(self, response: urllib3.BaseHTTPResponse, address: Address) -> Body:
        if response.status != 200:
            raise SourceError(_refusal(address, response.status))
        encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in {"", "identity", "gzip", "x-gzip"}:
            raise SourceError(f"{address.shown} packs the calendar in a way that was not asked for. Ask its provider.")
        collected = _Collected(address, self.limit, packed="gzip" in encoding)
        complete = collected.take(_chunks(response))
        return Body(bytes(collected.data), cut=not complete or collected.taken < _promised(response))


def _promised(response: urllib3.BaseHTTPResponse) -> int:
    """How many bytes the server said that it would send, 0 when it did not say."""
    said = response.headers.get("Content-Length", "")
    return int(said) if said.isascii() and said.isdigit() else 0


def _chunks(response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    read: Callable[[], bytes] = lambda: response.read(_CHUNK, decode_content=False)  # noqa: E731
    return iter(read, b"")


def _get(pool: urllib3.PoolManager, address: Address) -> urllib3.BaseHTTPResponse:
    headers = {"Accept": "text/calendar, */*;q=0.5", "Accept-Encoding": "gzip"}
    headers["User-Agent"] = f"showup/{showup.__version__}"
    if address.credentials:
        headers["Authorization"] = "Basic " + b64encode(address.credentials.encode()).decode()
    try:
        return pool.request(
            "GET",
            address.url,
            headers=headers,
            redirect=False,
            preload_content=False,
            # What came of a download that broke off is wanted; some versions throw it away with the error.
            enforce_content_length=False,
        )
    except (HTTPError, OSError, ValueError) as error:
        raise SourceError(f"{address.shown} {_failure(error)}") from None  # the cause would show the address


def _redirect(response: urllib3.BaseHTTPResponse) -> str | None:
    return response.headers.get("Location") if response.status in _REDIRECTS else None


def _refusal(address: Address, status: int) -> str:
    server_fault = 500
    advice = _ADVICE.get(status)
    if advice is None and status >= server_fault:
        advice = "the server has a fault of its own. showup tries again later."
    return f"{address.shown} answered {status}: {advice or 'copy the calendar address again.'}"


def _failure(error: Exception) -> str:
    if isinstance(error, NameResolutionError):
        return "could not be found. Check the network and the spelling of the host."
    if isinstance(error, ConnectTimeoutError) and not isinstance(error, NewConnectionError):
        return "did not answer in time. Check the network; showup tries again."
    if isinstance(error, SSLError):
        return "has a certificate that cannot be trusted. Check the address, and this machine's clock."
    return "could not be reached. Check the network and the address; showup tries again."
