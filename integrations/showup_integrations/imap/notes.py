"""What was stored in a mailbox under the name of a draft.

It is kept here and not in the message, so that nothing of it travels when the person sends that.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from email import message_from_bytes, policy
from pathlib import Path

import msgspec

from showup_integrations.own_files import write

__all__ = ["Notes", "digest", "load", "said_in", "save"]

_HEADERS = ("from", "to", "cc", "bcc", "subject", "in-reply-to", "references")


class Notes(msgspec.Struct, frozen=True):
    """`copies` are the drafts that lie beside each other, each with the digests of its texts, the newest last. `begun` is what
    was about to be stored, as a number of a copy (from 1) and a digest: whether it was, the mailbox says.
    """

    copies: tuple[tuple[str, ...], ...] = ()
    begun: tuple[int, str] | None = None


def load(file: Path) -> Notes:
    """Nothing when there is none. One that cannot be read counts as none: what is there stays, and the draft is put beside it."""
    with suppress(FileNotFoundError, msgspec.MsgspecError):
        return msgspec.json.decode(file.read_bytes(), type=Notes)
    return Notes()


def save(file: Path, notes: Notes) -> None:
    write(file, msgspec.json.encode(notes))


def said_in(data: bytes) -> str:
    """The digest of what a message says: the same for one that a server has only encoded or folded in another way."""
    message = message_from_bytes(data, policy=policy.default)
    heads = [f"{name}: {' '.join(str(value).split())}" for name in _HEADERS for value in message.get_all(name, [])]
    text = message.get_payload(decode=True) if not message.is_multipart() else data
    plain = text if isinstance(text, bytes) else b""
    lines = plain.replace(b"\r\n", b"\n").rstrip(b"\n")
    return digest("\n".join([*heads, message.get_content_type()]).encode("utf-8", "replace") + b"\n\n" + lines)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
