"""Which service carries the messages to an address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from showup.errors import ConfigError
from showup_integrations.push.service import PushService

__all__ = ["check", "service"]

_NTFY = ("ntfy://", "ntfys://")


def service(url: str, folder: Path, press: Callable[[str, int, str], None]) -> PushService:
    """`folder` is for what it must remember, `press` is called with an interview, its generation and what the button does.
    Raises ConfigError.
    """
    check(url)
    from showup_integrations.ntfy import NtfyService  # noqa: PLC0415 - HTTP, for those who have it

    return NtfyService(url, folder, press)


def check(url: str) -> None:
    """Whether it can be an address. Raises ConfigError."""
    from showup_integrations.ntfy.address import parse  # noqa: PLC0415 - as above

    if not url.startswith(_NTFY):
        raise ConfigError("That is no push address that showup knows. Write ntfy://TOPIC or ntfys://HOST/TOPIC.")
    parse(url)
