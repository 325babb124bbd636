"""Taking in a calendar piece by piece: unpacked, counted, and on disk when it is large."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from urllib3.exceptions import HTTPError

from showup.errors import SourceError
from showup_integrations.ics.body import HELD, PACKED, Body, content

__all__ = ["Download"]


def _member() -> zlib._Decompress:
    return zlib.decompressobj(16 + zlib.MAX_WBITS)


@dataclass(slots=True)
class Download:
    """Takes a body in as it arrives, unpacks it and keeps it within limits, so that a bomb never unfolds.

    `shown` names where it comes from, `wire` and `unpacked` are limits in bytes. It is unpacked when it is said to be `packed`
    (gzip), and when it begins like a gzip file, whatever is said.
    """

    shown: str
    wire: int
    unpacked: int
    packed: bool = False
    taken: int = 0
    _size: int = 0
    _held: bytearray = field(default_factory=bytearray)
    _file: IO[bytes] | None = None
    _member: zlib._Decompress = field(default_factory=_member)

    def take(self, chunks: Iterator[bytes]) -> bool:
        """Collect all chunks; whether the end was reached. Raises SourceError beyond a limit."""
        try:
            for chunk in chunks:
                self.packed = self.packed or (not self.taken and chunk.startswith(PACKED))
                self.taken += len(chunk)
                for data in self._members(chunk) if self.packed else (chunk,):
                    self._keep(data)
        except (HTTPError, zlib.error, OSError):
            return False  # what came before is not lost
        return not self.packed or self._member.eof

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

    def _members(self, data: bytes) -> Iterator[bytes]:
        """Unpacked: a gzip file has one member or several, one after the other (RFC 1952, section 2.2), and may end in zeros."""
        while data := data.lstrip(b"\0") if self._member.eof else data:
            if self._member.eof:
                self._member = _member()
            # One byte more than allowed is enough to know.
            yield self._member.decompress(data, self.unpacked + 1 - self._size)
            data = self._member.unused_data

    def _keep(self, data: bytes) -> None:
        self._held += data
        self._size += len(data)
        if self.taken > self.wire or self._size > self.unpacked:
            limit = self.wire if self.taken > self.wire else self.unpacked
            raise SourceError(
                f"{self.shown} has more than the {limit >> 20} MB that a calendar may have. Check that it is a calendar."
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
