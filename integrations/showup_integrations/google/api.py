"""The two questions that are asked of Google, patiently and with every refusal explained."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, TypeGuard

import httplib2
from google.auth.exceptions import GoogleAuthError
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from showup.errors import SourceError
from showup_integrations.google.grant import Grant
from showup_integrations.google.patience import Deadline
from showup_integrations.google.refusal import explained, transient
from showup_integrations.google.transport import authorized

__all__ = ["Api"]

Page = Mapping[str, Any]

_FAULTS = (HttpError, GoogleAuthError, httplib2.HttpLib2Error, http.client.HTTPException, OSError, ValueError)


class Api:
    """One account for one reading. Everything raises SourceError, and what showup_integrations.google.refusal names."""

    def __init__(self, grant: Grant, account: str, deadline: Deadline, endpoint: str | None = None) -> None:
        self._account = account
        self._deadline = deadline
        self._service = build(
            "calendar",
            "v3",
            http=authorized(grant, deadline),
            # The published description comes with the library: nothing is fetched to know how to ask.
            static_discovery=True,
            cache_discovery=False,
            client_options={"api_endpoint": endpoint} if endpoint else None,
        )

    def close(self) -> None:
        """Let go of the connection."""
        self._service.close()

    def events(self, calendar: str, **parameters: object) -> Iterator[Page]:
        """The pages of events.list."""
        return self._pages(self._service.events(), {"calendarId": calendar, **parameters}, calendar)

    def calendars(self) -> Iterator[Page]:
        """The pages of calendarList.list."""
        return self._pages(self._service.calendarList(), {"maxResults": 250}, None)

    def _pages(self, collection: Any, parameters: dict[str, object], calendar: str | None) -> Iterator[Page]:  # noqa: ANN401
        token: str | None = None
        seen: set[str | None] = set()
        while token not in seen:
            seen.add(token)
            page = self._answer(collection.list(**parameters, pageToken=token), calendar)
            yield page
            token = page.get("nextPageToken")
            if token is None:
                return
        raise SourceError("Google gives the same page again and again. If it stays so, please report it.")

    def _answer(self, request: Any, calendar: str | None) -> Page:  # noqa: ANN401 - the library has no types
        pauses = iter(self._deadline.patience.pauses)
        while True:
            try:
                answer = request.execute()
            except _FAULTS as error:
                pause = next(pauses, None)
                wanted = transient(error) if isinstance(error, HttpError) else None
                if pause is None or wanted is None or not self._deadline.pause(max(pause, wanted)):
                    self._refuse(error, calendar)
            else:
                if _is_page(answer):
                    return answer
                self._refuse(ValueError(), calendar)  # somebody else answers

    def _refuse(self, error: Exception, calendar: str | None) -> NoReturn:
        raise explained(error, self._account, calendar) from None  # the cause would show tokens


def _is_page(answer: object) -> TypeGuard[Page]:
    if not isinstance(answer, dict) or not str(answer.get("kind")).startswith("calendar#"):
        return False
    return isinstance(answer.get("items", []), list) and isinstance(answer.get("nextPageToken", ""), str)
