"""What is kept between two readings: how to ask whether anything has changed, and the mark of what was read last.

No event is kept, and no token that opens anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from showup.errors import ShowupError
from showup_integrations.own_files import write

__all__ = ["Bell", "State", "load", "save"]

_FILE = "google.json"
_LIMIT = 1 << 20


class Bell(msgspec.Struct, frozen=True):
    """A sync token of one calendar; it tells of changes to events that end after `since`."""

    since: datetime
    token: str


class State(msgspec.Struct, frozen=True):
    """The bells by calendar ID, for one account, as they were just before what `mark` names was read."""

    account: str
    mark: str | None = None
    bells: Mapping[str, Bell] = {}


def load(folder: Path | None, account: str) -> State:
    """An empty one when there is none, when it is damaged or another account's."""
    with suppress(OSError, ValueError, AttributeError, msgspec.MsgspecError):
        if folder is not None:
            with (folder / _FILE).open("rb") as file:
                state = msgspec.json.decode(file.read(_LIMIT), type=State)
            if state.account == account and all(bell.since.tzinfo for bell in state.bells.values()):
                return state
    return State(account)


def save(folder: Path | None, state: State) -> None:
    """A disk that is full only makes the next reading dearer."""
    if folder is not None:
        with suppress(OSError, ShowupError):
            write(folder / _FILE, msgspec.json.encode(state))
