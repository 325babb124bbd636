"""`showup rehearse`."""

from __future__ import annotations

import asyncio
import tempfile
from argparse import Namespace
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from showup import clock
from showup.cli.asking import show
from showup.cli.judging import calendars, configured
from showup.cli.printing import complaint, table, warn
from showup.config import Config
from showup.engine import Rules, Watch
from showup.errors import SourceError, UsageError
from showup.model import Interview, Verdict, Window
from showup.rehearse import Rehearsal, Ringing, sample
from showup.service.channels import draft_box, make_channels
from showup.service.ringer import OK, Ringer, took
from showup.sync import Request
from showup.sync.reader import prepare, read_source

__all__ = ["rehearse"]

_EVER = timedelta(days=366)


def rehearse(arguments: Namespace) -> int:
    """Play the day, then tell what rang when."""
    if not 1 <= arguments.seconds <= 3600:
        raise UsageError("--seconds must be from 1 to 3600.")
    config = configured(arguments)
    interview = _interview(arguments.calendar, config)
    folder = Path(arguments.drafts) if arguments.drafts else Path(tempfile.mkdtemp(prefix="showup-rehearsal-"))
    config = replace(config, drafts_folder=folder.absolute())
    channels, off = make_channels(config, foreground=True)
    rules = Rules(config.policy, ZoneInfo(config.profile.zone))
    box, box_trouble = draft_box(config)
    if box_trouble:
        warn(box_trouble)
    rehearsal = Rehearsal(interview, rules, config.profile, Ringer(channels), box, arguments.seconds)
    if not arguments.json:
        print(
            f"A rehearsal of about {arguments.seconds:g} s: nothing is sent, nothing is confirmed. Ctrl-C ends it.",
            flush=True,
        )
    watch = asyncio.run(rehearsal.play())
    if arguments.json:
        show(_view(rehearsal, watch, off))
    else:
        _print(rehearsal, watch, off, rules.zone)
    return 0


def _interview(calendar: str | None, config: Config) -> Interview:
    if calendar is not None:
        now = clock.now()
        return _first(calendar, Window(now, now + _EVER), config)
    with sample() as path:
        return _first(
            str(path),
            Window(datetime.fromisoformat("2027-06-01T00:00Z"), datetime.fromisoformat("2027-07-01T00:00Z")),
            config,
        )


def _first(calendar: str, window: Window, config: Config) -> Interview:
    """The first interview of the calendar that has an hour."""
    asyncio.run(prepare())
    report = asyncio.run(read_source(Request(calendars([calendar])[0], window, config.profile)))
    for trouble in report.troubles:
        warn(complaint(report.source, trouble.where, trouble.why))
    if report.failure:
        raise SourceError(f"{report.source}: {report.failure}")
    found = [i for i in report.judged if i.judgement.verdict is Verdict.INTERVIEW and not i.occurrence.all_day]
    if not found:
        raise UsageError(
            f"There is no interview in the coming year of {calendar}. `showup interviews --all` shows what is in it."
        )
    return min(found, key=lambda interview: interview.occurrence.start)


# ------------------------------------------------------------------ the end


def _view(rehearsal: Rehearsal, watch: Watch, off: dict[str, str]) -> dict[str, Any]:
    zone = rehearsal.rules.zone
    rings = [
        {
            "at": ring.at.astimezone(zone).isoformat(),
            "rung": ring.rung,
            "attempt": ring.attempt,
            "channels": ring.channels,
        }
        for ring in rehearsal.rings
    ]
    return {
        "interview": watch.interview.occurrence.uid,
        "title": watch.interview.title,
        "phase": watch.phase.value,
        "case": {"step": watch.case.step.value} if watch.case else None,
        "alarms": rings,
        "drafts": rehearsal.drafts,
        "channels_off": off,
        "pressed": [press.do for press in rehearsal.presses],
    }


def _print(rehearsal: Rehearsal, watch: Watch, off: dict[str, str], zone: ZoneInfo) -> None:
    print(f"\nThe rehearsed day: {watch.interview.title}")
    rows: list[tuple[str, ...]] = [("when", "alarm", "time", "reached you through", "did not")]
    rows += [_row(ring, zone) for ring in rehearsal.rings]
    missed = watch.plan.missed_at.astimezone(zone) if watch.plan.missed_at else None
    if missed:
        rows.append((f"{missed:%a %d %b %H:%M}", watch.phase.value, "", f"the case is open: {_question(watch)}", ""))
    print(table([tuple(f" {cell}" if i == 0 else cell for i, cell in enumerate(row)) for row in rows]))
    print("\nDrafts (nothing is ever sent for you):")
    for draft in rehearsal.drafts:
        print(f"  {draft['kind']:<12} {draft.get('where') or draft.get('trouble') or draft.get('error')}")
    for press in rehearsal.presses:
        print(f'\nYou pressed "{press.do}" on {press.channel}: on a real day that would have counted.')
    _advise(rehearsal, off)


def _row(ring: Ringing, zone: ZoneInfo) -> tuple[str, ...]:
    good = ", ".join(name for name, result in ring.channels.items() if result == OK)
    bad = ", ".join(name for name, result in ring.channels.items() if result != OK)
    return f"{ring.at.astimezone(zone):%a %d %b %H:%M}", ring.rung, f"#{ring.attempt}", good or "NOTHING", bad


def _question(watch: Watch) -> str:
    return "were you there?" if watch.case else "no case"


def _advise(rehearsal: Rehearsal, off: dict[str, str]) -> None:
    """What does not work on this machine, and what to do about it."""
    troubles = {name: result for ring in rehearsal.rings for name, result in ring.channels.items() if result != OK}
    for name, why in (troubles | off).items():
        print(f"\n{name}: {why}")
    if not rehearsal.reached - {"terminal"}:
        print("\nBeside this terminal nothing on this machine can reach you: mend at least one of the channels above.")
    if not all(took(ring.channels) for ring in rehearsal.rings):
        print("\nSome alarms reached you in no way at all. That must not stay so.")
