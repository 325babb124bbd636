"""The Drafts mailbox on the server: found by its special use (RFC 6154), or by its name."""

from __future__ import annotations

import ssl
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from showup.errors import DraftBoxError
from showup.plain import one_line
from showup_integrations.imap.account import Account
from showup_integrations.imap.notes import said_in

__all__ = ["Mailbox", "drafts_of", "opened"]

_OPERATION_S = 8.0
_LONGEST = 600_000  # bytes; what showup writes is shorter
_AT_ONCE = 50
_DRAFTS = b"\\Drafts"
_NAMES = frozenset(
    {
        "drafts", "draft", "draft messages", "entwürfe", "entwurf", "brouillons", "borradores", "rascunhos", "bozze", "concepten",
        "下書き", "utkast", "kladder", "luonnokset", "szkice", "kopie robocze", "koncepty", "черновики", "чернетки",
        "taslaklar", "草稿",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A putting.Box that is open for writing."""

    name: str
    client: IMAPClient

    def said(self) -> Mapping[str, Sequence[int]]:
        """Of those that are marked as unsent drafts, as showup's are, and that nobody has deleted."""
        found = defaultdict(list)
        uids = self.client.search(["HEADER", "X-Unsent", "1", "UNDELETED"])
        sizes = self.client.fetch(uids, ["RFC822.SIZE"]) if uids else {}
        fitting = [uid for uid in uids if uid in sizes and sizes[uid][b"RFC822.SIZE"] <= _LONGEST]
        for first in range(0, len(fitting), _AT_ONCE):
            bodies = self.client.fetch(fitting[first : first + _AT_ONCE], ["BODY.PEEK[]"])
            for uid, parts in bodies.items():
                found[said_in(parts[b"BODY[]"])].append(uid)
        return found

    def append(self, data: bytes) -> None:
        self.client.append(self.name, data, flags=(rb"\Draft", rb"\Seen"))
        self.client.noop()  # some servers tell of it only then

    def remove(self, uids: Iterable[int]) -> None:
        """Without UIDPLUS only where nothing but these would go; else they stay marked as deleted, which programs hide."""
        ours = sorted(set(uids))
        if not ours:
            return
        self.client.delete_messages(ours, silent=True)
        if self.client.has_capability("UIDPLUS"):
            self.client.uid_expunge(ours)
        elif set(self.client.search(["DELETED"])) <= set(ours):
            self.client.expunge()


@contextmanager
def opened(account: Account, password: str) -> Iterator[Mailbox]:
    """Signed in, and the Drafts mailbox selected. Raises DraftBoxError with what to do, whatever fails until it is closed."""
    try:
        with _connected(account) as client:
            _sign_in(client, account, password)
            name = account.mailbox or drafts_of(client.list_folders())
            client.select_folder(name)
            yield Mailbox(name, client)
    except TimeoutError:
        raise DraftBoxError("the server does not answer; try again later") from None
    except ssl.SSLError as err:
        raise DraftBoxError(f"no secure connection to the server: {err.reason or err}; check the host's name") from None
    except OSError as err:
        raise DraftBoxError(
            f"no connection to the server: {err.strerror or err}; check the network and the host"
        ) from None
    except IMAPClientError as err:
        raise DraftBoxError(f"the server refused: {one_line(str(err), 200)}") from None


def _connected(account: Account) -> IMAPClient:
    context = ssl.create_default_context() if account.tls else None
    return IMAPClient(account.host, account.port, ssl=account.tls, ssl_context=context, timeout=_OPERATION_S)


def _sign_in(client: IMAPClient, account: Account, password: str) -> None:
    """The server's own words are left out: they may repeat what was sent."""
    try:
        if password.isascii() and account.user.isascii():
            client.login(account.user, password)
        else:
            client.plain_login(account.user, password)
    except LoginError:
        mend = f"showup connect mail {account.host} --user {account.user}"
        raise DraftBoxError(f"the server did not take the password of {account.user}; give it anew: {mend}") from None


def drafts_of(folders: Sequence[tuple[Sequence[bytes], bytes | None, str]]) -> str:
    """The mailbox of drafts among those of a LIST: (flags, delimiter, name). Raises DraftBoxError when there is none."""
    usable = [(flags, delimiter, name) for flags, delimiter, name in folders if not _closed(flags)]
    for flags, _, name in usable:
        if any(flag.lower() == _DRAFTS.lower() for flag in flags):
            return name
    for _, delimiter, name in usable:
        if _last(name, delimiter).casefold() in _NAMES:
            return name
    raise DraftBoxError("the account has no mailbox for drafts; make one, or name one in the settings as `mailbox`")


def _last(name: str, delimiter: bytes | None) -> str:
    return name.rsplit(delimiter.decode(), 1)[-1] if delimiter else name


def _closed(flags: Sequence[bytes]) -> bool:
    return any(flag.lower() in {b"\\noselect", b"\\nonexistent"} for flag in flags)
