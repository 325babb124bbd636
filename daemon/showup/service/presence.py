"""Looks, around an interview and where the person allowed it, whether they seem to be in a meeting."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from showup import clock, plugins
from showup.engine import Noticed, Watch
from showup.engine.presence import window
from showup.errors import PresenceError
from showup.plain import one_line

if TYPE_CHECKING:
    from showup.ports import Presence
    from showup.service.shell import Service

__all__ = ["EVERY", "Looking", "make_presences", "next_look"]

EVERY = timedelta(seconds=20)
_PATIENCE_S = 10
_log = logging.getLogger(__name__)


def make_presences(names: Iterable[str]) -> tuple[dict[str, Presence], dict[str, str]]:
    """What can be looked at here, and for each other name why it cannot."""
    made: dict[str, Presence] = {}
    off: dict[str, str] = {}
    for name in names:
        plugin = plugins.load_one(plugins.PRESENCES, name)
        try:
            if plugin.factory is not None:
                made[name] = plugin.factory({})
            else:
                off[name] = plugin.trouble or "cannot run here"
        except Exception as err:  # noqa: BLE001 a guest's fault stays its own
            off[name] = str(err) or type(err).__name__
    return made, off


def next_look(watches: Iterable[Watch], now: datetime) -> datetime | None:
    """The next instant at which there is something to look for: in a while inside an interview's window, else when one begins."""
    spans = [span for watch in watches if (span := window(watch)) is not None and now < span[1]]
    if not spans:
        return None
    begins = min(begin for begin, _ in spans)
    return begins if begins > now else now + EVERY


class Looking:
    """The looks of one service. `troubles` says of each name why it could not be seen, when it was last looked at."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._presences, self._off = make_presences(service.config.presence)
        self._troubles: dict[str, str] = {}

    @property
    def state(self) -> Mapping[str, str | None]:
        """Each name's trouble in words, None where it is believed to work."""
        return dict.fromkeys(self._presences) | self._off | self._troubles

    def plan(self) -> None:
        """Something may have changed: when is it time to look? Costs nothing where nobody allowed it."""
        if self._presences and (at := next_look(self._service.desk.watches.values(), clock.now())) is not None:
            self._service.jobs.set_look(at)

    async def look(self) -> None:
        """One look, told to every interview whose window is open. What cannot be seen is not told: what was seen grows old."""
        try:
            now = clock.now()
            spans = {key: window(watch) for key, watch in self._service.desk.watches.items()}
            keys = [key for key, span in spans.items() if span is not None and span[0] <= now < span[1]]
            given = await self._noticed() if keys else None
            if given is None:
                return
            for key in keys:
                await self._service.follow(functools.partial(self._service.desk.give, key, given))
        finally:
            self.plan()

    async def _noticed(self) -> Noticed | None:
        """What any of them sees; None when none could look."""
        looks = [await self._look_at(name, presence) for name, presence in self._presences.items()]
        known = [look for look in looks if look is not None]
        return next((look for look in known if look.program), known[0] if known else None)

    async def _look_at(self, name: str, presence: Presence) -> Noticed | None:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                program = await presence.seen()
        except TimeoutError:
            why = f"did not answer within {_PATIENCE_S} s"
        except PresenceError as err:
            why = str(err)
        except Exception as err:  # noqa: BLE001 a guest's fault stays its own
            why = f"{type(err).__name__}: {err}"
        else:
            self._troubles.pop(name, None)
            return Noticed(one_line(program, 40) if program else None)
        if self._troubles.get(name) != why:
            _log.warning("presence %s: %s", name, why)
        self._troubles[name] = why
        return None
