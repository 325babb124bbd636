"""The person: answers what rings, of habit or of their own accord, through one device or two; walks through cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.simulation.story import Incident, meeting_of

from showup.engine import IN_CASE, Answered, Do, Nag, OpenCase, Ring, Step, Stepped
from showup.ledger import Claim

if TYPE_CHECKING:
    from tests.simulation.world import World

__all__ = ["Person"]

_WORDS = {
    Step.GATHER: "done",
    Step.EXPLAIN: "overslept",
    Step.CALL: "reached",
    Step.EMAIL: "sent",
    Step.OFFER: "none",
    Step.REPLY: "none",
    Step.CLOSE: "no answer",
}


class Person:
    """Watches what the witness sees on the screen."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._habits: dict[str, list[Incident]] = {}
        self._walks: dict[str, Incident] = {}
        self._shown: dict[str, list[tuple[str, int]]] = {}
        self._keys: dict[str, str] = {}
        world.witness.on_screen = self.sees

    def learn(self, incident: Incident) -> None:
        """What they will do when it rings, or when a case asks."""
        if incident.what == "walk":
            self._walks[incident.on] = incident
        else:
            self._habits.setdefault(incident.on, []).append(incident)

    def sees(self, name: str, claim: Claim) -> None:
        """An announcement of the meeting with the UID `name` is shown."""
        name = meeting_of(name)
        self._keys[name] = claim.interview
        self._shown.setdefault(name, []).append((claim.interview, claim.generation))
        if isinstance(claim.intent, Ring):
            for habit in [h for h in self._habits.get(name, ()) if h.when == claim.intent.rung]:
                self._habits[name].remove(habit)
                self._later(timedelta(seconds=habit.number, milliseconds=1), self.press, habit)
        walk = self._walks.pop(name, None) if isinstance(claim.intent, OpenCase | Nag) else None
        if walk is not None:
            self._later(timedelta(minutes=walk.number), self.walk, walk)

    def press(self, incident: Incident) -> None:
        """A button on the screen (the newest, or one that was left there), or a command."""
        shown = self._shown.get(incident.on)
        laptop = self._world.laptop
        if not shown or not laptop.up:
            return
        key, generation = shown[0 if incident.when == "old screen" else -1]
        minutes = incident.number or None if incident.what == "press" else None
        command = incident.when in {"command", "early"}
        given = Answered(
            Do(incident.say), "a test", None if command else generation, minutes, early=incident.when == "early"
        )
        self._give(incident.on, key, given)

    def walk(self, incident: Incident) -> None:
        """One step of the case, then the next after the same pause."""
        laptop = self._world.laptop
        if laptop.up:
            watch = laptop.desk.watches.get(self._keys[incident.on])
            if watch is None or watch.case is None or watch.phase not in IN_CASE:
                return
            step = watch.case.step
            self._give(
                incident.on,
                self._keys[incident.on],
                Stepped(step, incident.say if step is Step.ATTENDED else _WORDS[step], "a test"),
            )
        self._later(timedelta(minutes=max(incident.number, 5)), self.walk, incident)

    def _later(self, after: timedelta, call: Callable[[Incident], None], incident: Incident) -> None:
        self._world.schedule.put(self._world.true + after, call, incident, of_the_world=False)

    def _give(self, name: str, key: str, given: Answered | Stepped) -> None:
        """What is said of a copy is said of the interview that rings for it."""
        laptop = self._world.laptop
        said = given.do if isinstance(given, Answered) else f"{given.step}: {given.said}"
        if key not in laptop.desk.watches:
            return
        named = laptop.desk.watches[key]
        before = laptop.desk.watches.get(named.twin or key, named)
        done = laptop.follow("answer", lambda now: laptop.desk.give(key, given, now))
        if before is not named and not done.refused:
            given = replace(given, generation=None)
        laptop.witness.answered(laptop, before, given, done)
        self._world.say(f"> {name} {said}{' (refused)' if done.refused else ''}: {done.reply}")
