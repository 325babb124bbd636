"""`showup connect google`: explains how to come by a client, has the person allow it, and offers their calendars as a source."""

from __future__ import annotations

import importlib.util
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from showup.connect import BoxOffer, Offer, Setting, Terminal
from showup.errors import UsageError
from showup.plain import one_line
from showup_integrations.extras import install
from showup_integrations.google import grant as grants
from showup_integrations.google.consent import Shown, address_of, allow, calendars_of
from showup_integrations.google.grant import CALENDARS, DRAFTS, Client
from showup_integrations.google.source import GoogleSource, endpoint_of

__all__ = ["GoogleConnector"]

_LARGEST = 64 << 10


class GoogleConnector:
    """A showup.connect.Connector."""

    def __init__(self, _settings: Mapping[str, object]) -> None:
        self._steps = files(__package__).joinpath("steps.txt").read_text("utf-8").rstrip()
        self.told: Sequence[str] = ("Google Calendar, through a client of your own", *self._steps.splitlines())

    @staticmethod
    def validate_environment() -> str | None:
        """None when Google's libraries are there."""
        if importlib.util.find_spec("google_auth_oauthlib") is None:
            return f"needs Google's client library. Install it with: {install('google')}"
        return GoogleSource.validate_environment()

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--client", metavar="FILE", help="the JSON file of your desktop client (the steps below say how)"
        )
        parser.add_argument(
            "--account",
            metavar="NAME",
            help="your address, or a name of your own for it; left out: the address you sign in with",
        )
        parser.add_argument(
            "--drafts",
            action="store_true",
            help="instead of calendars, allow showup to put drafts into your Gmail (gmail.compose, which could also send; "
            "showup has no code that does)",
        )
        parser.add_argument("--endpoint", metavar="URL", help="another address of the API than Google's")

    def connect(self, arguments: Namespace, terminal: Terminal) -> Sequence[Offer] | BoxOffer:
        """Have it allowed and keep the permission; offers the calendars in which an interview could stand, or the draft box."""
        endpoint = endpoint_of(arguments.endpoint)
        if arguments.drafts:
            return self._connect_drafts(arguments, terminal, endpoint)
        grant = allow(self._client(arguments, terminal), arguments.account, terminal)
        calendars = calendars_of(grant, arguments.account or "you", endpoint)
        account = _account(arguments.account, calendars)
        terminal.say(f"The permission for {account} is kept {grants.keep(account, grant)}.")
        return [_offer(account, calendars, endpoint)]

    def _connect_drafts(self, arguments: Namespace, terminal: Terminal, endpoint: str | None) -> BoxOffer:
        """A permission of its own, beside that for calendars, which stays as it is."""
        grant = allow(self._client(arguments, terminal), arguments.account, terminal, use=DRAFTS)
        own = address_of(grant, arguments.account or "you", endpoint)
        account = arguments.account or own
        _check(arguments.account, own)
        terminal.say(f"The permission for drafts of {account} is kept {grants.keep(account, grant, DRAFTS)}.")
        return BoxOffer("gmail", {"account": account} | ({"endpoint": endpoint} if endpoint else {}))

    def forget(self, source: Offer, others: Sequence[Offer]) -> Sequence[str]:
        """Its permission, unless other calendars of the account are still there."""
        account = source.settings.get("account")
        if any(other.kind == source.kind and other.settings.get("account") == account for other in others):
            return []
        told = ["Take showup's access away too, if you want it gone for good: https://myaccount.google.com/connections"]
        why = grants.forget(str(account))
        return [*told, f"A keyring may still keep the permission for {account}: {why}."] if why else told

    def _client(self, arguments: Namespace, terminal: Terminal) -> Client:
        """That of the file, or the one that this account was connected with before."""
        if arguments.client is not None:
            return _read(arguments.client)
        for use in (CALENDARS, DRAFTS) if arguments.account else ():
            before = grants.granted(arguments.account, use, ask=True)
            if before is not None:
                return before.client
        terminal.say(f"{self._steps}\n")
        return _read(terminal.ask("Where is the JSON file?", "--client FILE.json"))


def _read(text: str) -> Client:
    try:
        with Path(text).expanduser().open("rb") as file:
            return grants.client_of(file.read(_LARGEST))
    except (OSError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or "there is no such home folder"
        raise UsageError(f"The client file {text} cannot be read: {why}.") from None


def _account(wished: str | None, calendars: Sequence[Shown]) -> str:
    """The account's name: an own word, or its address, which is the ID of its first calendar."""
    own = next((shown.id for shown in calendars if shown.primary), None)
    if wished is None:
        if own is None:
            raise UsageError(
                "Google does not say whose calendars these are; give the account a name with --account NAME."
            )
        return own
    if own is not None:
        _check(wished, own)
    return wished


def _check(wished: str | None, own: str) -> None:
    """An address that was asked for must be the one that it was allowed for."""
    if wished and "@" in wished and own.lower() != wished.lower():
        raise UsageError(
            f"You allowed it for {own}, not for {wished}. Choose the other account on Google's page, or leave --account out.",
        )


def _offer(account: str, calendars: Sequence[Shown], endpoint: str | None) -> Offer:
    watched = ["primary" if shown.primary else shown.id for shown in calendars if shown.watched]
    settings: dict[str, Setting] = {"account": account, "calendars": tuple(watched) or ("primary",)}
    if endpoint:
        settings["endpoint"] = endpoint
    told = [
        f"{'Read:    ' if shown.watched else 'Left out:'} {shown.title} ({one_line(shown.id, 120)})"
        for shown in calendars
    ]
    return Offer("google", account, settings, tuple(told))
