"""What a sound output is and what is changed of it, as frozen values. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Change", "Kind", "Output", "Port", "Setting", "Step"]


class Kind(StrEnum):
    """What a person hears it from."""

    SPEAKER = "speaker"
    HEADPHONES = "headphones"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Setting:
    """How an output is set. `volumes` are those of its channels, in the units of its mixer; `port` is None where it has none."""

    muted: bool
    volumes: tuple[int, ...]
    port: str | None = None


@dataclass(frozen=True, slots=True)
class Port:
    """One plug of an output. `there` is False for one of which the hardware says that nothing is plugged in."""

    name: str
    kind: Kind
    there: bool = True


@dataclass(frozen=True, slots=True)
class Output:
    """One output as it is now. `full` is the volume of 100 %, `audible` the one below which an alarm may be missed; `busy`:
    something is playing on it; `default`: what names no output plays here.
    """

    name: str
    now: Setting
    full: int
    audible: int
    kind: Kind = Kind.OTHER
    ports: tuple[Port, ...] = ()
    busy: bool = False
    default: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One output was set from `was` to `ours`, and is to be put back."""

    output: str
    was: Setting
    ours: Setting


Step = tuple[str, str, str | bool | tuple[int, ...]]
"""One thing for a mixer to set: the output, `port`, `muted` or `volumes`, and the value."""
