"""The person's keyring through the `keyring` library (extra `keyring`): whether there is one, and never a wait for long."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from showup_integrations.extras import install
from showup_integrations.within import OverdueError, within

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

__all__ = ["Keyring", "LockedError"]

T = TypeVar("T")
_PATIENCE = timedelta(seconds=10)  # a keyring on a bus answers in a few milliseconds or hangs
_PATIENCE_ASKING = timedelta(minutes=2)  # in which a person can type a password


class LockedError(Exception):
    """The keyring is there and cannot be used now: it is locked, it hangs, or it is broken. The text says which, in words."""


class Keyring:
    """`trouble` says in words why there is none that can be used now, None when there is. With `ask` the person may be asked to
    unlock it.
    """

    def __init__(self, *, ask: bool = False) -> None:
        self._patience = _PATIENCE_ASKING if ask else _PATIENCE
        self._backend: KeyringBackend | None = None
        self._locked = False
        self.trouble: str | None = None
        with suppress(LockedError):  # whoever wants something of it is told
            self._within(lambda: self._look(ask=ask))

    @property
    def name(self) -> str:
        """Which keyring it is."""
        return type(self._backend).__module__.rpartition(".")[2]

    def get(self, service: str, user: str) -> str | None:
        """None when it is not there, or there is no keyring; raises LockedError."""
        backend = self._usable()
        return self._within(lambda: backend.get_password(service, user)) if backend else None

    def put(self, service: str, user: str, secret: str) -> bool:
        """Whether it was taken; False when there is no keyring. Raises LockedError."""
        backend = self._usable()
        if backend is None:
            return False
        self._within(lambda: backend.set_password(service, user, secret))
        return True

    def forget(self, service: str, user: str) -> None:
        """None there is no fault. Raises LockedError."""
        backend = self._usable()
        if backend is not None and self._within(lambda: backend.get_password(service, user)) is not None:
            self._within(lambda: backend.delete_password(service, user))

    def _usable(self) -> KeyringBackend | None:
        if self._locked:
            raise LockedError(self.trouble)
        return self._backend

    def _look(self, *, ask: bool) -> None:
        if importlib.util.find_spec("keyring") is None:
            self.trouble = f"the package keyring is not installed ({install('keyring')})"
            return
        from keyring import get_keyring  # noqa: PLC0415 - 80 ms and 20 MB, for those who have a secret
        from keyring.backends import fail, null  # noqa: PLC0415

        backend = get_keyring()
        if isinstance(backend, fail.Keyring | null.Keyring):
            self.trouble = "there is no keyring here"
        elif not ask and _is_secret_service(backend) and not _is_open():
            self.trouble = "there is no keyring here yet (the desktop makes one at the first log-in)"
        else:
            self._backend = backend

    def _within(self, work: Callable[[], T]) -> T:
        """Do it, but do not wait for long: a keyring on a bus can hang, or wait for a window that nobody sees."""
        try:
            return within(self._patience, work)
        except OverdueError:
            self.trouble = "the keyring does not answer"
        except LockedError as error:
            self.trouble = str(error)
        except Exception as error:  # noqa: BLE001 - whatever a keyring raises; its text is not told, for it may hold a secret
            self.trouble = f"the keyring cannot be used ({type(error).__name__})"
        self._locked = True
        raise LockedError(self.trouble)


def _is_secret_service(backend: KeyringBackend) -> bool:
    several = getattr(backend, "backends", (backend,))
    return any(type(one).__module__ == "keyring.backends.SecretService" for one in several)


def _is_open() -> bool:
    """Whether the desktop's keyring needs not ask the person first; False when there is none. Raises LockedError."""
    import secretstorage  # noqa: PLC0415 - comes with keyring on Linux

    with closing(secretstorage.dbus_init()) as bus, suppress(secretstorage.ItemNotFoundException):
        default = secretstorage.Collection(bus, "/org/freedesktop/secrets/aliases/default")
        if default.is_locked():
            raise LockedError("the keyring is locked")
        return True
    return False
