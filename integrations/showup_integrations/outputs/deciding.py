"""What is changed of the outputs so that an alarm is heard, and what of it is put back. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from showup_integrations.outputs.values import Change, Kind, Output, Setting, Step

__all__ = ["audible", "put_back", "spare_speaker", "steps"]

_NEAR = 0.015
"""By how much of 100 % a mixer may round what it was told."""


def audible(output: Output) -> Setting:
    """The setting at which an alarm is heard from it: what is loud enough stays as it is."""
    return replace(output.now, muted=False, volumes=tuple(max(v, output.audible) for v in output.now.volumes))


def spare_speaker(outputs: Sequence[Output]) -> tuple[str, str | None] | None:
    """Where else to play, as headphones are plugged in and nobody listens to anything on them: an output, and the port that it
    must be switched to (None: as it is). None at all when the sound is heard where it comes out, or there is no loudspeaker.
    """
    default = next((output for output in outputs if output.default), None)
    if default is None or default.kind is not Kind.HEADPHONES or default.busy:
        return None
    port = next((port for port in default.ports if port.kind is Kind.SPEAKER and port.there), None)
    if port is not None:
        return default.name, port.name
    other = next((output for output in outputs if output.kind is Kind.SPEAKER), None)
    return (other.name, None) if other else None


def steps(output: str, now: Setting, wanted: Setting) -> list[Step]:
    """What a mixer has to set for it to be as wanted. The volume before the mute, so that nothing is heard at the wrong one."""
    found: list[Step] = []
    if wanted.port is not None and wanted.port != now.port:
        found.append((output, "port", wanted.port))
    if wanted.volumes != now.volumes and not wanted.muted:
        found.append((output, "volumes", wanted.volumes))
    if wanted.muted != now.muted:
        found.append((output, "muted", wanted.muted))
    if wanted.volumes != now.volumes and wanted.muted:
        found.append((output, "volumes", wanted.volumes))
    return found


def put_back(change: Change, output: Output) -> list[Step]:
    """The steps from how we left it to how it was. What the person has changed meanwhile stays theirs: with another port, or
    another volume, all of it; the mute alone when they have muted it again.
    """
    now, was, ours = output.now, change.was, change.ours
    if now.port != ours.port:
        return []
    if was.port != ours.port:
        return steps(change.output, now, replace(now, port=was.port))
    if not _near(now.volumes, ours.volumes, output.full):
        return []
    return steps(change.output, now, replace(was, muted=was.muted or now.muted))


def _near(one: tuple[int, ...], other: tuple[int, ...], full: int) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= _NEAR * full for a, b in zip(one, other, strict=True))
