"""What can go wrong, one class for each seam.

The message is for the person: it says what is wrong and what to do next. `exit_code` is what the command line ends with.
"""

from __future__ import annotations


class ShowupError(Exception):
    """Anything that showup can say a clear word about."""

    exit_code = 1


class UsageError(ShowupError):
    """The command line was used in a way that has no meaning."""

    exit_code = 2


class ConfigError(ShowupError):
    """The configuration cannot be used; the message lists every fault."""

    exit_code = 3


class SourceError(ShowupError):
    """A calendar could not be read; what was known of it stays known.

    `denied` says that trying again is useless until the person has let showup in (again).
    """

    exit_code = 4

    def __init__(self, message: str, *, denied: bool = False) -> None:
        super().__init__(message)
        self.denied = denied


class NotRunningError(ShowupError):
    """No service listens on the control socket."""

    exit_code = 5


class LedgerError(ShowupError):
    """The durable record cannot be opened or written."""


class DeliveryError(ShowupError):
    """A channel did not take an announcement.

    `permanent` says that trying again on this machine is useless until something is installed or configured.
    """

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class PresenceError(ShowupError):
    """It cannot be seen whether the person is in a meeting."""


class DraftBoxError(ShowupError):
    """A draft could not be put where it was meant to go."""
