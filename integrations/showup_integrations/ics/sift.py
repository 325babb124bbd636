"""Choosing by their bytes the events that are worth parsing, and in which order.

Parsing costs a hundred times what a look at the bytes costs. What is left out here is surely far from the window, or surely
no interview.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct, field

from showup.ports import Wanted
from showup_integrations.ics.block import Found
from showup_integrations.ics.days import Days, upper
from showup_integrations.ics.lines import value_of
from showup_integrations.ics.scan import Scan

__all__ = ["Sifted", "sift", "winnow"]

_LAST = b"~"


class Sifted(Struct):
    """`events` are worth parsing, the most urgent first; `others` are those that are not able, by UID."""

    events: list[Found] = field(default_factory=list)
    others: dict[str, datetime] = field(default_factory=dict)


def winnow(
    scans: list[Scan], uids: set[bytes], wanted: Wanted, others: dict[str, datetime]
) -> Iterable[tuple[bytes, int]]:
    """Each text without the plain events that are not wanted, and how many those were.

    `uids` are those of the events that were found elsewhere: of one event every version is kept, for a newer one may have been
    moved far away or be no interview any more, and without it the older would count.
    """
    days, able = Days.of(wanted.window), wanted.able
    kept = {*uids, *(uid.encode() for uid in wanted.uids)}.union(*(scan.odd for scan in scans))
    plain = [event for scan in scans for event in scan.plain]
    kept |= {
        event.uid
        for event in plain
        if able is None
        or (event.uid not in kept and ((not event.dated and days.unread(event.lines)) or able(event.lines)))
    }
    for event in plain:
        if event.uid not in kept:
            _note(others, event.uid.decode(errors="replace"), days.last_end(event.lines, wanted.window))
    return (scan.kept(kept) for scan in scans)


def sift(found: Iterable[Found], wanted: Wanted) -> Sifted:
    """The events that may touch the window and are able to be an interview, and all versions of those.

    Coming single events are first, the soonest before the later: where there is too much, it is not they that are left out.
    """
    days, able = Days.of(wanted.window), wanted.able
    seen = [(event, value_of(event.block.lines, "UID"), upper(event.block.lines)) for event in found]
    near = [(event, uid, lines) for event, uid, lines in seen if not days.miss(lines)]
    kept = {
        uid
        for event, uid, lines in near
        if able is None or uid in wanted.uids or days.unread(lines) or able(event.block.lines)
    }
    sifted: Sifted = Sifted()
    for _, uid, lines in near:
        if uid not in kept:
            _note(sifted.others, uid, days.last_end(lines, wanted.window))
    chosen = sorted(
        ((event, lines) for event, uid, lines in seen if uid in kept), key=lambda one: days.coming(one[1]) or _LAST
    )
    sifted.events = [event for event, _ in chosen]
    return sifted


def _note(others: dict[str, datetime], uid: str, end: datetime) -> None:
    others[uid] = max(end, others.get(uid, end))
