"""Addresses of calendars on the web: what may be fetched, with which credentials, and how they are shown.

An address is often the only key to a calendar, so no message ever holds more of it than `shown` gives.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from showup.errors import SourceError

__all__ = ["Address", "is_web", "parse"]

_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
_FIRST_PART_MAX = 20
_THIS_MACHINE = re.compile(r"127(\.\d{1,3}){3}|localhost|::1")
# Also one that lacks its slashes is no path: it is to be told as a wrong address.
_WEB = re.compile(r"[a-z][a-z0-9+.-]*://|(?:https?|webcals?):", re.IGNORECASE)
# What nobody would think of: letters and digits all mixed, or a name that says so.
_KEY = re.compile(
    r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{12,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}|[?&](key|token|secret|auth|sig\w*)=",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """A fetchable address without its credentials, and the credentials (`user:password`) beside it.

    `hidden`: it is kept as a secret. `or_open`: the person left open whether it is encrypted, and it never leaves this machine.
    """

    url: str
    credentials: str | None = None
    hidden: bool = False
    or_open: bool = False

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

    @property
    def is_key(self) -> bool:
        """Does it look as if whoever has it can read the calendar?"""
        parts = urlsplit(self.url)
        return _KEY.search(unquote(f"{parts.path}?{parts.query}")) is not None

    @property
    def mend(self) -> str:
        """The command that gives it a user and a password; one that is a key is asked for and not shown."""
        where = ["-", "--secret"] if self.hidden else ["-"] if self.is_key else [self.url]
        user = (self.credentials or "").partition(":")[0] or "NAME"
        return shlex.join(["showup", "connect", "ics", *where, "--user", user])

    def unencrypted(self) -> Address | None:
        """The same without encryption, None where that was not left open. A password is never sent so."""
        if not self.or_open or self.credentials:
            return None
        return replace(self, url=self.url.replace("https:", "http:", 1), or_open=False)

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


def is_web(text: str) -> bool:
    """Is it meant as an address, not as a path?"""
    return _WEB.match(text) is not None


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
    local = _THIS_MACHINE.fullmatch(parts.hostname.lower()) is not None
    return Address(bare.geturl(), _credentials(parts), or_open=local and parts.scheme.lower() == "webcal")


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
