"""One request to a server: bounded in time and bytes, with its certificate verified, and never redirected."""

from __future__ import annotations

import ssl
from datetime import timedelta
from functools import cache
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener

import showup
from showup.errors import DeliveryError
from showup_integrations.aside import aside

__all__ = ["BusyError", "ask", "opened"]

PATIENCE = timedelta(seconds=6)
"""With the wait for its turn it stays below the ten seconds that a channel has."""

_MOST = 4 << 20
_LONGEST_WAIT = timedelta(minutes=10)
_FINE = range(200, 300)


class BusyError(DeliveryError):
    """The server is there and does not want to now (429, 5xx). `wait`: for how long, where it says so."""

    def __init__(self, message: str, wait: timedelta | None) -> None:
        super().__init__(message)
        self.wait = wait


async def ask(request: Request, missing: tuple[int, ...] = ()) -> bytes | None:
    """The body of the answer; None for a status that is among `missing`. Raises DeliveryError with what to do."""
    body: list[bytes | None] = []
    host = request.host or ""
    try:
        await aside(lambda: body.append(_body(request, missing)), PATIENCE)
    except TimeoutError:
        raise DeliveryError(f"{host} does not answer. Check the network.") from None
    return body[0]


def opened(request: Request, patience: timedelta) -> HTTPResponse:
    """The answer, to be read by whoever has a thread for it; `patience` is for each wait. Raises DeliveryError."""
    host = request.host or ""
    request.add_header("User-Agent", f"showup/{showup.__version__}")
    try:
        response: HTTPResponse = _opener().open(request, timeout=patience.total_seconds())
    except HTTPError as err:
        with err:
            raise _refusal(host, err.code, err.headers.get("Retry-After")) from None
    except (URLError, HTTPException, OSError, ValueError) as err:
        raise DeliveryError(f"{host} cannot be reached ({_words(err)}). Check the network.") from None
    return response


def _body(request: Request, missing: tuple[int, ...]) -> bytes | None:
    try:
        with opened(request, PATIENCE) as response:
            return response.read(_MOST)
    except _RefusedError as err:
        if err.status in missing:
            return None
        raise
    except (HTTPException, OSError) as err:
        raise DeliveryError(f"{request.host} broke off ({_words(err)}). Check the network.") from None


class _RefusedError(DeliveryError):
    def __init__(self, message: str, status: int, *, permanent: bool) -> None:
        super().__init__(message, permanent=permanent)
        self.status = status


class _NoRedirect(HTTPRedirectHandler):
    """A topic and a password are for the server that was named."""

    def redirect_request(self, *_: object) -> None:
        return None


@cache
def _opener() -> OpenerDirector:
    return build_opener(_NoRedirect, HTTPSHandler(context=ssl.create_default_context()))


def _refusal(host: str, status: int, retry_after: str | None) -> DeliveryError:
    if status == 429 or status >= 500:
        why = "takes no more messages for now" if status == 429 else f"has trouble of its own ({status})"
        return BusyError(f"{host} {why}. It is tried again.", _wait(retry_after))
    if status in {401, 403}:
        why = f"{host} does not let showup in ({status}). Check user, password or token, and what they may do with the topic."
    elif 300 <= status < 400:
        why = f"{host} sends showup elsewhere ({status}). Write the address that it has now: ntfys:// where it wants encryption."
    elif status == 404:
        why = f"{host} does not know what ntfy servers know (404). Is it an ntfy server?"
    else:
        why = f"{host} did not take it ({status})."
    return _RefusedError(why, status, permanent=True)


def _wait(retry_after: str | None) -> timedelta | None:
    if retry_after is None or not retry_after.isascii() or not retry_after.isdigit():
        return None
    return min(timedelta(seconds=int(retry_after[:6])), _LONGEST_WAIT)


def _words(err: BaseException) -> str:
    reason = err.reason if isinstance(err, URLError) else err
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {reason.verify_message}"
    return getattr(reason, "strerror", None) or type(reason).__name__
