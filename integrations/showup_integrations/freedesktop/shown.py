"""Which notification stands for which announcement. Pure; ids belong to one owner of the server's name."""

from __future__ import annotations

from showup.ports import Announcement, Press
from showup_integrations.freedesktop.note import CLICK, opens

__all__ = ["Shown"]

_REMEMBERED = 256  # presses on notifications older than that are nobody's


class Shown:
    """What should be on the screen (by tag), and what each id of the present server shows.

    An id is bound to an announcement when the server's reply arrives, so that a button pressed before that
    answers for the text the person saw. It stays bound after the notification has gone: some servers tell of
    the closing first and of the press after it.
    """

    def __init__(self) -> None:
        self._wanted: dict[str, Announcement] = {}
        self._by_tag: dict[str, int] = {}
        self._by_id: dict[int, Announcement] = {}

    def want(self, announcement: Announcement) -> int:
        """It is about to be sent. Returns the id that it replaces, 0 for none."""
        self._wanted[announcement.tag] = announcement
        return self._by_tag.get(announcement.tag, 0)

    def took(self, announcement: Announcement, note: int) -> int | None:
        """The server shows it under the id `note`. Returns an id that must be closed now, if there is one.

        A reply may come so late that the person has answered meanwhile, or another of its tag is there too.
        """
        tag = announcement.tag
        self._by_id[note] = announcement
        while len(self._by_id) > _REMEMBERED:
            del self._by_id[next(iter(self._by_id))]
        if tag not in self._wanted:
            return note
        earlier, self._by_tag[tag] = self._by_tag.get(tag), note
        return earlier if earlier != note else None

    def failed(self, announcement: Announcement) -> None:
        """It was refused; the caller knows and rings elsewhere. What its tag showed before stays wanted."""
        if announcement.tag not in self._by_tag:
            self._wanted.pop(announcement.tag, None)

    def drop(self, tag: str) -> int | None:
        """No longer wanted. Returns the id to close, None when none is shown."""
        self._wanted.pop(tag, None)
        return self._by_tag.pop(tag, None)

    def closed(self, note: int) -> None:
        """The server says that it has gone. Nobody's answer, but it isn't shown again either."""
        announcement = self._by_id.get(note)
        if announcement is not None and self._by_tag.get(announcement.tag) == note:
            self.drop(announcement.tag)

    def forget_server(self) -> None:
        """The server has gone, and its ids with it."""
        self._by_tag.clear()
        self._by_id.clear()

    def missing(self) -> tuple[Announcement, ...]:
        """What should be on the screen and is not."""
        return tuple(one for tag, one in self._wanted.items() if tag not in self._by_tag)

    def press(self, note: int, do: str) -> Press | None:
        """The answer that pressing `do` on `note` gives, None for one that is not ours."""
        announcement = self._by_id.get(note)
        if announcement is None or do not in {action.do for action in announcement.actions} - {CLICK}:
            return None
        return Press(announcement.interview, announcement.generation, do, "desktop")

    def clicked(self, note: int) -> Announcement | None:
        """That whose link the person wants opened by a click on `note`; None where there is none."""
        announcement = self._by_id.get(note)
        return announcement if announcement is not None and opens(announcement) else None
