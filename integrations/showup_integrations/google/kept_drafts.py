"""What is kept of each draft in Gmail: enough to find it again, and to tell whether the person has touched it.

No text and no token is kept. A note is written before each step that changes something at Google, so that after a kill
between the two the next `put` can see how far it came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from showup_integrations.own_files import write

__all__ = ["Copy", "Kept"]

_LIMIT = 1 << 20


class Copy(msgspec.Struct, frozen=True):
    """One draft under a name. `text` is the digest of what was put last.

    `id` is Gmail's for the draft, which stays; `message` that of the message in it, which changes with every edit. Neither
    is known while the draft is being created; `before` are the drafts that there were then. `coming` is the digest of a text that
    is just being put in its place, `leaving` says that it is being deleted.
    """

    text: str
    id: str = ""
    message: str = ""
    before: tuple[str, ...] = ()
    coming: str = ""
    leaving: bool = False


class Kept:
    """The notes of one account, in `folder`."""

    def __init__(self, folder: Path, account: str) -> None:
        self._folder = folder / _hash(account)

    def copies(self, name: str) -> list[Copy]:
        """What is kept under that name, oldest first; nothing when its file is damaged."""
        return self._read(self._file(name))

    def keep(self, name: str, copies: Iterable[Copy]) -> None:
        """Raises OSError, or ShowupError when there can be no such folder."""
        left = list(copies)
        if left:
            write(self._file(name), msgspec.json.encode(left))
        else:
            self._file(name).unlink(missing_ok=True)

    def ids(self) -> set[str]:
        """The drafts that are known under any name."""
        return {copy.id for file in self._folder.glob("*.json") for copy in self._read(file)} - {""}

    def _read(self, file: Path) -> list[Copy]:
        with suppress(OSError, msgspec.MsgspecError), file.open("rb") as opened:
            return msgspec.json.decode(opened.read(_LIMIT), type=list[Copy])
        return []

    def _file(self, name: str) -> Path:
        return self._folder / f"{_hash(name)}.json"


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
