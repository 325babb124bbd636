"""How a meeting is joined: its link, and the telephone numbers that its description does not name."""

from __future__ import annotations

from collections.abc import Iterator

from showup_integrations.google.item import Entry, Item

__all__ = ["conference", "description"]

_SHORT = 2000


def conference(item: Item) -> str:
    """The link to the video, or else the number to call; empty when there is neither."""
    video = [entry.uri for entry in item.entries if entry.entry_point_type == "video"]
    phone = [entry.uri for entry in item.entries if entry.entry_point_type == "phone"]
    return next(filter(None, (*video, item.hangout_link, *phone)), "").strip()[:_SHORT]


def description(item: Item) -> str:
    """What the event says, and after it the numbers."""
    return "\n".join([item.description.strip(), *_numbers(item)]).strip()


def _numbers(item: Item) -> Iterator[str]:
    said = _digits(item.description)
    for entry in item.entries:
        if entry.entry_point_type == "phone" and entry.uri and _digits(entry.uri) not in said:
            yield f"{entry.uri.strip()[:_SHORT]}{_code(entry)}"


def _code(entry: Entry) -> str:
    code = entry.pin or entry.access_code
    return f" PIN: {code[:40]}#" if code else ""


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
