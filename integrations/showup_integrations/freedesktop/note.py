"""An announcement in the words of the Desktop Notifications Specification. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from dbus_fast import Variant

from showup.model import Urgency
from showup.plain import one_line, plain
from showup.web_address import web_address

if TYPE_CHECKING:
    from showup.ports import Action, Announcement

__all__ = ["CLICK", "NOTIFY_SIGNATURE", "Server", "body_of", "buttons_of", "notify_arguments", "opens"]

NOTIFY_SIGNATURE = "susssasa{sv}i"
CLICK = "default"
"""What a click anywhere on a notification invokes, beside its buttons."""

_SUMMARY = 200
_BODY = 2000
_LINK = 1000
_TYPED = 400
_LABEL = 40
_MOST_BUTTONS = 3  # GNOME shows no more
_NEVER, _SERVERS_CHOICE = 0, -1


# Servers that have buttons and keep them in a menu, behind a mouse button or a command of their own.
_IN_A_MENU = frozenset({"dunst", "fnott", "mako"})


@dataclass(frozen=True, slots=True)
class Server:
    """A notification server: the name it gives itself, and what GetCapabilities says."""

    name: str
    capabilities: frozenset[str]

    @property
    def has_buttons(self) -> bool:
        return "actions" in self.capabilities

    @property
    def draws_buttons(self) -> bool:
        return self.has_buttons and self.name not in _IN_A_MENU


def notify_arguments(
    announcement: Announcement, server: Server, replaces: int
) -> tuple[str, int, str, str, str, list[str], dict[str, Variant], int]:
    """The arguments of Notify.

    app_name, replaces_id, app_icon, summary, body, actions, hints, expire_timeout in ms.
    """
    critical = announcement.urgency is Urgency.CRITICAL
    return (
        "showup",
        replaces,
        "appointment-soon",
        one_line(announcement.summary, _SUMMARY) or "showup",
        body_of(announcement, server),
        [*_click(announcement, server), *_pairs(buttons_of(announcement, server))],
        _hints(announcement),
        _NEVER if critical else _SERVERS_CHOICE,
    )


def buttons_of(announcement: Announcement, server: Server) -> tuple[Action, ...]:
    """The buttons that this server can show.

    Never `default`: a click anywhere on the text must not answer for the person, it opens the link.
    """
    if not server.has_buttons:
        return ()
    return tuple(action for action in announcement.actions if action.do != CLICK)[:_MOST_BUTTONS]


def _click(announcement: Announcement, server: Server) -> tuple[str, ...]:
    return (CLICK, "Open the link") if server.has_buttons and opens(announcement) else ()


def opens(announcement: Announcement) -> str | None:
    """The link that a click beside the buttons opens: only one that stands whole in the text."""
    link = announcement.link
    return link if link and web_address(link) and link in _text(announcement) else None


def body_of(announcement: Announcement, server: Server) -> str:
    """The text below the summary.

    Escaped for a server that reads markup; with what to type for one that draws no buttons.
    """
    typed = announcement.actions and not server.draws_buttons
    hint = one_line(_typed(announcement.actions), _TYPED) if typed else ""
    text = "\n".join(filter(None, [_text(announcement), hint]))
    return escape(text, quote=False) if "body-markup" in server.capabilities else text


def _text(announcement: Announcement) -> str:
    """What is told, with the link."""
    text = plain(announcement.body, _BODY)
    if not announcement.link or announcement.link in text:
        return text
    return f"{text}\n{one_line(announcement.link, _LINK)}".lstrip()


def _pairs(buttons: tuple[Action, ...]) -> list[str]:
    return [text for button in buttons for text in (button.do, one_line(button.label, _LABEL))]


def _typed(actions: tuple[Action, ...]) -> str:
    return "Answer in a terminal: " + ", ".join(f"{action.typed} ({action.label})" for action in actions)


def _hints(announcement: Announcement) -> dict[str, Variant]:
    hints = {
        "urgency": Variant("y", int(announcement.urgency)),
        "desktop-entry": Variant("s", "showup"),
        "category": Variant("s", "x-showup.interview"),
        # dunst then replaces what an earlier showup left on the screen, whose buttons nobody hears any more.
        "x-dunst-stack-tag": Variant("s", one_line(announcement.tag, _SUMMARY)),
    }
    if announcement.quiet:
        hints["suppress-sound"] = Variant("b", True)
    if announcement.urgency is Urgency.CRITICAL:
        hints["resident"] = Variant("b", True)  # a press that came too early must not take the alarm away
    return hints
