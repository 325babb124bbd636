"""Fetching a calendar over HTTP: bounded in time, bytes and redirects, and silent about the address's
secrets.
"""

from __future__ import annotations

import logging
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

import urllib3
from urllib3.exceptions import HTTPError

import showup
from showup.errors import SourceError
from showup_integrations.ics.address import Address
from showup_integrations.ics.body import Body
from showup_integrations.ics.download import Download
from showup_integrations.ics.refusals import failure, refusal, speaks_no_tls
from showup_integrations.ics.validators import Validators
from showup_integrations.within import OverdueError, within

__all__ = ["Answer", "Fetcher"]

for _library in ("urllib3", "urllib3_future"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)  # what it logs holds whole addresses

_CHUNK = 64 << 10
_FINE, _NOTHING_NEW = 200, 304
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_REDIRECTS = 5
_MOST_DIGITS = 18  # a length with more of them is none


class _NoTlsError(SourceError):
    """The other side of an encrypted connection knows nothing of encryption."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. `body` is unpacked, None when nothing has changed; `cut` says that the end is missing."""

    body: Body | None
    validators: Validators
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches with these limits; `total` covers everything, name look-up and redirects included. `wire` bytes may come,
    which may unfold to `unpacked`.
    """

    connect: timedelta = timedelta(seconds=10)
    silence: timedelta = timedelta(seconds=15)
    total: timedelta = timedelta(seconds=40)
    wire: int = 64 << 20
    unpacked: int = 256 << 20

    def fetch(self, address: Address, known: Validators | None = None) -> Answer:
        """The calendar's bytes, unless they are still the `known` ones; raises SourceError with what to do."""
        try:
            return within(self.total, lambda: self._either(address, known))
        except OverdueError:
            raise SourceError(
                f"{address.shown} did not send the calendar within {self.total.total_seconds():.0f} s. Check the network.",
            ) from None

    def _either(self, address: Address, known: Validators | None) -> Answer:
        try:
            return self._fetch(address, known)
        except _NoTlsError:
            unencrypted = address.unencrypted()
            if unencrypted is None:
                raise
            return self._fetch(unencrypted, known)

    def _fetch(self, given: Address, known: Validators | None) -> Answer:
        # The address that the person gave is asked each time: who answers "moved for good" can be a hotel's log-in page.
        address = given
        for _ in range(_MAX_REDIRECTS + 1):
            conditions = known.conditions(address) if known else {}
            with self._pool(address) as pool, closing(self._get(pool, address, conditions)) as response:
                target = _redirect(response)
                if target is None:
                    _check(response, address, given, conditional=bool(conditions))
                    return self._answer(response, address)
            address = address.follow(target)
        raise SourceError(f"{address.shown} was redirected more than {_MAX_REDIRECTS} times. Copy the address again.")

    def _pool(self, address: Address) -> urllib3.PoolManager:
        timeout = urllib3.Timeout(connect=self.connect.total_seconds(), read=self.silence.total_seconds())
        # A context of Python's own: another version of urllib3 would trust others than this machine does.
        trusted = ssl.create_default_context() if address.url.startswith("https:") else None
        return urllib3.PoolManager(timeout=timeout, retries=False, ssl_context=trusted)

    def _get(self, pool: urllib3.PoolManager, address: Address, conditions: dict[str, str]) -> urllib3.BaseHTTPResponse:
        headers = {"Accept": "text/calendar, */*;q=0.5", "Accept-Encoding": "gzip", **conditions}
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
            kind = _NoTlsError if speaks_no_tls(error) else SourceError
            raise kind(
                f"{address.shown} {failure(error, self.connect, self.silence)}"
            ) from None  # the cause would show the address

    def _answer(self, response: urllib3.BaseHTTPResponse, address: Address) -> Answer:
        validators = Validators.told(response.headers, address)
        if response.status == _NOTHING_NEW:
            return Answer(None, validators)
        encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in {"", "identity", "gzip", "x-gzip"}:
            raise SourceError(f"{address.shown} packs the calendar in a way that was not asked for. Ask its provider.")
        with closing(Download(address.shown, self.wire, self.unpacked, packed="gzip" in encoding)) as download:
            complete = download.take(_chunks(response))
            return Answer(download.body(), validators, cut=not complete or download.taken < _promised(response))


def _check(response: urllib3.BaseHTTPResponse, address: Address, given: Address, *, conditional: bool) -> None:
    """Is it a calendar, or the news that there is nothing new? Raises SourceError."""
    if response.status not in ({_FINE, _NOTHING_NEW} if conditional else {_FINE}):
        raise SourceError(refusal(address, response.status, given), denied=response.status in {401, 403})


def _promised(response: urllib3.BaseHTTPResponse) -> int:
    """How many bytes the server said that it would send, 0 when it did not say."""
    said = response.headers.get("Content-Length", "")
    in_chunks = "Transfer-Encoding" in response.headers  # then their own end counts, and the length means nothing
    return int(said) if said.isascii() and said.isdigit() and len(said) <= _MOST_DIGITS and not in_chunks else 0


def _chunks(response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    read: Callable[[], bytes] = lambda: response.read1(_CHUNK, decode_content=False)  # noqa: E731
    return iter(read, b"")


def _redirect(response: urllib3.BaseHTTPResponse) -> str | None:
    return response.headers.get("Location") if response.status in _REDIRECTS else None
