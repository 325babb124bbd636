"""A command at a real terminal of its own, for tests of what is asked there."""

from __future__ import annotations

import os
import pty
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from tests.parts import wait_until
from tests.running import SHOWUP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.running import Showup


class Terminal:
    """A command of which all three streams are a terminal."""

    def __init__(self, showup: Showup, *words: str) -> None:
        self.end, theirs = pty.openpty()
        os.set_blocking(self.end, False)
        self.said = ""
        env = showup.env | {"TERM": "dumb", "COLUMNS": "400"}
        self.process = subprocess.Popen([*SHOWUP, *words], stdin=theirs, stdout=theirs, stderr=theirs, env=env)
        os.close(theirs)

    def shows(self, text: str) -> bool:
        with suppress(OSError):
            self.said += os.read(self.end, 65536).decode(errors="replace")
        return text in self.said

    def waits_for(self, text: str) -> str:
        wait_until(lambda: self.shows(text), f"{text}; it said {self.said}", seconds=30)
        head, _, self.said = self.said.partition(text)
        return head + text

    def answer(self, question: str, typed: str) -> str:
        """Type a line once the question stands there; gives what stood before it."""
        shown = self.waits_for(question)
        os.write(self.end, f"{typed}\n".encode())
        return shown

    def ends(self) -> int:
        wait_until(
            lambda: self.shows("\0") or self.process.poll() is not None, f"the end; it said {self.said}", seconds=30
        )
        self.shows("\0")
        return self.process.returncode


@pytest.fixture
def at_terminal(showup: Showup) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def run(*words: str) -> Terminal:
        opened.append(Terminal(showup, *words))
        return opened[-1]

    yield run
    for terminal in opened:
        terminal.process.kill()
        terminal.process.wait()
        os.close(terminal.end)
