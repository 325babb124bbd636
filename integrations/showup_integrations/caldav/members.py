"""Brings what is kept of one calendar up to date: by sync-collection where the server has it, else by comparing ETags."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import msgspec

from showup.errors import SourceError
from showup.model import Window
from showup.ports import Trouble
from showup_integrations.caldav import dav
from showup_integrations.caldav.finding import Collection
from showup_integrations.caldav.kept import Kept, Member
from showup_integrations.caldav.wire import Answer, RefusedError, Wire
from showup_integrations.ics.lines import meant

__all__ = ["Members"]

_BATCH = 50
_PAGES = 100
_MANY = 500
_NAMED = 200
_FOLD = re.compile(r"\r?\n[ \t]")
_UID = re.compile(r"^UID(?:;[^:\r\n]*)?:([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_GONE = frozenset({404, 410})
_CUT = 507
_TOKEN_REFUSED = frozenset({400, 403, 409, 410, 412, 507})
_NO_REPORT = frozenset({400, 403, 404, 405, 409, 415, 422, 500, 501})


@dataclass(slots=True)
class Members:
    """One calendar's members. After `refresh`, `kept` is what is known now and `troubles` what could not be had."""

    wire: Wire
    place: Collection
    window: Window
    kept: Kept
    troubles: list[Trouble] = field(default_factory=list)

    def refresh(self) -> None:
        """Ask what has changed and fetch it, what may matter in the window first. What was not fetched is, the next time."""
        if not self._same_as_kept():
            self.kept = self._listed()
        self._fetch()

    def _same_as_kept(self) -> bool:
        """Does the server name the very state that is kept?"""
        if self.kept.token and self.place.token:
            return self.kept.token == self.place.token
        return bool(self.kept.ctag) and not self.place.token and self.kept.ctag == self.place.ctag

    # ------------------------------------------------------------- what is there

    def _listed(self) -> Kept:
        if self.place.token or self.kept.token:
            try:
                return self._synced(self.kept.token or "", dict(self.kept.members) if self.kept.token else {})
            except RefusedError as error:
                if error.status not in _TOKEN_REFUSED | _NO_REPORT:
                    raise
        if self.kept.token:  # the token is not taken any more: everything is listed anew
            try:
                return self._synced("", {})
            except RefusedError as error:
                if error.status not in _NO_REPORT:
                    raise
        return self._compared()

    def _synced(self, token: str, members: dict[str, Member]) -> Kept:
        """By sync-collection, page by page, onto `members` as they were at `token`."""
        for _ in range(_PAGES):
            answer = self._report(dav.changes_since(token), depth=0)
            following = dav.sync_token(answer.tree)
            if following is None:
                raise RefusedError(self._odd("a list of changes without a token"), 501)
            cut = self._apply(answer, members)
            if not cut:
                return self._with_bodies(members, token=following)
            token = following
        raise SourceError(self._odd("a list of changes without an end"))

    def _apply(self, answer: Answer, members: dict[str, Member]) -> bool:
        """Carry a page of changes out; says whether the server has more to tell."""
        cut = False
        for part in dav.parts(answer.tree, answer.url):
            if part.status in _GONE:
                self._deleted(members.pop(part.path, None))
            elif part.status == _CUT:  # of the calendar itself, which behind a proxy may have another path
                cut = True
            elif part.path.rstrip("/") != self._path and not part.path.endswith("/"):
                members[part.path] = Member(part.text(dav.ETAG), part.href)
        return cut

    def _deleted(self, member: Member | None) -> None:
        """The server names it: an absence that is no accident."""
        if member is not None and member.body is not None:
            known = (*self.kept.deleted, *_uids(member.body))
            self.kept = msgspec.structs.replace(self.kept, deleted=tuple(dict.fromkeys(known))[-_NAMED:])

    def _compared(self) -> Kept:
        """By a list of all ETags."""
        answer = self.wire.ask("PROPFIND", self.place.url, dav.properties(dav.ETAG, dav.TYPE), 1)
        if answer.tree is None or not dav.multistatus(answer.tree) or len(answer.tree) == 0:
            raise SourceError(self._odd("no list of its events"))
        members = {
            part.path: Member(part.text(dav.ETAG), part.href)
            for part in dav.parts(answer.tree, answer.url)
            if part.status not in _GONE and not part.names(dav.TYPE) and part.path.rstrip("/") != self._path
        }
        return self._with_bodies(members, ctag=self.place.ctag)

    def _with_bodies(self, members: dict[str, Member], token: str | None = None, ctag: str = "") -> Kept:
        """The members with the bodies that are kept of the same state."""
        old = self.kept.members
        same = {path: old[path] if _same(old.get(path), member) else member for path, member in sorted(members.items())}
        most = self.wire.limits.members
        if len(same) <= most:
            return Kept(token=token, ctag=ctag, members=same, deleted=self.kept.deleted)
        # Without a name of the state, so that it is listed, and told to be too long, each time anew.
        self._whole(f"It has more than {most} events; the rest was left out. Move old ones to another calendar.")
        first = self._within()
        return Kept(members={path: same[path] for path in sorted(same, key=lambda path: path not in first)[:most]})

    # ------------------------------------------------------------------ bodies

    def _fetch(self) -> None:
        missing = [path for path, member in self.kept.members.items() if member.body is None]
        if len(missing) > _MANY:
            first = self._within()
            missing.sort(key=lambda path: path not in first)
        room = self.wire.limits.bodies - sum(len(member.body or "") for member in self.kept.members.values())
        for done in range(0, len(missing), _BATCH):
            if room <= 0:
                why = "It is larger than a calendar may be; the rest was left out. Move old events elsewhere."
                return self._whole(why)
            try:
                room -= self._fetch_batch(missing[done : done + _BATCH])
            except SourceError as error:
                return self._whole(f"{len(missing) - done} of its events are not read yet. {error}")
        return None

    def _within(self) -> set[str]:
        """The paths of what has an event in the window, as the server says; it only decides what is fetched first."""
        try:
            answer = self._report(dav.between(self.window.since, self.window.until), depth=1)
        except SourceError:
            return set()
        return {part.path for part in dav.parts(answer.tree, answer.url)}

    def _fetch_batch(self, batch: list[str]) -> int:
        """Fetch these; the answer is their size. One that does not come is named."""
        members = dict(self.kept.members)
        answer = self._report(dav.many(members[path].href for path in batch), depth=None)
        came = {part.path: part for part in dav.parts(answer.tree, answer.url)}
        size = 0
        for path in batch:
            part = came.get(path)
            body = part.text(dav.CALENDAR_DATA) if part is not None else ""
            if part is not None and part.status in _GONE:
                del members[path]
            elif part is None or not body:
                self._missed(path, part.status if part is not None else None)
            else:
                members[path] = Member(part.text(dav.ETAG) or members[path].etag, members[path].href, body)
                size += len(body)
        self.kept = msgspec.structs.replace(self.kept, members=members)
        return size

    def _report(self, body: str, depth: int | None) -> Answer:
        answer = self.wire.ask("REPORT", self.place.url, body, depth)
        if not dav.multistatus(answer.tree):
            raise SourceError(self._odd("something that is no answer"))
        return answer

    # ---------------------------------------------------------------- troubles

    @property
    def _path(self) -> str:
        return unquote(urlsplit(self.place.url).path).rstrip("/")

    def _missed(self, path: str, status: int | None) -> None:
        said = f"the server answered {status}" if status not in (None, 200) else "the server did not send it"
        name = path.rpartition("/")[2]
        self.troubles.append(
            Trouble(
                f"{self.place.name}: {name}", f"This event could not be read: {said}. Look at it there if it stays so."
            )
        )

    def _whole(self, why: str) -> None:
        self.troubles.append(Trouble(self.place.name, why, whole=True))

    def _odd(self, what: str) -> str:
        there = self.wire.account.address.shown
        return f"{there}: the server answered for {self.place.name} with {what}. Ask its provider if it stays so."


def _same(old: Member | None, new: Member) -> bool:
    return old is not None and old.body is not None and bool(new.etag) and old.etag == new.etag


def _uids(body: str) -> tuple[str, ...]:
    """The UIDs in a calendar text, as a parser would have them."""
    return tuple(meant(uid.encode("utf-8", "replace")) for uid in _UID.findall(_FOLD.sub("", body)))
