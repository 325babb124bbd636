"""What the person noticed when they tried the channels out: kept in a small file of the state folder, and judged.

That a channel says that it rang proves nothing; that somebody saw or heard it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from showup import paths

__all__ = ["Result", "Tried", "after", "keep", "load", "unnoticed"]


class Result(StrEnum):
    """What came of a test alarm. FAILED: the channel itself said that it could not ring."""

    NOTICED = "noticed"
    UNNOTICED = "not noticed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Tried:
    """The last test alarm of one channel, what came of it, and `why` it failed; `noticed_at` is when one was noticed last."""

    at: datetime
    result: Result
    why: str | None = None
    noticed_at: datetime | None = None


def after(before: Tried | None, result: Result, now: datetime, why: str | None = None) -> Tried:
    """What is to be remembered of a channel once it has been tried out again."""
    noticed_at = now if result is Result.NOTICED else before.noticed_at if before else None
    return Tried(now, result, why, noticed_at)


def unnoticed(channels: Iterable[str], tried: Mapping[str, Tried]) -> dict[str, str]:
    """Those of the channels that nobody noticed when they were tried out last, or that nobody has tried out; each with a sentence
    that says what to do.
    """
    advice = {name: _advice(name, tried.get(name)) for name in channels if name != _SEEN_ANYWAY}
    return {name: text for name, text in advice.items() if text}


_SEEN_ANYWAY = "terminal"  # who started showup in it sits before it
_LOOK = {
    "desktop": "Look into the notification settings of your desktop, and for Do Not Disturb",
    "toast": "Look into the notification settings of your system",
    "sound": "Check the volume, and which output it goes to",
    "takeover": "Another window may be kept above it",
}


def _advice(name: str, last: Tried | None) -> str:
    test = f"showup test-alarm --channel {name}"
    if last is None:
        return f"Nobody has noticed it yet: try it out with `{test}`."
    if last.result is Result.NOTICED:
        return ""
    if last.result is Result.FAILED:
        return f"It could not ring its test alarm: {last.why} Then try it again: `{test}`."
    missed = f"You did not notice its test alarm{'' if last.noticed_at else ', nor any before'}"
    look = _LOOK.get(name, "Check its settings")
    return f"{missed}. {look}, then try it again: `{test}`. To do without it: [channel.{name}] enabled = false."


# ------------------------------------------------------------------ the file


def load() -> dict[str, Tried]:
    """By channel. A file that is not there, or holds something else, says nothing."""
    try:
        return msgspec.json.decode(_file().read_bytes(), type=dict[str, Tried])
    except (OSError, msgspec.MsgspecError):
        return {}


def keep(channel: str, result: Result, now: datetime, why: str | None = None) -> Tried:
    """Remember what came of a test alarm. Raises OSError or ShowupError where that cannot be written."""
    known = load()
    known[channel] = after(known.get(channel), result, now, why)
    paths.made(paths.state_dir())
    paths.write(_file(), msgspec.json.format(msgspec.json.encode(known), indent=2) + b"\n")
    return known[channel]


def _file() -> Path:
    return paths.state_dir() / "test-alarms.json"
