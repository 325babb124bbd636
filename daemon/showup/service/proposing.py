"""The dates that a draft proposes: free in all calendars, decent for both sides."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from showup.engine import AHEAD, Phase, Watch
from showup.model import DraftKind, Interval, Profile

if TYPE_CHECKING:
    from showup.config import Config

__all__ = ["PROPOSING", "Proposing", "length_of", "of_others", "zone_of"]

PROPOSING = frozenset({DraftKind.EMAIL, DraftKind.RESCHEDULE, DraftKind.CALL_SCRIPT, DraftKind.INTERVIEWER_ABSENT})
"""The drafts that name dates."""
_PATIENCE_S = 20
_FRESH = timedelta(minutes=5)
_LONGEST = timedelta(hours=8)
_SHORTEST = timedelta(minutes=15)
_USUAL = timedelta(hours=1)
_ROOM = timedelta(hours=1)
_log = logging.getLogger(__name__)


class Proposing:
    """Asks `showup free --slots` in a process of its own: calendars are read and holidays known there, and it leaves again."""

    def __init__(self, config: Config) -> None:
        self._more = _calendars_of(config)
        self._known: dict[tuple[str, int], tuple[datetime, tuple[datetime, ...]]] = {}
        self._one_at_a_time = asyncio.Lock()

    async def slots(
        self, watch: Watch, profile: Profile, now: datetime, others: Sequence[Interval] = ()
    ) -> tuple[datetime, ...]:
        """The starts (UTC) that can be proposed now, with room beside `others` (interviews, which may stand in no calendar); none
        where anything of the calendars could not be read.
        """
        if self._more is None:
            return ()
        zone, minutes = zone_of(watch, profile), length_of(watch) // timedelta(minutes=1)
        async with self._one_at_a_time:  # many cases may be opened at once, as after a holiday
            if (zone, minutes) not in self._fresh(now):
                self._known[zone, minutes] = now, await self._asked(zone, minutes, self._more)
            _, known = self._known[zone, minutes]
        length = length_of(watch) + _ROOM
        return tuple(at for at in known if not any(o.start < at + length and at - _ROOM < o.end for o in others))

    def _fresh(self, now: datetime) -> dict[tuple[str, int], tuple[datetime, tuple[datetime, ...]]]:
        self._known = {asked: (at, known) for asked, (at, known) in self._known.items() if _is_fresh(at, now)}
        return self._known

    async def _asked(self, zone: str, minutes: int, more: Sequence[str]) -> tuple[datetime, ...]:
        asked = ["free", "--slots", "--json", "--zone", zone, "--minutes", str(minutes), *more]
        child = None
        try:
            async with asyncio.timeout(_PATIENCE_S):
                child = await asyncio.create_subprocess_exec(
                    sys.executable, "-P", "-m", "showup", *asked,
                    stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
                )  # fmt: skip
                said, _ = await child.communicate()
            return _read(json.loads(said)) if child.returncode == 0 else ()
        except (OSError, TimeoutError, ValueError, KeyError, TypeError) as err:
            _log.warning("no dates could be proposed: %s", type(err).__name__)
            return ()
        finally:
            if child is not None and child.returncode is None:
                with suppress(ProcessLookupError):
                    child.kill()
                await child.wait()


def _is_fresh(at: datetime, now: datetime) -> bool:
    """The clock may have been set back."""
    return timedelta() <= now - at <= _FRESH


def _calendars_of(config: Config) -> list[str] | None:
    """The words that name the same calendars; None where there are none that name them all."""
    configured = ["--config", str(config.path)] if config.path else []
    given = [spec for spec in config.sources if not spec.where]
    if len(given) not in (0, len(config.sources)):
        return None
    named = (str(spec.settings.get("path") or spec.settings["url"]) for spec in given)
    return [*configured, *(word for name in named for word in ("--calendar", name))]


def _read(said: dict[str, Any]) -> tuple[datetime, ...]:
    return tuple(datetime.fromisoformat(slot["start"]) for slot in said["slots"] if not slot["outside_own_hours"])


def zone_of(watch: Watch, profile: Profile) -> str:
    """Where the other side is, as far as the calendar says."""
    from showup.recovery.moment import zone_of as zone  # noqa: PLC0415 wanted once in weeks

    return zone(watch.interview, profile).key


def length_of(watch: Watch) -> timedelta:
    """As long as the one that was missed."""
    occurrence = watch.interview.occurrence
    if occurrence.all_day or watch.interview.is_deadline:
        return _USUAL
    return max(_SHORTEST, min(occurrence.end - occurrence.start, _LONGEST))


def of_others(watch: Watch, watches: Iterable[Watch]) -> list[Interval]:
    """When the person's other interviews are."""
    on = AHEAD | {Phase.CONFIRMED}
    others = (other for other in watches if other.key != watch.key and other.phase in on and not other.plan.soft)
    occurrences = [other.interview.occurrence for other in others]
    return [Interval(one.start, one.end) for one in occurrences if not one.all_day]
