"""A mail account as the configuration names it, without its password."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from showup.errors import ConfigError
from showup_integrations.known import unknown_keys

__all__ = ["SERVICE", "Account", "account_of"]

SERVICE = "mail"  # the keyring shows the password under this word and the host
_TLS_PORT, _PLAIN_PORT = 993, 143


@dataclass(frozen=True, slots=True)
class Account:
    """`mailbox` is empty where the server is to say which one holds drafts."""

    host: str
    user: str
    port: int = _TLS_PORT
    tls: bool = True
    mailbox: str = ""

    @property
    def shown(self) -> str:
        return f"{self.user} at {self.host}"

    @property
    def service(self) -> str:
        """Under which word its password is kept."""
        odd = self.port not in {_TLS_PORT, _PLAIN_PORT}
        return f"{SERVICE} {self.host}{f':{self.port}' if odd else ''}"

    def settings(self) -> dict[str, object]:
        """As the configuration would have them."""
        return asdict(self)


def account_of(settings: Mapping[str, object]) -> Account:
    """Raises ConfigError for settings that it cannot use, all faults at once."""
    faults = unknown_keys(settings, "host", "user", "port", "tls", "mailbox")
    host, user, mailbox = (_text(settings, key) for key in ("host", "user", "mailbox"))
    tls = settings.get("tls", True)
    port = settings.get("port", _PLAIN_PORT if tls is False else _TLS_PORT)
    if not host or not user:
        faults.append("an imap draft box needs `host` and `user`: showup connect mail HOST --user USER.")
    if not isinstance(tls, bool):
        faults.append("`tls` is true or false.")
    elif not tls and not _is_here(host):
        faults.append(
            "`tls` may be false only for this machine itself (127.0.0.1): a password would be readable on the way."
        )
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65536:
        faults.append("`port` is a number from 1 to 65535.")
        port = _TLS_PORT
    if faults:
        raise ConfigError(" ".join(faults))
    return Account(host, user, port, tls is True, mailbox)


def _text(settings: Mapping[str, object], key: str) -> str:
    value = settings.get(key, "")
    return value.strip() if isinstance(value, str) else ""


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
