"""`showup simulate`."""

from __future__ import annotations

import asyncio
import json
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from showup.cli.judging import calendars, configured, instant_of, rules_of
from showup.cli.printing import table, warn, when
from showup.engine import Rules
from showup.errors import UsageError
from showup.exits import SOURCE_FAILED
from showup.model import Profile, Window
from showup.simulate import World, read_script
from showup.sync import BusyReport, Request, SourceReport, SourceSpec
from showup.sync.reader import prepare, read_busy, read_source

__all__ = ["simulate"]

_HIDDEN = {"at", "what", "interview", "title", "body", "recurrence_id"}


def simulate(arguments: Namespace) -> int:
    """Run the world and print what happens as it happens; exit 4 when a calendar could not be read."""
    config = configured(arguments)
    zone = ZoneInfo(config.profile.zone)
    since = instant_of(arguments.since, zone, "--from")
    until = instant_of(arguments.until, zone, "--until")
    if until <= since:
        raise UsageError("--until must be later than --from.")
    script = read_script(Path(arguments.script), zone) if arguments.script else []
    own = rules_of(config)
    asyncio.run(prepare())

    def read(spec: SourceSpec, window: Window, profile: Profile) -> SourceReport:
        return asyncio.run(read_source(Request(spec, window, profile, rules=own)))

    def busy(spec: SourceSpec, window: Window, profile: Profile) -> BusyReport:
        return asyncio.run(read_busy(Request(spec, window, profile)))

    rules = Rules(config.policy, zone)
    world = World(calendars(arguments.calendar), rules, config.profile, since, until, read, busy)
    _print(world.run(script), as_json=arguments.json)
    return SOURCE_FAILED if world.failed else 0


def _print(events: Iterable[dict[str, Any]], *, as_json: bool) -> None:
    for event in events:
        if event["what"] == "fault":
            warn(f"{event['where']}: {event['why']}")
        if as_json:
            print(json.dumps(event, ensure_ascii=False), flush=True)
        else:
            shown = {
                key: value for key, value in event.items() if key not in _HIDDEN and not isinstance(value, list | dict)
            }
            details = ", ".join(f"{key} {value}" for key, value in shown.items() if value is not None)
            print(table([(when(event["at"]), f"{event['what']:<12}", event.get("title", ""), details)]))
