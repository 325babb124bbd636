"""How long the battery lasts, from what the kernel says under /sys/class/power_supply."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

__all__ = ["PLACE", "Battery", "read_battery"]

PLACE = Path("/sys/class/power_supply")
_LONGEST = timedelta(days=2)
_Says = dict[str, str]


@dataclass(frozen=True, slots=True)
class Battery:
    """One that is being used up, or several together: `percent` of what they hold, and how long that lasts if known."""

    percent: int
    left: timedelta | None = None


def read_battery(place: Path = PLACE) -> Battery | None:
    """None where nothing is being used up: no battery, or a charger that is plugged in. OSError when it cannot be read."""
    if not place.is_dir():
        return None
    own = [says for folder in sorted(place.iterdir()) if _powers(says := _read(folder))]
    if not any(says.get("STATUS") == "Discharging" for says in own):
        return None
    percents = [int(says["CAPACITY"]) for says in own if says.get("CAPACITY", "").isdecimal()]
    if not percents:
        return None
    return Battery(_whole(own) or round(sum(percents) / len(percents)), _left(own))


def _read(folder: Path) -> _Says:
    """The properties of one supply; of one that is just being unplugged, none."""
    with suppress(FileNotFoundError, NotADirectoryError):
        lines = (folder / "uevent").read_text(errors="replace").splitlines()
        pairs = (line.removeprefix("POWER_SUPPLY_").partition("=") for line in lines)
        return {key: value.strip() for key, _, value in pairs}
    return {}


def _powers(says: _Says) -> bool:
    """A battery of the machine itself, which is in it: a mouse has one too."""
    return says.get("TYPE") == "Battery" and says.get("SCOPE") != "Device" and says.get("PRESENT", "1") != "0"


def _whole(own: list[_Says]) -> int | None:
    """Of batteries of different sizes."""
    for kind in ("ENERGY", "CHARGE"):
        now, full = _sum(own, f"{kind}_NOW"), _sum(own, f"{kind}_FULL")
        if now is not None and full:
            return min(round(100 * now / full), 100)
    return None


def _left(own: list[_Says]) -> timedelta | None:
    """What is in them (µWh or µAh) by what is drawn now (µW or µA); some drivers give what is drawn a sign."""
    for held, drawn in (("ENERGY_NOW", "POWER_NOW"), ("CHARGE_NOW", "CURRENT_NOW")):
        now = _sum(own, held)
        rate = sum(_number(says.get(drawn)) or 0 for says in own)
        if now is not None and rate:
            left = timedelta(hours=now / rate)
            return left if left < _LONGEST else None
    return None


def _sum(own: list[_Says], key: str) -> int | None:
    """None when any of them does not say it."""
    values = [_number(says.get(key)) for says in own]
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _number(text: str | None) -> int | None:
    with suppress(TypeError, ValueError):
        return abs(int(text))  # type: ignore[arg-type]  # None is a TypeError
    return None
