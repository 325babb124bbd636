"""Putting drafts into Gmail once each, and never over what the person has made of one.

Gmail's draft has an ID that stays, and in it a message whose ID changes every time that it is replaced, by whomever: so a
message of another ID than the one that was put is the person's. (https://developers.google.com/workspace/gmail/api/guides/drafts)
"""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

import msgspec

from showup_integrations.google.fingerprint import fingerprint, same_letter
from showup_integrations.google.gmail_api import GmailApi
from showup_integrations.google.kept_drafts import Copy, Kept

__all__ = ["Drafts"]

_GONE = "not in Gmail's drafts any more: you have sent or deleted it"
_MOST_LOOKED_AT = 50  # drafts that came up while one of showup's was being created


class _State(Enum):
    UNTOUCHED = auto()
    EDITED = auto()
    GONE = auto()


class Drafts:
    """The drafts of one account. Everything raises DraftBoxError, and OSError when nothing can be kept here."""

    def __init__(self, api: GmailApi, account: str, folder: Path) -> None:
        self._api = api
        self._account = account
        self._kept = Kept(folder, account)

    def put(self, name: str, message: bytes) -> str:
        """Create it, or replace what was put under that name and not touched since; says where it is.

        Beside one that the person has edited a new text is put as another draft; the same text again changes nothing, also
        when they have sent or deleted it meanwhile.
        """
        text = fingerprint(message)
        copies: list[Copy] = []
        for kept in self._kept.copies(name):
            copy, state = self._now(name, kept)
            mine = text in {copy.text, copy.coming} and not copy.leaving
            if state is _State.UNTOUCHED:
                return self._where(self._replaced(name, copy, message, text))
            if mine:
                return self._where(copy) if state is _State.EDITED else _GONE
            if state is _State.EDITED:
                copies.append(copy)
        return self._where(self._created(name, copies, message, text))

    def withdraw(self, name: str) -> None:
        """Delete what was put under that name and not touched since. What they sent or deleted themselves stays known."""
        for kept in self._kept.copies(name):
            copy, state = self._now(name, kept)
            if state is _State.UNTOUCHED:
                copy = msgspec.structs.replace(copy, leaving=True)
                self._change(name, copy)
                self._api.delete(copy.id)
            if state is _State.UNTOUCHED or not copy.id or (state is _State.GONE and copy.leaving):
                self._kept.keep(name, [other for other in self._kept.copies(name) if other.id != copy.id])

    # ----------------------------------------------------------------- what it is now

    def _now(self, name: str, copy: Copy) -> tuple[Copy, _State]:
        """The copy as it stands in Gmail; one whose creation or change was cut off is looked for, and completed here."""
        if not copy.id:
            found, state = self._looked_for(copy)
            if found.id:
                self._change(name, found)
            return found, state
        message = self._api.message_of(copy.id)
        if message is None:
            return copy, _State.GONE
        if message == copy.message:
            return copy, _State.UNTOUCHED
        if copy.coming:
            there = self._api.text_of(copy.id)
            if there is not None and fingerprint(there[1]) == copy.coming:
                return Copy(copy.coming, copy.id, there[0]), _State.UNTOUCHED
        return copy, _State.EDITED

    def _looked_for(self, copy: Copy) -> tuple[Copy, _State]:
        new = [each for each in self._api.ids() if each not in {*copy.before, *self._kept.ids()}]
        for each in new[:_MOST_LOOKED_AT]:
            found = self._api.text_of(each)
            if found is not None and same_letter(fingerprint(found[1]), copy.text):
                untouched = fingerprint(found[1]) == copy.text
                # An edited one stays so: no message has an empty ID.
                return Copy(copy.text, each, found[0] if untouched else ""), (
                    _State.UNTOUCHED if untouched else _State.EDITED
                )
        # Never created. `leaving`: nothing of it is there that could come back.
        return msgspec.structs.replace(copy, leaving=True), _State.GONE

    # ---------------------------------------------------------------- what is done

    def _replaced(self, name: str, copy: Copy, message: bytes, text: str) -> Copy:
        if copy.text != text:
            self._change(name, msgspec.structs.replace(copy, coming=text, leaving=False))
            copy = Copy(text, copy.id, self._api.update(copy.id, message))
        else:
            copy = Copy(text, copy.id, copy.message)
        self._change(name, copy)
        return copy

    def _created(self, name: str, others: list[Copy], message: bytes, text: str) -> Copy:
        self._kept.keep(name, [*others, Copy(text, before=tuple(self._api.ids()))])
        copy = Copy(text, *self._api.create(message))
        self._kept.keep(name, [*others, copy])
        return copy

    def _change(self, name: str, copy: Copy) -> None:
        """Keep the copy in its place; one that was looked for and found had no ID yet."""
        copies = self._kept.copies(name)
        self._kept.keep(name, [copy if other.id in {copy.id, ""} else other for other in copies])

    def _where(self, copy: Copy) -> str:
        return f"in the Gmail drafts of {self._account} ({copy.id})"
