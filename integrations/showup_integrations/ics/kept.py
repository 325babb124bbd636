"""The last good download of an address, in the source's own folder: what makes the next one cheap.

It can be lost at any time: what is damaged counts as not there, and what cannot be written is done without.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from showup.errors import ShowupError
from showup_integrations import own_files
from showup_integrations.ics.body import Body, content, digest, opened
from showup_integrations.ics.validators import Validators

__all__ = ["Kept"]

_STATE_LIMIT = 16 << 10
# A server that says "nothing new" whatever happens is believed for so long; then it is asked for everything again.
_BELIEVED = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class _State:
    """`asked` names the address that was asked, `mark` the body's bytes, `at` the instant at which they came."""

    asked: str
    mark: str
    size: int
    at: datetime
    validators: Validators


class Kept:
    """What `folder` (None: nothing is kept) holds of the address that is named `asked`."""

    def __init__(self, folder: Path | None, asked: str) -> None:
        self._folder = folder
        self._asked = asked
        state = _load(folder / "state.json") if folder else None
        self._state = state if state is not None and state.asked == asked else None

    @property
    def mark(self) -> str | None:
        """The mark of the body, None when none is kept."""
        return self._state.mark if self._state else None

    def validators(self, now: datetime) -> Validators | None:
        """What the server may be asked with, unless it was believed for too long already."""
        if self._state is None or not timedelta() <= now - self._state.at < _BELIEVED:
            return None
        return self._state.validators

    def body(self) -> Body | None:
        """The kept bytes, None when they are not the very ones that were kept."""
        if self._folder is None or self._state is None:
            return None
        try:
            number = opened(self._folder / "body")
        except OSError:
            return None
        try:
            if os.fstat(number).st_size != self._state.size:
                return None
            body = content(number, self._state.size)
        except (OSError, ValueError):
            return None
        finally:
            os.close(number)
        return body if digest(body) == self._state.mark else None

    def store(self, body: Body, mark: str, validators: Validators, now: datetime) -> None:
        """Keep a good body; one that is kept already is not written again."""
        if self._folder is None:
            return
        with suppress(OSError, ShowupError):
            if mark != self.mark or self.body() is None:
                # Between these two writes the mark belongs to no body, which is noticed.
                own_files.write(self._folder / "body", body)
            self._state = _State(self._asked, mark, len(body), now, validators)
            own_files.write(self._folder / "state.json", msgspec.json.encode(self._state))


def _load(path: Path) -> _State | None:
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(_STATE_LIMIT), type=_State)
    except (OSError, msgspec.MsgspecError, ValueError):
        return None
