"""Runs a story: true time passes from event to event, and what happens happens to the laptop, the calendars and the person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.simulation.channels import Channels
from tests.simulation.facts import Broken
from tests.simulation.happenings import Happenings
from tests.simulation.laptop import Died, Laptop
from tests.simulation.person import Person
from tests.simulation.reading import Reading
from tests.simulation.schedule import Schedule
from tests.simulation.story import Incident, Story
from tests.simulation.witness import Witness

__all__ = ["LIFE", "World"]

LIFE = frozenset({"habit", "walk", "press"})
"""Incidents that are no faults: what the person does."""
_QUIET_DAYS = 9
_STEPS_A_DAY = 2000
"""Who takes more steps than that goes round in circles."""
_SECOND = timedelta(seconds=1)


class World:
    """`trace` is called with a line for everything that happens."""

    def __init__(self, story: Story, trace: Callable[[str], None] | None = None) -> None:
        self.story = story
        self.true = story.begins
        self._over = story.ends + timedelta(days=_QUIET_DAYS)
        self._trace = trace
        self.schedule = Schedule()
        self.witness = Witness(story, trace)
        self.laptop = Laptop(story.zone, story.begins, self.witness, Channels(), self.later)
        self.person, self.reading, happenings = Person(self), Reading(self), Happenings(self)
        self._happenings = happenings
        self._happens = {
            name: getattr(happenings, name) for name in ("sleep", "crash", "clock", "zone", "channel", "starve", "disk")
        } | {
            "network": self.reading.network,
            "source": self.reading.source,
            "edit": self.reading.edit,
            "habit": self.person.learn,
            "walk": self.person.learn,
            "press": self.person.press,
        }
        self._life = 0
        self._put_off: list[tuple[Callable[..., None], tuple[Any, ...]]] = []
        """What the sleeping laptop would have done meanwhile."""
        self._starts_awake = False

    def run(self) -> Witness:
        """The whole story, then a quiet week. Broken says which invariant did not hold."""
        self.schedule.put(self.true, self._start, self._life, of_the_world=False)
        self.reading.begin()
        for incident in self.story.incidents:
            self.schedule.put(incident.at, self._happen, incident)
        self.schedule.put(self.story.ends, self._calm)
        for _ in range(_STEPS_A_DAY * (self.story.days + _QUIET_DAYS)):
            if not self._step():
                self.witness.ended(self.laptop)
                return self.witness
        raise Broken("no_day_goes_round_in_circles", f"it has got no further than {self.true}")

    def _step(self) -> bool:
        """The next thing: the timer fires, or something happens. False when the quiet week is over."""
        due = self.laptop.timer.at if self.laptop.up else None
        happens = self.schedule.first
        by_timer = due is not None and (happens is None or due <= happens)
        first = due if by_timer else happens
        if first is None or first >= self._over:
            return False
        self.true = self.laptop.true = max(self.true, first)
        try:
            if by_timer:
                self.laptop.follow("tick", self.laptop.desk.tick)
            else:
                self.schedule.happen()
        except Died as step:
            self.kill(str(step), 2 * _SECOND)
        self.witness.looks(self.laptop)
        return True

    def _happen(self, incident: Incident) -> None:
        if self._trace is not None:
            self.say(f"* {' '.join(str(incident).split()[4:])}")
        self.witness.faults += incident.what not in LIFE
        self._happens[incident.what](incident)

    def say(self, text: str) -> None:
        """A line of the trace."""
        if self._trace is not None:
            clock = f" (clock {self.laptop.wall:%d %H:%M:%S})" if self.laptop.offset else ""
            self._trace(f"{self.true:%a %d %b %H:%M:%S}{clock}  {text}")

    # ----------------------------------------------- the life of the process

    def later(self, after: timedelta, call: Callable[..., None], *with_what: Any) -> None:
        """The service waits for something; it never comes when the process dies, and late when the machine sleeps."""
        self.schedule.put(self.true + after, self._serve, self._life, call, with_what, of_the_world=False)

    def _serve(self, life: int, call: Callable[..., None], with_what: tuple[Any, ...]) -> None:
        if life != self._life or not self.laptop.running:
            return
        if self.laptop.asleep:
            self._put_off.append((call, with_what))
        else:
            call(*with_what)

    def kill(self, step: str, down: timedelta) -> None:
        """SIGKILL; it is started again after a while."""
        self.say(f"* killed at {step}")
        self._life += 1
        self._put_off.clear()
        self.laptop.die()
        self.schedule.put(self.true + down, self._start, self._life, of_the_world=False)

    def _start(self, life: int) -> None:
        if self.laptop.asleep:
            self._starts_awake = True
        elif life == self._life and not self.laptop.running:
            self.say("* started")
            self.laptop.start()
            self.reading.soon()

    def awake(self) -> None:
        """It has resumed: everything is compared again, and what was under way goes on."""
        put_off, self._put_off = self._put_off, []
        for call, with_what in put_off:
            self.later(_SECOND, call, *with_what)
        if self._starts_awake:
            self._starts_awake = False
            self._start(self._life)
        self.look_again()

    def look_again(self) -> None:
        """A resume, a clock set, another zone: noticed at once while it is up."""
        if self.laptop.up and self.laptop.timer.notices:
            self.witness.notices(self.laptop)
            self.laptop.look()
            self.reading.soon()

    def _calm(self) -> None:
        """The story is over: nothing more goes wrong, so that all that is open can end."""
        self.schedule.calm()
        self._happenings.calm()
        self.reading.calm()
