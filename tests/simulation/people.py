"""What the person will do in a world: answer what rings, say something of their own accord, walk through a case, or nothing."""

from __future__ import annotations

import random
from collections.abc import Iterable

from tests.simulation.mishaps import KEY_MOMENTS, jitter
from tests.simulation.story import Incident, Meeting

__all__ = ["person"]

_RUNGS = ("evening before", "morning of", "get ready", "soon", "door", "door", "door", "start", "start", "start")


_ANSWERS = {
    "confirm": 40,
    "ack": 14,
    "snooze": 12,
    "late": 6,
    "done": 6,
    "not-mine": 3,
    "mine": 4,
    "cant": 4,
    "missed": 4,
}
"""How often each is given."""
_WORDS, _WEIGHTS = tuple(_ANSWERS), tuple(_ANSWERS.values())


def person(rng: random.Random, meetings: Iterable[Meeting]) -> Iterable[Incident]:
    """People answer what rings (a habit), or say something of their own accord, or not at all."""
    for meeting in meetings:
        at = meeting.listed
        for _ in range(rng.choice((0, 1, 1, 2, 3))):
            do, delay = rng.choices(_WORDS, _WEIGHTS)[0], rng.choice((0, 1, 2, 5, 20, 120))
            yield Incident(at, "habit", meeting.name, do, rng.choice(_RUNGS), number=delay)
            if rng.random() < 0.25:  # and once more, through another device
                yield Incident(
                    at, "habit", meeting.name, rng.choice((do, "undo", "confirm")), rng.choice(_RUNGS), number=delay + 3
                )
        if rng.random() < 0.55:
            yield Incident(
                at, "habit", meeting.name, "confirm", rng.choice(("door", "start")), number=rng.randrange(300)
            )
        if rng.random() < 0.4:
            do = rng.choice((*_WORDS, "undo", "undo"))
            way = rng.choice(("command", "screen", "old screen", "early"))
            at_key = meeting.start + rng.choice(KEY_MOMENTS) + jitter(rng)
            yield Incident(at_key, "press", meeting.name, do, way, number=rng.choice((0, 1, 30, 120)))
        if rng.random() < 0.85:
            said = rng.choice(("yes", "no", "no", "interviewer-absent", "cancelled-by-them"))
            yield Incident(at, "walk", meeting.name, said, number=rng.choice((1, 10, 60, 600, 1500)))
