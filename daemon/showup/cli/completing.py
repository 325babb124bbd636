"""`showup completion SHELL`: a script for the shell, made of the same parser that reads the commands."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Iterator

import shtab

from showup.cli.parser import whole

__all__ = ["completion"]

_Commands = argparse._SubParsersAction  # noqa: SLF001 argparse has no public name for it
_FILES = frozenset({"FILE", "FOLDER", "CALENDAR", "PATH_OR_URL"})


def completion(arguments: Namespace) -> int:
    """Print the script."""
    parser = whole()
    for action in _actions(parser):
        if action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # shtab's way to be told
        if isinstance(action, _Commands):
            _leave_out_two_words(action)
    print(shtab.complete(parser, shell=arguments.shell))
    return 0


def _leave_out_two_words(commands: _Commands[argparse.ArgumentParser]) -> None:
    """A shell completes one word at a time."""
    for name in [name for name in commands.choices if " " in name]:
        del commands.choices[name]
    commands._choices_actions[:] = [each for each in commands._get_subactions() if " " not in each.dest]  # noqa: SLF001


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:  # noqa: SLF001 argparse has no public list of them
        yield action
        if isinstance(action, _Commands):
            for each in action.choices.values():
                yield from _actions(each)
