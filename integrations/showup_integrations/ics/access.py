"""Addresses and passwords that are kept as secrets: an address is often the only key to a calendar, so it is a password too.

url = "keyring:NAME"                     the whole address is the secret of that NAME
url = "https://host/..." user = "ann"    the password of ann at that host is a secret
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from showup.errors import SourceError
from showup_integrations.ics.address import Address, parse

__all__ = ["KEPT", "address_of", "keep_address", "keep_password"]

KEPT = "keyring:"
_ADDRESSES = "calendar address"  # the keyring shows it under this word


def address_of(url: str, user: str = "") -> Address:
    """The address to fetch, with its credentials. Raises SourceError with what to do."""
    address = parse(_secret_address(url.removeprefix(KEPT)) if url.startswith(KEPT) else url)
    return replace(address, credentials=f"{user}:{_password(address, user)}") if user else address


def keep_address(name: str, url: str) -> str:
    """Keep an address under a name; the words go on from "it is kept". Raises SourceError for what is none, ShowupError."""
    from showup_integrations import secrets  # noqa: PLC0415 - see below

    parse(url)
    return secrets.put(_ADDRESSES, name, url, ask=True)


def keep_password(url: str, user: str, password: str) -> str:
    """Keep the password of a user at the address's host; the words go on from "it is kept". Raises ShowupError."""
    from showup_integrations import secrets  # noqa: PLC0415

    return secrets.put(_host(parse(url)), user, password, ask=True)


def _secret_address(name: str) -> str:
    from showup_integrations import secrets  # noqa: PLC0415 - most calendars have no secret in a keyring

    kept = secrets.get(_ADDRESSES, name)
    if kept is None:
        raise SourceError(f'No address is kept under "{name}". Give it again with `showup connect ics`.')
    return kept


def _password(address: Address, user: str) -> str:
    from showup_integrations import secrets  # noqa: PLC0415

    kept = secrets.get(_host(address), user)
    if kept is None:
        raise SourceError(
            f"No password of {user} is kept for {_host(address)}. Give it again with `showup connect ics`."
        )
    return kept


def _host(address: Address) -> str:
    """With its port where it is an odd one, as for every kind of source that signs in there."""
    return urlsplit(address.url).netloc
