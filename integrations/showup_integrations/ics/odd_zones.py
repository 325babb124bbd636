"""Time zone ids that are no names of zones but describe one: an abbreviation, a city in a list, an offset."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache

__all__ = ["described"]

_SHOWN = re.compile(r"\((?:UTC|GMT)\s*([+-]\d{1,2}(?:[:.]?\d\d)?)?\)\s*(.+)", re.IGNORECASE)
_PIECES = re.compile(r"_*[/,]_*")
_OFFSET = re.compile(r"(?:UTC|GMT|Z)?\s*([+-])(\d{1,2}):?(\d\d)?\b(?!.*[+-]\d)", re.IGNORECASE)
_NUMBERED = re.compile(r"\s+\(?\d{1,2}\)?$")
_DAYLIGHT = re.compile(r"\b(?:Daylight|Summer) Time\b", re.IGNORECASE)
_TIME = re.compile(r"(.+?) Time\b", re.IGNORECASE)
# Only those that mean one place; "CST", "IST" and the like mean several.
_SHORT = {
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "MDT": "America/Denver", "CDT": "America/Chicago",
    "EDT": "America/New_York", "AKST": "America/Anchorage", "AKDT": "America/Anchorage", "BST": "Europe/London",
    "CEST": "Europe/Paris", "EEST": "Europe/Athens", "WEST": "Europe/Lisbon", "JST": "Asia/Tokyo", "KST": "Asia/Seoul",
    "AEST": "Australia/Brisbane", "AEDT": "Australia/Sydney", "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland",
    "SGT": "Asia/Singapore", "HKT": "Asia/Hong_Kong",
}  # fmt: skip

_Named = Callable[[str], zoneinfo.ZoneInfo | None]


def described(text: str, named: _Named) -> tzinfo | None:
    """The zone that `text` describes, None when it does not; `named` knows zones by their names."""
    plain = _DAYLIGHT.sub("Standard Time", _NUMBERED.sub("", text.strip()))
    names = (_SHORT.get(plain.upper(), plain), plain.replace(" ", "_"), plain.replace("-", "/", 1))
    return next(filter(None, map(named, names)), None) or _shown(plain, named) or _fixed(plain) or _city(plain, named)


def _shown(text: str, named: _Named) -> tzinfo | None:
    """As Outlook shows zones: "(UTC+01:00) Amsterdam, Berlin" or "(GMT-05:00) Eastern Time (US & Canada)"."""
    shown = _SHOWN.match(text)
    if shown is None:
        return None
    time = _TIME.match(shown[2])
    if time and (zone := named(f"{time[1]} Standard Time")):
        return zone
    offset = _length((shown[1] or "+00:00").replace(".", ":"))
    places = (place.strip().replace(" ", "_") for place in shown[2].split(","))
    known = (key for place in places for key in sorted(zoneinfo.available_timezones()) if key.endswith(f"/{place}"))
    return next((zone for key in known if (zone := named(key)) and _standard(zone) == offset), None)


def _city(text: str, named: _Named) -> tzinfo | None:
    """By the first known place of a list, or the last of a path: "Skopje, Zagreb", "American/New_York"."""
    places = _PIECES.split(text.replace(" ", "_").casefold())
    found = next((place for place in (places if "," in text else places[-1:]) if _by_city().get(place)), "")
    return named(_by_city()[found]) if found else None


@cache
def _by_city() -> dict[str, str]:
    """The zones by their last word, in lower case; an empty text where several share it."""
    known: dict[str, str] = {}
    for key in zoneinfo.available_timezones():
        region, _, city = key.casefold().rpartition("/")
        if region:
            known[city] = "" if city in known else key
    return known


def _standard(zone: tzinfo) -> timedelta:
    """The smaller of its offsets in a year of today: that of its winter."""
    return min(datetime(2026, month, 1, tzinfo=UTC).astimezone(zone).utcoffset() or timedelta(0) for month in (1, 7))


def _fixed(text: str) -> tzinfo | None:
    offset = _OFFSET.match(text.lstrip("("))
    if offset is None or int(offset[2]) > 14:
        return None
    return timezone(_length(f"{offset[1]}{int(offset[2]):02}{offset[3] or '00'}"))


def _length(text: str) -> timedelta:
    hours, _, minutes = text[1:].partition(":")
    digits = f"{hours:0>2}{minutes:0<2}" if len(hours) < 3 else hours.zfill(4)
    length = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -length if text[0] == "-" else length
