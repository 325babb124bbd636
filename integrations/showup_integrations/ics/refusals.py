"""What to do when a server does not give a calendar, in words for the person. Nothing of an address but what it shows."""

from __future__ import annotations

from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError, SSLError

from showup_integrations.ics.address import Address

__all__ = ["failure", "refusal"]

_ADVICE = {
    304: "nothing new, although it was asked for everything. Copy the calendar's address again.",
    401: "it wants a user name and a password, or other ones. `showup connect ics` asks for them and keeps them; "
    "or use the calendar's secret address.",
    403: "it refuses access. Check that the calendar is still shared, and copy its secret address again.",
    404: "there is no calendar (any more). Copy the calendar's address again.",
    410: "the calendar is gone for good. Copy the address of the new one.",
    429: "it has been asked too often. showup tries again later.",
}


def refusal(address: Address, status: int) -> str:
    """Of an answer that is no calendar, by its status."""
    server_fault = 500
    advice = _ADVICE.get(status)
    if advice is None and status >= server_fault:
        advice = "the server has a fault of its own. showup tries again later."
    return f"{address.shown} answered {status}: {advice or 'copy the calendar address again.'}"


def failure(error: Exception) -> str:
    """Of an answer that did not come; the words go on from the address."""
    if isinstance(error, NameResolutionError):
        return "could not be found. Check the network and the spelling of the host."
    if isinstance(error, ConnectTimeoutError) and not isinstance(error, NewConnectionError):
        return "did not answer in time. Check the network; showup tries again."
    if isinstance(error, SSLError):
        return "has a certificate that cannot be trusted. Check the address, and this machine's clock."
    return "could not be reached. Check the network and the address; showup tries again."
