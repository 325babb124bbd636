"""What Google's refusals mean, and what mends them."""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from google.auth.exceptions import GoogleAuthError, RefreshError
from googleapiclient.errors import HttpError

from showup.errors import SourceError
from showup_integrations.google.grant import CALENDARS, Use

__all__ = ["LostError", "StaleError", "explained", "is_refused", "transient"]

_SLOW_DOWN = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
_USED_UP = frozenset({"quotaExceeded", "dailyLimitExceeded", "calendarUsageLimitsExceeded"})
_API_OFF = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
_TOO_LITTLE = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
_TESTING = (
    'If it ended after 7 days, the reason is that your app\'s publishing status is "Testing": in the Google Cloud console open '
    "Google Auth Platform, Audience, and choose Publish app."
)


class LostError(SourceError):
    """One calendar cannot be read (any more); nothing is said about the account's others."""


class StaleError(Exception):
    """A sync token counts no longer."""


@dataclass(frozen=True, slots=True)
class _Refused:
    """An answer of Google's that is none: its HTTP status and the reasons it gives."""

    status: int
    reasons: frozenset[str]

    @classmethod
    def of(cls, error: HttpError) -> _Refused:
        return cls(int(error.resp.status), frozenset(_reasons(error.content)))


def transient(error: HttpError) -> timedelta | None:
    """How long Google wants to be left alone at least; None when asking again would be useless."""
    refused = _Refused.of(error)
    if refused.status in {429, 500, 502, 503, 504} or (refused.status == 403 and refused.reasons & _SLOW_DOWN):
        said = str(error.resp.get("retry-after", ""))
        return timedelta(seconds=int(said)) if said.isascii() and said.isdigit() and len(said) < 6 else timedelta(0)
    return None


def is_refused(error: HttpError) -> bool:
    """Is it sure that Google has not done what was asked? After a fault of its own it may have."""
    return int(error.resp.status) < 500


def explained(error: Exception, account: str, calendar: str | None, use: Use = CALENDARS) -> Exception:
    """The error to raise instead; `calendar` is what was asked for, None for the account's list of calendars, or its drafts."""
    if isinstance(error, RefreshError):
        return SourceError(_of_token(error, account, use), denied=not _is_passing(error))
    if isinstance(error, HttpError):
        return _of_answer(_Refused.of(error), account, calendar, use)
    if isinstance(error, TimeoutError):
        return SourceError("Google did not answer in time. Check the network.")
    if isinstance(error, ssl.SSLError):
        return SourceError(
            "Google's certificate cannot be trusted. Check this machine's clock, and the network it is in."
        )
    if isinstance(error, ValueError):
        return SourceError(use.elsewhere)
    if isinstance(error, GoogleAuthError):
        return SourceError("Google could not be asked for access. Check the network.")
    return SourceError("Google could not be reached. Check the network.")


def _of_token(error: RefreshError, account: str, use: Use) -> str:
    """The token endpoint's error codes are those of RFC 6749, section 5.2."""
    code = _code(error)
    again = use.command(account)
    if code == "invalid_grant":
        return (
            f"Google no longer honours the permission for {account}: it was revoked or has expired. "
            f"Give it again with: {again} - {_TESTING}"
        )
    if code in {"invalid_client", "unauthorized_client", "deleted_client", "disabled_client"}:
        return (
            f"Google does not know showup's client for {account} any more. "
            f"Download its JSON file (or that of a new one), then: {again} --client FILE.json"
        )
    if code in {"admin_policy_enforced", "access_denied", "org_internal"}:
        return f"The administrator of {account} does not allow showup to {use.able}. Ask them to, then: {again}"
    if _is_passing(error):
        return "Google could not be asked for access. Check the network."
    return f"Google refuses access for {account}. Give the permission again with: {again}"


def _is_passing(error: RefreshError) -> bool:
    passing = {"", "temporarily_unavailable", "internal_failure", "server_error"}
    return bool(error.retryable) or _code(error) in passing


def _of_answer(refused: _Refused, account: str, calendar: str | None, use: Use) -> Exception:
    again = use.command(account)
    status, reasons = refused.status, refused.reasons
    if status == 410 or (
        status == 400 and calendar is not None and reasons & {"invalid", "badRequest", "fullSyncRequired"}
    ):
        return StaleError()
    if status == 401 or reasons & _TOO_LITTLE:
        text = f"Google does not accept the permission for {account}. Give it again with: {again}"
        return SourceError(text, denied=True)
    if reasons & _API_OFF:
        return SourceError(
            f"The {use.api} is not switched on for your client's project. In the Google Cloud console open "
            f"APIs & Services, Library, {use.api}, and choose Enable.",
        )
    if status == 429 or (status == 403 and reasons & _SLOW_DOWN):
        return SourceError(f"Google asks showup to slow down. {use.slower}")
    if status == 403 and reasons & _USED_UP:
        return SourceError(
            "The daily quota of your Google client is used up. It is renewed at midnight (Pacific time)."
        )
    if status in {403, 404} and calendar is not None:
        return LostError(
            f"The Google account {account} may no longer read the calendar {calendar}. Ask its owner to share it again, "
            "or take it out of `calendars` in the configuration.",
        )
    if status >= 500:
        return SourceError(
            f"Google has a fault of its own (it answered {status}). Check https://www.google.com/appsstatus if it stays so."
        )
    return SourceError(f"Google answered {status}, which showup does not understand. If it stays so, please report it.")


def _code(error: RefreshError) -> str:
    said = next((value for value in error.args[1:] if isinstance(value, dict)), {})
    return str(said.get("error", ""))


def _reasons(content: bytes) -> set[str]:
    """Both forms: `errors` with their `reason`, and `details` with theirs."""
    try:
        said: Any = json.loads(content)["error"]
        rows = [*said.get("errors", ()), *said.get("details", ())]
        return {str(row["reason"]) for row in rows if "reason" in row}
    except (ValueError, TypeError, KeyError, AttributeError):
        return set()
