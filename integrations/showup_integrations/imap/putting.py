"""Which message of a mailbox is a draft's, and what is done to it: stored once, replaced while it is as it was put, and left
alone from when the person has edited, sent or deleted it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Protocol

from showup_integrations.imap.notes import Notes, said_in

__all__ = ["Box", "put", "withdraw"]


class Box(Protocol):
    """A mailbox of drafts."""

    def said(self) -> Mapping[str, Sequence[int]]:
        """The UIDs of the drafts that may be showup's, by what they say (see notes.said_in)."""
        ...

    def append(self, data: bytes) -> None: ...

    def remove(self, uids: Iterable[int]) -> None: ...


def put(box: Box, notes: Notes, data: bytes, save: Callable[[Notes], None]) -> int:
    """The number of the copy that holds it (1 unless an earlier one is the person's now). What was left half-done by a kill
    is finished first; `save` must have the notes on the disk when it returns.
    """
    there, new = box.said(), said_in(data)
    settled = _settled(notes, there)
    copies = settled.copies
    copy = next((number for number, texts in enumerate(copies, 1) if texts[-1] == new), None)
    if copy is None:
        copy = _place(copies, there)
        # the note first: after a kill behind the next line the message is known by it
        save(Notes(copies, (copy, new)))
        box.append(data)
        there, settled = box.said(), _with(copies, copy, new)
    if settled != notes:
        save(settled)
    _tidy(box, settled.copies[copy - 1], there)
    return copy


def withdraw(box: Box, notes: Notes) -> None:
    """Remove what says one of the texts that were put."""
    there = box.said()
    begun = [notes.begun[1]] if notes.begun else []
    box.remove(uid for text in set(chain(begun, *notes.copies)) for uid in there.get(text, ()))


def _settled(notes: Notes, there: Mapping[str, Sequence[int]]) -> Notes:
    """With what was begun either done, because it is there, or never begun."""
    if notes.begun and notes.begun[1] in there:
        return _with(notes.copies, *notes.begun)
    return Notes(notes.copies)


def _place(copies: Sequence[Sequence[str]], there: Mapping[str, Sequence[int]]) -> int:
    """The last copy while it is there as it was put, else a new one beside: the person has taken that one over."""
    untouched = bool(copies) and any(text in there for text in copies[-1])
    return len(copies) if untouched else len(copies) + 1


def _with(copies: Sequence[tuple[str, ...]], copy: int, text: str) -> Notes:
    texts = copies[copy - 1] if copy <= len(copies) else ()
    return Notes((*copies[: copy - 1], (*(old for old in texts if old != text), text), *copies[copy:]))


def _tidy(box: Box, texts: Sequence[str], there: Mapping[str, Sequence[int]]) -> None:
    """Of one copy only its newest text stays, once; nothing is removed while that is not there."""
    newest = sorted(there.get(texts[-1], ()))
    if newest:
        older = [uid for text in texts[:-1] for uid in there.get(text, ())]
        box.remove([*newest[:-1], *older])
