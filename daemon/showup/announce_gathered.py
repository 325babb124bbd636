"""The words for several interviews of which the same is to be said: the nearest by name, the others by number. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from showup.announce import called
from showup.engine import Watch
from showup.model import Urgency
from showup.ports import Announcement

__all__ = ["announce_gathered"]

_NAMED = 5
_WORDS = {
    "moved": ("{} interviews have moved", "These are the new times; their alarms are set."),
    "cancelled": ("{} interviews are cancelled", "Your calendar says that they are off. Their alarms are off too."),
    "vanished": ("{} interviews are gone from your calendar", "Their alarms are off. Are they still on?"),
    "changed": ("{} interviews do not look like any now", "Your calendar has changed them. Their alarms are off."),
    "restored": ("{} interviews are back in your calendar", "Their alarms are set again."),
    "doubtful": ("{} interviews are called off in one calendar", "Another one has them: their alarms go on. Are they on?"),
    "declined": ("{} interviews are declined in one calendar", "Another one has them: their alarms go on. Are they on?"),
    "disagree": ("Your calendars disagree about {} interviews", "These are the times that showup rings for."),
    "unread": ("{} interviews are in no calendar that is read", "They ring on as they were last known. Are they on?"),
    "conflict": ("{} interviews have another at the same time", "All of them ring. To ask for another time: showup cant."),
    "asked": ("Were these interviews? {} are over", "You have not said whether they were any."),
    "ruled": ("{} interviews are silenced by rules of yours", "Their alarms are off; showup rules lists your rules."),
    "passed": ("Were you there? {} interviews are over", "They stood in your calendar for whole days."),
}  # fmt: skip
_MILD = frozenset({"asked", "ruled"})


def announce_gathered(what: str, watches: Sequence[Watch], number: int, zone: ZoneInfo) -> Announcement:
    """`watches` with the nearest first; `number` tells this notice from others of its kind, which must not replace it.

    It has no buttons, for it is about many: what is asked stays listed by `showup status`, with how to answer.
    """
    heading, meaning = _WORDS[what]
    lines, left = [], len(watches)
    for of_one in _by_series(watches)[:_NAMED]:
        left -= len(of_one)
        lines.append(_line(of_one, zone))
    more = f"and {left} more: showup status" if left else "All of them: showup status"
    urgency = Urgency.NORMAL if what in _MILD else Urgency.CRITICAL
    body = "\n".join([meaning, *lines, more])
    return Announcement(f"gathered:{number}", "", 0, heading.format(len(watches)), body, urgency)


def _by_series(watches: Sequence[Watch]) -> list[list[Watch]]:
    found: dict[str, list[Watch]] = defaultdict(list)
    for watch in watches:
        found[watch.interview.occurrence.uid].append(watch)
    return list(found.values())


def _line(of_one: Sequence[Watch], zone: ZoneInfo) -> str:
    """One interview, or the occurrences of one series."""
    first = of_one[0]
    form = "%a %d %B" if first.interview.occurrence.all_day else "%a %d %B, %H:%M"
    times = f" and {len(of_one) - 1} more times" if len(of_one) > 1 else ""
    return f"{first.plan.due.astimezone(zone):{form}}{times}: {called(first)}"
