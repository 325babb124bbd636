"""Whoever is to say whether they noticed a test alarm: the person at the terminal, or nobody."""

from __future__ import annotations

import asyncio
import os
import sys
import termios
from contextlib import suppress
from typing import Protocol

__all__ = ["AtTerminal", "Nobody", "Person"]

_QUESTIONS = {
    "helper": "Have they got it?",
    "desktop": "Did you see it?",
    "takeover": "Did you see it?",
    "terminal": "Did you see it?",
    "toast": "Did you see it?",
    "sound": "Did you hear it?",
}
_YES, _NO = frozenset({"y", "yes"}), frozenset({"n", "no"})
_STAYS_S = 5


class Person(Protocol):
    """Somebody to ask, or not."""

    async def noticed(self, channel: str, pressed: asyncio.Event) -> bool | None:
        """Did they notice it? `pressed`: they pressed its button. None when nobody says anything."""
        ...


class AtTerminal:
    """Asks on standard error, so that standard output holds the result alone."""

    @staticmethod
    def is_there() -> bool:
        return sys.stdin is not None and sys.stdin.isatty()

    async def noticed(self, channel: str, pressed: asyncio.Event) -> bool | None:
        question = f"{channel}: {_QUESTIONS.get(channel, 'Did you notice it?')} [y/n] "
        with suppress(termios.error):
            termios.tcflush(sys.stdin, termios.TCIFLUSH)  # what was typed before it rang is no answer
        while True:
            print(question, end="", file=sys.stderr, flush=True)
            answer = await _line_unless(pressed)
            if answer is None:
                print("(you pressed its button)", file=sys.stderr)
                return True
            if answer == "":  # the end of the input
                print(file=sys.stderr)
                return None
            if (word := answer.strip().casefold()) in _YES | _NO:
                return word in _YES


class Nobody:
    """Where nobody can be asked, its button can be pressed for a while."""

    async def noticed(self, channel: str, pressed: asyncio.Event) -> bool | None:  # noqa: ARG002 the protocol's form
        with suppress(TimeoutError):
            async with asyncio.timeout(_STAYS_S):
                await pressed.wait()
        return True if pressed.is_set() else None


async def _line_unless(pressed: asyncio.Event) -> str | None:
    """The next line that is typed, empty at the end of the input; None once the button has been pressed."""
    loop, typed = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(sys.stdin, typed.set)
    waiting = [asyncio.ensure_future(event.wait()) for event in (pressed, typed)]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        loop.remove_reader(sys.stdin)
        for one in waiting:
            one.cancel()
    if pressed.is_set():
        return None
    try:
        return os.read(sys.stdin.fileno(), 1024).decode("utf-8", "replace")
    except OSError:  # the terminal was closed
        return ""
