"""A draft as the bytes of an RFC 5322 message."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from showup.plain import one_line, plain

if TYPE_CHECKING:
    from showup.model import Draft, Profile

__all__ = ["as_bytes"]

_LONGEST_LINE = 998  # bytes; RFC 5322, 2.1.1
_LONGEST_SUBJECT = 300
_LONGEST_NAME = 100
_LONGEST_BODY = 100_000
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,200}@[A-Za-z0-9!#$%&'*+/=?^_`{|}~.:\[\]-]{1,200}>")


def as_bytes(draft: Draft, sender: Profile) -> bytes:
    """The message with CRLF lines, plain text in UTF-8.

    `X-Unsent` makes mail programs open it for editing. It has no Date and no Message-ID: the program that
    sends it gives both. What is no address in plain ASCII (the telephone number of a script, something
    hostile) is left out of To and From. It is in the thread of what it answers, where that has a proper Message-ID.
    """
    message = EmailMessage(policy=SMTP)
    if origin := _sender(sender):
        message["From"] = origin
    if recipients := [address for address in map(_address, draft.to) if address]:
        message["To"] = recipients
    message["Subject"] = _unencoded(one_line(draft.subject, _LONGEST_SUBJECT))
    message["X-Unsent"] = "1"
    if draft.in_reply_to and _MESSAGE_ID.fullmatch(draft.in_reply_to):
        message["In-Reply-To"] = message["References"] = draft.in_reply_to
    text = plain(draft.body, _LONGEST_BODY)
    longest = max(len(line.encode()) for line in text.split("\n"))
    message.set_content(text, cte="8bit" if longest <= _LONGEST_LINE else "quoted-printable")
    return message.as_bytes()


def _sender(sender: Profile) -> Address | None:
    address = next(filter(None, map(_address, sender.emails)), None)
    name = _unencoded(one_line(sender.name, _LONGEST_NAME))
    return Address(name, addr_spec=address.addr_spec) if address and name else address


def _unencoded(text: str) -> str:
    """A text that is spelt like an encoded word (RFC 2047) would be decoded, line breaks and all."""
    return text.replace("=?", "= ?")


def _address(text: str) -> Address | None:
    bare = text.strip()
    if not (bare.isascii() and bare.isprintable()) or " " in bare:
        return None
    try:
        address = Address(addr_spec=bare)
    except (MessageError, ValueError, IndexError):  # the parser raises all three on malformed input
        return None
    return address if address.username and address.domain else None
