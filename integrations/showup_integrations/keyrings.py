"""The person's keyring through the `keyring` library (extra `keyring`): whether there is one, and never a wait for long."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

__all__ = ["Keyring", "LockedError"]

T = TypeVar("T")
_PATIENCE = 10.0  # seconds; a keyring on a bus answers in a few milliseconds or hangs
_PATIENCE_ASKING = 120.0  # seconds in which a person can type a password


class LockedError(Exception):
    """The keyring is there and cannot be used now: it is locked, or it hangs."""


class Keyring:
    """`trouble` says in words why there is none that can be used now, None when there is. With `ask` the person may be asked to
    unlock it.
    """

    def __init__(self, *, ask: bool = False) -> None:
        self._patience = _PATIENCE_ASKING if ask else _PATIENCE
        self._backend: KeyringBackend | None = None
        self._locked = False
        self.trouble: str | None = "the keyring does not answer"
        try:
            self._within(lambda: self._look(ask=ask))
        except LockedError:
            self._locked = True

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
        """Raises LockedError."""
        backend = self._usable()
        if backend is not None and self._within(lambda: backend.get_password(service, user)) is not None:
            self._within(lambda: backend.delete_password(service, user))

    def _usable(self) -> KeyringBackend | None:
        if self._locked:
            raise LockedError
        return self._backend

    def _look(self, *, ask: bool) -> None:
        if importlib.util.find_spec("keyring") is None:
            self.trouble = "the package keyring is not installed (pip install 'showup[keyring]')"
            return
        from keyring import get_keyring  # noqa: PLC0415 - 80 ms and 20 MB, for those who have a secret
        from keyring.backends import fail, null  # noqa: PLC0415

        backend = get_keyring()
        if isinstance(backend, fail.Keyring | null.Keyring):
            self.trouble = "there is no keyring here"
        elif not ask and _is_secret_service(backend) and (why := _shut()):
            self.trouble, self._locked = why, "locked" in why
        else:
            self.trouble, self._backend = None, backend

    def _within(self, work: Callable[[], T]) -> T:
        """Do it in a thread that can be left: a keyring on a bus can hang, or wait for a window that nobody sees."""
        outcome: list[T] = []
        failure: list[BaseException] = []

        def run() -> None:
            try:
                outcome.append(work())
            except BaseException as error:  # noqa: BLE001 - told of below, without its text
                failure.append(error)

        thread = threading.Thread(target=run, daemon=True, name="keyring")
        thread.start()
        thread.join(self._patience)
        if not outcome:
            self.trouble = "the keyring is locked" if failure else "the keyring does not answer"
            raise LockedError
        return outcome[0]


def _is_secret_service(backend: KeyringBackend) -> bool:
    several = getattr(backend, "backends", (backend,))
    return any(type(one).__module__ == "keyring.backends.SecretService" for one in several)


def _shut() -> str:
    """Why the desktop's keyring would have to ask the person first; empty when it would not."""
    import secretstorage  # noqa: PLC0415 - comes with keyring on Linux

    with closing(secretstorage.dbus_init()) as bus, suppress(secretstorage.ItemNotFoundException):
        default = secretstorage.Collection(bus, "/org/freedesktop/secrets/aliases/default")
        return "the keyring is locked" if default.is_locked() else ""
    return "there is no keyring here yet (the desktop makes one at the first log-in)"
