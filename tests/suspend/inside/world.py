"""What happens to a laptop: it is put to sleep, its clock is set, it is carried into another zone."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.suspend.inside.recorder import stamps

__all__ = ["carry_to", "set_clock", "sleep_until", "wait_until"]

_RTC = Path("/sys/class/rtc/rtc0")
_STATE = Path("/sys/power/state")
Line = dict[str, Any]


def sleep_until(end: float) -> Line:
    """Suspend to RAM until the wall clock shows `end`, to the second. (No s2idle: from that, QEMU's clock does not wake it.)"""
    alarm = int(_RTC.joinpath("since_epoch").read_text()) + round(end - time.clock_gettime(time.CLOCK_REALTIME))
    _RTC.joinpath("wakealarm").write_text("0")
    _RTC.joinpath("wakealarm").write_text(str(alarm))
    before = stamps()
    _STATE.write_text("mem")
    after = stamps()
    slept = (after["boot"] - before["boot"]) - (after["awake"] - before["awake"])
    return {"what": "slept", "from": before, "until": after, "slept_s": slept, "wanted": end}


def wait_until(instant: float) -> None:
    """Wait, awake, until the wall clock shows `instant`."""
    while (left := instant - time.clock_gettime(time.CLOCK_REALTIME)) > 0:
        time.sleep(min(left, 0.05))


def set_clock(instant: datetime) -> Line:
    """As `date -s`."""
    before = stamps()
    time.clock_settime(time.CLOCK_REALTIME, instant.astimezone(UTC).timestamp())
    return {"what": "set", "from": before, "until": stamps()}


def carry_to(zone: str) -> Line:
    """As a desktop's settings do it: a new link, renamed over the old one."""
    fresh = Path("/etc/localtime.fresh")
    fresh.symlink_to(f"/usr/share/zoneinfo/{zone}")
    fresh.replace("/etc/localtime")
    return {"what": "zone", "zone": zone, "until": stamps()}
