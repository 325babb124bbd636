"""After an answer: could it stand for more than this one event? A rule is made only when the person says so."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from showup.cli.keyboard import somebody_is_there, typed_line
from showup.plain import one_line

__all__ = ["offer"]


def offer(offers: Sequence[dict[str, str]]) -> None:
    """Print what could be made a rule, and how; ask, where somebody sits at the keyboard."""
    print("\nThat is remembered for this event. Always so?")
    if not somebody_is_there():
        for each in offers:
            print(f"  {one_line(each['rule'], 200)}:\n    {one_line(each['typed'], 500)}")
        return
    for number, each in enumerate(offers, 1):
        print(f"  {number}  {one_line(each['rule'], 200)}")
    said = typed_line("Its number, or Enter for no:") or ""
    if said in {str(number) for number in range(1, len(offers) + 1)}:
        _make(offers[int(said) - 1])
    elif said:
        print("No rule was made. `showup rules add --help` tells how to.")


def _make(chosen: dict[str, str]) -> None:
    import shlex

    from showup.cli.parser import parse
    from showup.cli.ruling import add

    arguments: Namespace = parse(shlex.split(chosen["typed"])[1:])
    arguments.origin = chosen["origin"]
    add(arguments)
