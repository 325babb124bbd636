"""An announcement as a message to a telephone: discreet, or with all that it says. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from showup.model import Urgency
from showup.plain import one_line, plain
from showup.ports import Announcement
from showup_integrations.push.service import Message

__all__ = ["worded", "writable"]

_TITLE, _BODY = 300, 3000
_ABOUT = "About your interview"
_ELSEWHERE = "Your calendar and your laptop have the details."


def worded(announcement: Announcement, *, discreet: bool) -> Message:
    """The message. `discreet`: others can read along, so when it is may be said, but not with whom, where or how."""
    title, body = (
        _discreet(announcement)
        if discreet
        else (one_line(announcement.summary, _TITLE), plain(announcement.body, _BODY))
    )
    return Message(
        writable(announcement.tag),
        title,
        body,
        critical=announcement.urgency is Urgency.CRITICAL,
        link=None if discreet else _shown_link(announcement.link, body),
        insistent=any(action.do == "confirm" for action in announcement.actions),
        actions=announcement.actions,
        interview=announcement.interview,
        generation=announcement.generation,
        rung=announcement.rung,
        due=announcement.due,
    )


def writable(tag: str) -> str:
    """The tag as what can be written down and sent, whatever is in it: another one for another tag."""
    return tag.encode("utf-8", "backslashreplace").decode()


def _discreet(announcement: Announcement) -> tuple[str, str]:
    """An alarm says "In 15 min (14:00): Interview with Marlow": all but the name may be told. What else there is to say is about
    somebody, so that nothing of it may.
    """
    if not announcement.interview:
        return "showup needs you", "Something on your laptop needs a look: showup status tells what."
    before, found, after = (
        announcement.summary.rpartition(f": {announcement.title}") if announcement.title else ("",) * 3
    )
    if not found or announcement.title in before + after:
        return _ABOUT, _ELSEWHERE
    return one_line(f"{before}: Interview{after}", _TITLE), _ELSEWHERE


def _shown_link(link: str | None, body: str) -> str | None:
    """What opens at a touch is only what is read there."""
    return link if link and link in body and urlsplit(link).scheme in {"https", "http"} else None
