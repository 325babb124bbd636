"""A box of an account on a dovecot, and what lies in its mailbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from tests.imap.dovecot import PASSWORD, Dovecot

from showup_integrations import secrets
from showup_integrations.imap import ImapDraftBox
from showup_integrations.imap.account import account_of

if TYPE_CHECKING:
    from typing import Any

    from showup.model import Draft, Profile

_numbers = count(1)


class Noting:
    """The box, and where it said that each message is: it says the same of one that takes the place of another."""

    def __init__(self, opened: Opened) -> None:
        self._opened, self._box = opened, ImapDraftBox(opened.settings, 60)

    def put(self, name: str, draft: Draft, sender: Profile) -> str:
        before = self._opened.raw().keys()
        where = self._box.put(name, draft, sender)
        self._opened.places |= dict.fromkeys(self._opened.raw().keys() - before, where)
        return where

    def withdraw(self, name: str) -> None:
        self._box.withdraw(name)


@dataclass
class Opened:
    server: Dovecot
    mailbox: str = "Entwürfe"
    password: str = PASSWORD
    more: dict[str, Any] = field(default_factory=dict)
    places: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.user = f"robin{next(_numbers)}"
        self.settings = {"host": "127.0.0.1", "port": self.server.port, "tls": False, "user": self.user, **self.more}
        secrets.put(account_of(self.settings).service, self.user, self.password)
        self.box = Noting(self)
        self.client = self.server.client(self.user)

    def close(self) -> None:
        self.client.logout()

    def raw(self, what: str = "BODY.PEEK[]") -> dict[int, Any]:
        self.client.select_folder(self.mailbox)
        uids = self.client.search(["UNDELETED"])
        found = self.client.fetch(uids, [what]) if uids else {}
        return {uid: parts[what.replace(".PEEK", "").encode()] for uid, parts in found.items()}

    def messages(self) -> dict[str, bytes]:
        raw = self.raw()
        places = [self.places[uid] for uid in raw]
        assert len(set(places)) == len(places), "a draft lies there twice"
        return {self.places[uid]: data for uid, data in raw.items()}

    def edit(self, where: str) -> bytes:
        """As mail programs do it: the new text is stored, the old one removed."""
        (uid,) = [uid for uid in self.raw() if self.places[uid] == where]
        new = self.raw()[uid].replace(b"sorry", b"truly sorry")
        before = self.raw().keys()
        self.client.append(self.mailbox, new, flags=(rb"\Draft",))
        self.client.delete_messages([uid])
        self.client.uid_expunge([uid])
        (edited,) = self.raw().keys() - before
        self.places[edited] = where
        return bytes(new)

    def break_it(self) -> None:
        secrets.put(account_of(self.settings).service, self.user, "wrong")
