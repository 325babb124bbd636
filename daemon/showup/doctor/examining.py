"""The checks, each on its own: one that hangs or breaks keeps no other from its verdict."""

from __future__ import annotations

import asyncio
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from showup import __version__, noticed, paths
from showup.config import Config
from showup.doctor import judging
from showup.doctor.finding import Finding, Verdict
from showup.doctor.patient import Patient
from showup.errors import ShowupError
from showup.laptop.network import routed
from showup.ports import Channel, Examined
from showup.service import unit, wake_timers
from showup.service.channels import make_channels
from showup.service.rhythm import stale_after
from showup.service.ringer import Ringer

__all__ = ["CHECKS", "Check", "examined"]

_PATIENCE_S = 20.0
_SHORT_PATIENCE_S = 5.0
_CHANNEL_PATIENCE_S = 10.0

Check = Callable[[Patient], Sequence[Finding]]


def examined(
    patient: Patient, checks: dict[str, Check] | None = None, patience: float = _PATIENCE_S
) -> Iterator[Finding]:
    """All findings in the order of the checks, which run side by side; each as soon as it and those before it are there."""
    running = [(name, _begun(check, patient)) for name, check in (CHECKS if checks is None else checks).items()]
    for name, answer in running:
        try:
            found = answer.get(timeout=patience)
        except queue.Empty:
            found = [Finding(name, Verdict.WEAK, f"It did not answer within {patience:g} s.")]
        if isinstance(found, Exception):
            found = [Finding(name, Verdict.UNKNOWN, f"It could not be looked at: {found}")]
        yield from found


def _begun(check: Check, patient: Patient) -> queue.SimpleQueue[Any]:
    answer: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def run() -> None:
        try:
            answer.put(check(patient))
        except Exception as err:  # noqa: BLE001 whatever breaks a check is a finding
            answer.put(err)

    threading.Thread(
        target=run, daemon=True, name="check"
    ).start()  # the end of the command does not wait for one that hangs
    return answer


# ------------------------------------------------------------------ checks


def _configuration(patient: Patient) -> list[Finding]:
    followed = patient.status["config"] if patient.status else None
    return judging.of_configuration(patient.config, patient.fault, followed)


def _service(patient: Patient) -> list[Finding]:
    return judging.of_service(patient.status, patient.absent, __version__)


def _unit(_patient: Patient) -> list[Finding]:
    try:
        state = unit.status()
    except ShowupError as err:
        return [Finding("start at login", Verdict.WEAK, str(err))]
    return judging.of_unit(
        installed=state.installed, enabled=state.enabled, restarts=state.restarts, lingers=state.lingers
    )


def _parts(patient: Patient) -> list[Finding]:
    return judging.of_parts(patient.status)


def _sources(patient: Patient) -> list[Finding]:
    if patient.status is None or patient.config is None:
        return []
    return judging.of_sources(patient.status["sources"], patient.now, stale_after(patient.config.sync_interval))


def _channels(patient: Patient) -> list[Finding]:
    """As the service has them, which lives in another environment than this command, and as they are here."""
    if patient.config is None:
        return []
    here = asyncio.run(_looked_at(patient.config))
    said = {one["name"]: one for one in patient.status["channels"]} if patient.status else {}
    views = [served if (served := said.get(name)) and served["state"] != "ok" else view for name, view in here.items()]
    return [*judging.of_channels(views, noticed.load()), *judging.of_reach(views)]


async def _looked_at(config: Config) -> dict[str, dict[str, Any]]:
    channels, off = make_channels(config, foreground=False)
    ringer = Ringer(channels)
    try:
        await ringer.open(lambda _press: None)
        closer = await asyncio.gather(*(_closer(channel) for channel in channels.values()))
        states = {name: why or more for (name, why), more in zip(ringer.state().items(), closer, strict=True)}
    finally:
        await ringer.close()
    live = {name: {"name": name, "state": "failed" if why else "ok", "why": why} for name, why in states.items()}
    return live | {name: {"name": name, "state": "off", "why": why} for name, why in off.items()}


async def _closer(channel: Channel) -> str | None:
    if not isinstance(channel, Examined):
        return None
    try:
        async with asyncio.timeout(_CHANNEL_PATIENCE_S):
            return await channel.examine()
    except TimeoutError:
        return f"It did not answer within {_CHANNEL_PATIENCE_S:g} s."
    except Exception as err:  # noqa: BLE001 a channel is a guest: whatever it throws is its own trouble
        return str(err) or type(err).__name__


def _clock(_patient: Patient) -> list[Finding]:
    words = ("timedatectl", "show", "--property=NTPSynchronized", "--value")
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_SHORT_PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return judging.of_clock(None)
    return judging.of_clock(done.stdout.strip())


def _disk(_patient: Patient) -> list[Finding]:
    place = next(folder for folder in (paths.state_dir(), *paths.state_dir().parents) if folder.exists())
    try:
        free = shutil.disk_usage(place).free
    except OSError:
        free = None
    return judging.of_disk(free, writable=_writable(place), place=str(place))


def _writable(place: Path) -> bool:
    return os.access(place, os.W_OK | os.X_OK)


def _network(patient: Patient) -> list[Finding]:
    remote = any("url" in spec.settings for spec in patient.config.sources) if patient.config else False
    return judging.of_network(routed(), matters=remote or _has_push(patient))


def _wake(patient: Patient) -> list[Finding]:
    wanted = patient.config is None or patient.config.wake
    return judging.of_wake(wake_timers.probe() if wanted else "", wanted=wanted, push=_has_push(patient))


def _has_push(patient: Patient) -> bool:
    return patient.config is not None and bool((patient.config.channel("push") or {}).get("to"))


CHECKS: dict[str, Check] = {
    "configuration": _configuration,
    "service": _service,
    "start at login": _unit,
    "record": _parts,
    "calendars": _sources,
    "channels": _channels,
    "clock": _clock,
    "disk": _disk,
    "network": _network,
    "wake from sleep": _wake,
}
"""By the name that one gets which does not answer. A new one is a function and a line here."""
