"""What happens to the laptop: it sleeps, its clock is set, it is carried to another zone, its channels and its disk fail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.simulation.story import Incident

if TYPE_CHECKING:
    from tests.simulation.world import World

__all__ = ["Happenings"]


class Happenings:
    """One method for each word of Incident.what that is about the machine."""

    def __init__(self, world: World) -> None:
        self._world, self._laptop = world, world.laptop
        self._sleeps_until = self._refuses_until = self._slept_at = world.true

    def calm(self) -> None:
        """It is awake again, its clock is right, and everything in it works."""
        laptop = self._laptop
        self._sleeps_until = self._refuses_until = laptop.starved_until = self._world.true
        laptop.channels.calm()
        laptop.book.heal()
        if laptop.offset:
            self._set_clock(-laptop.offset)
        self._resume()

    def sleep(self, incident: Incident) -> None:
        self._sleeps_until = max(self._sleeps_until, incident.at + incident.lasts)
        if not self._laptop.asleep:
            self._laptop.asleep, self._slept_at = True, self._world.true
        self._world.schedule.put(self._sleeps_until, self._resume)

    def _resume(self) -> None:
        if self._laptop.asleep and self._world.true >= self._sleeps_until:
            self._world.say("* resumed")
            self._laptop.asleep = False
            self._laptop.timer.slept(self._world.true - self._slept_at)
            self._world.awake()

    def crash(self, incident: Incident) -> None:
        """At once, or at the next passing of a named step."""
        if incident.say == "now" and self._laptop.running:
            self._world.kill("any moment", incident.lasts)
        elif self._laptop.running:
            self._laptop.doom = incident.say

    def clock(self, incident: Incident) -> None:
        step = timedelta(seconds=incident.number)
        self._set_clock(step)
        self._world.schedule.put(self._world.true + incident.lasts, self._set_clock, -step)

    def _set_clock(self, step: timedelta) -> None:
        self._world.say(f"* the clock is set by {step.total_seconds():+.0f} s")
        self._laptop.offset += step
        self._laptop.timer.stepped(step)
        self._world.look_again()

    def zone(self, incident: Incident) -> None:
        self._fly(incident.say)
        self._world.schedule.put(self._world.true + incident.lasts, self._fly, self._world.story.zone)

    def _fly(self, zone: str) -> None:
        self._laptop.zone = ZoneInfo(zone)
        self._world.look_again()

    def channel(self, incident: Incident) -> None:
        self._laptop.channels.suffer(incident)

    def starve(self, incident: Incident) -> None:
        self._laptop.starved_until = max(self._laptop.starved_until, incident.at + incident.lasts)

    def disk(self, incident: Incident) -> None:
        self._refuses_until = max(self._refuses_until, incident.at + incident.lasts)
        if not self._laptop.book.refusing:
            self._world.witness.disk_refuses()
        self._laptop.book.refuse()
        self._world.schedule.put(self._refuses_until, self._heal)

    def _heal(self) -> None:
        if self._world.true >= self._refuses_until:
            self._laptop.book.heal()
