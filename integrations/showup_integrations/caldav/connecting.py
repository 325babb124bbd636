"""`showup connect caldav`: signs in to a CalDAV server, keeps the password, and offers the account as a source."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from showup.connect import Offer, Setting, Terminal
from showup.errors import SourceError, UsageError
from showup.plain import one_line
from showup_integrations import secrets
from showup_integrations.caldav.account import Account, service_of
from showup_integrations.caldav.source import CalDavSource
from showup_integrations.ics import access, address
from showup_integrations.ics.address import Address

if TYPE_CHECKING:
    from showup_integrations.caldav.finding import Collection

__all__ = ["CalDavConnector"]

_PASSED_OVER = frozenset({404, 405, 501})


class CalDavConnector:
    """A showup.connect.Connector."""

    def __init__(self, _settings: Mapping[str, object]) -> None:
        text = files(__package__).joinpath("providers.txt").read_text("utf-8")
        self.told: Sequence[str] = ("a CalDAV account: iCloud, Fastmail, Nextcloud, ...", *text.rstrip().splitlines())

    @staticmethod
    def validate_environment() -> str | None:
        """None when the library is there."""
        return CalDavSource.validate_environment()

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", metavar="URL", help="the address of the server, or of one calendar on it")
        parser.add_argument("--user", metavar="NAME", help="the account; asked for when it is left out")
        parser.add_argument(
            "--calendar", action="append", default=[], metavar="NAME", help="only this one; may be given several times"
        )

    def connect(self, arguments: Namespace, terminal: Terminal) -> Sequence[Offer]:
        """Sign in and find the calendars; the password is kept once the server has taken it."""
        there = address.parse(
            arguments.url if "://" in arguments.url else f"https://{arguments.url}", what="a CalDAV server"
        )
        account = _account(there, arguments.user, terminal)
        account, found = _found(account)
        _check(arguments.calendar, found)
        if account.user and account.password:
            kept = secrets.put(service_of(account.address), account.user, account.password, ask=True)
            terminal.say(f"The password is kept {kept}.")
        return [_offer(account, found, arguments.calendar)]

    def forget(self, source: Offer, others: Sequence[Offer]) -> Sequence[str]:
        """Its password, unless another calendar on the server needs it."""
        return access.forget(source, others)


def _account(there: Address, user: str | None, terminal: Terminal) -> Account:
    given, _, password = (there.credentials or "").partition(":")
    name = user or given or terminal.ask(f"User name at {there.shown}:", "--user")
    if urlsplit(there.url).scheme == "http":
        terminal.say("This address is not encrypted: the password can be read on the way.")
    if not password or (given and given != name):
        password = terminal.secret(
            f"Password of {name} (an app password, where the provider has them):", "standard input"
        )
    return Account(Address(there.url), name, password)


def _found(account: Account) -> tuple[Account, list[Collection]]:
    """The calendars at the address, or else at its server's root: the address of a web page is easily taken for it."""
    from showup_integrations.caldav.wire import RefusedError  # noqa: PLC0415 - a large library, once it is wanted

    root = Address(f"{urlsplit(account.address.url).scheme}://{urlsplit(account.address.url).netloc}/")
    try:
        return account, _listed(account)
    except RefusedError as error:
        if error.status not in _PASSED_OVER or root == account.address:
            raise
        try:
            at_root = Account(root, account.user, account.password)
            return at_root, _listed(at_root)
        except SourceError:
            raise error from None


def _listed(account: Account) -> list[Collection]:
    from showup_integrations.caldav.finding import find  # noqa: PLC0415
    from showup_integrations.caldav.session import Limits  # noqa: PLC0415
    from showup_integrations.caldav.wire import Wire  # noqa: PLC0415

    wire = Wire(account, Limits())
    try:
        return find(wire, None)
    finally:
        wire.close()


def _check(wanted: Sequence[str], found: Sequence[Collection]) -> None:
    there = {name for place in found for name in (place.name, place.segment)}
    if missing := [name for name in wanted if name not in there]:
        offered = ", ".join(one_line(place.name, 60) for place in found)
        raise UsageError(f"There is no calendar {', '.join(missing)}; there are: {offered}.")


def _offer(account: Account, found: Sequence[Collection], wanted: Sequence[str]) -> Offer:
    settings: dict[str, Setting] = {"url": account.address.url}
    if account.user:
        settings["user"] = account.user
    if wanted:
        settings["calendars"] = tuple(wanted)
    told = [
        f"{'Read:' if not wanted or {place.name, place.segment} & set(wanted) else 'Left out:'} "
        f"{one_line(place.name, 60)} ({one_line(place.segment, 120)})"
        for place in found
    ]
    return Offer("caldav", urlsplit(account.address.url).hostname or "caldav", settings, tuple(told))
