"""What the person allowed: the client that asked for it and the refresh token that came of it, kept as a secret."""

from __future__ import annotations

import json
import shlex
from dataclasses import asdict, dataclass

from showup.errors import UsageError
from showup_integrations import secrets
from showup_integrations.google.safe import is_safe

__all__ = [
    "CALENDARS", "DRAFTS", "UNENCRYPTED", "Client", "Grant", "Use", "client_of", "command", "forget", "granted", "keep",
]  # fmt: skip

_AGAIN = "In the Google Cloud console choose Clients, Create client, Desktop app, and download its JSON file."
UNENCRYPTED = f"The client file leads to an address that is not encrypted (auth_uri, token_uri); Google's are. {_AGAIN}"


@dataclass(frozen=True, slots=True)
class Use:
    """What a permission is for. Each use has one of its own, with one scope, and so no boxes on Google's page that can be left
    unticked; allowing one widens no other.

    `service` is the name that its secret is kept under, `option` what `showup connect google` is given to ask for it, `api` the
    name of what must be switched on, `able` what showup does with it; the others are whole sentences for the person.
    """

    service: str
    scope: str
    option: str
    api: str
    able: str
    slower: str
    elsewhere: str

    def command(self, account: str) -> str:
        """What the person types to give the permission (again)."""
        return f"showup connect google{self.option} --account {shlex.quote(account)}"


# It reads events and the list of calendars.
CALENDARS = Use(
    "google",
    "https://www.googleapis.com/auth/calendar.readonly",
    "",
    "Google Calendar API",
    "read its calendars",
    "Read it less often (`every` in the configuration) if it stays so.",
    "What answered in Google's place is no calendar. Check the network: if it has a log-in page, log in.",
)
# Google has no narrower one for drafts. It could also send; nothing in showup does.
DRAFTS = Use(
    "google-drafts",
    "https://www.googleapis.com/auth/gmail.compose",
    " --drafts",
    "Gmail API",
    "put drafts into its mailbox",
    "Try it again in some minutes.",
    "What answered is not Gmail. Check the network: if it has a log-in page, log in.",
)


@dataclass(frozen=True, slots=True)
class Client:
    """The person's own OAuth client (a "Desktop app"). Google does not treat its secret as one."""

    client_id: str
    client_secret: str
    auth_uri: str
    token_uri: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A client with the refresh token that the person gave it."""

    client: Client
    refresh_token: str


def client_of(data: bytes) -> Client:
    """The client in the JSON file that Google's console gave; raises UsageError that says what is wrong with it."""
    try:
        said = json.loads(data)
    except ValueError:
        raise UsageError(f"The client file is not JSON. {_AGAIN}") from None
    if not isinstance(said, dict):
        raise UsageError(f"The client file is none of Google's. {_AGAIN}")
    if said.get("type") == "service_account":
        raise UsageError(f"This is the key of a service account, which cannot read your own calendar. {_AGAIN}")
    if "web" in said and "installed" not in said:
        raise UsageError(f'This client is a "Web application", which cannot be used on a desktop. {_AGAIN}')
    client = _client(said.get("installed"))
    if client is None and _leads_unencrypted(said.get("installed")):
        raise UsageError(UNENCRYPTED)
    if client is None:
        raise UsageError(f"The client file is not that of a desktop app. {_AGAIN}")
    return client


def command(account: str) -> str:
    """What the person types to give the permission for calendars (again)."""
    return CALENDARS.command(account)


def granted(account: str, use: Use = CALENDARS, *, ask: bool = False) -> Grant | None:
    """What the person of that name allowed, None when they have not; raises SourceError when the keyring is locked."""
    text = secrets.get(use.service, account, ask=ask)
    try:
        said = json.loads(text or "null")
    except ValueError:
        return None
    if not isinstance(said, dict) or not isinstance(said.get("refresh_token"), str):
        return None
    client = _client(said.get("client"))
    return Grant(client, said["refresh_token"]) if client is not None else None


def keep(account: str, grant: Grant, use: Use = CALENDARS) -> str:
    """Keep it, and say where. Raises ShowupError."""
    return secrets.put(use.service, account, json.dumps(asdict(grant)), ask=True)


def forget(account: str) -> str | None:
    """Keep it no longer; see showup_integrations.secrets.forget."""
    return secrets.forget(CALENDARS.service, account)


def _leads_unencrypted(said: object) -> bool:
    addresses = [said.get(name) for name in ("auth_uri", "token_uri")] if isinstance(said, dict) else []
    return any(isinstance(address, str) and address.startswith("http:") for address in addresses)


def _client(said: object) -> Client | None:
    """None for what is no client, or would send its secrets over the net unencrypted."""
    if not isinstance(said, dict):
        return None
    values = [said.get(name) for name in ("client_id", "client_secret", "auth_uri", "token_uri")]
    texts = [value for value in values if isinstance(value, str) and value]
    if len(texts) < len(values) or not all(is_safe(address) for address in texts[2:]):
        return None
    return Client(*texts)
