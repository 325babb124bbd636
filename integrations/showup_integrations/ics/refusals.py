"""What to do when a server does not give a calendar, in words for the person. Nothing of an address but what it shows."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import timedelta

from urllib3 import exceptions

from showup_integrations.ics.address import Address

__all__ = ["NOT_TRUSTED", "NO_TLS", "failure", "refusal", "speaks_no_tls"]

NO_TLS = (
    "speaks no TLS: nothing is encrypted there. Check the address; where you trust the network, write http:// instead."
)
NOT_TRUSTED = "has a certificate that cannot be trusted. Check the address, and this machine's clock."

_ADVICE = {
    304: "nothing new, although it was asked for everything. Copy the calendar's address again.",
    403: "it refuses access. Check that the calendar is still shared, and copy its secret address again.",
    404: "there is no calendar (any more). Copy the calendar's address again.",
    410: "the calendar is gone for good. Copy the address of the new one.",
    429: "it has been asked too often. Ask it less often (`every` in the configuration).",
}
_DEEPEST = 5
# How OpenSSL puts it that what came is no TLS at all; the name changes from version to version.
_NO_TLS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG"})


def refusal(address: Address, status: int, given: Address) -> str:
    """Of an answer that is no calendar, by its status; `given` is the address that the person gave."""
    unauthorized, server_fault = 401, 500
    advice = _ADVICE.get(status)
    if status == unauthorized:
        wants = (
            "it does not take this user name or password"
            if given.credentials
            else "it wants a user name and a password"
        )
        advice = f"{wants}. Give them with `{given.mend}`, or use the calendar's secret address."
    elif advice is None and status >= server_fault:
        advice = "the server has a fault of its own. Ask its provider if it stays so."
    return f"{address.shown} answered {status}: {advice or 'copy the calendar address again.'}"


def failure(error: Exception, connect: timedelta, silence: timedelta) -> str:
    """Of an answer that did not come in these times; the words go on from the address."""
    if isinstance(error, exceptions.NameResolutionError):
        return "could not be found. Check the network and the spelling of the host."
    if isinstance(error, exceptions.TimeoutError) and not isinstance(error, exceptions.NewConnectionError):
        waited = connect if isinstance(error, exceptions.ConnectTimeoutError) else silence
        return f"did not answer in {waited.total_seconds():g} s. Check the network and the address."
    if speaks_no_tls(error):
        return NO_TLS
    if isinstance(error, exceptions.SSLError):
        return NOT_TRUSTED
    if isinstance(error, ValueError):
        return "gave an answer that cannot be understood. Check that the address is that of a calendar."
    if isinstance(error, exceptions.ProtocolError):
        return "hung up without an answer. Check the address."
    return "could not be reached. Check the network and the address."


def speaks_no_tls(error: Exception) -> bool:
    """Did an encrypted connection fail because the other side knows nothing of encryption?"""
    return any(isinstance(fault, ssl.SSLError) and fault.reason in _NO_TLS for fault in _faults(error))


def _faults(error: object, depth: int = 0) -> Iterator[BaseException]:
    """The error and what it was made of, wherever the library put that."""
    if isinstance(error, BaseException) and depth < _DEEPEST:
        yield error
        for part in (*error.args, getattr(error, "reason", None), error.__cause__, error.__context__):
            yield from _faults(part, depth + 1)
