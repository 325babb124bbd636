"""Keeps the machine from going to sleep: inhibitor locks of logind, held as file descriptors.

Each kind is asked for by itself, so that a refusal of one leaves the others. A lock ends with this process, however that ends.
"""

from __future__ import annotations

import logging
import os

from showup.errors import ShowupError
from showup.plain import one_line
from showup.service.system_bus import ask

__all__ = ["LID", "SLEEP", "SleepLocks"]

SLEEP = frozenset({"sleep", "idle"})
"""Against a suspend, and against what idleness leads to."""

LID = frozenset({"handle-lid-switch"})
"""Against the suspend by shutting the lid, which asks for none of the others."""

_LOGIND = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
_WHY = "An interview is near and you have not said yet that you are there"
_log = logging.getLogger(__name__)


class SleepLocks:
    """`refused` says of each kind that was wanted last why it could not be had."""

    def __init__(self) -> None:
        self._held: dict[str, int] = {}
        self._wanted: frozenset[str] = frozenset()
        self._taking = False
        self.refused: dict[str, str] = {}

    @property
    def held(self) -> frozenset[str]:
        return frozenset(self._held)

    def want(self, kinds: frozenset[str]) -> bool:
        """Let go at once of what is not wanted any more; whether something is still to be taken. A refusal is not asked again
        before the next interview.
        """
        self._wanted = kinds
        for kind in self._held.keys() - kinds:
            os.close(self._held.pop(kind))
        self.refused = {kind: why for kind, why in self.refused.items() if kind in kinds}
        return bool(self._missing()) and not self._taking

    async def take(self) -> None:
        """Take what is wanted and not held. Never raises, and may take long: to be done beside the alarms."""
        self._taking = True
        try:
            while missing := self._missing():
                await self._take(missing[0])
        finally:
            self._taking = False

    def _missing(self) -> list[str]:
        return sorted(self._wanted - self._held.keys() - self.refused.keys())

    async def _take(self, kind: str) -> None:
        try:
            reply = await ask(_LOGIND, "Inhibit", "ssss", kind, "showup", _WHY, "block")
            lock = reply.unix_fds[reply.body[0]]
        except (ShowupError, LookupError, TypeError) as err:
            self.refused[kind] = one_line(str(err), 200)
            _log.info("logind gives no lock against %s: %s", kind, self.refused[kind])
            return
        if kind in self._wanted:
            self._held[kind] = lock
        else:
            os.close(lock)  # answered meanwhile
