"""By what a web server knows again what it sent: ETag and Last-Modified, and from which address they came."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from showup_integrations.ics.address import Address

__all__ = ["Validators", "place"]

_USABLE = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,499}")
_SETTLED = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Validators:
    """`etag` and `modified` as the server wrote them, empty where it did not; `place` names the address that gave them."""

    place: str
    etag: str = ""
    modified: str = ""

    @classmethod
    def told(cls, headers: Mapping[str, str], address: Address) -> Validators:
        """Those of an answer from that address."""
        etag, modified = _usable(headers.get("ETag")), _usable(headers.get("Last-Modified"))
        # Within the second of a change there may be another one, under the same Last-Modified.
        settled = _instant(headers.get("Date")), _instant(modified)
        if settled[0] is None or settled[1] is None or settled[0] - settled[1] < _SETTLED:
            modified = ""
        return cls(place(address), etag, modified)

    def conditions(self, address: Address) -> dict[str, str]:
        """The headers that ask this address whether anything has changed; none for another address than theirs."""
        if place(address) != self.place:
            return {}
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value}


def place(address: Address) -> str:
    """A name for an address and its user that gives away neither."""
    user = (address.credentials or "").partition(":")[0]
    return hashlib.sha256(f"{address.url}\0{user}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _usable(value: str | None) -> str:
    """As it is when it can be sent back."""
    return value if value and _USABLE.fullmatch(value) else ""


def _instant(text: str | None) -> datetime | None:
    try:
        at = parsedate_to_datetime(text or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at.tzinfo else None
