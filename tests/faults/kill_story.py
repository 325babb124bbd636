"""What the ledger says of one interview, generation by generation: when it was planned, what was claimed, what was answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tests.faults.kill_diary import LADDER, MISSED_AFTER

from showup.ledger import LogLine

__all__ = ["Generation", "Slot", "stories"]


@dataclass(frozen=True, slots=True)
class Hush:
    """An answer that silences a rung, from `at` to `until` (None: up to the next rung)."""

    at: datetime
    rung: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Slot:
    """A ring that is due at `at`, and pointless from `end` on: another has taken its place, or nothing is to ring any more."""

    rung: str
    at: datetime
    end: datetime
    attempt: int | None = None
    """None where any ring of the rung will do."""


@dataclass(slots=True)
class Generation:
    """One ladder, from `since` to `until` (None: it is the last). `ended` is when an answer or the calendar ended it,
    `closed` when its case was.
    """

    key: str
    number: int
    start: datetime
    since: datetime
    until: datetime | None = None
    ended: datetime | None = None
    closed: datetime | None = None
    claims: list[Slot] = field(default_factory=list)
    cases: list[datetime] = field(default_factory=list)
    hushes: list[Hush] = field(default_factory=list)

    @property
    def missed_at(self) -> datetime:
        return self.start + MISSED_AFTER

    @property
    def over(self) -> datetime:
        """From when on nothing of its ladder is to ring."""
        return min(at for at in (self.until, self.ended, *self.cases[:1], self.missed_at) if at is not None)

    @property
    def case_end(self) -> datetime | None:
        """From when on no case is to be opened for it."""
        ends = [at for at in (self.until, self.ended, self.closed) if at is not None]
        return min(ends, default=None)

    def due(self) -> list[Slot]:
        """Every ring that this ladder owes the person, by the harness's own reckoning."""
        owed = [(self.start + offset, rung) for offset, rung in LADDER]
        overdue = [rung for at, rung in owed if at <= self.since][-1:]
        owed = [(self.since, rung) for rung in overdue] + [(at, rung) for at, rung in owed if at > self.since]
        for hush in self.hushes:
            owed = _hushed(owed, hush)
        ends = [at for at, _ in owed[1:]]
        slots = [Slot(rung, at, end) for (at, rung), end in zip(owed, [*ends, self.over], strict=True)]
        return self._that_count(slots)

    def claimed(self) -> list[Slot]:
        """Every ring that showup has promised itself."""
        ends = [claim.at for claim in self.claims[1:]]
        slots = [replace(claim, end=end) for claim, end in zip(self.claims, [*ends, self.over], strict=False)]
        return self._that_count(slots)

    def _that_count(self, slots: Iterable[Slot]) -> list[Slot]:
        """An answer to a ring ends it, also one that was still under way."""
        counted = []
        for slot in slots:
            ends = [hush.at for hush in self.hushes if slot.at <= hush.at and hush.rung == slot.rung]
            end = min([slot.end, self.over, *ends])
            if slot.at < end:
                counted.append(replace(slot, end=end))
        return counted


def _hushed(owed: Sequence[tuple[datetime, str]], hush: Hush) -> list[tuple[datetime, str]]:
    following = min((at for at, rung in owed if at > hush.at and rung != hush.rung), default=None)
    until = hush.until or following
    kept = [(at, rung) for at, rung in owed if rung != hush.rung or at <= hush.at or (until is not None and at > until)]
    if hush.until is not None and (following is None or hush.until < following):
        kept.append((hush.until, hush.rung))
    return sorted(kept)


def stories(log: Iterable[LogLine]) -> dict[str, list[Generation]]:
    """By interview, the generations in their order."""
    found: defaultdict[str, list[Generation]] = defaultdict(list)
    for line in log:
        generations = found[line.interview]
        if line.what == "planned":
            _plan(generations, line)
        elif generations:
            _tell(generations[-1], line)
    return dict(found)


def _plan(generations: list[Generation], line: LogLine) -> None:
    if generations and generations[-1].number == line.detail["generation"]:
        return
    if generations:
        generations[-1].until = line.at
    start = datetime.fromisoformat(line.detail["start"])
    generations.append(Generation(line.interview, line.detail["generation"], start, line.at))


def _tell(generation: Generation, line: LogLine) -> None:
    detail = line.detail
    match line.what:
        case "alarm":
            generation.claims.append(Slot(detail["rung"], line.at, line.at, detail["attempt"]))
        case "case":
            generation.cases.append(line.at)
        case "confirmed" | "cancelled":
            generation.ended = generation.ended or line.at
        case "closed":
            generation.closed = line.at
        case "acknowledged" | "snoozed" if "rung" in detail:
            until = datetime.fromisoformat(detail["until"]) if "until" in detail else None
            generation.hushes.append(Hush(line.at, detail["rung"], until))
