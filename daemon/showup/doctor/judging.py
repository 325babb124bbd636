"""From what was seen to verdicts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from showup.config import Config
from showup.doctor.finding import Finding, Verdict
from showup.duration import spell
from showup.laptop.network import Network
from showup.noticed import Result, Tried, unnoticed

__all__ = [
    "of_channels",
    "of_clock",
    "of_configuration",
    "of_disk",
    "of_network",
    "of_parts",
    "of_reach",
    "of_service",
    "of_sources",
    "of_unit",
    "of_wake",
]

_RESTART = "systemctl --user restart showup.service"
_LOUD = frozenset({"sound", "takeover", "push", "command"})
"""Those that reach somebody who does not look at the screen, or stand before what they look at."""

_MEGABYTE = 1024 * 1024
_FULL, _NEARLY_FULL = 10 * _MEGABYTE, 200 * _MEGABYTE

View = Mapping[str, Any]


def of_configuration(config: Config | None, fault: str, followed: View | None) -> list[Finding]:
    """`followed` is what the service says of the file that it follows."""
    name = "configuration"
    if config is None:
        return [
            Finding(name, Verdict.BAD, fault, "Mend what is named; the service follows the last one that was right.")
        ]
    where = str(config.path) if config.path else "none: everything is at its default"
    if followed is not None and followed["state"] != "ok":
        mend = _RESTART if followed["state"] == "changed" else "Mend what is named; the service follows it by itself."
        return [Finding(name, Verdict.WEAK, f"{where}: {followed['why']}", mend)]
    found = [Finding(name, Verdict.OK, where)]
    if not config.sources:
        found.append(Finding("calendars", Verdict.BAD, "No calendar is configured.", "showup connect"))
    if not config.profile.emails:
        says = "Your own address is not known, so it is harder to tell your interviews from those that you hold."
        found.append(Finding("profile", Verdict.WEAK, says, 'Add emails = ["you@example.org"] to [profile].'))
    return found


def of_service(status: View | None, absent: str, version: str) -> list[Finding]:
    """`version` is that of this command."""
    name = "service"
    if status is None:
        return [Finding(name, Verdict.BAD, absent, "showup service install")]
    if (runs := status.get("version")) != version:
        return [Finding(name, Verdict.WEAK, f"It runs as version {runs}; this is {version}.", _RESTART)]
    return [Finding(name, Verdict.OK, f"It runs, version {runs}.")]


def of_unit(*, installed: bool, enabled: str, restarts: int, lingers: bool | None) -> list[Finding]:
    """What systemd says of the unit."""
    name = "start at login"
    if not installed:
        return [Finding(name, Verdict.WEAK, "It does not start by itself.", "showup service install")]
    if enabled not in {"enabled", "enabled-runtime", "linked", "static"}:
        says = f"The service is installed and {enabled or 'not enabled'}."
        return [Finding(name, Verdict.BAD, says, "systemctl --user enable --now showup.service")]
    found = [Finding(name, Verdict.OK, "It starts when you log in.")]
    if restarts:
        says = f"systemd had to start it again {restarts} times."
        found.append(Finding("restarts", Verdict.WEAK, says, "journalctl --user -u showup.service"))
    if lingers is False:
        says = "It ends when you log out, and nothing rings then."
        found.append(Finding("logged out", Verdict.WEAK, says, "loginctl enable-linger"))
    return found


def of_parts(status: View | None) -> list[Finding]:
    """Record, rules, drafts and presence, as the service says of each."""
    if status is None:
        return []
    named = {"ledger": "record", "rules": "rules", "drafts": "drafts"}
    parts = [(called, status[part], part == "ledger") for part, called in named.items()]
    parts += [(f"presence ({one['name']})", one, False) for one in status["presence"]]
    return [_of_part(*part) for part in parts]


def _of_part(called: str, view: View, is_vital: bool) -> Finding:
    if view["state"] == "ok":
        return Finding(called, Verdict.OK, str(view.get("path") or view.get("folder") or "ready"))
    return Finding(called, Verdict.BAD if is_vital else Verdict.WEAK, str(view["why"]))


def of_sources(sources: Iterable[View], now: datetime, stale_after: timedelta) -> list[Finding]:
    """Each calendar as the service read it last."""
    return [_of_source(source, now, stale_after) for source in sources]


def _of_source(source: View, now: datetime, stale_after: timedelta) -> Finding:
    name, last = f"calendar {source['name']}", source["last_ok"]
    again = f"showup sync {source['name']}"
    if source["state"] == "not read yet":
        return Finding(name, Verdict.UNKNOWN, "It has not been read yet.", again)
    if source["state"] == "held":
        says = "It has suddenly lost much, so what was known of it is kept."
        return Finding(
            name, Verdict.BAD, f"{says} {source['why'] or ''}".strip(), f"{again} --accept, if that is right"
        )
    if source["state"] != "ok":
        return Finding(name, Verdict.BAD, f"It cannot be read: {source['why']}", again)
    age = now - datetime.fromisoformat(last) if last else None
    if age is None or age > stale_after:
        return Finding(name, Verdict.BAD, f"It was read last {f'{spell(age)} ago' if age else 'never'}.", again)
    return Finding(name, Verdict.OK, f"{source['events']} events, read {spell(max(age, timedelta(0)))} ago.")


def of_channels(channels: Iterable[View], tried: Mapping[str, Tried]) -> list[Finding]:
    """Each channel as it stands, and whether the person ever noticed it."""
    channels = list(channels)
    advice = unnoticed([one["name"] for one in channels if one["state"] != "off"], tried)
    return [_of_channel(one, tried.get(one["name"]), advice.get(one["name"], "")) for one in channels]


def _of_channel(channel: View, last: Tried | None, advice: str) -> Finding:
    name, why = f"channel {channel['name']}", str(channel["why"] or "")
    if channel["state"] == "off":
        return Finding(name, Verdict.OFF, why)
    if channel["state"] != "ok":
        return Finding(name, Verdict.WEAK, why, f"showup test-alarm --channel {channel['name']}")
    if advice:
        return Finding(name, Verdict.WEAK, advice)
    when = f"You noticed it on {last.at:%d %b %Y}." if last and last.result is Result.NOTICED else "Ready."
    return Finding(name, Verdict.OK, when)


def of_reach(channels: Iterable[View]) -> list[Finding]:
    """Would an alarm reach the person at all?"""
    well = {one["name"] for one in channels if one["state"] == "ok"} - {"terminal", "helper"}
    name, test = "reach", "showup test-alarm"
    if not well:
        return [Finding(name, Verdict.BAD, "No channel can ring.", test)]
    if not well & _LOUD:
        return [Finding(name, Verdict.BAD, "Nothing can be heard or seen unless you look at the screen.", test)]
    return [Finding(name, Verdict.OK, f"{len(well)} channels can ring, {len(well & _LOUD)} of them insistent.")]


def of_clock(said: str | None) -> list[Finding]:
    """`said` is what timedated says of NTPSynchronized: yes, no, or nothing."""
    name = "clock"
    if said == "yes":
        return [Finding(name, Verdict.OK, "It is kept right over the network.")]
    if said == "no":
        return [
            Finding(
                name,
                Verdict.WEAK,
                "It is not kept right over the network, and alarms go by it.",
                "timedatectl set-ntp true",
            )
        ]
    return [
        Finding(name, Verdict.UNKNOWN, "Nobody says whether it is kept right; alarms go by it.", "timedatectl status")
    ]


def of_disk(free: int | None, *, writable: bool, place: str) -> list[Finding]:
    """`free` is in bytes, None where it cannot be told."""
    name = "disk"
    if not writable:
        return [
            Finding(
                name,
                Verdict.BAD,
                f"{place} cannot be written, so your answers are lost at a restart.",
                f"ls -ld {place}",
            )
        ]
    if free is None:
        return [Finding(name, Verdict.UNKNOWN, f"Nobody says how much room is left in {place}.")]
    left = f"{free // _MEGABYTE} MB are left in {place}."
    if free < _FULL:
        return [Finding(name, Verdict.BAD, left, "Make room: what you answer cannot be kept without.")]
    return [Finding(name, Verdict.WEAK if free < _NEARLY_FULL else Verdict.OK, left)]


def of_network(routed: bool | None, *, matters: bool) -> list[Finding]:
    """`matters`: a calendar or a channel is reached over it."""
    name = "network"
    if routed is None:
        return [Finding(name, Verdict.UNKNOWN, "The kernel does not say whether there is one.")]
    if not routed and matters:
        says = f"It is {Network.DOWN.value}: calendars are not read and no telephone is rung. What is known rings."
        return [Finding(name, Verdict.WEAK, says)]
    return [Finding(name, Verdict.OK, "There is one." if routed else "There is none, and none is needed.")]


def of_wake(why_not: str, *, wanted: bool, push: bool) -> list[Finding]:
    """Does the laptop wake from its sleep for an alarm? `push`: the telephone rings instead."""
    name = "wake from sleep"
    if not wanted:
        return [Finding(name, Verdict.OFF, "Switched off: [laptop] wake = false.")]
    if not why_not:
        return [Finding(name, Verdict.OK, "The machine wakes by itself before an alarm that matters.")]
    says = f"{why_not[:1].upper()}{why_not[1:]}."
    if push:
        return [Finding(name, Verdict.OK, f"{says} Your telephone rings instead.")]
    return [Finding(name, Verdict.WEAK, says, "showup connect push, so that your telephone rings")]
