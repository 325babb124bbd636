"""A talk at the terminal: plain lines in its width, and questions with numbered answers. Every question can be left."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Sequence

from showup.cli.keyboard import typed_line
from showup.plain import one_line

__all__ = ["BACK", "LATER", "Left", "choose", "heading", "say", "tell"]

BACK, LATER = "back", "later"
_NARROWEST = 20  # columns; a terminal that claims less is wrapped by itself
_HELP = (
    "Type the number of an answer and Enter; Enter alone takes the suggested one. b goes back a step, l puts this one off,"
    " q leaves. All that you have answered is kept, and the same command goes on where you left. Nothing is ever sent for you."
)


class Left(Exception):  # noqa: N818 no error: the person leaves
    """The person leaves the talk: q, or the end of the input."""


def say(text: str = "", indent: str = "") -> None:
    """Print what may come from a calendar, in the width of the terminal. No word is broken: an address stays whole."""
    width = max(shutil.get_terminal_size().columns, _NARROWEST) - 1
    for line in text.splitlines() or [""]:
        whole = one_line(line, 2000)
        print(
            textwrap.fill(
                whole,
                width,
                initial_indent=indent,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )


def heading(text: str) -> None:
    """The title of a step, after an empty line; bold where the terminal can."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM", "dumb") in {"", "dumb"} or not sys.stdout.isatty()
    shown = one_line(text, 200)
    print()
    if plain:
        say(shown)
    else:
        print(f"\033[1m{shown}\033[0m")


def choose(question: str, answers: Sequence[tuple[str, str]], suggested: int = 1, help_text: str = "") -> str:
    """The first part of the answer that is chosen, of pairs (value, words), or BACK or LATER. Left when the person leaves."""
    say(question)
    for number, (_, words) in enumerate(answers, 1):
        say(f"{number}  {words}{' (Enter)' if number == suggested else ''}", "  ")
    while True:
        said = tell("Number, or b back, l later, q quit, ? help:").casefold()
        if said in {"b", BACK}:
            return BACK
        if said in {"l", LATER}:
            return LATER
        if said == "?":
            say(f"{help_text} {_HELP}".strip())
        elif not said and suggested:
            return answers[suggested - 1][0]
        elif said in {str(number) for number in range(1, len(answers) + 1)}:
            return answers[int(said) - 1][0]
        else:
            say(f"That is none of 1 to {len(answers)}.")


def tell(question: str) -> str:
    """What the person types; empty for nothing. Left at q and at the end of the input."""
    said = typed_line(question)
    if said is None or said.casefold() in {"q", "quit"}:
        raise Left
    return said
