"""Addresses that a token may be sent to."""

from __future__ import annotations

from urllib.parse import urlsplit

__all__ = ["is_safe"]

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def is_safe(address: str) -> bool:
    """Is it encrypted, or on this machine?"""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK))
