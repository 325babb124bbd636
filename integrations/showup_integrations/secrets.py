"""Passwords, tokens and secret addresses: in the person's keyring, else in a file that only they can read.

    put("calendar.example.org", "ann@example.org", password)   -> "in the keyring (SecretService)"
    get("calendar.example.org", "ann@example.org")             -> the password, None when there is none

Only for child processes and one-shot commands: a keyring's library is large, and a keyring may hang. `service` is the host or
the kind of the source, `user` an account or a name the person knows; the keyring shows the entry under "showup:SERVICE".
Nothing here ever asks the person to unlock a keyring unless `ask` is set, which is for commands that the person waits for: a
window that pops up at every reading would be noise. Nothing here puts a secret into a message.
"""

from __future__ import annotations

from showup import paths
from showup.errors import ShowupError, SourceError
from showup_integrations import secret_files as files
from showup_integrations.keyrings import Keyring, LockedError

__all__ = ["forget", "get", "put", "where"]

_LOCKED = (
    "the keyring is locked, so what it keeps is out of reach. Unlock it (log in again, or open a program that uses it); "
    "showup tries again."
)


def get(service: str, user: str, *, ask: bool = False) -> str | None:
    """The secret, None when none was put. Raises SourceError when it may be in a keyring that is locked or hangs."""
    # A secret is in a file only when the last `put` could not reach the keyring: it is never older than the keyring's.
    kept = files.get(service, user)
    if kept is not None:
        return kept
    try:
        return Keyring(ask=ask).get(_shown(service), user)
    except LockedError:
        raise SourceError(f"{service}: {_LOCKED}") from None


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


def forget(service: str, user: str, *, ask: bool = False) -> None:
    """Take it away wherever it is; none there is no fault. Raises ShowupError when a locked keyring may still hold it."""
    files.forget(service, user)
    try:
        Keyring(ask=ask).forget(_shown(service), user)
    except LockedError:
        raise ShowupError(
            f"The keyring is locked and may still hold what belongs to {service}. Unlock it, then repeat."
        ) from None


def where() -> str:
    """Where a secret would be kept now, as words that go on from "secrets are kept"."""
    keyring = Keyring()
    if keyring.trouble is None:
        return f"in the keyring ({keyring.name})"
    return f"in files that only you can read ({paths.state_dir() / 'secrets'}), because {keyring.trouble}"


def _shown(service: str) -> str:
    return f"showup:{service}"
