"""Which account `showup connect google --drafts` was given last. No secret: the permission itself is in the keyring."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from showup import paths
from showup_integrations.own_files import write

__all__ = ["Chosen", "choose", "chosen", "folder"]

_LIMIT = 1 << 16


class Chosen(msgspec.Struct, frozen=True):
    """The account's name, and another address of the API than Google's."""

    account: str
    endpoint: str | None = None


def folder() -> Path:
    """Where it stands, and what is kept of each draft."""
    return paths.state_dir() / "gmail"


def choose(which: Chosen) -> None:
    """Raises OSError, or ShowupError when there can be no such folder."""
    write(folder() / "account.json", msgspec.json.encode(which))


def chosen() -> Chosen | None:
    """None when there is none, or its file is damaged."""
    with suppress(OSError, msgspec.MsgspecError), (folder() / "account.json").open("rb") as file:
        return msgspec.json.decode(file.read(_LIMIT), type=Chosen)
    return None
