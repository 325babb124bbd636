"""What `showup connect` asks of an integration, and what it gets.

An integration that has something to connect, a source, or a channel or a draft box that wants to be set up, registers a class
in the entry point group `showup.connect`, under the word that the person types:
`caldav = "showup_integrations.caldav.connecting:CalDavConnector"`. Like every integration's it is called with a mapping of
settings, here an empty one; it must be cheap to import, for `showup connect` alone lists them all.

The command owns what is common: --name, --write, --json and --config, reading each source once to see that it works, showing the
table ([[source]], [channel], [recovery]) and appending it to the configuration. An integration finds what there is, tries a
channel, and stores what is secret. `showup disconnect` takes a source out
again.

Like a source, a connector may have a static method `validate_environment() -> str | None` (see showup.ports).
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TextIO

__all__ = ["BoxOffer", "ChannelOffer", "Connector", "Finder", "Nearby", "Offer", "Setting", "Terminal"]

Setting = str | tuple[str, ...] | bool | int
"""A text, several, a flag or a number. No password: a table is shown, and stands in a file."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A source that could stand in the configuration: its kind, a name for it, and the settings of its table (without these two).

    `told` are lines for the person about what is in it, such as the calendars that were found.
    """

    kind: str
    name: str
    settings: Mapping[str, Setting]
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelOffer:
    """A channel that could stand in the configuration: its name, and the settings of its table. It has been tried."""

    name: str
    settings: Mapping[str, Setting]


@dataclass(frozen=True, slots=True)
class BoxOffer:
    """A draft box that could stand in the configuration: its name, and the settings of its table. It has been tried."""

    name: str
    settings: Mapping[str, Setting]


class Terminal(Protocol):
    """The person at the keyboard."""

    @property
    def typed(self) -> TextIO | None:
        """Where their lines come from, None when nobody can type."""
        ...

    def say(self, text: str) -> None:
        """Tell something on the way; never part of the command's result (it goes to standard error)."""
        ...

    def browse(self, address: str) -> None:
        """Open it in a browser, where there is one."""
        ...

    def ask(self, question: str, option: str) -> str:
        """What they type, stripped. When nothing comes: UsageError, with `option` ("--user") as the way to give it instead."""
        ...

    def secret(self, question: str, option: str) -> str:
        """The same without echo. Where nobody can type, the first line of standard input is taken."""
        ...


class Connector(Protocol):
    """Connects one kind of thing. `told` are its lines in the list of what can be connected: what it is, then more about it."""

    told: Sequence[str]

    def arguments(self, parser: ArgumentParser) -> None:
        """Add what it needs to know to `showup connect WORD`."""
        ...

    def connect(self, arguments: Namespace, terminal: Terminal) -> Sequence[Offer] | ChannelOffer | BoxOffer:
        """Sign in, find what there is, store what is secret. Raises ShowupError with what to do."""
        ...

    def forget(self, source: Offer, others: Sequence[Offer]) -> Sequence[str]:
        """Forget the secrets of a source that was taken out, unless one of the `others` needs them too.

        Answers with lines for the person, such as what could not be reached. A connector that keeps no secrets need not have it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Nearby:
    """A calendar that another `program` of this machine knows, and how it is connected: `showup connect WHAT WORDS`.

    `known` answers what the connector would ask for, in its order, so that an address stands in no list of processes. `at` is the
    place as it may be shown, `told` what the person should know before; `cannot` says why it cannot be connected, and then there
    are no words. All of it may be somebody else's text.
    """

    program: str
    name: str
    what: str = ""
    words: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    at: str = ""
    told: str = ""
    cannot: str = ""


class Finder(Protocol):
    """Knows where one program keeps its list of calendars (entry point group `showup.nearby`)."""

    def found(self) -> Sequence[Nearby]:
        """Those that could be connected; raises nothing for what cannot be read."""
        ...
