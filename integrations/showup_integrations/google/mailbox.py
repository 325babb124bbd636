"""Into whose Gmail drafts are put. No secret: the permission itself is in the keyring."""

from __future__ import annotations

from pathlib import Path

import msgspec

from showup import paths

__all__ = ["Mailbox", "folder"]


class Mailbox(msgspec.Struct, frozen=True):
    """The account's name, and another address of the API than Google's."""

    account: str
    endpoint: str | None = None


def folder() -> Path:
    """Where what is kept of each draft stands."""
    return paths.state_dir() / "gmail"
