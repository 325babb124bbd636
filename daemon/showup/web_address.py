"""Which addresses of a calendar are links that a person may be led to: plain http(s), and with their real host. Pure."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

__all__ = ["web_address"]

_LONGEST = 2000
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


def web_address(url: str) -> tuple[str, str] | None:
    """`url` as it is shown and opened, and its host in ASCII and lower case (letters of other scripts as punycode).

    None when it is not http(s), carries credentials, hides characters or is ambiguous.
    """
    if len(url) > _LONGEST or not url.isprintable() or "\\" in url or " " in url:
        return None
    try:
        parts = urlsplit(url)
        host = _ascii((parts.hostname or "").rstrip("."))
        parts.port  # noqa: B018 - raises when it is no port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    return _with_host(parts, host), host


def _ascii(host: str) -> str:
    return host.lower() if host.isascii() else host.encode("idna").decode("ascii").lower()


def _with_host(parts: SplitResult, host: str) -> str:
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(scheme=parts.scheme.lower(), netloc=host + port).geturl()
