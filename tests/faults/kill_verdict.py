"""The check: was an alarm lost, rung twice without reason, or rung for what is no more? What became of the answers?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median

from tests.faults.kill_diary import MISSED_AFTER, Answered, Diary, Life, Version
from tests.faults.kill_journal import Line, read
from tests.faults.kill_story import Generation, Slot, stories
from tests.faults.kill_world import World

from showup.engine import Ring
from showup.ledger import Claim, SqliteLedger, StoredDraft
from showup.ledger.codec import decode
from showup.model import DraftKind

__all__ = ["Verdict", "judge"]

_PATIENCE = timedelta(seconds=2)
"""What a service that is up may take to begin a ring that is due; on a busy machine the time of so many starts, by the slowest
that there was.
"""

_STARTS = 3
_A_MOMENT = timedelta(seconds=0.25)
"""Between a decision in one thread and what the other does about it; on a busy machine the time of a start."""

_DRAFTS = {DraftKind.EMAIL, DraftKind.CALL_SCRIPT, DraftKind.VOICEMAIL}


@dataclass(slots=True)
class Verdict:
    """Figures, and what is wrong: the kind of fault, and each in words. `overtaken` rings had no chance: no victim lived then."""

    kills: Counter[str] = field(default_factory=Counter)
    due: int = 0
    rung: int = 0
    overtaken: int = 0
    copies: int = 0
    answers: int = 0
    cases: int = 0
    moves: int = 0
    starts: list[float] = field(default_factory=list)
    """Seconds from a victim's beginning to its readiness."""
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def start_s(self) -> float:
        return median(self.starts or [0])

    @property
    def lost(self) -> int:
        return sum(kind == "lost" for kind, _ in self.faults)

    def add(self, other: Verdict) -> None:
        self.kills += other.kills
        self.faults += other.faults
        self.starts += other.starts
        for name in ("due", "rung", "overtaken", "copies", "answers", "cases", "moves"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def judge(world: World) -> Verdict:
    """Everything about one world that has come to its end."""
    ledger = SqliteLedger(world.ledger)
    try:
        told = stories(ledger.log(1_000_000))
        drafts = ledger.drafts()
        left_open = ledger.open_claims()
        marked = _marked(ledger)
    finally:
        ledger.close()
    lines = read(world.journal)
    verdict = Verdict(Counter(life.step for life in world.diary.lives if life.killed))
    verdict.starts += [(life.ready - life.spawned).total_seconds() for life in world.diary.lives if life.ready]
    verdict.faults += [("broken", what) for what in world.diary.breakdowns]
    _Check(verdict, world.diary, lines, told).everything()
    _check_claims(verdict, lines, marked, [claim for claim in left_open if claim.at < world.diary.lives[-1].spawned])
    if not left_open:
        _check_drafts(verdict, told, drafts, world.drafts)
    return verdict


def _marked(ledger: SqliteLedger) -> list[tuple[str, int, Ring]]:
    """The rings that stand in the ledger as carried out, whatever the clock says."""
    rows = ledger.database.execute(
        "SELECT interview, generation, intent FROM claims WHERE kind = 'ring' AND ok = 1"
        " AND outcome NOT LIKE '%superseded%' AND outcome NOT LIKE '%interrupted%'"
    )
    return [(key, generation, decode(intent, Ring)) for key, generation, intent in rows]


def _check_claims(
    verdict: Verdict, lines: Sequence[Line], marked: Sequence[tuple[str, int, Ring]], left_open: Sequence[Claim]
) -> None:
    """What counts as rung has rung, and no victim's claims are still open when another has lived and ended after it."""
    rang = {(line.interview, line.generation, line.rung, line.attempt) for line in lines if line.what == "rang"}
    for key, generation, ring in marked:
        if (key, generation, ring.rung, ring.attempt) not in rang:
            verdict.faults.append(("lost", f"{key}/{generation} {ring.rung} {ring.attempt} is marked and never rang"))
    for claim in left_open:
        if isinstance(claim.intent, Ring):
            verdict.faults.append(("lost", f"{claim.interview}/{claim.generation} {claim.intent.rung} was left open"))


class _Check:
    """`told` is the ledger's word by interview, `lines` the journal's, the diary the harness's own."""

    def __init__(
        self, verdict: Verdict, diary: Diary, lines: Sequence[Line], told: dict[str, list[Generation]]
    ) -> None:
        self._verdict = verdict
        self._diary = diary
        self._lines = lines
        self._told = told
        start = timedelta(seconds=max(verdict.starts, default=0))
        self._patience = max(_PATIENCE, _STARTS * start)
        self._moment = max(_A_MOMENT, start)
        self._life = {life.pid: life for life in diary.lives}
        self._heard: defaultdict[tuple[str, int], list[Line]] = defaultdict(list)
        for line in lines:
            if line.what in {"begin", "rang"}:
                self._heard[line.interview, line.generation].append(line)

    def everything(self) -> None:
        for generations in self._told.values():
            for generation in generations:
                self._rings(generation)
                self._case(generation)
        self._calendar()
        self._copies()
        self._fence()
        for answered in self._diary.answers:
            self._survives(answered)

    def _fault(self, kind: str, text: str) -> None:
        self._verdict.faults.append((kind, text))

    # ---------------------------------------------------------------- lost

    def _rings(self, generation: Generation) -> None:
        for slot in generation.due():
            self._verdict.due += 1
            self._rang(generation, slot, "never rang")
        for slot in generation.claimed():
            self._rang(generation, slot, "was claimed and never rang")

    def _rang(self, generation: Generation, slot: Slot, what: str) -> None:
        counted = slot.attempt is None
        if any(line.what == "rang" for line in self._about(generation, slot)):
            self._verdict.rung += counted
        elif life := self._had_a_chance(generation, slot):
            self._fault("lost", f"{_named(generation, slot)} {what}; victim {life.pid} was up")
        else:
            self._verdict.overtaken += counted

    def _about(self, generation: Generation, slot: Slot) -> list[Line]:
        """What the journal has of that ring. A claim's may come late; where any will do, it is one of the slot's own time."""
        wanted = [line for line in self._heard[generation.key, generation.number] if line.rung == slot.rung]
        if slot.attempt is not None:
            return [line for line in wanted if line.attempt == slot.attempt]
        return [line for line in wanted if slot.at <= line.at < slot.end]

    def _had_a_chance(self, generation: Generation, slot: Slot) -> Life | None:
        """A victim that was up long enough to ring it before it was pointless."""
        begun = {
            line.pid: line.at + timedelta(seconds=line.pause)
            for line in self._about(generation, slot)
            if line.what == "begin"
        }
        for life in self._diary.lives:
            if life.ready is None or life.died is None:
                continue
            by = max(begun.get(life.pid, slot.at), slot.at, life.ready) + self._patience
            if by < min(slot.end, life.died):
                return life
        return None

    # --------------------------------------------------------------- twice

    def _copies(self) -> None:
        """A second copy needs a kill between it and the first."""
        rang: defaultdict[tuple[str, int, str, int, str], list[Line]] = defaultdict(list)
        for line in self._lines:
            if line.what == "rang" and line.interview:
                rang[line.interview, line.generation, line.rung, line.attempt, line.detail.partition(" in ")[0]].append(
                    line
                )
        order = {life.pid: number for number, life in enumerate(self._diary.lives)}
        for same in rang.values():
            for first, second in pairwise(same):
                between = self._diary.lives[order[first.pid] : order[second.pid]]
                self._verdict.copies += bool(first.rung)
                if not any(life.killed for life in between) and not self._under_way(first):
                    self._fault("copy", f"{_spoken(second)} came twice, and nobody was killed in between")

    def _under_way(self, first: Line) -> bool:
        """An orderly end came while the channel had not returned yet: nobody knew that it had rung."""
        life = self._life[first.pid]
        took = (line for line in self._lines if line.what == "took" and _spoken(line) == _spoken(first))
        return life.died is not None and not any(line.pid == first.pid for line in took)

    # ------------------------------------------------------------- no more

    def _fence(self) -> None:
        """Nothing rings that was not claimed, nor once its interview is known to be another, or over."""
        known: dict[str, Line] = {}
        for line in self._lines:
            if line.what == "state":
                known[line.interview] = line
            if line.what != "rang" or not line.rung:
                continue
            self._was_claimed(line)
            state = known.get(line.interview)
            if state is not None and _is_over(line, state) and line.at - state.at > self._moment:
                self._fault("superseded", f"{_spoken(line)} rang; it was {state.detail}, generation {state.generation}")

    def _was_claimed(self, line: Line) -> None:
        for generation in self._told.get(line.interview, []):
            own = generation.number == line.generation
            claimed = any((c.rung, c.attempt) == (line.rung, line.attempt) for c in generation.claims)
            if own and not claimed:
                self._fault("superseded", f"{_spoken(line)} rang, which was never claimed for this generation")
            born = self._life[line.pid].spawned
            if generation.number > line.generation and generation.since < born:
                self._fault("superseded", f"{_spoken(line)} rang in a victim that was born after it had moved")

    # --------------------------------------------------------------- cases

    def _case(self, generation: Generation) -> None:
        self._verdict.cases += len(generation.cases)
        if len(generation.cases) > 1:
            self._fault("case", f"{generation.key}/{generation.number} has {len(generation.cases)} cases")
        end = generation.case_end
        if not generation.cases and self._up_after(generation.missed_at, end):
            self._fault("case", f"{generation.key}/{generation.number} was missed and has no case")
        asked = any(
            line.what == "rang" and line.detail.startswith("Were you there")
            for line in self._heard[generation.key, generation.number]
        )
        if generation.cases and not asked and self._up_after(generation.cases[0] + 2 * self._patience, end):
            self._fault("case", f"{generation.key}/{generation.number} has a case and was never asked about")

    def _up_after(self, instant: datetime, end: datetime | None) -> bool:
        for life in self._diary.lives:
            if life.ready is not None and life.died is not None:
                by = max(life.ready, instant) + self._patience
                if by < min(life.died, end or life.died):
                    return True
        return False

    # ------------------------------------------------------------ calendar

    def _calendar(self) -> None:
        """What the service says that it has read is planned, and at the end the calendar's last word is the ledger's."""
        for appointment in self._diary.appointments.values():
            generations = self._told.get(appointment.key, [])
            self._verdict.moves += len(appointment.versions) - 1
            for version, following in [*pairwise(appointment.versions), (appointment.now, None)]:
                in_time = version.synced is not None and version.synced < version.start + MISSED_AFTER
                if in_time and following is None and not _agrees(version, generations):
                    self._fault("calendar", f"{appointment.key} is not what its calendar says: {version}")

    # ------------------------------------------------------------- answers

    def _survives(self, answered: Answered) -> None:
        self._verdict.answers += 1
        generations = self._told.get(answered.key, [])
        if answered.do == "confirm" and answered.phase in {"confirmed", "attended"}:
            self._confirmed(answered, generations)
        elif answered.reply.startswith(("Silenced for", "Silenced up to")):
            self._silenced(answered, generations)

    def _confirmed(self, answered: Answered, generations: Sequence[Generation]) -> None:
        then = [g for g in generations if (end := g.ended or g.closed) is not None and end <= answered.replied]
        if not then:
            self._fault("answer", f"{answered.key}: the confirmation of {answered.replied} is lost")
            return
        for line in self._lines:
            late = line.interview == answered.key and line.at > answered.replied and line.generation <= then[-1].number
            if line.what == "rang" and line.rung and late:
                self._fault("answer", f"{_spoken(line)} rang after its confirmation")

    def _silenced(self, answered: Answered, generations: Sequence[Generation]) -> None:
        window = answered.sent, answered.replied
        found = [(g, hush) for g in generations for hush in g.hushes if window[0] <= hush.at <= window[1]]
        if not found:
            self._fault("answer", f"{answered.key}: the {answered.do} of {answered.replied} is lost")
        for generation, hush in found:
            # A snooze after an acknowledgement asks to be rung again: from its end on that is no fault.
            again = [h.until for h in generation.hushes if h.at > hush.at and h.rung == hush.rung and h.until]
            until = min([hush.until or generation.over, *again])
            for line in self._heard[generation.key, generation.number]:
                if line.what == "rang" and line.rung == hush.rung and answered.replied < line.at < until:
                    self._fault("answer", f"{_spoken(line)} rang although it was silenced")


def _is_over(line: Line, state: Line) -> bool:
    return state.generation > line.generation or (
        state.generation == line.generation and state.detail not in {"expected", "late"}
    )


def _agrees(version: Version, generations: Sequence[Generation]) -> bool:
    called_off = version.off or version.gone
    if not generations:
        return called_off
    last = generations[-1]
    if called_off:
        return last.ended is not None or bool(last.cases)  # a case goes on, whatever the other side tidies up
    return last.start == version.start


def _named(generation: Generation, slot: Slot) -> str:
    attempt = f" {slot.attempt}" if slot.attempt else ""
    return f"{generation.key}/{generation.number} {slot.rung}{attempt} of {slot.at:%H:%M:%S.%f} (until {slot.end:%H:%M:%S.%f})"


def _spoken(line: Line) -> str:
    return f"{line.interview}/{line.generation} {line.rung or line.detail} {line.attempt}"


def _check_drafts(
    verdict: Verdict, told: dict[str, list[Generation]], drafts: Sequence[StoredDraft], folder: Path
) -> None:
    """An open case has one draft of each kind, in the ledger and in the folder; what was withdrawn is in neither place twice."""
    standing = Counter((draft.interview, draft.generation, draft.draft.kind) for draft in drafts if not draft.withdrawn)
    live = {draft.name for draft in drafts if not draft.withdrawn}
    there = {path.stem for path in folder.glob("*.eml")} if folder.exists() else set()
    for generation in _with_case(told):
        kinds = {kind for key, number, kind in standing if (key, number) == (generation.key, generation.number)}
        if kinds != _DRAFTS:
            verdict.faults.append(("draft", f"{generation.key}/{generation.number} has the drafts {sorted(kinds)}"))
    if any(count > 1 for count in standing.values()):
        verdict.faults.append(("draft", "a draft stands twice in the ledger"))
    if live != there:
        verdict.faults.append(("draft", f"ledger and folder differ by {sorted(live ^ there)[:6]}"))


def _with_case(told: dict[str, list[Generation]]) -> Iterator[Generation]:
    for generations in told.values():
        if generations[-1].cases and not generations[-1].closed:
            yield generations[-1]
