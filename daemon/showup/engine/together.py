"""What one turn means across interviews: the view that the steps of showup.engine.twins, rescheduling and clashing have of it.

A step looks at all watches, as they were before the turn and as they are now, and says what that means for some of them. It goes
on only when what it said has been decided: it sees `now` change. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from showup.engine.inputs import Input
from showup.engine.state import AHEAD, Phase, Watch
from showup.model import Profile

__all__ = ["AT_MOST", "STANDING", "Step", "Together"]

STANDING = AHEAD | {Phase.CONFIRMED}
"""The phases of an interview that will be, or is under way."""

AT_MOST = 40
"""As many in one hour, or called off of late, are compared. A calendar that has more is no person's and must not take forever."""


@dataclass(frozen=True, slots=True)
class Together:
    """`before` and `now` are all watches by key, `touched` the keys of those that differ; `at` is the instant of the turn."""

    before: Mapping[str, Watch]
    now: Mapping[str, Watch]
    touched: tuple[str, ...]
    profile: Profile
    at: datetime


Step = Iterator[tuple[str, Input]]
