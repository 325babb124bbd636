"""What a command asks of the person: nothing typed is told with what helps where they are."""

from __future__ import annotations

import os
import pty
import sys
from collections.abc import Iterator

import pytest

from showup.cli.keyboard import Keyboard
from showup.errors import UsageError


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Standard input is a terminal; the number is that of its other end."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield ours
    os.close(ours)


def test_at_a_terminal_nothing_typed_is_to_be_typed_again(terminal: int) -> None:
    os.write(terminal, b"\n")
    with pytest.raises(UsageError) as caught:
        Keyboard().ask("Password of ann:", "standard input")
    assert str(caught.value) == 'nothing was typed for "Password of ann"; run it again and type it.'


def test_at_a_terminal_an_end_of_input_is_nothing_typed(terminal: int) -> None:
    os.write(terminal, b"\x04")
    with pytest.raises(UsageError, match="run it again"):
        Keyboard().ask("User name:", "--user")


def test_without_a_terminal_the_option_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.devnull) as stdin:  # noqa: PTH123 - a device
        monkeypatch.setattr(sys, "stdin", stdin)
        with pytest.raises(UsageError) as caught:
            Keyboard().secret("User name?", "--user")
    assert str(caught.value) == 'nothing was typed for "User name"; give it by --user.'
