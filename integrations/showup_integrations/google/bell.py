"""Has anything changed in a calendar? Asked with its sync token, which costs one small request when nothing has.

The token is only asked *whether* something changed; what stands in the window is then listed anew. Adding changes up to what was
known would be cheaper by little and can go wrong for ever: with instances expanded, one touched series is answered with hundreds
of instances over decades and a deleted one with only some of its, and for an event that leaves the stretch of time that was
listed first, the answer is documented nowhere. A token of the events as they are (series unexpanded) has none of these questions.
It is got anew each day, as Google advises it with a `timeMin`: then a change that it did not tell of is seen a day later at most.
"""

from __future__ import annotations

from datetime import datetime

from showup_integrations.google.api import Api
from showup_integrations.google.refusal import StaleError
from showup_integrations.google.state import Bell

__all__ = ["listen"]

_PAGES = 8  # a calendar with more than 20,000 events to come is simply listed each time
_SIZE = 2500


def listen(api: Api, calendar: str, bell: Bell | None, since: datetime) -> tuple[bool, Bell | None]:
    """Whether something may have changed since `bell`, and the bell to listen to next. Raises SourceError."""
    if bell is None or bell.since != since:
        return True, _new(api, calendar, since)
    try:
        changed, token = _walk(api, calendar, syncToken=bell.token)
    except StaleError:
        return True, _new(api, calendar, since)
    return changed or token is None, Bell(since, token) if token else None


def _new(api: Api, calendar: str, since: datetime) -> Bell | None:
    try:
        _, token = _walk(api, calendar, timeMin=since.isoformat())
    except StaleError:  # said without a token it has no meaning; the listing is asked next, and says more
        return None
    return Bell(since, token) if token else None


def _walk(api: Api, calendar: str, **asked: str) -> tuple[bool, str | None]:
    """Whether there was anything, and the token that stands on the last page."""
    some = False
    fields = "kind,nextPageToken,nextSyncToken,items/id"
    for number, page in enumerate(api.events(calendar, maxResults=_SIZE, fields=fields, **asked), 1):
        some = some or bool(page.get("items"))
        token = page.get("nextSyncToken")
        if isinstance(token, str) and token:
            return some, token
        if number == _PAGES:
            break
    return True, None
