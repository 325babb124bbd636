"""An account on a CalDAV server: where it is, who asks, and where its password may be taken."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from urllib.parse import urlsplit

from showup_integrations import secrets
from showup_integrations.ics import address
from showup_integrations.ics.address import Address

__all__ = ["Account", "account_of", "may_lead", "service_of"]


@dataclass(frozen=True, slots=True)
class Account:
    """Where an account is and who asks. `address` has no credentials; `user` is None for one that wants none."""

    address: Address
    user: str | None = None
    password: str | None = None

    @property
    def mend(self) -> str:
        """The command that signs in anew."""
        words = ["showup", "connect", "caldav", self.address.url, *(["--user", self.user] if self.user else [])]
        return shlex.join(words)


def account_of(url: str, user: str | None) -> Account:
    """The account, with its password. Raises SourceError when none is kept for it."""
    there = address.parse(url, what="a CalDAV server")
    given, _, password = (there.credentials or "").partition(":")
    bare = Address(there.url)
    name = user or given or None
    if name is None or (password and name == given):
        return Account(bare, name, password or None)
    kept = secrets.get(service_of(bare), name)
    account = Account(bare, name, kept)
    if kept is None:
        raise secrets.absent(f"password of {name} at {bare.shown}", account.mend)
    return account


def service_of(there: Address) -> str:
    """The name under which the passwords of a server are kept: its host, and the port when it is an odd one."""
    return urlsplit(there.url).netloc


def may_lead(base: str, target: str) -> bool:
    """May the password be taken from one address to the other?

    On the same server, and, encrypted at both ends, within one provider's domain: iCloud keeps each account's calendars on a
    server of its own (p42-caldav.icloud.com).
    """
    here, there = urlsplit(base), urlsplit(target)
    if (here.scheme, here.hostname, here.port) == (there.scheme, there.hostname, there.port):
        return there.hostname is not None
    if there.scheme != "https" or not here.hostname or not there.hostname:
        return False
    if here.scheme == "http":
        return here.hostname == there.hostname and (here.port, there.port) in {(None, None), (80, None), (80, 443)}
    return _domain(here.hostname) == _domain(there.hostname)


def _domain(host: str) -> str:
    """The last labels of a host's name; three when the second last is short, as in example.co.uk."""
    labels = host.lower().rstrip(".").split(".")
    if len(labels) < 2 or labels[-1].isdigit() or ":" in host:
        return host
    return ".".join(labels[-3:] if len(labels[-2]) <= 3 else labels[-2:])
