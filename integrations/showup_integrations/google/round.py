"""One reading of an account's calendars: ask whether anything changed, and list what stands there when it has."""

from __future__ import annotations

from showup.ports import Reading, Trouble, Unchanged, Wanted
from showup_integrations.google import state
from showup_integrations.google.api import Api
from showup_integrations.google.bell import listen
from showup_integrations.google.listing import Listing
from showup_integrations.google.refusal import LostError, StaleError

__all__ = ["Round"]


class Round:
    """One reading. A calendar that was lost does not hide the others; when all are lost, that is a failure."""

    def __init__(self, api: Api, account: str, calendars: tuple[str, ...], wanted: Wanted) -> None:
        self._api = api
        self._calendars = calendars
        self._wanted = wanted
        self._before = state.load(wanted.keep, account)
        self._bells: dict[str, state.Bell] = {}
        self._lost: dict[str, LostError] = {}
        self._listing = Listing(wanted)

    def reading(self) -> Reading | Unchanged:
        """Raises SourceError."""
        if self._quiet():
            return Unchanged()
        for calendar in self._calendars:
            self._list(calendar)
        if self._lost and len(self._lost) == len(self._calendars):
            raise next(iter(self._lost.values()))
        return self._told()

    def _quiet(self) -> bool:
        """Nothing has happened since the reading that is known. Every bell is heard, for each must be set anew."""
        if self._wanted.keep is None:
            return False
        quiet = self._wanted.known is not None and self._wanted.known == self._before.mark
        for calendar in self._calendars:
            quiet = not self._rings(calendar) and quiet
        return quiet

    def _rings(self, calendar: str) -> bool:
        try:
            rings, bell = listen(self._api, calendar, self._before.bells.get(calendar), self._wanted.window.since)
        except LostError as error:
            self._lost[calendar] = error
            return True
        if bell is not None:
            self._bells[calendar] = bell
        return rings

    def _list(self, calendar: str) -> None:
        if calendar in self._lost:
            return
        try:
            self._listing.take(self._api, calendar)
        except LostError as error:
            self._lost[calendar] = error
        except StaleError:
            self._lost[calendar] = LostError(
                f"Google does not list the calendar {calendar}. Check its ID in the configuration.",
            )

    def _told(self) -> Reading | Unchanged:
        listing = self._listing
        lost = tuple(Trouble(calendar, str(error), whole=True) for calendar, error in self._lost.items())
        troubles = (*listing.troubles, *lost)
        # What was not read to its end is never called unchanged: it is told of each time.
        mark = None if troubles else listing.mark()
        now = state.State(self._before.account, mark, self._bells)
        if now != self._before:
            state.save(self._wanted.keep, now)
        if mark is not None and mark == self._wanted.known:
            return Unchanged()  # what changed lies outside the window
        return Reading(
            tuple(listing.occurrences),
            listing.events,
            troubles,
            partial=bool(troubles),
            others=tuple(listing.others.items()),
            mark=mark,
        )
