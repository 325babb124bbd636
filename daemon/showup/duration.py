"""Durations as people write them: "15m", "1h30m", "2d", "45s"."""

from __future__ import annotations

import re
from datetime import timedelta

__all__ = ["away", "parse", "spell", "write"]

_FORM = re.compile(r"(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", re.ASCII)
_LONGEST = timedelta(days=366)


def parse(text: str) -> timedelta:
    """A text such as "15m" or "1h30m" as a timedelta; ValueError says what is allowed."""
    match = _FORM.fullmatch(text.strip().lower())
    if match is None or not any(match.groups()):
        raise ValueError(f'"{text}" is no duration; write one such as "15m", "1h30m" or "2d"')
    weeks, days, hours, minutes, seconds = (int((group or "0")[:9]) for group in match.groups())
    minutes += ((weeks * 7 + days) * 24 + hours) * 60
    if minutes * 60 + seconds > _LONGEST.total_seconds():
        raise ValueError(f'"{text}" is longer than a year')
    return timedelta(minutes=minutes, seconds=seconds)


def write(length: timedelta) -> str:
    """A timedelta of whole seconds as `parse` reads it: "1h30m", "2d", "0m"."""
    rest, parts = round(length.total_seconds()), []
    for unit, seconds in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        count, rest = divmod(rest, seconds)
        parts += [f"{count}{unit}"] * bool(count)
    return "".join(parts) or "0m"


def spell(length: timedelta) -> str:
    """A timedelta as a text for the person: "15 min", "2 h 30 min", "3 d"; seconds only below two minutes."""
    seconds = abs(round(length.total_seconds()))
    if seconds < 120:
        return f"{seconds} s" if seconds % 60 else f"{seconds // 60} min"
    minutes = round(seconds / 60)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [f"{days} d"] * bool(days) + [f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest and not days)
    return " ".join(parts)


def away(length: timedelta) -> str:
    """How far away an instant is, in whole minutes from two on: "in 2 h 5 min", "3 min ago"."""
    told = spell(length - length % timedelta(minutes=1) if abs(length) >= timedelta(minutes=2) else length)
    return f"in {told}" if length >= timedelta() else f"{told} ago"
