"""Why the person's systemd does not wake this machine. Pure."""

from __future__ import annotations

import re

__all__ = ["RELY", "why_not"]

RELY = "this laptop will not wake by itself for an alarm: rely on your phone, or leave it awake"
_KNOWS = 254
"""The first systemd whose user managers may set alarms that wake the machine (CAP_WAKE_ALARM)."""


def why_not(said: str, version: str, *, has_clock: bool) -> str:
    """What the person is told: `said` is systemd's own complaint, `has_clock` whether the machine has one that can wake it."""
    number = re.match(r"\d+", version)
    if not number:
        why = said
    elif not has_clock:
        why = "it has no clock that could"
    elif int(number[0]) < _KNOWS:
        why = f"systemd {number[0]} does not let a person's timers do that, {_KNOWS} and later do"
    else:
        why = f"systemd refuses it: {said}"
    return f"{RELY} ({why})"
