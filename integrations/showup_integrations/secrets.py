"""Passwords, tokens and secret addresses: in the person's keyring, else in a file that only they can read.

    put("calendar.example.org", "ann@example.org", password)   -> "in the keyring (SecretService)"
    get("calendar.example.org", "ann@example.org")             -> the password, None when there is none

Only for child processes and one-shot commands: a keyring's library is large, and a keyring may hang. `service` is the host or
the kind of the source, `user` an account or a name the person knows; the keyring shows the entry under "showup:SERVICE".
Nothing here ever asks the person to unlock a keyring unless `ask` is set, which is for commands that the person waits for: a
window that pops up at every reading would be noise. Nothing here puts a secret into a message.
"""

from __future__ import annotations

from contextlib import suppress

from showup.errors import SourceError
from showup_integrations import secret_files as files
from showup_integrations.keyrings import Keyring, LockedError

__all__ = ["absent", "forget", "get", "put"]


def get(service: str, user: str, *, ask: bool = False) -> str | None:
    """The secret, None when none was put. Raises SourceError when it may be in a keyring that is locked or hangs."""
    # A secret is in a file only when the last `put` could not reach the keyring: it is never older than the keyring's.
    kept = files.get(service, user)
    if kept is not None:
        return kept
    try:
        return Keyring(ask=ask).get(_shown(service), user)
    except LockedError as error:
        why = f"{error}, so what it keeps is out of reach. Unlock or mend it: log in again, or open a program that uses it."
        raise SourceError(f"{why[0].upper()}{why[1:]}") from None


def absent(what: str, mend: str) -> SourceError:
    """The error for a secret that `get` did not find: it was never put, or is in a keyring that cannot be reached now.

    `what` names it ("password of ann"), `mend` is the command that gives it again.
    """
    trouble = Keyring().trouble
    if trouble is None:
        return SourceError(f"No {what} is kept. Give it with: {mend}", denied=True)
    return SourceError(
        f"No {what} is within reach: {trouble}. If a keyring keeps it, log in to your desktop; if none does, give it with: {mend}"
    )


def put(service: str, user: str, secret: str, *, ask: bool = False) -> str:
    """Keep it and say where, as words that go on from "it is kept". Raises ShowupError when it can be kept nowhere."""
    keyring = Keyring(ask=ask)
    try:
        kept = keyring.put(_shown(service), user, secret)
    except LockedError:
        kept = False
    if kept:
        files.forget(service, user)
        return f"in the keyring ({keyring.name})"
    files.put(service, user, secret)
    return f"in a file that only you can read ({files.folder()}), because {keyring.trouble}"


def forget(service: str, user: str) -> str | None:
    """Keep it no longer; none there is no fault. Answers with why it may still be in a keyring, None when it is nowhere."""
    in_file = files.get(service, user) is not None  # and then in no keyring that `put` could reach
    files.forget(service, user)
    keyring = Keyring(ask=True)
    with suppress(LockedError):
        keyring.forget(_shown(service), user)
    return None if in_file else keyring.trouble


def _shown(service: str) -> str:
    return f"showup:{service}"
