"""The addresses of push services, as apprise writes them: `gotify://host/token`. They are secrets; what is shown is not."""

from __future__ import annotations

import re
from urllib.parse import quote

from showup.errors import ConfigError

__all__ = ["checked", "scheme_of", "with_setting"]

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,30})://\S+", re.IGNORECASE)


def checked(address: str) -> str:
    """The address, if it looks like one; ConfigError without a word of it else."""
    if not _SCHEME.fullmatch(address):
        raise ConfigError(
            "That is no push address. Write ntfy://TOPIC or ntfys://HOST/TOPIC, pover://USER_KEY@API_TOKEN for Pushover, or what "
            "https://appriseit.com/services/ has for another service."
        )
    return address


def scheme_of(address: str) -> str:
    """The word for its service: all of an address that may be shown to anybody."""
    found = _SCHEME.fullmatch(address)
    return found[1].lower() if found else "an address"


def with_setting(address: str, key: str, value: str) -> str:
    """The address with `?key=value`, unless it says something else there."""
    before, question, query = address.partition("?")
    if any(part.partition("=")[0].casefold() == key for part in query.split("&")):
        return address
    return (
        f"{before}?{query}{'&' if query else ''}{key}={quote(value)}" if question else f"{before}?{key}={quote(value)}"
    )
