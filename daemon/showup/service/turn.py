"""One turn of decisions: what is given to several interviews, and what that means among them; one change for each in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from showup.engine import Decision, Input, Tell, Watch
from showup.engine.clashing import clashes
from showup.engine.inputs import Replaced, Yielded
from showup.engine.rescheduling import reschedules
from showup.engine.together import Step, Together
from showup.engine.twins import heirs, joins, partings
from showup.model import Profile

__all__ = ["STEPS", "Turn"]

STEPS = (heirs, partings, joins, reschedules, clashes)
"""In this order: who rings is known before anything is told of two that stand apart."""

Decide = Callable[[str, Watch | None, Input], Decision | None]


class Turn:
    """`decide` gives the decision about the interview of a key as it stands now, None when nothing changes."""

    def __init__(self, watches: Mapping[str, Watch], decide: Decide) -> None:
        self._before, self._decide = watches, decide
        self._changed: dict[str, Decision] = {}
        self._now = dict(watches)

    @property
    def now(self) -> Mapping[str, Watch]:
        """All watches as they stand."""
        return self._now

    def give(self, inputs: Iterable[tuple[str, Input]]) -> None:
        """Decide about each in turn; an input may follow from what was decided about the one before."""
        for key, given in inputs:
            decision = self._decide(key, self._now.get(key), given)
            if decision is not None:
                earlier = self._changed.get(key)
                self._changed[key] = decision if earlier is None else _joined(earlier, decision, given)
                self._now[key] = decision.watch

    def settle(
        self, profile: Profile, now: datetime, steps: Sequence[Callable[[Together], Step]] | None = None
    ) -> None:
        """What it means among them: by all steps, or by these."""
        for step in (STEPS if steps is None else steps) if self._changed else ():
            self.give(step(Together(self._before, self._now, tuple(self._changed), profile, now)))

    def decisions(self) -> list[Decision]:
        """One for each interview that has changed. One for which another rings has nothing to tell."""
        return [_without_words(d) if d.watch.twin is not None else d for d in self._changed.values()]

    def doubtful(self, source: str) -> tuple[str, ...]:
        """The sources whose word is wanted soon, as `source` has just said something else than they did."""
        about: set[str | None] = set()
        for key in self._changed:
            was, now = self._before.get(key), self._now[key]
            if was is not None and _has_news(was, now):
                about |= {key, was.twin, now.twin} - {None}
        carried = (watch for key, watch in self._now.items() if about and (key in about or watch.twin in about))
        names = dict.fromkeys(name for watch in carried for name in watch.sources)
        return tuple(name for name in names if name != source)


def _joined(earlier: Decision, later: Decision, given: Input) -> Decision:
    if isinstance(given, Yielded | Replaced):
        earlier = _without_words(earlier)
    return replace(later, intents=(*earlier.intents, *later.intents), notes=(*earlier.notes, *later.notes))


def _without_words(decision: Decision) -> Decision:
    return replace(decision, intents=tuple(i for i in decision.intents if not isinstance(i, Tell)), notes=())


def _has_news(was: Watch, now: Watch) -> bool:
    return was.sources[:1] != now.sources[:1] or was.plan.due != now.plan.due or was.twin != now.twin
