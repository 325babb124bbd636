"""`showup connect ics`: offers a calendar file, a folder of them, or an address as a source."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from showup.connect import Offer, Setting, Terminal
from showup.errors import UsageError
from showup_integrations.ics import access, address
from showup_integrations.ics.address import Address

__all__ = ["IcsConnector"]

_IN_HISTORY = "The address now stands in your shell's history; `showup connect ics -` asks for it instead."


class IcsConnector:
    """A showup.connect.Connector."""

    def __init__(self, _settings: Mapping[str, object]) -> None:
        self.told: Sequence[str] = (
            "a calendar file, a folder of them, or an address (https://, webcal://)",
            "showup connect ics ~/calendar.ics",
            "showup connect ics - --secret    (asks for a secret address, and keeps it like a password)",
            "Many programs keep a folder of .ics files: vdirsyncer, khal, KOrganizer (as a calendar folder).",
        )

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "where",
            metavar="PATH_OR_URL",
            help="a calendar file, a folder of .ics files, or an address; -: asks for an address, so that it is in no history",
        )
        parser.add_argument("--user", metavar="NAME", help="the user, for an address that wants a password")
        parser.add_argument(
            "--secret",
            action="store_true",
            help="keep the address like a password; the configuration then only names it",
        )

    def connect(self, arguments: Namespace, terminal: Terminal) -> Sequence[Offer]:
        typed = arguments.where == "-"
        where = terminal.ask("Address of the calendar:", "standard input") if typed else arguments.where
        if typed or address.is_web(where):
            return [_address(where, arguments, terminal, shown=not typed)]
        if arguments.user or arguments.secret:
            raise UsageError("--user and --secret are for an address; a file needs neither.")
        try:
            path = Path(arguments.where).expanduser().absolute()
        except RuntimeError:
            raise UsageError(
                f"{arguments.where} names a home folder that does not exist. Write the path out."
            ) from None
        return [Offer("ics", path.name or "calendar", {"path": str(path)})]

    def forget(self, source: Offer, others: Sequence[Offer]) -> Sequence[str]:
        """Its address and its password, unless another calendar needs them."""
        return access.forget(source, others)


def _address(where: str, arguments: Namespace, terminal: Terminal, *, shown: bool) -> Offer:
    """`shown`: the address stands on the command line."""
    there = address.parse(where)
    given, _, password = (there.credentials or "").partition(":")
    user = arguments.user or given
    name = arguments.name or urlsplit(there.url).hostname or "calendar"
    settings: dict[str, Setting] = {"url": there.url}
    if shown and (password or there.is_key):
        terminal.say(_IN_HISTORY)
    if there.is_key and not arguments.secret:
        terminal.say(
            "This address looks like a key: who has it can read the calendar. --secret keeps it like a password."
        )
    if user and (not password or (given and given != user)):
        password = terminal.secret(f"Password of {user}:", "standard input")
    if user:
        _try(there, user, password)
    if arguments.secret:
        named, kept = access.keep_address(name, there.url if there.credentials else where)
        terminal.say(f"The address is kept {kept}.")
        settings["url"] = f"{access.KEPT}{named}"
    if user:
        terminal.say(f"The password is kept {access.keep_password(there.url, user, password)}.")
        settings["user"] = user
    return Offer("ics", name, settings)


def _try(there: Address, user: str, password: str) -> None:
    """A password that the server refuses must not take the place of one that it takes. Raises SourceError."""
    from showup_integrations.ics.fetch import Fetcher  # noqa: PLC0415 - an HTTP library, once it is wanted

    Fetcher().fetch(replace(there, credentials=f"{user}:{password}"))
