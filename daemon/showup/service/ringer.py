"""Rings announcements through channels: a rung's channels in parallel, then, if none took it, the next stronger ones."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import timedelta

from showup.errors import DeliveryError
from showup.ladder import HELPER
from showup.model import Urgency
from showup.ports import Ahead, Announcement, Channel, Press
from showup.service.gate import Gate, answered

__all__ = ["OK", "ON_SCREEN", "STRENGTH", "Ringer", "by_strength", "took"]

STRENGTH = ("desktop", "toast", "sound", "takeover", "push", "command")
"""From the mildest to the strongest; a channel that is not named here (a third party's) comes last."""

ON_SCREEN = frozenset({"desktop", "takeover", "terminal", "toast"})
"""What these show can be read by whoever sees the screen."""

_LOUD = frozenset({"sound", "takeover", "command"})
"""Those that make a sound here, stand before what the person is doing, or may do so."""

HANGS_AFTER = timedelta(seconds=10)
OK = "ok"

_log = logging.getLogger(__name__)


def took(results: Mapping[str, str]) -> bool:
    """Did any channel take it that reaches the person?"""
    return any(result == OK for name, result in results.items() if name != HELPER)


class Ringer:
    """The channels of this machine. `extra` ones ring along with everything (the terminal). `fitting` says what of an
    announcement may stand on the screen now.

    They keep no other channel from taking over; whether an alarm that reached only them has reached somebody, `extra_counts`
    says: at a terminal somebody sits, before a log file nobody does. The helper's channel never rings what is for the person, nor
    in another's place: see `ask`.
    """

    def __init__(
        self,
        channels: Mapping[str, Channel],
        extra: Iterable[str] = ("terminal",),
        hangs_after: timedelta = HANGS_AFTER,
        *,
        extra_counts: bool = True,
        fitting: Callable[[Announcement], Awaitable[Announcement]] | None = None,
    ) -> None:
        self._fitting = fitting
        self._extra_counts = extra_counts
        self._extra = {name: channels[name] for name in extra if name in channels}
        self._helper = {name: channel for name, channel in channels.items() if name == HELPER}
        apart = self._extra | self._helper
        self._channels = {name: channel for name, channel in channels.items() if name not in apart}
        self._hangs_after = hangs_after.total_seconds()
        self._gates = {name: Gate(self._hangs_after) for name in channels}
        self._logged: dict[str, str] = {}
        self._troubles: dict[str, str] = {}
        """What a channel cannot know of itself: that it hangs, or breaks. Its refusals it tells in `trouble`."""

    async def open(self, on_press: Callable[[Press], None]) -> None:
        """Open every channel; one that fails to is in trouble, and tried again with each ring."""
        await asyncio.gather(*(self._open(name, channel, on_press) for name, channel in self._all()))

    async def _open(self, name: str, channel: Channel, on_press: Callable[[Press], None]) -> None:
        try:
            await answered(channel.open(on_press), self._hangs_after)
        except Exception as err:  # noqa: BLE001 a channel is a guest: whatever it throws stays its own trouble
            self._troubles[name] = f"could not be opened: {_words(err)}"

    def _all(self) -> Iterable[tuple[str, Channel]]:
        return (self._channels | self._extra | self._helper).items()

    def has(self, name: str) -> bool:
        """Is there a channel of that name?"""
        return name in self._channels

    def took(self, results: Mapping[str, str]) -> bool:
        """Did any channel take it that counts?"""
        return took(results if self._extra_counts else {n: r for n, r in results.items() if n not in self._extra})

    def aheads(self) -> dict[str, Ahead]:
        """The channels with whom can be left what will ring."""
        return {name: channel for name, channel in self._channels.items() if isinstance(channel, Ahead)}

    async def ring(
        self, announcement: Announcement, wanted: Iterable[str], insist: Callable[[], bool] = lambda: True
    ) -> dict[str, str]:
        """Ring through the `wanted` channels; if none took it, through others, as long as it is still worth it (`insist`).

        Returns what each one did: "ok" or why not. What is quiet rings through no loud one, and takes away what stands there; but
        a critical alarm that no other takes is heard rather than lost.
        """
        usable = [name for name in self._channels if not (announcement.quiet and name in _LOUD)]
        hushed = [self._hush(n, c, announcement.tag) for n, c in self._channels.items() if n not in usable]
        names = [name for name in wanted if name in usable]
        along = [self._try(name, channel, announcement) for name, channel in self._extra.items()]
        tried = [self._try(name, self._channels[name], announcement) for name in names]
        rung, _ = await asyncio.gather(asyncio.gather(*tried, *along), asyncio.gather(*hushed))
        results = dict(rung)
        if not took(self._own(results)):
            results |= await self._fall_through(announcement, names, usable, insist)
        if announcement.urgency is Urgency.CRITICAL and not took(self._own(results)):
            results |= await self._fall_through(announcement, usable, list(self._channels), insist)
        if not took(results) and insist():
            _log.error("no channel took the alarm: %s", results)
        return results

    def _own(self, results: Mapping[str, str]) -> dict[str, str]:
        return {name: result for name, result in results.items() if name in self._channels}

    async def ask(self, words: Announcement) -> dict[str, str]:
        """Tell the helper, if there is one. Returns what came of it, as `ring` does."""
        return dict([await self._try(name, channel, words) for name, channel in self._helper.items()])

    async def _fall_through(
        self, announcement: Announcement, tried: list[str], usable: list[str], insist: Callable[[], bool]
    ) -> dict[str, str]:
        """The stronger channels one after the other, then the milder ones, until one takes it. Each may take its time to fail,
        and the person may have answered meanwhile.
        """
        results: dict[str, str] = {}
        for name in _after(tried, usable):
            if not insist():
                break
            _, results[name] = await self._try(name, self._channels[name], announcement)
            if results[name] == OK:
                break
        return results

    async def _try(self, name: str, channel: Channel, announcement: Announcement) -> tuple[str, str]:
        if name in ON_SCREEN and self._fitting is not None:
            announcement = await self._fitting(announcement)
        try:
            await self._gates[name].through(lambda: channel.ring(announcement))
        except TimeoutError:
            return name, self._failed(name, f"did not answer within {self._hangs_after:g} s")
        except DeliveryError as err:
            self._log_once(name, str(err))
            return name, str(err)
        except Exception as err:  # noqa: BLE001 see open
            _log.exception("channel %s", name)
            return name, self._failed(name, _words(err))
        self._troubles.pop(name, None)
        self._logged.pop(name, None)
        return name, OK

    def _failed(self, name: str, why: str) -> str:
        self._log_once(name, why)
        self._troubles[name] = why
        return why

    def _log_once(self, name: str, why: str) -> None:
        """A dead channel is tried with every alarm; its trouble is news only once."""
        if self._logged.get(name) != why:
            _log.warning("channel %s: %s", name, why)
        self._logged[name] = why

    async def silence(self, tag: str) -> None:
        """Take an announcement away everywhere."""
        await asyncio.gather(*(self._hush(name, channel, tag) for name, channel in self._all()))

    async def _hush(self, name: str, channel: Channel, tag: str) -> None:
        try:
            await answered(channel.silence(tag), self._hangs_after)
        except Exception as err:  # noqa: BLE001 see open
            _log.warning("channel %s could not silence: %s", name, _words(err))

    def hanging(self) -> dict[str, str]:
        """What each channel that hung or broke did when it was last called. One that says so itself is not among them."""
        return dict(self._troubles)

    def state(self) -> dict[str, str | None]:
        """Each channel's trouble in words, None where it is believed to work."""
        return {name: _asked(channel) or self._troubles.get(name) for name, channel in self._all()}

    async def close(self) -> None:
        for name, channel in self._all():
            try:
                await answered(channel.close(), self._hangs_after)
            except Exception as err:  # noqa: BLE001 see open
                _log.warning("channel %s could not be closed: %s", name, _words(err))


def _after(tried: list[str], channels: Iterable[str]) -> list[str]:
    """The channels that are left: those stronger than what was tried first, each group from mild to strong."""
    strongest = max((_rank(name) for name in tried), default=-1)
    left = by_strength(name for name in channels if name not in tried)
    return [name for name in left if _rank(name) > strongest] + [name for name in left if _rank(name) <= strongest]


def by_strength(channels: Iterable[str]) -> list[str]:
    """From the mildest to the strongest."""
    return sorted(channels, key=_rank)


def _rank(name: str) -> int:
    return STRENGTH.index(name) if name in STRENGTH else len(STRENGTH)


def _asked(channel: Channel) -> str | None:
    try:
        return channel.trouble()
    except Exception as err:  # noqa: BLE001 see open
        return _words(err)


def _words(err: BaseException) -> str:
    return f"{type(err).__name__}: {err}" if str(err) else type(err).__name__
