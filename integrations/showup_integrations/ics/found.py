"""What is found where a calendar is: its texts, and the name of this state of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from showup.ports import Trouble
from showup_integrations.ics.body import Body

__all__ = ["Found", "Text"]


@dataclass(frozen=True, slots=True)
class Text:
    """One calendar text; `where` names it for the person, `cut` says that its end is missing."""

    where: str
    body: Body
    cut: bool = False


@dataclass(slots=True)
class Found:
    """The texts, one after the other so that not all are held at once; `troubles` grow meanwhile.

    `alone`: there is only the one, so that a fault of it is a fault of the calendar. `mark` names this state, None when it has
    no name that could be trusted. `good` is called when the texts were read whole.
    """

    texts: Iterator[Text]
    troubles: list[Trouble] = field(default_factory=list)
    alone: bool = True
    mark: str | None = None
    good: Callable[[], None] = lambda: None
