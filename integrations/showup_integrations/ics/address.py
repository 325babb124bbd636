"""Addresses of calendars on the web: what may be fetched, with which credentials, and how they are shown.

An address is often the only key to a calendar, so no message ever holds more of it than `shown` gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from showup.errors import SourceError

__all__ = ["Address", "parse"]

_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
_FIRST_PART_MAX = 20


@dataclass(frozen=True, slots=True)
class Address:
    """A fetchable address without its credentials, and the credentials (`user:password`) beside it."""

    url: str
    credentials: str | None = None

    @property
    def shown(self) -> str:
        """Scheme, host and at most the first part of the path: enough to know it again, not enough to use
        it.
        """
        parts = urlsplit(self.url)
        segments = [part for part in parts.path.split("/") if part]
        tail = ""
        if segments:
            # A lone part is often the secret itself.
            speaks = len(segments) > 1 and segments[0].isalpha() and len(segments[0]) <= _FIRST_PART_MAX
            tail = f"/{segments[0]}/..." if speaks else "/..."
        return f"{parts.scheme}://{_host(parts)}{tail}"

    def follow(self, location: str) -> Address:
        """Where a redirect leads; raises SourceError for one that must not be followed."""
        target = parse(_joined(self.url, location), what="a redirect")
        here, there = urlsplit(self.url), urlsplit(target.url)
        if here.scheme == "https" and there.scheme == "http":
            raise SourceError(
                f"{self.shown} leads on to an unencrypted address, which was refused. "
                "Ask the calendar's owner for its https address.",
            )
        same = (here.hostname, _port(here)) == (there.hostname, _port(there))
        upgraded = here.hostname == there.hostname and (_port(here), _port(there)) == (80, 443)
        return Address(target.url, self.credentials if same or upgraded else None)


def parse(text: str, *, what: str = "a calendar") -> Address:
    """The address in `text`; raises SourceError with what to do when nothing can be fetched from there."""
    parts = _split(text.strip())
    scheme = _SCHEMES.get(parts.scheme.lower())
    if scheme is None or not parts.hostname:
        raise SourceError(
            f"The address of {what} must begin with https://, http:// or webcal:// and name a host; "
            "for a file on this machine give its path.",
        )
    bare = parts._replace(scheme=scheme, netloc=_host(parts), fragment="")
    return Address(bare.geturl(), _credentials(parts))


def _joined(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError:
        return ""


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _port(parts)
    except ValueError:
        raise SourceError("The calendar's address is not a valid one; copy it again.") from None
    return parts


def _credentials(parts: SplitResult) -> str | None:
    if not parts.username and not parts.password:
        return None
    return f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme in {"https", "webcal", "webcals"} else 80)
