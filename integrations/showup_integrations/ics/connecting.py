"""`showup connect ics`: offers a calendar file, a folder of them, or an address as a source."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from showup.connect import Offer, Setting, Terminal
from showup.errors import UsageError
from showup_integrations.ics import access, address

__all__ = ["IcsConnector"]


class IcsConnector:
    """A showup.connect.Connector."""

    def __init__(self, _settings: Mapping[str, object]) -> None:
        self.told: Sequence[str] = (
            "a calendar file, a folder of them, or an address (https://, webcal://)",
            "showup connect ics ~/calendar.ics",
            "showup connect ics 'https://calendar.example/secret/basic.ics' --secret",
            "Many programs keep a folder of .ics files: vdirsyncer, khal, KOrganizer (as a calendar folder).",
        )

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "where", metavar="PATH_OR_URL", help="a calendar file, a folder of .ics files, or an address"
        )
        parser.add_argument("--user", metavar="NAME", help="the user, for an address that wants a password")
        parser.add_argument(
            "--secret",
            action="store_true",
            help="keep the address like a password; the configuration then only names it",
        )

    def connect(self, arguments: Namespace, terminal: Terminal) -> Sequence[Offer]:
        if "://" in arguments.where:
            return [_address(arguments, terminal)]
        if arguments.user or arguments.secret:
            raise UsageError("--user and --secret are for an address; a file needs neither.")
        try:
            path = Path(arguments.where).expanduser().absolute()
        except RuntimeError:
            raise UsageError(
                f"{arguments.where} names a home folder that does not exist. Write the path out."
            ) from None
        return [Offer("ics", path.name or "calendar", {"path": str(path)})]


def _address(arguments: Namespace, terminal: Terminal) -> Offer:
    there = address.parse(arguments.where)
    given, _, password = (there.credentials or "").partition(":")
    user = arguments.user or given
    name = arguments.name or urlsplit(there.url).hostname or "calendar"
    if arguments.secret:
        kept = access.keep_address(name, arguments.where)
        terminal.say(f"The address is kept {kept}.")
        return Offer("ics", name, {"url": f"{access.KEPT}{name}"})
    settings: dict[str, Setting] = {"url": there.url}
    if user:
        if not password or (given and given != user):
            password = terminal.secret(f"Password of {user}:", "standard input")
        terminal.say(f"The password is kept {access.keep_password(there.url, user, password)}.")
        settings["user"] = user
    return Offer("ics", name, settings)
