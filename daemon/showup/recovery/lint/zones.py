"""Time zones as texts name them: by letters, an offset, a place or the database's own name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from showup.recovery.lint.folded import Folded

__all__ = ["Named", "named_at"]

_OFFSET = re.compile(r"(?:utc|gmt)\s?([+-])\s?(\d{1,2})(?::?(\d{2}))?(?!\d)")
_MOST_MINUTES = 15 * 60
_KEY = re.compile(r"[a-z]{2,20}(?:/[a-z_+-]{2,30}){1,2}")
_OPENING = re.compile(r"[\s(,]{0,3}(?:(?:uhr|uur|h|en|a)\b[\s(,]{0,3})?")


@dataclass(frozen=True, slots=True)
class Named:
    """A zone as it stands in a folded text, up to `end`. `letters` is its abbreviation where it is named by one."""

    zone: tzinfo
    end: int
    letters: str = ""

    def wrong_season(self, local: datetime) -> bool:
        """Summer letters in winter, or the other way round."""
        proper = (local.replace(tzinfo=self.zone).tzname() or "").lower()
        return bool(self.letters) and self.letters.isalpha() and self.letters != proper != "utc"


def named_at(told: Folded, raw: str, place: int) -> Named | None:
    """The zone that is named right at `place` of a folded text, if one is. Letters count in capitals: "est" is a word too."""
    text = told.text
    opening = _OPENING.match(text, place)
    start = opening.end() if opening else place
    if found := _OFFSET.match(text, start):
        minutes = int(f"{found[1]}1") * (int(found[2]) * 60 + int(found[3] or 0))
        return Named(timezone(timedelta(minutes=minutes)), found.end()) if abs(minutes) < _MOST_MINUTES else None
    if (found := _letters().match(text, start)) and raw[slice(*told.place(*found.span()))].isupper():
        same = _data()["same_letters"].get(found[0], found[0])
        return Named(ZoneInfo(_data()["letters"][found[0]]), found.end(), "" if same == "utc" else same)
    if (found := _KEY.match(text, start)) and (key := _keys().get(found[0])):
        return Named(ZoneInfo(key), found.end())
    if found := _places().match(text, start):
        return Named(ZoneInfo(_cities()[found["named"] or found["place"]]), found.end())
    return None


@cache
def _letters() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(_data()['letters'], key=len, reverse=True))})(?![\w+-])")


@cache
def _places() -> re.Pattern[str]:
    cities = "|".join(map(re.escape, sorted(_cities(), key=len, reverse=True)))
    before, after = (
        "|".join(map(re.escape, sorted(_data()["words"][at], key=len, reverse=True))) for at in ("before", "after")
    )
    return re.compile(rf"(?:{before})\s?(?P<named>{cities})(?!\w)|(?P<place>{cities})(?:er)?[\s-]?(?:{after})(?!\w)")


@cache
def _cities() -> dict[str, str]:
    """The places of the database by their last name, and the names that we know beside them."""
    cities = {key.rsplit("/", 1)[-1].replace("_", " "): zone for key, zone in _keys().items()}
    named: dict[str, str] = _data()["places"]
    return cities | named


@cache
def _keys() -> dict[str, str]:
    return {
        key.lower(): key
        for key in sorted(available_timezones())
        if "/" in key and not key.startswith(("Etc/", "posix", "right"))
    }


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("showup.recovery.lint").joinpath("zones.toml").read_text("utf-8"))
