"""The service's syncs in the world: when each source is read, and what it says in its troubles."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.simulation.calendars import DOUBTFUL, Calendars
from tests.simulation.story import SOURCES, Incident, Meeting

from showup.engine.merge import Synced

if TYPE_CHECKING:
    from tests.simulation.world import World

__all__ = ["Reading"]

_EVERY = timedelta(days=1)
_INTERVAL = timedelta(minutes=15)
_SECOND = timedelta(seconds=1)
_PROVES_FOR = timedelta(days=7)


class Reading:
    """Each source is read every few hours, at a start and a resume, and soon after something has happened to it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.calendars = Calendars(world.story)
        self._offline_until = world.true
        self._faults = dict.fromkeys(SOURCES, ("", world.true))
        self._last: dict[str, Synced] = {}
        self._read_at = dict.fromkeys(SOURCES, world.true)
        """The wall clock at each source's last good reading: one under a clock that was weeks off proves nothing now."""

    def begin(self) -> None:
        for meeting in self._world.story.meetings:
            if meeting.listed > self._world.true:
                self._world.schedule.put(meeting.listed, self._list, meeting)
        for source in SOURCES:
            self._world.schedule.put(self._world.true + _EVERY, self._round, source)

    def calm(self) -> None:
        """Everything can be read again."""
        self._offline_until = self._world.true
        self._faults = dict.fromkeys(SOURCES, ("", self._world.true))
        self.soon()

    def soon(self) -> None:
        """All of them, now."""
        for number, source in enumerate(SOURCES):
            put, at = self._world.schedule.put, self._world.true + _SECOND * (1 + number)
            put(at, self._read, source, of_the_world=False)

    def _again(self) -> None:
        """One has said something new: what another says of the same counts only from its next reading on if it leads then."""
        for source in SOURCES[:2]:
            self._world.schedule.put(self._world.true + _INTERVAL, self._read, source, of_the_world=False)

    def _round(self, source: str) -> None:
        self._read(source)
        self._world.schedule.put(self._world.true + _EVERY, self._round, source)

    def _read(self, source: str) -> None:
        """It is read now and said a little later: what happens meanwhile is not in it."""
        laptop, true = self._world.laptop, self._world.true
        if not laptop.up:
            return
        mode, until = self._faults[source]
        if true >= until:
            mode = ""
        if source == "jobs" and true < self._offline_until:
            mode = "fails"
        excused = mode in {"loses", "empty"} and abs(laptop.wall - self._read_at[source]) >= _PROVES_FOR
        doubtful = mode in DOUBTFUL and not excused
        if not doubtful:
            self._read_at[source] = laptop.wall
        said = self.calendars.read(source, laptop.wall, laptop.zone, mode)
        if said is not self._last.get(source):
            self._last[source] = said
            self._again()
        self._world.later(timedelta(seconds=20 if true.second % 4 == 0 else 1), laptop.synced, said, doubtful, excused)

    # ------------------------------------------------------------- incidents

    def network(self, incident: Incident) -> None:
        self._offline_until = max(self._offline_until, incident.at + incident.lasts)
        self._noticed(incident, "jobs")

    def source(self, incident: Incident) -> None:
        self._faults[incident.on] = (incident.say, incident.at + incident.lasts)
        self._noticed(incident, incident.on)

    def _noticed(self, incident: Incident, source: str) -> None:
        """At the next reading; and that it is over at the next one again."""
        for at in (incident.at, incident.at + incident.lasts):
            self._world.schedule.put(at + _lag(incident), self._read, source)

    def edit(self, incident: Incident) -> None:
        self._edited(self.calendars.edit(incident), incident)
        if incident.lasts:
            self._world.schedule.put(self._world.true + incident.lasts, self._restore, incident)

    def _restore(self, incident: Incident) -> None:
        self._world.say(f"* {incident.on} stands there again as at first")
        self._edited(self.calendars.restore(incident), incident)

    def _edited(self, changed: tuple[str, ...], incident: Incident) -> None:
        """The calendar that has changed is read first, then the other that may carry the same."""
        if changed:
            for number, source in enumerate(sorted(SOURCES[:2], key=lambda source: source not in changed)):
                self._world.schedule.put(self._world.true + _lag(incident) + number * _SECOND, self._read, source)

    def _list(self, meeting: Meeting) -> None:
        for source in self.calendars.add(meeting):
            self._world.schedule.put(self._world.true + 30 * _SECOND, self._read, source)


def _lag(incident: Incident) -> timedelta:
    """From a change to the next reading: up to a quarter of an hour, the same whenever the story is told."""
    return timedelta(seconds=1 + incident.at.microsecond // 1000 % 900)
