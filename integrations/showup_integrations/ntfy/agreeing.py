"""What is to be done so that a server has what is wanted, and nothing else. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from showup_integrations.ntfy.book import Book, Sent, State
from showup_integrations.ntfy.wording import as_reminder, digest, sequence
from showup_integrations.push.service import Message

__all__ = ["Wish", "chosen", "still_there", "to_lay", "to_remind", "unwanted"]

LATEST = timedelta(days=3) - timedelta(minutes=5)
"""Servers take nothing that is further ahead than three days, by their clock."""

EARLIEST = timedelta(seconds=30)
"""Nor anything nearer than ten seconds; and what rings so soon is rung from here."""

_MOST_OF_ONE, _MOST = 16, 48
"""A whole ladder as it comes; and no more than a public server lets anybody send in a day."""

_THERE = frozenset({State.LAYING, State.LAID})


@dataclass(frozen=True, slots=True)
class Wish:
    """A message that is to be sent `at`."""

    sequence: str
    at: datetime
    message: Message
    digest: str

    def sent(self) -> Sent:
        one = self.message
        return Sent(self.at, one.tag, one.interview, one.generation, one.rung, self.digest, State.LAYING)


def chosen(coming: Iterable[tuple[datetime, Message]], now: datetime, *, cancels: bool) -> dict[str, Wish]:
    """Of what is to come, what is left with the server, by sequence: the nearest. Of an interview only the first, as a reminder,
    where the server takes nothing back.
    """
    many: Counter[str] = Counter()
    wishes: dict[str, Wish] = {}
    for at, message in sorted(coming, key=lambda pair: pair[0]):
        if not now < at <= now + LATEST or len(wishes) >= _MOST:
            continue
        many[message.interview] += 1
        if many[message.interview] <= (_MOST_OF_ONE if cancels else 1):
            said = message if cancels else as_reminder(message)
            name = sequence(message, at)
            wishes[name] = Wish(name, at, said, digest(said))
    return wishes


def unwanted(book: Book, wishes: dict[str, Wish], now: datetime) -> tuple[str, ...]:
    """What waits at the server and is to ring no more."""
    waits = (name for name, sent in book.sent.items() if sent.state in _THERE and sent.at > now)
    return tuple(name for name in waits if name not in wishes)


def to_lay(book: Book, wishes: dict[str, Wish], now: datetime) -> Sequence[Wish]:
    """What is to be left with the server, the nearest first."""
    return [
        wish for name, wish in wishes.items() if wish.at > now + EARLIEST and not _is_laid(book.sent.get(name), wish)
    ]


def to_remind(book: Book, wishes: dict[str, Wish], now: datetime) -> Sequence[Wish]:
    """The same for a server that cannot take back: one reminder of an interview, and again only when that has moved."""
    reminded = {(sent.interview, sent.generation) for sent in book.sent.values() if sent.state is not State.LAYING}
    wanted = (wish for wish in wishes.values() if wish.at > now + EARLIEST)
    return [wish for wish in wanted if (wish.message.interview, wish.message.generation) not in reminded]


def _is_laid(sent: Sent | None, wish: Wish) -> bool:
    return sent is not None and sent.state in {State.LAID, State.STOOD} and sent.digest == wish.digest


_RECENT = timedelta(minutes=3)
_SOON = timedelta(seconds=10)  # servers look for what is due every ten seconds


def still_there(book: Book, message: Message, now: datetime) -> str | None:
    """The sequence of what the server rings for this very alarm, just now or a moment ago; None when it was left with nothing."""
    same = (message.interview, message.generation, message.rung)
    found = [
        (sent.at, name)
        for name, sent in book.sent.items()
        if (sent.interview, sent.generation, sent.rung) == same
        and sent.state is State.LAID
        and now - _RECENT <= sent.at <= now + _SOON
    ]
    return max(found)[1] if found else None
