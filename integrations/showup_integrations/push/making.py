"""Which service carries the messages to an address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from showup_integrations.push.addresses import scheme_of
from showup_integrations.push.service import PushService
from showup_integrations.push.vendors import vendor_service

__all__ = ["check", "service"]

_NTFY = frozenset({"ntfy", "ntfys"})


def service(url: str, folder: Path, press: Callable[[str, int, str], None]) -> PushService:
    """`folder` is for what it must remember, `press` is called with an interview, its generation and what the button does.
    Raises ConfigError.
    """
    if scheme_of(url) not in _NTFY:
        return vendor_service(url)
    from showup_integrations.ntfy import NtfyService  # noqa: PLC0415 - HTTP, for those who have it

    return NtfyService(url, folder, press)


def check(url: str) -> None:
    """Whether it can be an address. Raises ConfigError."""
    if scheme_of(url) not in _NTFY:
        vendor_service(url)
        return
    from showup_integrations.ntfy.address import parse  # noqa: PLC0415 - as above

    parse(url)
