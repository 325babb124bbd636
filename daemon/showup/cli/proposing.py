"""`showup free --slots`: dates to propose for an interview, on both clocks."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from showup.cli.asking import show
from showup.cli.busy import Asked
from showup.cli.printing import counted, table, warn, when
from showup.config.zone import known_zone
from showup.errors import UsageError
from showup.recovery.office_hours import Office, own_office, their_office
from showup.recovery.slots import AHEAD, Lack, Proposals, Slot, propose, window, with_room

__all__ = ["slots"]

_MINUTES = 60


def slots(arguments: Namespace, asked: Asked) -> int:
    """Exit 4 when a calendar could not be read (whole)."""
    # The library of holidays is loaded first: for reading calendars the process limits itself.
    own, theirs = own_office(asked.profile, asked.now), their_office(_zone(arguments, asked), asked.profile, asked.now)
    length, days = timedelta(minutes=arguments.minutes or _MINUTES), arguments.days or AHEAD
    taken = asked.read(window(theirs, asked.now, days))
    room = with_room(taken.events, taken.interviews)
    found = propose(room, own, theirs, length, asked.now, days) if taken.readable else Proposals()
    if arguments.json:
        show(_view(found, own, theirs) | {"partial": taken.partial, "troubles": taken.troubles})
    else:
        print("\n".join(_lines(found, own, theirs, length, days)), end="\n" if taken.readable else "", flush=True)
    _warn_of_what_is_not_known(found, own, theirs)
    taken.complain()
    return taken.exit_code


def _zone(arguments: Namespace, asked: Asked) -> str:
    try:
        return known_zone(arguments.zone) if arguments.zone is not None else asked.profile.zone
    except ValueError as err:
        raise UsageError(f"--zone: {err}") from None


def _view(found: Proposals, own: Office, theirs: Office) -> dict[str, Any]:
    return {
        "zone": own.zone,
        "their_zone": theirs.zone,
        "slots": [_slot_view(slot) for slot in found.slots],
        "lack": found.lack,
        "holidays_of": sorted({office.off.country for office in (own, theirs) if office.off.holidays_known}),
    }


def _slot_view(slot: Slot) -> dict[str, Any]:
    return {
        "start": _on(slot.own_zone, slot.start).isoformat(),
        "end": _on(slot.own_zone, slot.end).isoformat(),
        "their_start": slot.theirs.isoformat(),
        "their_end": _on(slot.their_zone, slot.end).isoformat(),
        "valid_until": _on(slot.own_zone, slot.valid_until).isoformat(),
        "outside_own_hours": slot.outside_own_hours,
    }


def _lines(found: Proposals, own: Office, theirs: Office, length: timedelta, days: int) -> Iterator[str]:
    if found.slots:
        both = any(slot.own for slot in found.slots)
        zones = (own.zone, theirs.zone) if both else (own.zone,)
        rows = [(*(_stretch(slot, zone) for zone in zones), _until(slot)) for slot in found.slots]
        yield table([(*zones, "propose it before"), *rows])
    ahead = counted(days, "working day")
    if found.lack is Lack.NO_COMMON_HOURS:
        minutes = length // timedelta(minutes=1)
        yield f"Your working hours and theirs have no {minutes} minutes in common in their next {ahead}: ask them for a date."
    elif found.lack:
        else_ = "else " if found.slots else ""
        yield f"Nothing {else_}is free on both sides in their next {ahead}: ask them for a date."


def _stretch(slot: Slot, zone: str) -> str:
    start = _on(zone, slot.start)
    return f"{when(start.isoformat())}-{_on(zone, slot.end):%H:%M}"


def _until(slot: Slot) -> str:
    return when(_on(slot.own_zone, slot.valid_until).isoformat())


def _warn_of_what_is_not_known(found: Proposals, own: Office, theirs: Office) -> None:
    if any(slot.outside_own_hours for slot in found.slots):
        warn(f"Your working hours ({'-'.join(own.hours)}) and theirs never meet: these are outside yours.")
    for zone in dict.fromkeys(office.zone for office in (own, theirs) if not office.off.holidays_known):
        warn(f'Public holidays are not counted for {zone}: set the country in your profile, such as country = "DE".')


def _on(zone: str, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(zone))
