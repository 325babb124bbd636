"""The zone in which the person lives, as the machine says it."""

from __future__ import annotations

import warnings
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

__all__ = ["is_zone", "machine_zone", "nearest_zone"]

_FALLBACK = "UTC"


def machine_zone() -> str:
    """The IANA name of the machine's zone now, read afresh at each call; "UTC" when it names none."""
    from tzlocal import reload_localzone  # noqa: PLC0415 only needed where the person named no zone

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of offsets that disagree; a name is all that is wanted
            name = str(reload_localzone())
    except Exception:  # noqa: BLE001 whatever an odd /etc or TZ makes it raise, the person still needs a zone
        return _FALLBACK
    return name if is_zone(name) else _FALLBACK


def is_zone(name: str) -> bool:
    """Whether it is a zone that can be reckoned with."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # a folder of zones, an impossible name, an unknown one
        return False
    return True


def nearest_zone(name: str) -> str | None:
    """The zone that was probably meant, by its whole name or by its city."""
    known = {zone.casefold(): zone for zone in available_timezones()}
    cities = {zone.rpartition("/")[2]: zone for zone in sorted(known)}
    wanted = name.strip().casefold().replace(" ", "_")
    close = get_close_matches(wanted, [*known, *cities], n=1, cutoff=0.75)
    return known[cities.get(close[0], close[0])] if close else None
