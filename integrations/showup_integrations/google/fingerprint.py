"""A digest by which a letter is known again, whatever a mail server made of its encoding, lines and other headers."""

from __future__ import annotations

import hashlib
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

__all__ = ["fingerprint", "same_letter"]


def fingerprint(data: bytes) -> str:
    """Two digests, parted by a dash: of the subject and to whom it goes, and of the text."""
    message = message_from_bytes(data, policy=default)
    to = sorted(address.addr_spec.lower() for address in getattr(message["To"], "addresses", ()))
    return f"{_digest(str(message['Subject'] or ''), *to)}-{_digest(_body(message))}"


def same_letter(one: str, other: str) -> bool:
    """Have these fingerprints the subject and the recipients in common?"""
    return one.partition("-")[0] == other.partition("-")[0]


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    try:
        return str(part.get_content()) if part is not None else ""
    except (LookupError, ValueError):  # an unknown character set
        return ""


def _digest(*texts: str) -> str:
    words = "\0".join(" ".join(text.split()) for text in texts)
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=16).hexdigest()
