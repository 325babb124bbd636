"""The zone in which the person lives, as the machine says it."""

from __future__ import annotations

import os
import warnings
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

__all__ = ["is_zone", "known_zone", "machine_zone", "nearest_zone"]

_FALLBACK = "UTC"
_LOCALTIME = Path("/etc/localtime")


def machine_zone(localtime: Path = _LOCALTIME, *, or_else: str | None = None) -> str:
    """The IANA name of the machine's zone now, read afresh at each call; "UTC" when it names none, or `or_else` while its file
    is away: one that is just being replaced says nothing.

    $TZ decides, then the link that the C library follows, whatever another file left from earlier days still says.
    """
    if or_else is not None and not os.environ.get("TZ") and not localtime.exists():
        return or_else
    name = None if os.environ.get("TZ") else _linked(localtime)
    return name or _by_tzlocal()


def _linked(localtime: Path) -> str | None:
    """The zone at the end of the link, written before it is followed: what it leads to may be an alias."""
    try:
        ends = (str(localtime.readlink()), str(localtime.resolve()))
    except (OSError, RuntimeError):  # not a link, or one in a circle
        return None
    names = (end.partition("/zoneinfo/")[2].removeprefix("posix/") for end in ends)
    return next((name for name in names if name and is_zone(name)), None)


def _by_tzlocal() -> str:
    from tzlocal import reload_localzone  # noqa: PLC0415 only needed where the link says nothing

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


def known_zone(name: str) -> str:
    """`name`, if it is a zone. Raises ValueError with what was probably meant."""
    if not is_zone(name):
        close = nearest_zone(name)
        hint = f'did you mean "{close}"?' if close else 'write a name such as "Europe/Berlin"'
        raise ValueError(f'"{name}" is no time zone; {hint}')
    return name


def nearest_zone(name: str) -> str | None:
    """The zone that was probably meant, by its whole name or by its city."""
    known = {zone.casefold(): zone for zone in available_timezones()}
    cities = {zone.rpartition("/")[2]: zone for zone in sorted(known)}
    wanted = name.strip().casefold().replace(" ", "_")
    close = get_close_matches(wanted, [*known, *cities], n=1, cutoff=0.75)
    return known[cities.get(close[0], close[0])] if close else None
