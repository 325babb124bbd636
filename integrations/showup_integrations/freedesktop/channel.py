"""The desktop channel: notifications with buttons, on whatever server owns org.freedesktop.Notifications."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from dbus_fast import MessageType

from showup.errors import ConfigError, DeliveryError
from showup.model import Urgency
from showup.plain import one_line
from showup.ports import Announcement
from showup_integrations.freedesktop import bus as session
from showup_integrations.freedesktop.held import PROPERTIES, concerns, held_back
from showup_integrations.freedesktop.note import CLICK
from showup_integrations.freedesktop.server import DAEMON, NAME, Met, ask, listen, notify, take_away
from showup_integrations.freedesktop.shown import Shown
from showup_integrations.known import unknown_keys
from showup_integrations.opening import open_link

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

    from showup.ports import Press

__all__ = ["DesktopChannel"]

_T = TypeVar("_T")

_FIRST_LOOK = timedelta(seconds=2)
_UNDEFINED = 4  # NotificationClosed's reason when neither time, person nor caller closed it


class DesktopChannel:
    """Implements showup.ports.Channel. It has no settings.

    A critical alarm that a server in Do Not Disturb holds back counts as not taken, so that other channels ring it; it is handed
    over all the same. A mild one may wait there.

    The connection is made when it is first needed and again at the next ring when it was lost. When the
    server is restarted, what was showing is shown again at once. What is on the screen stays there after
    `close`.
    """

    def __init__(self, settings: Mapping[str, object]) -> None:
        if faults := unknown_keys(settings):
            raise ConfigError(" ".join(faults))
        self._on_press: Callable[[Press], None] = lambda _press: None
        self._bus: MessageBus | None = None
        self._owner = ""
        self._meeting: asyncio.Task[Met] | None = None
        self._under_way: set[asyncio.Task[Any]] = set()
        self._shown = Shown()
        self._trouble: str | None = None
        self._held: str | None = None

    # ------------------------------------------------------------ the port

    async def open(self, on_press: Callable[[Press], None]) -> None:
        self._on_press = on_press
        await asyncio.wait({self._start(self._server())}, timeout=_FIRST_LOOK.total_seconds())

    async def ring(self, announcement: Announcement) -> None:
        try:
            met = await self._server()
            showing = self._start(self._show(announcement, met))
            # Not cancelled when time is up: a server that comes back to life shows it after all, and then its
            # buttons must work.
            await asyncio.wait({showing}, timeout=session.PATIENCE.total_seconds())
            if not showing.done():
                raise session.hanging(met.server.name)
            await _unless_closed(showing)
            held = await _unless_closed(self._start(self._look(met)))
        except DeliveryError as err:
            self._trouble = str(err)
            raise
        if held is not None and announcement.urgency is Urgency.CRITICAL:
            raise DeliveryError(held)

    async def silence(self, tag: str) -> None:
        note = self._shown.drop(tag)
        if note is not None:
            await self._take_away(note)

    def trouble(self) -> str | None:
        if self._trouble is None and self._bus is not None and not self._bus.connected:
            return session.LOST
        return self._trouble or self._held

    async def close(self) -> None:
        for task in tuple(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        bus, self._bus, self._meeting = self._bus, None, None
        if bus is not None and bus.connected:
            bus.disconnect()
            await asyncio.sleep(0)  # the loop's turn in which the connection notices

    # ---------------------------------------------------------- the server

    async def _server(self) -> Met:
        """Who shows notifications now; asked once per owner of the name, by whoever needs it first."""
        if self._meeting is None or _useless(self._meeting):
            self._meeting = self._start(self._meet())
        return await _unless_closed(self._meeting)

    async def _meet(self) -> Met:
        try:
            met = await ask(await self._connected())
        except DeliveryError as err:
            self._trouble = str(err)
            raise
        self._trouble, self._owner = None, met.owner
        self._start(self._look(met))
        for announcement in self._shown.missing():
            self._start(self._show(announcement, met))
        return met

    async def _connected(self) -> MessageBus:
        if self._bus is None or not self._bus.connected:
            self._shown.forget_server()
            self._bus = await listen(self._hear)
        return self._bus

    async def _look(self, met: Met) -> str | None:
        self._held = await held_back(met)
        return self._held

    async def _show(self, announcement: Announcement, met: Met) -> None:
        replaces = self._shown.want(announcement)
        try:
            note = await notify(met, announcement, replaces)
        except DeliveryError:
            self._shown.failed(announcement)
            raise
        self._trouble = None
        superfluous = self._shown.took(announcement, note)
        if superfluous is not None:
            await self._take_away(superfluous)

    async def _take_away(self, note: int) -> None:
        if self._bus is not None:
            with suppress(DeliveryError):
                await take_away(self._bus, note)

    # ------------------------------------------------------- what it tells

    def _hear(self, message: Message) -> None:
        if message.message_type is MessageType.SIGNAL:
            # A reply wakes its waiter one turn of the loop later; signals wait their turn too, so that
            # what the server said in one order is acted upon in that order.
            asyncio.get_running_loop().call_soon(self._heed, message)

    def _heed(self, message: Message) -> None:
        what = (message.interface, message.member, message.signature)
        if what == (DAEMON, "NameOwnerChanged", "sss") and message.sender == DAEMON:
            self._owner_changed(*message.body)
        elif message.sender != self._owner:
            return  # anybody on the bus can send a signal that looks like the server's
        elif what == (NAME, "ActionInvoked", "us"):
            self._pressed(*message.body)
        elif what == (NAME, "NotificationClosed", "uu") and message.body[1] < _UNDEFINED:
            self._shown.closed(message.body[0])
        elif what == (PROPERTIES, "PropertiesChanged", "sa{sv}as") and concerns(*message.body[1:]):
            self._start(self._look_again())

    async def _look_again(self) -> None:
        await self._look(await self._server())

    def _pressed(self, note: int, do: str) -> None:
        if (press := self._shown.press(note, do)) is not None:
            self._on_press(press)
        elif do == CLICK and (clicked := self._shown.clicked(note)) is not None:
            self._start(self._open(clicked))

    async def _open(self, announcement: Announcement) -> None:
        """Because the person clicked on it; where that fails they are told beside it."""
        try:
            await open_link(announcement.link or "")
        except DeliveryError as err:
            tag, heading = f"{announcement.tag}:link", "The link could not be opened"
            told = Announcement(tag, announcement.interview, announcement.generation, heading, str(err), Urgency.NORMAL)
            await self._show(told, await self._server())

    def _owner_changed(self, name: str, _earlier: str, owner: str) -> None:
        if name != NAME:
            return
        self._owner, self._held = owner, None
        self._shown.forget_server()
        if self._meeting is not None and self._meeting.done():
            self._meeting = None
        if owner:
            self._start(self._server())
        else:
            self._trouble = "The notification server has stopped. Start it again, or log out and in."

    def _start(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        """Run it beside everything else; whoever wants its end waits for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault is not None and not isinstance(fault, DeliveryError):
            self._trouble = f"The desktop channel has a fault of its own ({one_line(repr(fault), 200)})."


async def _unless_closed(task: asyncio.Task[_T]) -> _T:
    """What the task returns. That `close` cancelled it must not look as if the caller had been cancelled."""
    await asyncio.wait({task})
    if task.cancelled():
        raise DeliveryError("The desktop channel was closed in the middle of an alarm.")
    return task.result()


def _useless(meeting: asyncio.Task[Met]) -> bool:
    if not meeting.done():
        return False
    return meeting.cancelled() or meeting.exception() is not None or not meeting.result().bus.connected
