"""What is asked of Gmail about drafts: to list, look, create, replace and delete. Nothing here sends."""

from __future__ import annotations

import base64
import binascii
import http.client
from datetime import timedelta
from typing import Any

import httplib2
from google.auth.exceptions import GoogleAuthError
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from showup.errors import DraftBoxError
from showup_integrations.google.grant import DRAFTS, Grant
from showup_integrations.google.patience import Deadline
from showup_integrations.google.refusal import explained, is_refused, transient
from showup_integrations.google.transport import authorized, once

__all__ = ["GmailApi"]

_FAULTS = (HttpError, GoogleAuthError, httplib2.HttpLib2Error, http.client.HTTPException, OSError, ValueError)
_PAGE = 500
_PAGES = 40


class GmailApi:
    """One account for one errand. Everything raises DraftBoxError in words for the person."""

    def __init__(self, grant: Grant, account: str, deadline: Deadline, endpoint: str | None = None) -> None:
        self._account = account
        self._deadline = deadline
        self._http = authorized(grant, deadline, DRAFTS)
        self._service = build(
            "gmail",
            "v1",
            http=self._http,
            static_discovery=True,
            cache_discovery=False,
            client_options={"api_endpoint": endpoint} if endpoint else None,
        )
        self._drafts: Any = self._service.users().drafts()

    def close(self) -> None:
        """Let go of the connection."""
        self._service.close()

    def address(self) -> str:
        """Whose mailbox it is."""
        return _text(self._answer(self._service.users().getProfile(userId="me", fields="emailAddress")), "emailAddress")

    def ids(self) -> list[str]:
        """Every draft that there is."""
        found: list[str] = []
        token: str | None = None
        for _ in range(_PAGES):
            page = self._answer(
                self._drafts.list(userId="me", maxResults=_PAGE, pageToken=token, fields="drafts/id,nextPageToken")
            )
            found += [_text(draft, "id") for draft in page.get("drafts", ())]
            token = page.get("nextPageToken")
            if not token:
                break
        return found

    def message_of(self, draft: str) -> str | None:
        """The ID of the message that is in it now; None when there is no such draft."""
        said = self._found(self._drafts.get(userId="me", id=draft, format="minimal", fields="id,message/id"))
        return None if said is None else _text(said.get("message"), "id")

    def text_of(self, draft: str) -> tuple[str, bytes] | None:
        """The ID of its message and the message itself; None when there is no such draft."""
        said = self._found(self._drafts.get(userId="me", id=draft, format="raw", fields="id,message(id,raw)"))
        if said is None:
            return None
        try:
            return _text(said.get("message"), "id"), base64.urlsafe_b64decode(_text(said["message"], "raw"))
        except binascii.Error:
            raise _nonsense() from None

    def create(self, message: bytes) -> tuple[str, str]:
        """The IDs of the new draft and of its message. It is not tried again after a fault in which it may have been created."""
        said = self._answer(self._drafts.create(userId="me", body=_body(message), fields="id,message/id"), again=False)
        return _text(said, "id"), _text(said.get("message"), "id")

    def update(self, draft: str, message: bytes) -> str:
        """Replace what is in it; the ID of the new message. Not tried again either: the message's ID would not be known."""
        request = self._drafts.update(userId="me", id=draft, body=_body(message), fields="id,message/id")
        return _text(self._answer(request, again=False).get("message"), "id")

    def delete(self, draft: str) -> None:
        """One that is not there is no fault."""
        self._found(self._drafts.delete(userId="me", id=draft), empty=True)

    def _found(self, request: Any, *, empty: bool = False) -> Any:  # noqa: ANN401 - the library has no types
        """None for what is not there."""
        try:
            return self._answer(request, empty=empty)
        except _AbsentError:
            return None

    def _answer(self, request: Any, *, again: bool = True, empty: bool = False) -> Any:  # noqa: ANN401
        pauses = iter(self._deadline.patience.pauses)
        while True:
            try:
                answer = request.execute() if again else self._once(request)
            except _FAULTS as error:
                pause = next(pauses, None)
                if pause is None or not self._may_repeat(error, again, pause):
                    raise self._refused(error) from None  # the cause would show tokens
            else:
                if isinstance(answer, dict) or (empty and not answer):
                    return answer
                raise _nonsense()

    def _once(self, request: Any) -> Any:  # noqa: ANN401
        with once(self._http):
            return request.execute()

    def _may_repeat(self, error: Exception, again: bool, pause: timedelta) -> bool:
        """Whether it is to be asked once more; the pause is then over."""
        if not isinstance(error, HttpError) or not (again or is_refused(error)):
            return False
        wanted = transient(error)
        return wanted is not None and self._deadline.pause(max(pause, wanted))

    def _refused(self, error: Exception) -> Exception:
        if isinstance(error, HttpError) and error.resp.status == 404:
            return _AbsentError("Gmail does not know this draft any more. Try it again.")
        return DraftBoxError(str(explained(error, self._account, None, DRAFTS)))


class _AbsentError(DraftBoxError):
    """There is no such draft."""


def _body(message: bytes) -> dict[str, Any]:
    return {"message": {"raw": base64.urlsafe_b64encode(message).decode("ascii")}}


def _text(said: Any, key: str) -> str:  # noqa: ANN401 - whatever answered
    value = said.get(key) if isinstance(said, dict) else None
    if isinstance(value, str) and value:
        return value
    raise _nonsense()


def _nonsense() -> DraftBoxError:
    return DraftBoxError("What answered is not Gmail. Check the network: if it has a log-in page, log in.")
