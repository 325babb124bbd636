"""A message as ntfy publishes it. Pure."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from showup.plain import one_line, plain
from showup.ports import Action
from showup_integrations.push.service import Message

__all__ = ["COUNTS_FOR", "as_reminder", "button", "buttons_of", "digest", "payload", "sequence"]

COUNTS_FOR = timedelta(minutes=20)
"""How long after the start, or after the alarm where that is later, a button counts: as long as a ladder is about that start."""

_TITLE, _LABEL, _LINK, _BYTES = 250, 40, 2000, 3800  # a server takes 4096 bytes
_BUTTONS = ("confirm", "snooze", "ack", "done")
"""What may be answered from a telephone, which may be in other hands: that one is there or done, or knows."""

_LOUD, _NORMAL = 5, 3
_MOST_BUTTONS = 3


def buttons_of(message: Message) -> tuple[Action, ...]:
    """The actions that become buttons; none for what is about no interview."""
    wanted = tuple(action for action in message.actions if action.do in _BUTTONS)
    return wanted[:_MOST_BUTTONS] if message.interview else ()


def button(action: Action, where: str, token: str) -> dict[str, Any]:
    """It posts its token, which stands in no address: whoever follows, prefetches or logs addresses answers nothing."""
    label = one_line(action.label, _LABEL)
    return {"action": "http", "label": label, "url": where, "method": "POST", "body": token, "clear": True}


def payload(message: Message, buttons: list[dict[str, Any]]) -> dict[str, Any]:
    """The fields of https://docs.ntfy.sh/publish/#publish-as-json but the topic. Nothing is Markdown."""
    title = one_line(message.title, _TITLE) or "showup"
    said: dict[str, Any] = {
        "title": title,
        "message": _fitting(message.body) or title,  # a message without text would be called "triggered"
        "priority": _LOUD if message.critical else _NORMAL,
        "tags": ["alarm_clock"] if message.critical else ["calendar"],
    }
    if message.link:
        said["click"] = one_line(message.link, _LINK)
    if buttons:
        said["actions"] = buttons
    return said


def as_reminder(message: Message) -> Message:
    """For a server that takes nothing back: true whatever happens until then."""
    body = (
        f"When this was left with the server, an alarm of yours stood here: “{message.title}”. "
        "If it has moved, or you are there, there is nothing to do."
    )
    return Message(
        message.tag,
        "An interview was planned around now",
        body,
        critical=False,
        link=None,
        insistent=False,
        actions=(),
        interview=message.interview,
        generation=message.generation,
        rung=message.rung,
        due=message.due,
    )


def sequence(message: Message, at: datetime) -> str:
    """The same for the same alarm, so that asking twice leaves one message with the server."""
    named = (message.interview, str(message.generation), message.rung, str(int(at.timestamp())))
    return hashlib.blake2b("\0".join(named).encode(), digest_size=16).hexdigest()


def digest(message: Message) -> str:
    """What it says, without its tokens: another one is another message."""
    said = payload(message, [button(action, "", "") for action in buttons_of(message)])
    return hashlib.blake2b(json.dumps(said).encode(), digest_size=8).hexdigest()


def _fitting(text: str) -> str:
    shown = plain(text, _BYTES)
    while len(shown.encode()) > _BYTES:
        shown = plain(shown, len(shown) * 3 // 4)
    return shown
