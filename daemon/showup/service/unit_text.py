"""The text of the systemd unit, and how a command is written in it."""

from __future__ import annotations

import os
import string
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from showup.errors import ShowupError

__all__ = ["SHIPPED", "command_line", "executable", "render"]

SHIPPED = "%h/.local/bin/showup run"  # where pipx and uv put it; `install` writes what is really there

_PLAIN = frozenset(string.ascii_letters + string.digits + "/._-+=:,@%")
_REFUSED = frozenset("\"'\\")  # systemd takes no program with these, however they are quoted


def executable() -> list[str]:
    """The words that start this very showup: the script beside the interpreter, else the module."""
    script = Path(sys.executable).with_name("showup")
    return [str(script)] if os.access(script, os.X_OK) else [sys.executable, "-m", "showup"]


def render(command: str = SHIPPED) -> str:
    """The unit's text; `command` is written as systemd reads it."""
    template = resources.files("showup.service").joinpath("showup.service.in").read_text("utf-8")
    return template.replace("@COMMAND@", command)


def command_line(words: Sequence[str]) -> str:
    """Words as an ExecStart= that systemd takes literally. ShowupError for a program that it would refuse."""
    program = words[0]
    printable = "".join(words).isprintable()
    if not Path(program).is_absolute() or not _REFUSED.isdisjoint(program) or not printable:
        raise ShowupError(
            f"{program!r} cannot stand in a systemd unit;"
            " install showup under an absolute path without quotes, backslashes or control characters"
        )
    literal = ":" if any("$" in word for word in words) else ""  # no variables are put in
    return literal + " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    word = word.replace("%", "%%")
    if word and _PLAIN.issuperset(word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
