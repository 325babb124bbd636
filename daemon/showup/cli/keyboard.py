"""The person at the keyboard: what is asked goes to standard error, so that standard output holds the result alone."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import TextIO

from showup.errors import UsageError

__all__ = ["Keyboard", "somebody_is_there", "typed_line"]


def somebody_is_there() -> bool:
    """Can a question be asked, and be seen?"""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout is not None and sys.stdout.isatty()


def typed_line(question: str) -> str | None:
    """What is typed after the question, on standard output, for a talk that is not a result; None at the end of the input."""
    print(question, end=" ", flush=True)
    line = sys.stdin.readline()
    return line.strip() if line else None


class Keyboard:
    """A showup.connect.Terminal. `known` are answers that need not be typed, in the order of the questions."""

    def __init__(self, known: Sequence[str] = ()) -> None:
        self._known = deque(known)

    @property
    def typed(self) -> TextIO | None:
        return sys.stdin if sys.stdin is not None and sys.stdin.isatty() else None

    def say(self, text: str) -> None:
        print(text, file=sys.stderr)

    def browse(self, address: str) -> None:
        import webbrowser

        with suppress(webbrowser.Error, OSError):
            webbrowser.open(address)

    def ask(self, question: str, option: str) -> str:
        if self._known:
            return self._known.popleft()
        print(f"{question} ", end="", file=sys.stderr, flush=True)
        return self._given(self._line(), question, option)

    def secret(self, question: str, option: str) -> str:
        if self.typed is None:
            return self._given(self._line(), question, option)
        try:
            import getpass

            return self._given(getpass.getpass(f"{question} ", stream=sys.stderr), question, option)
        except EOFError:
            print(file=sys.stderr)  # what was to be typed would have ended the line
            return self._given("", question, option)

    def _line(self) -> str:
        return sys.stdin.readline() if sys.stdin is not None else ""

    def _given(self, line: str, question: str, option: str) -> str:
        text = line.strip()
        if not text:
            what_now = "run it again and type it" if self.typed is not None else f"give it by {option}"
            raise UsageError(f'nothing was typed for "{question.rstrip(":?")}"; {what_now}.')
        return text
