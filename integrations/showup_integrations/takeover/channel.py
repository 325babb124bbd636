"""The takeover channel: an alarm over the whole of every monitor, until it is answered."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from showup.errors import ConfigError, DeliveryError
from showup.plain import one_line, plain
from showup.ports import Press
from showup.web_address import web_address
from showup_integrations.known import unknown_keys
from showup_integrations.opening import open_link
from showup_integrations.screen import screen
from showup_integrations.takeover.finding import NO_GTK, NO_SCREEN, python_with_gtk
from showup_integrations.takeover.process import WindowProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from showup.ports import Announcement

__all__ = ["TakeoverChannel"]

PATIENCE = timedelta(seconds=9)  # the service gives up on a channel after ten
_TITLE, _BODY, _LABEL = 300, 1200, 40
_BEHIND = (
    "This desktop does not let a window come to the front by itself (GNOME on Wayland does not): the full-screen alarm is there, "
    "but perhaps behind others. The other channels carry the alarm."
)


class TakeoverChannel:
    """Implements showup.ports.Channel. It has no settings.

    The windows are in a process of their own (see showup_integrations.takeover.window), which is started with the first alarm and
    gone when none is left. A ring has been taken when they are drawn on every monitor, on top of all else.
    """

    def __init__(self, settings: Mapping[str, object]) -> None:
        if faults := unknown_keys(settings):
            raise ConfigError(" ".join(faults))
        self._on_press: Callable[[Press], None] = lambda _press: None
        self._window: WindowProcess | None = None
        self._starting = asyncio.Lock()
        self._left: set[WindowProcess] = set()
        self._shown: dict[str, Announcement] = {}
        self._thanked: dict[str, Announcement] = {}
        self._waiting: dict[str, asyncio.Future[str]] = {}
        self._opening: set[asyncio.Task[None]] = set()
        self._trouble: str | None = None

    @staticmethod
    def validate_environment() -> str | None:
        return None if python_with_gtk() else NO_GTK

    async def open(self, on_press: Callable[[Press], None]) -> None:
        self._on_press = on_press

    async def ring(self, announcement: Announcement) -> None:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                fault = await self._ring(announcement)
        except TimeoutError:
            fault = "The full-screen alarm did not come up in time. The other channels carry the alarm."
            await self.close()
        except DeliveryError as err:
            self._trouble = str(err)
            raise
        self._trouble = fault or None
        if fault:
            raise DeliveryError(fault)

    async def examine(self) -> str | None:
        """Is there a screen, and what the window is made of?"""
        return self.validate_environment() or (NO_SCREEN if await screen() is None else None)

    async def silence(self, tag: str) -> None:
        self._settle(tag, "")
        if self._shown.pop(tag, None) is not None and self._window is not None:
            self._window.tell({"do": "hide", "tag": tag})
            self._leave_if_empty()

    def trouble(self) -> str | None:
        return self._trouble

    async def close(self) -> None:
        for opening in tuple(self._opening):
            opening.cancel()
        async with self._starting:
            windows = [*self._left, *([self._window] if self._window else [])]
            self._window = None
            self._left.clear()
            self._shown.clear()
            for tag in tuple(self._waiting):
                self._settle(tag, "The full-screen alarm was closed.")
            for window in windows:
                await window.end()

    def _leave_if_empty(self) -> None:
        """The next alarm gets a process of its own: this one may be about to end."""
        if self._shown or self._window is None:
            return
        self._left.add(self._window)
        self._window.leave()
        self._window = None

    async def _ring(self, announcement: Announcement) -> str:
        """Why it was not taken; empty when it was. A window from before may just be dying: then a new one is tried, once."""
        before = self._window
        window = await self._running()
        fault = await self._shown_by(window, announcement)
        if fault and window is before and not window.alive:
            fault = await self._shown_by(await self._running(), announcement)
        return fault

    async def _shown_by(self, window: WindowProcess, announcement: Announcement) -> str:
        waiting: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting[announcement.tag] = waiting
        try:
            self._shown[announcement.tag] = announcement
            window.tell({"do": "show", "tag": announcement.tag, **_said(announcement)})
            return await waiting
        finally:
            if self._waiting.get(announcement.tag) is waiting:
                del self._waiting[announcement.tag]

    async def _running(self) -> WindowProcess:
        async with self._starting:
            if self._window is None or not self._window.alive:
                self._window = await WindowProcess.start(self._hear, self._gone)
            return self._window

    def _settle(self, tag: str, fault: str) -> None:
        waiting = self._waiting.get(tag)
        if waiting is not None and not waiting.done():
            waiting.set_result(fault)

    def _hear(self, line: dict[str, Any]) -> None:
        """What the window says."""
        match line:
            case {"what": "shown", "tag": tag}:
                self._settle(tag, "")
            case {"what": "hidden", "tag": tag}:
                self._settle(tag, _BEHIND)
            case {"what": "press", "tag": tag, "do": do}:
                self._pressed(tag, do)
            case {"what": "open", "tag": tag} if tag in self._shown:
                opening = asyncio.create_task(self._open(self._shown[tag]))
                self._opening.add(opening)
                opening.add_done_callback(self._opening.discard)

    async def _open(self, announcement: Announcement) -> None:
        """Because the person asked for it, and they hear what came of it."""
        try:
            await open_link(announcement.link or "")
            hint = "The link is open in your browser, behind this. Answer to get there."
        except DeliveryError as err:
            hint = str(err)
        if self._window is not None:
            self._window.tell({"do": "hint", "tag": announcement.tag, "text": hint})

    def _pressed(self, tag: str, do: str) -> None:
        shown = self._shown.get(tag) or self._thanked.get(tag)
        if shown is None:
            return
        if do == "confirm":
            self._thanked = {tag: shown}
        if do != "close":  # nothing was asked
            self._on_press(Press(shown.interview, shown.generation, do, "takeover"))
        if do != "confirm" and self._shown.pop(tag, None) is not None:
            self._leave_if_empty()

    def _gone(self, window: WindowProcess, why: str) -> None:
        self._left.discard(window)
        if window is self._window:
            for tag in tuple(self._waiting):
                self._settle(tag, f"The full-screen alarm could not be shown ({why}). {NO_GTK}")


def _said(announcement: Announcement) -> dict[str, Any]:
    """What the window is to show; nothing of it is markup there."""
    address = web_address(announcement.link or "")
    return {
        "summary": one_line(announcement.title or announcement.summary, _TITLE),
        "body": plain(announcement.body, _BODY),
        "due": announcement.due.timestamp() if announcement.due else None,
        "host": address[1] if address else None,
        "actions": [{"do": action.do, "label": one_line(action.label, _LABEL)} for action in announcement.actions],
    }
