"""Taking in what a server sends: unpacked, counted, and on disk when it is large."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from urllib3.exceptions import HTTPError

from showup.errors import SourceError
from showup_integrations.ics.body import HELD, Body, content

__all__ = ["Download"]


@dataclass(slots=True)
class Download:
    """Takes a body in as it arrives, unpacks it (gzip, when `packed`) and keeps it within limits, so that a bomb never unfolds.

    `shown` names the address in messages, `wire` and `unpacked` are limits in bytes.
    """

    shown: str
    wire: int
    unpacked: int
    packed: bool = False
    taken: int = 0
    _size: int = 0
    _held: bytearray = field(default_factory=bytearray)
    _file: IO[bytes] | None = None

    def take(self, chunks: Iterator[bytes]) -> bool:
        """Collect all chunks; whether the end was reached. Raises SourceError beyond a limit."""
        unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if self.packed else None
        try:
            for chunk in chunks:
                self.taken += len(chunk)
                # One byte more than allowed is enough to know.
                room = self.unpacked + 1 - self._size
                self._keep(unpack.decompress(chunk, room) if unpack else chunk)
        except (HTTPError, zlib.error, OSError):
            return False  # what came before is not lost
        return unpack is None or unpack.eof

    def body(self) -> Body:
        """What has arrived. Raises SourceError."""
        if self._file is None:
            return bytes(self._held)
        self._spill()
        return content(self._file.fileno(), self._size)

    def close(self) -> None:
        """Let go of the file; what body() gave stays."""
        if self._file is not None:
            self._file.close()

    def _keep(self, data: bytes) -> None:
        self._held += data
        self._size += len(data)
        if self.taken > self.wire or self._size > self.unpacked:
            limit = self.wire if self.taken > self.wire else self.unpacked
            raise SourceError(
                f"{self.shown} sent more than the {limit >> 20} MB a calendar may have. "
                "Check that the address is that of a calendar.",
            )
        if len(self._held) > HELD:
            self._spill()

    def _spill(self) -> None:
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 - see close()
            self._file.write(self._held)
            self._file.flush()
        except OSError as error:
            why = f"{self.shown} could not be read: no room for it in {tempfile.gettempdir()} ({error.strerror}). Make some."
            raise SourceError(why) from None
        self._held.clear()
