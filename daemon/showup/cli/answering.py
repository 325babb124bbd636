"""The person's answers."""

from __future__ import annotations

from argparse import Namespace

from showup.cli.asking import asked, show
from showup.cli.keyboard import somebody_is_there
from showup.cli.printing import headline

__all__ = ["answer"]

_OPENS_A_CASE = frozenset({"missed", "cant"})
_MINE_PATIENCE_S = 300  # for an event that is not watched, every calendar is read


def answer(arguments: Namespace) -> int:
    """`showup here`, `ack`, `snooze`, `done`, `not-mine`, `mine`, `cant`, `missed`, `undo`."""
    told = asked(
        "answer",
        answer=arguments.answer,
        interview=arguments.interview,
        minutes=getattr(arguments, "minutes", None),
        early=getattr(arguments, "early", None),
        reason=getattr(arguments, "reason", None),
        patience=_MINE_PATIENCE_S if arguments.answer == "mine" else None,
    )
    if arguments.json:
        show(told)
        return 0
    if told["interview"] is not None:
        print(headline(told["interview"]))
    print(told["reply"])
    if arguments.answer in _OPENS_A_CASE and told["interview"] is not None and somebody_is_there():
        from showup.cli.walking import walk

        return walk(told["interview"]["key"])
    if told.get("offers"):
        from showup.cli.offering import offer

        offer(told["offers"])
    return 0
