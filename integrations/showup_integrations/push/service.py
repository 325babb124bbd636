"""What a message to a telephone is, and what whoever carries it must be able to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from showup.ports import Action

__all__ = ["LeavesAhead", "Message", "PushService"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message. Texts are plain, and discreet already where they are to be: a service sends all that it is given.

    `tag` is stable: a later message with the same tag stands for the earlier one. `insistent` asks for what rings until it is
    answered, where a service has that. `link` is None where it is not to be told. `interview` and `generation` bind the answers
    of `actions`, for a service that has buttons. `rung` names the alarm; `due` is when the interview begins.
    """

    tag: str
    title: str
    body: str
    critical: bool
    link: str | None
    insistent: bool
    actions: tuple[Action, ...]
    interview: str = ""
    generation: int = 0
    rung: str = ""
    due: datetime | None = None


class PushService(Protocol):
    """One address of the person's. The channel bounds every call in time, and may cancel it."""

    async def send(self, message: Message) -> None:
        """Returns when the service has taken it; raises DeliveryError with what to do when it has not."""
        ...

    async def take_back(self, tag: str) -> None:
        """Take the message of that tag away, where the service can. Never raises."""
        ...

    def trouble(self) -> str | None:
        """Why it could not send right now, as a sentence with what to do; None when it is believed to work."""
        ...

    async def close(self) -> None:
        """Let go of everything."""
        ...


@runtime_checkable
class LeavesAhead(Protocol):
    """What a service is besides, when messages can be left with it to be sent later (see showup.ports.Ahead)."""

    async def lay(self, coming: Sequence[tuple[datetime, Message]]) -> None:
        """This is all that is to come. Returns at once; never raises."""
        ...
