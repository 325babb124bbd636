"""What takes the person's time: by the calendars, and by the interviews that a running service watches.

Those count too, for one that was added by hand stands in no calendar; the way to them only counts where the calendar names it.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from showup import clock
from showup.cli.asking import asked
from showup.cli.judging import instant_of, sources_of
from showup.cli.printing import complaint, warn
from showup.config import Config
from showup.errors import NotRunningError
from showup.exits import SOURCE_FAILED
from showup.instant import instant
from showup.model import Interval, Profile, Window
from showup.plain import one_line
from showup.sync import BusyReport, Request, SourceSpec, busy_here, limits

__all__ = ["Asked", "Taken"]

_STILL_ON = frozenset({"expected", "late", "confirmed"})


@dataclass(frozen=True, slots=True)
class Taken:
    """What takes time. Of calendars of which none was `readable`, nothing is free."""

    events: tuple[Interval, ...]
    interviews: tuple[Interval, ...]
    readable: bool
    partial: bool
    failed: bool
    troubles: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        return SOURCE_FAILED if self.failed else 0

    def complain(self) -> None:
        for trouble in self.troubles:
            warn(one_line(trouble, 600))


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose calendars are asked, and from when on."""

    profile: Profile
    now: datetime
    specs: tuple[SourceSpec, ...]
    service: bool

    @classmethod
    def by(cls, arguments: Namespace, config: Config) -> Asked:
        zone = ZoneInfo(config.profile.zone)
        now = instant_of(arguments.now, zone, "--now") if arguments.now else clock.now()
        named = bool(arguments.calendar or arguments.config or arguments.now)
        return cls(config.profile, now, tuple(sources_of(arguments, config)), not named)

    def read(self, window: Window) -> Taken:
        watched, silent = _watched(ZoneInfo(self.profile.zone)) if self.service else ([], None)
        limits.apply()
        reports = [busy_here(Request(spec, window, self.profile)) for spec in self.specs]
        return Taken(
            tuple(interval for report in reports for interval in report.intervals),
            tuple(watched),
            readable=any(report.failure is None for report in reports),
            partial=any(report.partial for report in reports),
            failed=any(report.fault for report in reports),
            troubles=(*_troubles(reports), *([silent] if silent else [])),
        )


def _watched(zone: ZoneInfo) -> tuple[list[Interval], str | None]:
    """When the interviews are that the service watches, or why it could not be asked."""
    try:
        views: list[dict[str, Any]] = asked("status")["interviews"]
    except NotRunningError as err:
        return [], f"Interviews that you added yourself are not counted: {err}"
    return [
        Interval(instant(view["start"], zone), instant(view["end"], zone))
        for view in views
        if view["phase"] in _STILL_ON and view["kind"] != "deadline" and not view["all_day"]
    ], None


def _troubles(reports: Sequence[BusyReport]) -> Iterator[str]:
    for report in reports:
        if report.failure:
            yield f"{report.source}: {report.failure} What is in it may take some of this time."
        for trouble in report.troubles:
            yield complaint(report.source, trouble.where, trouble.why)
