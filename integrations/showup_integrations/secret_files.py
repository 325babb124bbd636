"""Secrets in files, one for each, in a folder of their own: for machines without a keyring. See showup_integrations.secrets."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from showup import paths
from showup.errors import ShowupError
from showup_integrations.own_files import write

__all__ = ["folder", "forget", "get", "put"]

_LIMIT = 1 << 20


def folder() -> Path:
    """Where they are (0700), whether it exists or not."""
    return paths.state_dir() / "secrets"


def get(service: str, user: str) -> str | None:
    """None when there is none, or when its file is damaged: it can be entered again."""
    try:
        with _file(service, user).open("rb") as file:
            said = json.loads(file.read(_LIMIT))
    except (OSError, ValueError):
        return None
    secret = said.get("secret") if isinstance(said, dict) else None
    return secret if isinstance(secret, str) else None


def put(service: str, user: str, secret: str) -> None:
    """Raises ShowupError when it cannot be written."""
    # Service and user stand beside it for a person who looks; the file's name tells nobody who lists the folder.
    text = json.dumps({"service": service, "user": user, "secret": secret})
    try:
        write(_file(service, user), text.encode())
    except OSError as error:
        why = f"The secret of {service} cannot be kept in {folder()} ({error.strerror}). Make room or mend its permissions."
        raise ShowupError(why) from None


def forget(service: str, user: str) -> None:
    """None there is no fault."""
    with suppress(OSError):
        _file(service, user).unlink(missing_ok=True)


def _file(service: str, user: str) -> Path:
    name = hashlib.blake2b(f"{service}\0{user}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return folder() / f"{name}.json"
