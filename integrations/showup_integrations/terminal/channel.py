"""The terminal channel, for a showup that runs in the foreground."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, TextIO

from showup.errors import ConfigError, DeliveryError
from showup.model import Urgency
from showup.plain import one_line, plain
from showup_integrations.aside import aside
from showup_integrations.known import text_of, unknown_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from showup.ports import Announcement, Press

__all__ = ["TerminalChannel", "block"]

_PATIENCE = timedelta(seconds=3)
_RULE = "=" * 64
_STOPPED = "The terminal takes no text. Press Ctrl-Q in it, or start showup in another one."
_STREAMS = ("stderr", "stdout")


class TerminalChannel:
    """Implements showup.ports.Channel. What is printed stays printed; the answers are the commands it names.

    Settings: `stream`, "stderr" (the default) or "stdout". The argument `stream` is for programs that have a
    terminal of their own.
    """

    def __init__(self, settings: Mapping[str, object], stream: TextIO | None = None) -> None:
        self._name = text_of(settings, "stream") or "stderr"
        faults = unknown_keys(settings, "stream")
        if self._name not in _STREAMS:
            faults.append(f"`stream` must be stderr or stdout, not {self._name!r}.")
        if faults:
            raise ConfigError(" ".join(faults))
        self._stream = stream
        self._writing = False
        self._turn = asyncio.Lock()
        self._trouble: str | None = None

    async def open(self, on_press: Callable[[Press], None]) -> None:
        """Nothing to get ready, and no button to hear."""

    async def ring(self, announcement: Announcement) -> None:
        try:
            async with self._turn:  # alarms may coincide
                await self._print(announcement)
        except DeliveryError as err:
            self._trouble = str(err)
            raise
        self._trouble = None

    async def silence(self, tag: str) -> None:
        """Printed text cannot be taken back."""

    def trouble(self) -> str | None:
        return _STOPPED if self._writing else self._trouble

    async def close(self) -> None:
        """Nothing to let go of: the stream is somebody else's."""

    async def _print(self, announcement: Announcement) -> None:
        if self._writing:  # a stopped terminal keeps its thread; one is enough
            raise DeliveryError(_STOPPED)
        stream = self._stream or getattr(sys, self._name)
        try:
            text = block(announcement, bell=stream.isatty() and not announcement.quiet)
            await aside(lambda: self._write(stream, text), _PATIENCE)
        except TimeoutError as err:
            raise DeliveryError(_STOPPED) from err
        except (OSError, ValueError, AttributeError) as err:  # closed is a ValueError, none is None
            why = one_line(str(err), 120)
            raise DeliveryError(f"The terminal is gone ({why}). Start showup in an open one.") from err

    def _write(self, stream: TextIO, text: str) -> None:
        self._writing = True
        try:
            _write_all(stream, text)
        finally:
            self._writing = False


def block(announcement: Announcement, *, bell: bool) -> str:
    """The announcement as lines for a terminal, with what to type."""
    head = "showup: important" if announcement.urgency is Urgency.CRITICAL else "showup"
    lines = [_RULE, f" {head}", f" {one_line(announcement.summary, 200)}", ""]
    lines += [f"   {line}" for line in plain(announcement.body, 2000).splitlines()]
    if announcement.link and announcement.link not in announcement.body:
        lines.append(f"   {one_line(announcement.link, 500)}")
    lines += [f" > {one_line(one.typed, 80):<24} {one_line(one.label, 40)}" for one in announcement.actions]
    return "\n" + "\n".join([*lines, _RULE]) + "\n" + ("\a" if bell else "")


def _write_all(stream: TextIO, text: str) -> None:
    data = text.encode(getattr(stream, "encoding", None) or "utf-8", "replace")
    try:
        descriptor = stream.fileno()
    except OSError:  # a stream in memory has none
        stream.write(text)
        stream.flush()
        return
    # Below Python's buffer: a thread that hangs with the buffer's lock keeps the interpreter from ending.
    while data:
        data = data[os.write(descriptor, data) :]
