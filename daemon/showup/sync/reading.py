"""Reads one source in this process, and judges every occurrence or asks when they take time. Whatever goes wrong becomes a
report, never an exception.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from showup.errors import ConfigError, ShowupError, SourceError
from showup.model import Interval, Interview, Judgement, Occurrence, Profile, Rule, Verdict, key_of
from showup.pace import pace
from showup.plugins import SOURCES, load_one
from showup.ports import Able, CalendarSource, Trouble, Unchanged, Wanted
from showup.sync.limits import OutOfComputing, computing_left
from showup.sync.wire import Failed, Request, SourceSpec

__all__ = ["TOO_MUCH_COMPUTING", "TOO_MUCH_MEMORY", "BusyReport", "SourceReport", "busy_here", "read_here"]

TOO_MUCH_MEMORY = (
    "Reading it needed more memory than a calendar may have. Export a calendar of fewer years, or split it."
)
TOO_MUCH_COMPUTING = (
    "Reading it needed more computing than a calendar may have. Export a calendar of fewer years, or split it."
)
_TO_REPORT = timedelta(seconds=3)
_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_LONG = 5000  # characters
# What could be an interview is not much, in a calendar that means no harm, and in proportion to what is none.
_IN_ANY_CASE, _JUDGING, _FOR_EACH_EVENT = 40, timedelta(seconds=0.2), timedelta(microseconds=8)


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What came of reading one source.

    `judged` holds the occurrences of the window that were asked for, verdict `no` included; `others` are the other events, each a
    hash of its UID with an instant not before its last end in the window, and `deleted` those that the calendar named as deleted,
    hashed too. `partial` means that an absence proves nothing.
    `failure` says what is wrong and what to do, without the source's name (`denied`: see SourceError); with one, nothing else of
    the report counts. `mark` names this answer; `unchanged` says that it is the one that was known, and nothing else counts.
    """

    source: str
    judged: tuple[Interview, ...] = ()
    events: int = 0
    troubles: tuple[Trouble, ...] = ()
    partial: bool = False
    failure: str | None = None
    denied: bool = False
    others: tuple[tuple[str, datetime], ...] = ()
    mark: str | None = None
    unchanged: bool = False
    deleted: tuple[str, ...] = ()

    @property
    def fault(self) -> str | None:
        """Why the source counts as failed, although some of it may have been read."""
        return _fault(self)


@dataclass(frozen=True, slots=True)
class BusyReport:
    """When one source takes the person's time.

    `intervals` lie within the window that was asked for, in order, without overlaps. `partial` means that there may be more, and
    `troubles` name what could not be read: none of that is free time. For `failure` and `denied` see SourceReport.
    """

    source: str
    intervals: tuple[Interval, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    partial: bool = False
    failure: str | None = None
    denied: bool = False

    @property
    def fault(self) -> str | None:
        """Why the source counts as failed, although some of it may have been read."""
        return _fault(self)


def _fault(report: SourceReport | BusyReport) -> str | None:
    broken_off = (f"{trouble.where}: {trouble.why}" for trouble in report.troubles if trouble.whole)
    return report.failure or next(broken_off, None)


def read_here(request: Request) -> SourceReport:
    """Read and judge in this process, which should have limited itself by showup.sync.limits.apply()."""
    try:
        return _read(request)
    except (Exception, OutOfComputing) as error:  # noqa: BLE001 - a fault in a source must not look like an empty calendar
        said = _failed_by(error, request.spec)
        return SourceReport(request.spec.name, partial=True, failure=said.message, denied=said.denied)


def busy_here(request: Request) -> BusyReport:
    """Read in this process as `read_here` does, and judge nothing: every event counts that takes the person's time."""
    try:
        return _busy(replace(request, busy=True, known=None))
    except (Exception, OutOfComputing) as error:  # noqa: BLE001 - a fault in a source must not look like free time
        said = _failed_by(error, request.spec)
        return BusyReport(request.spec.name, partial=True, failure=said.message, denied=said.denied)


def _failed_by(error: BaseException, spec: SourceSpec) -> Failed:
    match error:
        case ConfigError():
            return Failed(f"{spec.where}: {error}" if spec.where else str(error))
        case ShowupError():
            return Failed(str(error), isinstance(error, SourceError) and error.denied)
        case MemoryError():
            return Failed(TOO_MUCH_MEMORY)
        case OutOfComputing():
            return Failed(TOO_MUCH_COMPUTING)
        case RecursionError():
            return Failed("It is nested more deeply than a calendar may be. Export it again.")
        case _:  # Only the kind of fault: its text can hold addresses and passwords.
            kind = type(error).__name__
            return Failed(f"It could not be read because of a fault in showup ({kind}). Please report it.")


def _busy(request: Request) -> BusyReport:
    from showup.free import of_events  # noqa: PLC0415 - what finds interviews has no use for it

    spec = request.spec
    reading = _source(request).read(_wanted(request))
    if isinstance(reading, Unchanged):
        raise SourceError("It did not say what stands in it. Please report it to who wrote this kind of source.")
    intervals = of_events(reading.occurrences, request.profile, request.window)
    return BusyReport(spec.name, intervals, reading.troubles, reading.partial)


def _read(request: Request) -> SourceReport:
    spec, profile = request.spec, request.profile
    reading = _source(request).read(_wanted(request))
    if isinstance(reading, Unchanged):
        return SourceReport(spec.name, mark=request.known, unchanged=True)
    judge = _judge(request.rules)
    troubles = list(reading.troubles)
    judged: list[Interview] = []
    enough = _TO_REPORT
    for count, occurrence in enumerate(sorted(reading.occurrences, key=_costs_much)):
        if count == _IN_ANY_CASE and not request.whole:
            enough = max(enough, computing_left() - (_JUDGING + reading.events * _FOR_EACH_EVENT) * pace())
        if computing_left() < enough:
            left_out = f"It has too much to be judged; {len(reading.occurrences) - count} events were left out."
            troubles.append(Trouble(spec.name, left_out, whole=True))
            break
        judged.append(_judged(occurrence, profile, judge, troubles))
    whole = len(judged) == len(reading.occurrences)
    report = SourceReport(
        spec.name,
        tuple(judged),
        reading.events,
        tuple(troubles),
        partial=reading.partial or not whole,
        others=tuple((key_of(uid, None), end) for uid, end in reading.others),
        mark=f"{request.scope}:{reading.mark}" if reading.mark and whole else None,
        deleted=tuple(key_of(uid, None) for uid in reading.deleted),
    )
    return _remembering(report, profile)


def _remembering(report: SourceReport, profile: Profile) -> SourceReport:
    """With what the events say of each other. Should that fail, each stays what it is by itself."""
    if not report.judged:
        return report
    from showup.detect import remember  # noqa: PLC0415 - its lexicons are only wanted where something is judged

    try:
        return replace(report, judged=remember(report.judged, profile))
    except Exception as error:  # noqa: BLE001 - what was judged is to ring
        why = f"How its events hang together could not be told ({type(error).__name__})."
        return replace(report, troubles=(*report.troubles, Trouble(report.source, why)))


def _wanted(request: Request) -> Wanted:
    scope, _, mark = (request.known or "").partition(":")
    return Wanted(
        request.spec.name,
        request.window,
        request.profile,
        able=None if request.whole or request.busy else _able(request),
        uids=frozenset(request.uids),
        known=mark if scope == request.scope else None,
        keep=Path(request.keep) if request.keep else None,
        busy=request.busy,
    )


def _source(request: Request) -> CalendarSource:
    spec = request.spec
    plugin = load_one(SOURCES, spec.kind, request.place)
    if plugin.factory is None:
        raise ConfigError(f'The kind "{spec.kind}" {_ended(plugin.trouble or "")}')
    source: CalendarSource = plugin.factory(spec.settings)
    return source


def _ended(words: str) -> str:
    """With a full stop, unless it ends with one or with a command, which is to be copied."""
    return words if words.endswith((".", "?", "!")) or "with: " in words else f"{words}."


def _able(request: Request) -> Able | None:
    if any(rule.verdict is Verdict.INTERVIEW for rule in request.rules):
        from showup.detect.able import able_under  # noqa: PLC0415 - few have rules

        return able_under(request.rules, request.spec.name, request.profile)

    def could_be(event: bytes) -> bool:
        from showup.detect.able import able  # noqa: PLC0415 - what is unchanged needs none of it

        return able(event, request.profile)

    return could_be


def _costs_much(occurrence: Occurrence) -> bool:
    """Where there is too much to be judged, what costs little comes first."""
    return len(occurrence.description) > _LONG


_Judge = Callable[[Occurrence, Profile], Judgement]


def _judge(rules: tuple[Rule, ...]) -> _Judge:
    """The detector, under the person's rules. What several events say in the same words, as those of a series do, is judged once:
    no verdict asks when it is.
    """
    from showup.detect import judge  # noqa: PLC0415 - its lexicons are only wanted where something is judged

    known: dict[Occurrence, Judgement] = {}

    def judged_once(occurrence: Occurrence, profile: Profile) -> Judgement:
        like = replace(occurrence, uid="", start=_ANY_TIME, end=_ANY_TIME, recurrence_id=None)
        if like not in known:
            known[like] = judge(occurrence, profile, rules)
        return known[like]

    return judged_once


def _judged(occurrence: Occurrence, profile: Profile, judge: _Judge, troubles: list[Trouble]) -> Interview:
    try:
        judgement = judge(occurrence, profile)
    except Exception as error:  # noqa: BLE001 - rather ask about it than leave it out
        why = f"It could not be judged ({type(error).__name__}), so you are asked about it."
        troubles.append(Trouble(occurrence.title or occurrence.uid, why))
        reason = "It could not be judged because of a fault in showup. Please look at it yourself."
        judgement = Judgement(Verdict.MAYBE, 50, reasons=(reason,))
    return Interview(occurrence, judgement)
