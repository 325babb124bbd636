"""Reads one source in this process and judges every occurrence. Whatever goes wrong becomes a report, never
an exception.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from showup.errors import ShowupError, SourceError
from showup.model import Interview, Judgement, Occurrence, Profile, Verdict, key_of
from showup.plugins import SOURCES, load_one
from showup.ports import CalendarSource, Trouble, Unchanged, Wanted
from showup.sync.limits import OutOfComputing, computing_left
from showup.sync.wire import Request, SourceSpec

__all__ = ["TOO_MUCH_COMPUTING", "TOO_MUCH_MEMORY", "SourceReport", "failed", "read_here"]

TOO_MUCH_MEMORY = "needed more memory than a calendar may have. Export a calendar of fewer years, or split it."
TOO_MUCH_COMPUTING = "needed more computing than a calendar may have. Export a calendar of fewer years, or split it."
_TO_REPORT = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What came of reading one source.

    `judged` holds the occurrences of the window that were asked for, verdict `no` included; `others` are the other events, each a
    hash of its UID with an instant not before its last end in the window. `partial` means that an absence proves nothing.
    `failure` is a sentence with what to do; with one, nothing else of the report counts. `mark` names this answer; `unchanged`
    says that it is the one that was known, and nothing else of the report counts.
    """

    source: str
    judged: tuple[Interview, ...] = ()
    events: int = 0
    troubles: tuple[Trouble, ...] = ()
    partial: bool = False
    failure: str | None = None
    others: tuple[tuple[str, datetime], ...] = ()
    mark: str | None = None
    unchanged: bool = False

    @property
    def fault(self) -> str | None:
        """Why the source counts as failed, although some of it may have been read."""
        broken_off = (f"{trouble.where}: {trouble.why}" for trouble in self.troubles if trouble.whole)
        return self.failure or next(broken_off, None)


def failed(spec: SourceSpec, why: str) -> SourceReport:
    """The report of a source that could not be read; `why` goes on from its name."""
    return SourceReport(spec.name, partial=True, failure=f"{spec.name} {why}")


def read_here(request: Request) -> SourceReport:
    """Read and judge in this process, which should have limited itself by showup.sync.limits.apply()."""
    spec = request.spec
    try:
        return _read(request)
    except ShowupError as error:
        return SourceReport(spec.name, partial=True, failure=str(error))
    except MemoryError:
        return failed(spec, TOO_MUCH_MEMORY)
    except OutOfComputing:
        return failed(spec, TOO_MUCH_COMPUTING)
    except RecursionError:
        return failed(spec, "is nested more deeply than a calendar may be. Export it again.")
    except Exception as error:  # noqa: BLE001 - a fault in a source must not look like an empty calendar
        # Only the kind of fault: its text can hold addresses and passwords.
        return failed(
            spec,
            f"could not be read because of a fault in showup ({type(error).__name__}). Please report it.",
        )


def _read(request: Request) -> SourceReport:
    spec, profile = request.spec, request.profile
    reading = _source(spec).read(_wanted(request))
    if isinstance(reading, Unchanged):
        return SourceReport(spec.name, mark=request.known, unchanged=True)
    judge = _judge()
    troubles = list(reading.troubles)
    judged: list[Interview] = []
    for count, occurrence in enumerate(reading.occurrences):
        if computing_left() < _TO_REPORT:
            left_out = f"It has too much to be judged; {len(reading.occurrences) - count} events were left out."
            troubles.append(Trouble(spec.name, left_out, whole=True))
            break
        judged.append(_judged(occurrence, profile, judge, troubles))
    whole = len(judged) == len(reading.occurrences)
    return SourceReport(
        spec.name,
        tuple(judged),
        reading.events,
        tuple(troubles),
        partial=reading.partial or not whole,
        others=tuple((key_of(uid, None), end) for uid, end in reading.others),
        mark=f"{request.scope}:{reading.mark}" if reading.mark and whole else None,
    )


def _wanted(request: Request) -> Wanted:
    scope, _, mark = (request.known or "").partition(":")
    return Wanted(
        request.spec.name,
        request.window,
        request.profile,
        uids=frozenset(request.uids),
        known=mark if scope == request.scope else None,
        keep=Path(request.keep) if request.keep else None,
    )


def _source(spec: SourceSpec) -> CalendarSource:
    plugin = load_one(SOURCES, spec.kind)
    if plugin.factory is None:
        raise SourceError(f'{spec.name}: the source "{spec.kind}" {plugin.trouble}.')
    source: CalendarSource = plugin.factory(spec.settings)
    return source


_Judge = Callable[[Occurrence, Profile], Judgement]


def _judge() -> _Judge:
    from showup.detect import judge  # noqa: PLC0415 - its lexicons are only wanted where something is judged

    return judge


def _judged(occurrence: Occurrence, profile: Profile, judge: _Judge, troubles: list[Trouble]) -> Interview:
    try:
        judgement = judge(occurrence, profile)
    except Exception as error:  # noqa: BLE001 - rather ask about it than leave it out
        troubles.append(
            Trouble(occurrence.title or occurrence.uid, f"It could not be judged ({type(error).__name__}).")
        )
        reason = "It could not be judged because of a fault in showup. Please look at it yourself."
        judgement = Judgement(Verdict.MAYBE, 50, reasons=(reason,))
    return Interview(occurrence, judgement)
