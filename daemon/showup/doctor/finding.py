"""A verdict on one thing that an alarm needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "Verdict"]


class Verdict(StrEnum):
    """BAD: an alarm could be missed. WEAK: it rings, but something is not as good as it could be. OFF: not in use."""

    OK = "ok"
    OFF = "off"
    UNKNOWN = "unknown"
    WEAK = "weak"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of `about` ("sound"), in a sentence (`says`), and a command or a sentence that mends it (`mend`)."""

    about: str
    verdict: Verdict
    says: str
    mend: str = ""
