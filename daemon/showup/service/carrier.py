"""Carries committed claims out: rings, silences, tells, writes drafts. Every claim gets an outcome, whatever happens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from showup.announce import announce_case, announce_ring, announce_tell
from showup.announce_gathered import announce_gathered
from showup.announce_helper import ask_helper, reassure_helper
from showup.engine import (
    Gathered,
    Nag,
    OpenCase,
    ReassureHelper,
    Ring,
    Silence,
    Tell,
    Watch,
    WithdrawDrafts,
    WriteDraft,
)
from showup.engine.gathering import still_to_tell
from showup.errors import ShowupError
from showup.ladder import HELPER, next_repeat
from showup.ledger import Claim, Outcome
from showup.model import Helper, Urgency
from showup.service.ringer import took

if TYPE_CHECKING:
    from showup.ports import Announcement
    from showup.service.desk import Desk
    from showup.service.drafting import Drafting
    from showup.service.ringer import Ringer

__all__ = ["Carrier"]

TELLING = ("desktop", "toast")
QUIET = frozenset({"confirmed", "asked"})
"""What is told only where it can be read: a tone alone would be noise."""
_log = logging.getLogger(__name__)


class Carrier:
    """The hands of the service. `clock` gives the instant that is written on what it does, `warnings` what else an alarm says.
    Without a `helper` nobody but the person is told anything. `page`: the local page can be opened here.
    """

    def __init__(
        self,
        desk: Desk,
        ringer: Ringer,
        drafting: Drafting,
        clock: Callable[[], datetime],
        helper: Helper | None = None,
        warnings: Callable[[Watch, datetime], tuple[str, ...]] = lambda _watch, _now: (),
        *,
        page: bool = False,
    ) -> None:
        self._desk = desk
        self._ringer = ringer
        self._drafting = drafting
        self._clock = clock
        self._helper = helper
        self._warnings = warnings
        self._page = page

    async def carry(self, claim: Claim) -> Outcome:
        """Do it, unless things have moved on since it was committed; say what came of it."""
        if not self._desk.is_current(claim):
            return Outcome(claim.id, True, {"superseded": True})
        try:
            if isinstance(claim.intent, Gathered):
                return await self._tell_of_many(claim, claim.intent)
            return await self._carry(claim, self._desk.watches[claim.interview])
        except ShowupError as err:
            _log.warning("%s", err)
            return Outcome(claim.id, False, {"error": str(err)})
        except Exception as err:  # noqa: BLE001 a claim without an outcome would be carried out at every start
            _log.exception("claim %d", claim.id)
            return Outcome(claim.id, False, {"error": f"{type(err).__name__}: {err}"})

    async def _carry(self, claim: Claim, watch: Watch) -> Outcome:
        now, zone = self._clock(), self._desk.rules.zone

        def current() -> bool:
            return self._desk.is_current(claim)

        match claim.intent:
            case Ring() as ring:
                said = announce_ring(watch, ring, now, zone, self._warnings(watch, now))
                ringing = self._ringer.ring(said, ring.channels, current)
                results, helped = await asyncio.gather(ringing, self._ask(watch, ring, now))
                results |= helped
                await self._silence_if_over(claim)
                if _is_said_once(watch, ring) and took(results):
                    return Outcome(claim.id, True, {"channels": results})
            case OpenCase() | Nag() as question:
                said = announce_case(watch, question, now, zone, page=self._page)
                results = await self._ringer.ring(said, TELLING, current)
            case Tell() as tell:
                results = await self._tell(tell.what, announce_tell(watch, tell, now, zone), current)
            case ReassureHelper(there):
                words = reassure_helper(watch, self._desk.profile.name, there=there)
                return Outcome(claim.id, True, {"channels": await self._ringer.ask(words) if self._helper else {}})
            case Silence():
                await self._ringer.silence(watch.key)
                return Outcome(claim.id, True, {})
            case WriteDraft(kind):
                return Outcome(
                    claim.id, True, await self._drafting.write(watch, kind, now, self._desk.watches.values())
                )
            case WithdrawDrafts():
                return Outcome(claim.id, True, await self._drafting.withdraw(watch))
        detail: dict[str, Any] = {"channels": results}
        return Outcome(claim.id, self._ringer.took(results), detail)

    async def _ask(self, watch: Watch, ring: Ring, now: datetime) -> dict[str, str]:
        """Beside the alarm: a helper's telephone that hangs must not stand before the person's."""
        if self._helper is None or HELPER not in ring.channels or watch.plan.soft:
            return {}
        return await self._ringer.ask(
            ask_helper(watch, self._helper, self._desk.profile.name, now, self._desk.rules.zone)
        )

    async def _tell_of_many(self, claim: Claim, gathered: Gathered) -> Outcome:
        """Of what has been re-armed since there is something newer to tell."""
        watches = still_to_tell(gathered, self._desk.watches)
        said = announce_gathered(gathered.what, watches, claim.id, self._desk.rules.zone)
        results = await self._tell(gathered.what, said, lambda: self._desk.is_current(claim))
        return Outcome(claim.id, self._ringer.took(results), {"channels": results})

    async def _tell(self, what: str, said: Announcement, current: Callable[[], bool]) -> dict[str, str]:
        return await self._ringer.ring(said, TELLING, lambda: what not in QUIET and current())

    async def _silence_if_over(self, claim: Claim) -> None:
        """The person may have answered while a slow channel was still at it: what it then shows is taken away."""
        if not self._desk.is_current(claim) and not self._has_newer(claim):
            await self._ringer.silence(claim.interview)

    def _has_newer(self, claim: Claim) -> bool:
        watch = self._desk.watches.get(claim.interview)
        return watch is not None and watch.ringing


def _is_said_once(watch: Watch, ring: Ring) -> bool:
    """A mild rung without repeats: any channel that took it is enough, also one behind which perhaps nobody sits."""
    alarm = next((alarm for alarm in watch.plan.alarms if alarm.rung == ring.rung), None)
    return alarm is not None and alarm.urgency < Urgency.CRITICAL and next_repeat(alarm, alarm.at) is None
