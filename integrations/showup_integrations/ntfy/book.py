"""What was left with a server and what its buttons mean, kept where only the person can read it: it outlives the process.

It is written before a server is asked to keep something, so that what may be there is always known.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

import msgspec

from showup.errors import ShowupError
from showup_integrations.aside import aside
from showup_integrations.ntfy.address import Address
from showup_integrations.own_files import write

__all__ = ["Answer", "Book", "Keeper", "Sent", "State", "token"]

_PATIENCE = timedelta(seconds=10)
_FORGOTTEN_AFTER = timedelta(days=1)
_TOPIC_PART = 31  # with a dash and 32 digits it is as long as a topic may be
_log = logging.getLogger(__name__)


class State(StrEnum):
    """How far a message has come. LAYING: the server was asked, and may have it. STOOD: it stood for an alarm of this machine."""

    LAYING = "laying"
    LAID = "laid"
    STOOD = "stood"
    SENT = "sent"
    UNWANTED = "unwanted"


@dataclass(slots=True)
class Sent:
    """A message that the server has or had, by its sequence id: sent at once, or left to be sent `at`."""

    at: datetime
    tag: str
    interview: str
    generation: int
    rung: str
    digest: str
    state: State


@dataclass(slots=True)
class Answer:
    """What a button means. It counts once, and not after `until`; nobody listens for it before `since`."""

    interview: str
    generation: int
    do: str
    since: datetime
    until: datetime
    sequence: str


@dataclass(slots=True)
class Book:
    """`answers` is the private topic of the buttons; `pressable`: whether a telephone may write there. `cancels`: whether the
    server can take back what was left with it, as was `tried` then. `tokens` are there by their hashes.
    """

    answers: str
    cancels: bool | None = None
    pressable: bool = True
    tried: datetime | None = None
    sent: dict[str, Sent] = field(default_factory=dict)
    tokens: dict[str, Answer] = field(default_factory=dict)

    def new_token(self, answer: Answer) -> str:
        """A token for a button: 160 random bits. Only its hash is kept."""
        made = secrets.token_urlsafe(20)
        self.tokens[token(made)] = answer
        return made

    def take(self, said: str, now: datetime) -> Answer | None:
        """What the token means, once; None for one that is unknown, was used or has expired."""
        answer = self.tokens.pop(token(said), None)
        return answer if answer is not None and now < answer.until else None

    def drop_tokens(self, sequence: str) -> None:
        self.tokens = {key: answer for key, answer in self.tokens.items() if answer.sequence != sequence}

    def first_press(self, now: datetime) -> datetime | None:
        """The first instant at which there can be a press that counts."""
        return min((answer.since for answer in self.tokens.values() if now < answer.until), default=None)

    def forget(self, now: datetime) -> None:
        """What is long over. What is unwanted is kept until the server knows."""
        self.tokens = {key: answer for key, answer in self.tokens.items() if now < answer.until}
        self.sent = {key: sent for key, sent in self.sent.items() if now < sent.at + _FORGOTTEN_AFTER}


def token(said: str) -> str:
    """Under what it is kept."""
    return hashlib.sha256(said.encode()).hexdigest()


class Keeper:
    """The file of one address's book."""

    def __init__(self, folder: Path, address: Address) -> None:
        name = hashlib.blake2b(f"{address.root}\0{address.topic}".encode(), digest_size=12).hexdigest()
        self._path = folder / f"{name}.json"
        self._topic = address.topic
        self._writing = asyncio.Lock()
        self.book = self._read()

    async def keep(self) -> None:
        """Write it. Where that fails all goes on in memory."""
        async with self._writing:
            data = msgspec.json.encode(self.book)
            try:
                await aside(lambda: write(self._path, data), _PATIENCE)
            except (OSError, ShowupError, TimeoutError) as err:
                _log.warning("what was left with a push server cannot be written down: %s", err)

    def _read(self) -> Book:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Book)
        except FileNotFoundError:
            pass
        except (OSError, ValueError) as err:
            _log.warning("what was left with a push server cannot be read: %s", err)
        return Book(f"{self._topic[:_TOPIC_PART]}-{secrets.token_hex(16)}")
