"""Which program of meetings uses a microphone, by what the sound server lists. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["meeting"]

_PROGRAMS = Path(__file__).with_name("programs.toml")
_NAMES = ("application.process.binary", "application.name", "application.id", "pipewire.access.portal.app_id")


def meeting(recorders: Iterable[Mapping[str, Any]], sources: Iterable[Mapping[str, Any]]) -> str | None:
    """The name of a program of meetings that records from a microphone; None when there is none.

    `recorders` and `sources` are what `pactl --format=json list source-outputs` and `... sources` print. Who records what the
    machine plays (a monitor) uses no microphone.
    """
    microphones = {source["index"] for source in sources if not _is_monitor(source)}
    for recorder in recorders:
        if not recorder.get("corked") and recorder.get("source") in microphones:
            properties = recorder.get("properties", {})
            for program, signs in _programs().items():
                if any(_fits(str(properties.get(name, "")).casefold(), signs) for name in _NAMES):
                    return program
    return None


def _is_monitor(source: Mapping[str, Any]) -> bool:
    by_class = source.get("properties", {}).get("device.class") == "monitor"
    return by_class or bool(source.get("monitor_source")) or str(source["name"]).endswith(".monitor")


def _fits(name: str, signs: Iterable[str]) -> bool:
    return any(name == sign or (name.startswith(sign) and not name[len(sign)].isalpha()) for sign in signs)


@cache
def _programs() -> dict[str, list[str]]:
    return tomllib.loads(_PROGRAMS.read_text(encoding="utf-8"))
