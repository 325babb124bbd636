"""The world of a simulation: virtual time, calendars that change, a laptop that sleeps, a person with a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from showup.engine import Answered, Do, Rules, Step, Stepped, Watch, WriteDraft
from showup.engine.merge import Synced, stale
from showup.errors import ShowupError, UsageError
from showup.ledger import Claim, Outcome
from showup.ledger.memory import MemoryLedger
from showup.model import Interview, Occurrence, Profile, Verdict, Window
from showup.ports import Trouble
from showup.recovery.office_hours import own_office, their_office
from showup.recovery.slots import propose, window, with_room
from showup.service.choosing import choose
from showup.service.desk import Desk, Done
from showup.service.drafting import missed_before, written
from showup.service.proposing import PROPOSING, length_of, of_others, zone_of
from showup.service.syncing import BACK, FORWARD, synced
from showup.simulate.script import ANSWERS, Line
from showup.sync import BusyReport, SourceReport, SourceSpec

__all__ = ["World"]

_SYNC_EVERY = timedelta(days=1)
"""A calendar file on virtual time changes only by the script, so it is read again only for the window to move on."""

_DRAFTS_AHEAD = timedelta(days=30)

Reader = Callable[[SourceSpec, Window, Profile], SourceReport]
BusyReader = Callable[[SourceSpec, Window, Profile], BusyReport]
Event = dict[str, Any]


class World:
    """Runs from `since` to `until` and yields what happens, in order of virtual time, in the form of the design."""

    def __init__(
        self,
        calendars: Sequence[SourceSpec],
        rules: Rules,
        profile: Profile,
        since: datetime,
        until: datetime,
        read: Reader,
        busy: BusyReader,
    ) -> None:
        self._calendars = list(calendars)
        self._name = calendars[0].name
        self._since, self._until, self._read, self._busy = since, until, read, busy
        self._ledger = MemoryLedger()
        self._desk = Desk(self._ledger, rules, profile)
        self._said: dict[str, SourceReport] = {}
        self._taken: dict[str, tuple[Window, BusyReport]] = {}
        self._told: set[Trouble] = set()
        self._awake, self._network = True, True
        self._elsewhere: ZoneInfo | None = None
        """Where the laptop has been carried in its sleep."""
        self._sync_at = since
        self.failed = False
        """Could any calendar not be read?"""

    def run(self, script: Sequence[Line]) -> Iterator[Event]:
        """The whole simulation."""
        waiting = [line for line in script if line.at <= self._until]
        now = self._since
        yield from self._pass(now)
        while (following := self._next(waiting)) is not None:
            now = max(now, following)
            yield from self._pass(now)
            while waiting and waiting[0].at <= now:
                yield from self._act(waiting.pop(0), now)
                yield from self._pass(now)
        self._ledger.close()

    def _next(self, waiting: list[Line]) -> datetime | None:
        instants = [line.at for line in waiting[:1]]
        if self._awake:
            instants += [at for at in (self._desk.wake_at(), self._sync_at) if at is not None]
        return min((at for at in instants if at <= self._until), default=None)

    def _pass(self, now: datetime) -> Iterator[Event]:
        """Time has come to `now`. What is known rings first, as in the service; then the calendars are read."""
        if not self._awake:
            return
        yield from self._follow(self._desk.tick(now), now)
        if now >= self._sync_at:
            yield from self._sync(now)
            yield from self._follow(self._desk.tick(now), now)

    # ------------------------------------------------------------- calendars

    def _sync(self, now: datetime) -> Iterator[Event]:
        self._sync_at = now + _SYNC_EVERY
        window = Window(now - BACK, now + FORWARD)
        reports = [self._report(spec) for spec in self._calendars]
        yield from self._faults(reports, now)
        failures = [report.fault for report in reports if report.fault]
        whole = SourceReport(
            source=self._name,
            judged=_together(reports, window),
            events=sum(report.events for report in reports),
            partial=bool(failures) or any(report.partial for report in reports),
            failure=failures[0] if len(failures) == len(reports) else None,
            others=tuple(other for report in reports for other in report.others),
        )
        yield from self._bring(synced(whole, window), now)

    def _bring(self, said: Synced, now: datetime) -> Iterator[Event]:
        done = self._desk.sync(said, now)
        if said.failure is None:
            watches = self._desk.watches.values()
            known = sum(said.source in watch.sources and watch.twin is None for watch in watches)
            yield self._event("synced", None, now, {"source": said.source, "events": said.events, "interviews": known})
        health = self._desk.healths[self._name]
        if stale(health, now, timedelta(0)):
            self._desk.told_of(self._name, now)
            yield self._event("stale", None, now, {"source": self._name, "why": health.failure})
        yield from self._follow(done, now)

    def _report(self, spec: SourceSpec) -> SourceReport:
        if "url" in spec.settings and not self._network:
            return SourceReport(spec.name, (), 0, (), partial=True, failure="there is no network")
        if spec.name not in self._said:
            window = Window(self._since - BACK, self._until + FORWARD)
            self._said[spec.name] = self._read(spec, window, self._desk.profile)
        return self._said[spec.name]

    def _faults(self, reports: Sequence[SourceReport], now: datetime) -> Iterator[Event]:
        """A trouble is told when it begins, and once more when it is back after a while without it."""
        self.failed = self.failed or any(report.fault is not None for report in reports)
        failed = [Trouble(report.source, report.failure) for report in reports if report.failure]
        troubles = dict.fromkeys([*failed, *(trouble for report in reports for trouble in report.troubles)])
        for trouble in troubles:
            if trouble not in self._told:
                yield self._event("fault", None, now, {"where": trouble.where, "why": trouble.why})
        self._told = set(troubles)

    # ---------------------------------------------------------------- script

    def _act(self, line: Line, now: datetime) -> Iterator[Event]:
        if line.do in ANSWERS or line.do == "step":
            yield from self._answer(line, now)
        else:
            yield from getattr(self, f"_{line.do.replace('-', '_')}")(line, now)

    def _answer(self, line: Line, now: datetime) -> Iterator[Event]:
        if not self._awake or line.at < self._since:
            why = "the laptop is asleep: nobody can answer it" if not self._awake else "the simulation begins later"
            yield self._refused(line, why, now)
            return
        try:
            watch = choose(self._desk.watches.values(), line.interview, line.do, now)
            given = _given(line)
        except UsageError as err:
            yield self._refused(line, str(err), now)
            return
        done = self._desk.give(watch.key, given, now)
        if done.refused:
            yield self._refused(line, done.reply, now)
        yield from self._follow(done, now)

    def _refused(self, line: Line, why: str, now: datetime) -> Event:
        return self._event("fault", None, now, {"where": f"script line {line.number}", "why": why})

    def _suspend(self, line: Line, now: datetime) -> Iterator[Event]:  # noqa: ARG002 one shape for all
        self._awake = False
        yield from ()

    def _resume(self, line: Line, now: datetime) -> Iterator[Event]:  # noqa: ARG002
        self._awake = True
        yield from self._wake(now)

    def _crash(self, line: Line, now: datetime) -> Iterator[Event]:  # noqa: ARG002
        """The process is gone; the next one knows what the ledger knows. While the laptop sleeps it waits for the resume."""
        self._desk = Desk(self._ledger, self._desk.rules, self._desk.profile)
        if self._awake:
            yield from self._wake(now)

    def _wake(self, now: datetime) -> Iterator[Event]:
        zone, self._elsewhere = self._elsewhere, None
        self._sync_at = now
        yield from self._follow(Done(claims=self._desk.open_claims()), now)
        yield from self._follow(self._desk.woke(now, zone), now)

    def _network_down(self, line: Line, now: datetime) -> Iterator[Event]:  # noqa: ARG002
        self._network, self._sync_at = False, now
        yield from ()

    def _network_up(self, line: Line, now: datetime) -> Iterator[Event]:  # noqa: ARG002
        self._network, self._sync_at = True, now
        yield from ()

    def _calendar(self, line: Line, now: datetime) -> Iterator[Event]:
        spec = SourceSpec.for_calendar(line.more["path"])
        self._calendars = [replace(spec, name=f"{spec.name} (script line {line.number})")]
        self._sync_at = now
        yield from ()

    def _zone(self, line: Line, now: datetime) -> Iterator[Event]:
        """The machine is in another zone: floating times are read again, local rungs laid again; at the resume, if it sleeps."""
        self._said, self._taken, self._elsewhere = {}, {}, ZoneInfo(line.more["zone"])
        if self._awake:
            yield from self._wake(now)

    # ---------------------------------------------------------------- events

    def _follow(self, done: Done, now: datetime) -> Iterator[Event]:
        """The history lines of a decision, then the drafts that it wanted; everything counts as carried out."""
        for watch, note in done.notes:
            yield self._event(note.what, watch.interview.occurrence, now, note.detail)
        yield from (event for claim in done.claims for event in self._draft(claim, now))
        self._ledger.settle([Outcome(claim.id, True, {}) for claim in done.claims], now)

    def _draft(self, claim: Claim, now: datetime) -> Iterator[Event]:
        if not isinstance(claim.intent, WriteDraft):
            return
        watch, profile = self._desk.watches[claim.interview], self._desk.profile
        interview, before = watch.interview, missed_before(watch, self._desk.watches.values())
        try:
            slots = self._slots(watch, now) if claim.intent.kind in PROPOSING else ()
            draft = written(claim.intent.kind, watch, profile, now, slots, missed_before=before)
        except ShowupError as err:
            yield self._event("fault", interview.occurrence, now, {"where": "drafts", "why": str(err)})
            return
        detail = {"kind": draft.kind.value, "subject": draft.subject, "body": draft.body, "to": list(draft.to)}
        yield self._event("draft", interview.occurrence, now, detail | {"missing": list(draft.missing)})

    def _slots(self, watch: Watch, now: datetime) -> tuple[datetime, ...]:
        """What `showup free --slots` would propose; nothing where a calendar cannot be read."""
        profile = self._desk.profile
        own, theirs = own_office(profile, now), their_office(zone_of(watch, profile), profile, now)
        reports = [self._busy_report(spec, window(theirs, now)) for spec in self._calendars]
        if any(report.fault or report.partial for report in reports):
            return ()
        events = [interval for report in reports for interval in report.intervals]
        taken = with_room(events, of_others(watch, self._desk.watches.values()))
        found = propose(taken, own, theirs, length_of(watch), now)
        return tuple(slot.start for slot in found.slots if not slot.outside_own_hours)

    def _busy_report(self, spec: SourceSpec, wanted: Window) -> BusyReport:
        """Read once for some weeks of drafts: a reading starts a process."""
        window, report = self._taken.get(spec.name, (None, None))
        if window is None or report is None or window.until < wanted.until:
            window = replace(wanted, until=wanted.until + _DRAFTS_AHEAD)
            report = self._busy(spec, window, self._desk.profile)
            self._taken[spec.name] = window, report
        return report

    def _event(self, what: str, occurrence: Occurrence | None, now: datetime, detail: dict[str, Any]) -> Event:
        event: Event = {"at": now.astimezone(self._desk.rules.zone).isoformat(), "what": what}
        if occurrence is not None:
            event["interview"] = occurrence.uid
            if occurrence.recurrence_id:
                event["recurrence_id"] = occurrence.recurrence_id
            event["title"] = occurrence.title
        return event | detail


def _together(reports: Sequence[SourceReport], window: Window) -> tuple[Interview, ...]:
    """What the calendars say, as one. Where several have the same event under one UID the last one here counts: that is the
    first calendar of those in which it is on.
    """
    said = [i for report in reversed(reports) for i in report.judged if _within(i.occurrence, window)]
    return tuple(sorted(said, key=lambda interview: interview.judgement.verdict is not Verdict.NO))


def _within(occurrence: Occurrence, window: Window) -> bool:
    return occurrence.start < window.until and occurrence.end >= window.since


def _given(line: Line) -> Answered | Stepped:
    if line.do == "step":
        return Stepped(
            Step(line.more["step"]), line.said(), "script", explanation=line.explanation, start=line.new_start
        )
    minutes = line.more.get("minutes")
    return Answered(
        Do(line.do),
        "script",
        minutes=int(minutes) if minutes is not None else None,
        early=bool(line.more.get("early")),
        reason=str(line.more.get("reason", "")),
    )
