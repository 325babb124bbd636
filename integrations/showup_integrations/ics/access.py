"""Addresses and passwords that are kept as secrets: an address is often the only key to a calendar, so it is a password too.

url = "keyring:NAME"                     the whole address is the secret of that NAME
url = "https://host/..." user = "ann"    the password of ann at that host is a secret
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import chain, count
from urllib.parse import urlsplit

from showup.connect import Offer
from showup.errors import SourceError
from showup_integrations.ics.address import Address, parse

__all__ = ["KEPT", "address_of", "forget", "keep_address", "keep_password"]

KEPT = "keyring:"
_ADDRESSES = "calendar address"  # the keyring shows it under this word


def address_of(url: str, user: str = "") -> Address:
    """The address to fetch, with its credentials. Raises SourceError with what to do."""
    hidden = url.startswith(KEPT)
    address = replace(parse(_secret_address(url.removeprefix(KEPT)) if hidden else url), hidden=hidden)
    return replace(address, credentials=f"{user}:{_password(address, user)}") if user else address


def keep_address(wished: str, url: str) -> tuple[str, str]:
    """Keep an address: the name that it has then, and words that go on from "it is kept".

    The name is the one that is wished for; with a number, where another address has it: what reads that one goes on doing so.
    Raises SourceError for what is no address, ShowupError when it can be kept nowhere.
    """
    from showup_integrations import secrets  # noqa: PLC0415 - see below

    parse(url)
    names = chain([wished], (f"{wished} {number}" for number in count(2)))
    name = next(name for name in names if secrets.get(_ADDRESSES, name, ask=True) in {None, url})
    return name, secrets.put(_ADDRESSES, name, url, ask=True)


def keep_password(url: str, user: str, password: str) -> str:
    """Keep the password of a user at the address's host; the words go on from "it is kept". Raises ShowupError."""
    from showup_integrations import secrets  # noqa: PLC0415

    return secrets.put(_host(parse(url)), user, password, ask=True)


def forget(source: Offer, others: Iterable[Offer]) -> list[str]:
    """Forget the address and the password that are kept for a source, unless others, of whatever kind, need them."""
    from showup_integrations import secrets  # noqa: PLC0415

    needed = {pair for other in others for pair in _kept_for(other.settings)}
    told: list[str] = []
    for service, user in sorted(_kept_for(source.settings) - needed):
        if why := secrets.forget(service, user):
            told.append(f'A keyring may still keep "showup:{service}" ({user}): {why}.')
    return told


def _kept_for(settings: Mapping[str, object]) -> set[tuple[str, str]]:
    """Under which (service, user) secrets may be kept for a source that has an address and perhaps a user."""
    url, user = str(settings.get("url", "")), str(settings.get("user", ""))
    kept = {(_ADDRESSES, url.removeprefix(KEPT))} if url.startswith(KEPT) else set()
    with suppress(SourceError):
        address = parse(_secret_address(url.removeprefix(KEPT)) if kept and user else url)
        given = (address.credentials or "").partition(":")[0]
        if user or given:
            kept.add((_host(address), user or given))
    return kept


def _secret_address(name: str) -> str:
    from showup_integrations import secrets  # noqa: PLC0415 - most calendars have no secret in a keyring

    kept = secrets.get(_ADDRESSES, name)
    if kept is None:
        mend = shlex.join(["showup", "connect", "ics", "-", "--secret", "--name", name])
        raise secrets.absent(f'address under "{name}"', mend)
    return kept


def _password(address: Address, user: str) -> str:
    from showup_integrations import secrets  # noqa: PLC0415

    kept = secrets.get(_host(address), user)
    if kept is None:
        raise secrets.absent(f"password of {user} at {_host(address)}", replace(address, credentials=f"{user}:").mend)
    return kept


def _host(address: Address) -> str:
    """With its port where it is an odd one, as for every kind of source that signs in there."""
    return urlsplit(address.url).netloc
