"""The person allows their own client to read their calendars, or to put drafts into their Gmail.

OAuth for installed apps (RFC 8252) with PKCE, which Google's flow does by itself; the answer comes to a port of the loopback that
is open for one question, or is pasted, for a browser on another machine.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from showup.connect import Terminal
from showup.errors import SourceError, UsageError
from showup.plain import one_line
from showup_integrations.google.grant import CALENDARS, DRAFTS, UNENCRYPTED, Client, Grant, Use
from showup_integrations.google.loopback import Answer, listening
from showup_integrations.google.patience import Patience

if TYPE_CHECKING:
    from google_auth_oauthlib.flow import InstalledAppFlow

__all__ = ["Shown", "address_of", "allow", "calendars_of"]

_PATIENCE = Patience(timedelta(minutes=10))
_LISTING = Patience(timedelta(seconds=30))
_EXCHANGE = 30.0  # seconds
_WISH = {
    CALENDARS: "Allow showup to read your calendars on this page:",
    DRAFTS: """Allow showup to put drafts into your Gmail on this page. Google will say that it may
"manage drafts and send emails", for it has no narrower permission for drafts; showup never sends anything:""",
}
_QUESTION = """{wish}

{address}

If your browser runs on another machine, it ends on a page that cannot be opened: copy that page's address and paste it here."""
# Holidays, birthdays, week numbers and the like.
_MADE_BY_GOOGLE = ("@group.v.calendar.google.com", "#contacts@group.v.calendar.google.com")


@dataclass(frozen=True, slots=True)
class Shown:
    """A calendar of the account. `watched`: it is one in which an interview could stand."""

    id: str
    title: str
    primary: bool
    watched: bool


def allow(
    client: Client, hint: str | None, terminal: Terminal, patience: Patience = _PATIENCE, use: Use = CALENDARS
) -> Grant:
    """Have the person allow it, in a browser. Raises SourceError, and UsageError when they say no. `hint` is their address."""
    flow = _flow(client, use)
    state = secrets.token_urlsafe(24)
    with closing(flow.oauth2session):
        with listening(state, terminal.say) as listener:
            flow.redirect_uri = listener.address
            asked: dict[str, str] = {
                "state": state,
                "prompt": "consent",
            }  # without it Google gives no second refresh token
            if hint and "@" in hint:
                asked["login_hint"] = hint
            address, _ = flow.authorization_url(**asked)
            terminal.say(_QUESTION.format(wish=_WISH[use], address=address))
            terminal.browse(address)
            answer = listener.wait(patience.begin(), terminal.typed)
        return _exchanged(flow, client, answer, use)


def calendars_of(grant: Grant, account: str, endpoint: str | None = None) -> tuple[Shown, ...]:
    """The calendars that this permission reads, the person's own first. Raises SourceError."""
    from showup_integrations.google.api import Api  # noqa: PLC0415 - Google's library is only imported where it is used

    with closing(Api(grant, account, _LISTING.begin(), endpoint)) as api:
        rows = [row for page in api.calendars() for row in page.get("items", ())]
    return tuple(sorted(map(_shown, rows), key=lambda shown: (not shown.primary, not shown.watched)))


def address_of(grant: Grant, account: str, endpoint: str | None = None) -> str:
    """Whose Gmail this permission is for. Raises DraftBoxError."""
    from showup_integrations.google.gmail_api import GmailApi  # noqa: PLC0415 - as above

    with closing(GmailApi(grant, account, _LISTING.begin(), endpoint)) as api:
        return api.address()


def _flow(client: Client, use: Use) -> InstalledAppFlow:
    from google_auth_oauthlib.flow import InstalledAppFlow  # noqa: PLC0415 - as above
    from oauthlib.oauth2 import is_secure_transport  # noqa: PLC0415

    if not (is_secure_transport(client.auth_uri) and is_secure_transport(client.token_uri)):
        raise UsageError(UNENCRYPTED)
    settings = {
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        "auth_uri": client.auth_uri,
        "token_uri": client.token_uri,
    }
    return InstalledAppFlow.from_client_config(
        {"installed": settings}, scopes=[use.scope], autogenerate_code_verifier=True
    )


def _exchanged(flow: InstalledAppFlow, client: Client, answer: Answer, use: Use) -> Grant:
    """The code for a refresh token. PKCE: Google gives it only to the one who asked the question."""
    from oauthlib.oauth2 import OAuth2Error  # noqa: PLC0415 - as above
    from requests import RequestException  # noqa: PLC0415

    if "code" not in answer:
        raise UsageError(_denied(answer))
    try:
        token = flow.fetch_token(code=answer["code"], timeout=_EXCHANGE)
    except Warning:  # the library's way to say that the person allowed something else
        raise UsageError(f"You did not allow showup to {use.able}. Run it again and tick every box.") from None
    except OAuth2Error as error:
        why = one_line(str(error.description or error.error), 200)
        raise SourceError(
            f"Google refuses the permission ({why}). Run it again; if that does not help, download the client file anew.",
        ) from None
    except (RequestException, OSError):
        raise SourceError("Google could not be reached. Check the network, then run it again.") from None
    refresh = token.get("refresh_token")
    if not isinstance(refresh, str):
        raise SourceError(
            "Google gave no lasting permission. Take showup's access away at https://myaccount.google.com/connections, "
            "then run it again.",
        )
    return Grant(client, refresh)


def _denied(answer: Answer) -> str:
    if answer.get("error") == "access_denied":
        return (
            "You did not allow it, or Google did not let you: while an app is in Testing, only its test users may allow it. "
            "Publish the app (Google Cloud console, Google Auth Platform, Audience), then run it again."
        )
    return f"Google refuses ({one_line(answer.get('error', ''), 80)}). Run it again; if that does not help, make a new client."


def _shown(row: Mapping[str, Any]) -> Shown:
    name, role = str(row.get("id", "")), row.get("accessRole")
    primary = row.get("primary") is True
    readable = role in {"owner", "writer", "reader", "writerWithoutPrivateAccess"} and not name.endswith(
        _MADE_BY_GOOGLE
    )
    title = one_line(str(row.get("summaryOverride") or row.get("summary") or name), 80)
    return Shown(name, title, primary, primary or (readable and row.get("selected") is True))
