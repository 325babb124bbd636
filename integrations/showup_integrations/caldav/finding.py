"""Finds an account's calendars, from the address that the person has (RFC 4791, 5397, 6764)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from showup.errors import SourceError
from showup_integrations.caldav import dav, kept
from showup_integrations.caldav.dav import Part
from showup_integrations.caldav.kept import Homes
from showup_integrations.caldav.wire import Answer, RefusedError, Wire

__all__ = ["Collection", "find"]

_WELL_KNOWN = "/.well-known/caldav"
_ABOUT = (dav.TYPE, dav.NAME, dav.COMPONENTS, dav.SYNC_TOKEN, dav.CTAG)
_CALENDARS_LIMIT = 200
_MOVED = frozenset({404, 405, 410, 501})
_FINAL = frozenset({401, 429})


@dataclass(frozen=True, slots=True)
class Collection:
    """A calendar on the server. `token` and `ctag` name its present state, where the server says one."""

    url: str
    name: str
    token: str | None = None
    ctag: str = ""

    @property
    def segment(self) -> str:
        """The last part of its address, which some people know it by."""
        return urlsplit(self.url).path.rstrip("/").rpartition("/")[2]


class Finder:
    """Every method raises SourceError with what to do."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def homes(self) -> Homes:
        """Where the account's calendars are.

        An address with a path means what is there and nothing else: of a calendar that is gone the others are no substitute.
        """
        start = self._wire.account.address.url
        places = [start] if urlsplit(start).path.strip("/") else [urljoin(start, _WELL_KNOWN), urljoin(start, "/")]
        refusal: SourceError | None = None
        for place in places:
            try:
                if (found := self._from(place)).urls:
                    return found
            except RefusedError as error:
                if error.status in _FINAL or (error.status >= 500 and error.status not in _MOVED):
                    raise
                refusal = error
        raise refusal or self._none()

    def calendars(self, homes: Homes) -> list[Collection]:
        """The calendars that can hold events, at these addresses."""
        found: dict[str, Collection] = {}
        for home in homes.urls:
            answer = self._properties(home, *_ABOUT, depth=0 if homes.single else 1)  # below a calendar are its events
            for part in dav.parts(answer.tree, answer.url):
                if _holds_events(part):
                    url = self._wire.reached(answer.url, part.href)
                    name = part.text(dav.NAME) or Collection(url, "").segment
                    token, ctag = part.text(dav.SYNC_TOKEN) or None, part.text(dav.CTAG)
                    found.setdefault(url, Collection(url, name, token, ctag))
        if len(found) > _CALENDARS_LIMIT:
            raise SourceError(
                f"{self._shown} has more than {_CALENDARS_LIMIT} calendars. Give the address of the one that you want."
            )
        return list(found.values())

    def _from(self, place: str) -> Homes:
        """The homes that this address leads to; none when it knows nothing of calendars."""
        answer = self._properties(place, dav.TYPE, dav.PRINCIPAL, dav.HOME)
        part = next(dav.parts(answer.tree, answer.url), None)
        if part is None:
            return Homes()
        if dav.CALENDAR in part.names(dav.TYPE):
            return Homes(urls=(answer.url,), single=True)
        if not part.hrefs(dav.HOME) and (principal := part.hrefs(dav.PRINCIPAL)):
            answer = self._properties(self._wire.reached(answer.url, principal[0]), dav.HOME)
            part = next(dav.parts(answer.tree, answer.url), part)
        return Homes(urls=tuple(self._wire.reached(answer.url, href) for href in part.hrefs(dav.HOME)))

    def _properties(self, url: str, *names: str, depth: int = 0) -> Answer:
        answer = self._wire.ask("PROPFIND", url, dav.properties(*names), depth)
        if not dav.multistatus(answer.tree):
            raise RefusedError(
                f"{self._shown} does not answer as a CalDAV server (a page to log in on, perhaps). Check the address: "
                f"{self._wire.account.mend}",
                405,
            )
        return answer

    @property
    def _shown(self) -> str:
        return self._wire.account.address.shown

    def _none(self) -> SourceError:
        return SourceError(
            f"{self._shown} is a server without calendars for you. Check the address: {self._wire.account.mend}"
        )


def _holds_events(part: Part) -> bool:
    kinds, listed = part.names(dav.TYPE), part.found.get(dav.COMPONENTS)
    components = {child.get("name", "").upper() for child in listed} if listed is not None else set()
    deleted = any(kind.endswith("}deleted-calendar") for kind in kinds)  # Nextcloud's trash
    return dav.CALENDAR in kinds and not deleted and (not components or "VEVENT" in components)


def find(wire: Wire, keep: Path | None) -> list[Collection]:
    """The account's calendars, at least one: where they were the last time, else by looking for them."""
    finder, account = Finder(wire), f"{wire.account.address.url}\n{wire.account.user}"
    known = kept.load_homes(keep, account)
    if known.urls and all(_reachable(wire, home) for home in known.urls):
        try:
            if found := finder.calendars(known):
                return found
        except RefusedError as error:
            if error.status not in _MOVED:
                raise
    homes = finder.homes()
    found = finder.calendars(homes)
    if not found:
        raise SourceError(
            f"{wire.account.address.shown} has no calendar that can hold events. Make one there, or check the address."
        )
    kept.save_homes(keep, account, homes)
    return found


def _reachable(wire: Wire, home: str) -> bool:
    """May the password be taken there? What is kept in a file is not believed."""
    try:
        wire.reached(wire.account.address.url, home)
    except SourceError:
        return False
    return True
