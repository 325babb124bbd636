"""What a program is told of an announcement: in its environment, and as JSON on its standard input. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from showup.plain import one_line, plain

if TYPE_CHECKING:
    from showup.ports import Announcement

__all__ = ["as_environment", "as_json"]

_TITLE, _BODY, _LINK = 300, 4000, 2000


def as_json(announcement: Announcement) -> bytes:
    """One JSON object: `summary`, `body`, `urgency` (low, normal, critical), `interview` (its key), `rung`, `attempt`, `link` and
    `actions` (of each `label` and `command`, which does the same when it is typed).
    """
    return json.dumps(_said(announcement), ensure_ascii=False).encode() + b"\n"


def as_environment(announcement: Announcement) -> dict[str, str]:
    """The same but the actions, as SHOWUP_SUMMARY and so on; what there is none of is empty."""
    said = _said(announcement)
    return {f"SHOWUP_{name.upper()}": str(value or "") for name, value in said.items() if name != "actions"}


def _said(announcement: Announcement) -> dict[str, Any]:
    return {
        "summary": one_line(announcement.summary, _TITLE),
        "body": plain(announcement.body, _BODY),
        "urgency": announcement.urgency.name.lower(),
        "interview": announcement.interview,
        "rung": announcement.rung,
        "attempt": announcement.attempt,
        "link": one_line(announcement.link, _LINK) if announcement.link else None,
        "actions": [{"label": action.label, "command": action.typed} for action in announcement.actions],
    }
