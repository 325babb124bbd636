"""The timer of the simulated laptop: one instant of the wall clock, compared again after every resume and clock set."""

from __future__ import annotations

from datetime import datetime, timedelta

__all__ = ["Timer"]


class Timer:
    """`at` is the true instant at which it fires, None when nothing is planned."""

    notices = True
    """Does a resume or a clock set wake the service? (That of a timerfd with CANCEL_ON_SET does.)"""

    def __init__(self) -> None:
        self.at: datetime | None = None

    def arm(self, wall: datetime | None, offset: timedelta) -> None:
        """For an instant of the wall clock, which is `offset` ahead of the truth."""
        self.at = None if wall is None else wall - offset

    def slept(self, length: timedelta) -> None:
        """The machine was suspended for so long: nothing to a timer that follows the wall clock."""

    def stepped(self, step: timedelta) -> None:
        """The wall clock was set by so much."""
        if self.at is not None:
            self.at -= step
