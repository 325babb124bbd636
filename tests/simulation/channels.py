"""The world's channels: they take an alarm, refuse it, or hang; the next stronger one takes over as in the service."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.simulation.story import Incident

from showup.service.ringer import HANGS_AFTER, STRENGTH

__all__ = ["TELLING", "Channels", "Heard"]

TELLING = ("desktop",)
_HERE = ("desktop", "sound", "takeover", "push")
_SEEN = ("desktop", "push")
_ZERO = timedelta(0)


@dataclass(frozen=True, slots=True)
class Heard:
    """When a channel took it (None: none did), and when the outcome is known; both counted from the ringing."""

    after: timedelta | None
    known_after: timedelta


class Channels:
    """Those of this laptop, with their troubles: what, and until when (true time)."""

    def __init__(self) -> None:
        self._troubles: dict[str, tuple[str, datetime]] = {}

    def suffer(self, incident: Incident) -> None:
        for name in _HERE if incident.on == "all" else (incident.on,):
            self._troubles[name] = (incident.say, incident.at + incident.lasts)

    def calm(self) -> None:
        """All of them work again."""
        self._troubles.clear()

    def ring(self, wanted: Iterable[str], true: datetime, *, quiet: bool = False) -> Heard:
        """The wanted ones in parallel; if none takes it, the others one after the other (`quiet`: the silent ones)."""
        if not self._troubles:
            return Heard(_ZERO, _ZERO)
        tried = [name for name in wanted if name in _HERE]
        states = [self._state(name, true) for name in tried]
        slow = HANGS_AFTER if "hangs" in states else _ZERO
        if "" in states:
            return Heard(_ZERO, slow)
        strongest = max((STRENGTH.index(name) for name in tried), default=-1)
        left = [name for name in (_SEEN if quiet else _HERE) if name not in tried]
        for name in sorted(left, key=lambda name: (STRENGTH.index(name) <= strongest, STRENGTH.index(name))):
            state = self._state(name, true)
            if not state:
                return Heard(slow, slow)
            slow += HANGS_AFTER if state == "hangs" else _ZERO
        return Heard(None, slow)

    def _state(self, name: str, true: datetime) -> str:
        say, until = self._troubles.get(name, ("", true))
        return say if true < until else ""
