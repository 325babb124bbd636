"""Values as lines for a person at a terminal. What comes from a calendar is made plain first."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from showup import duration
from showup.plain import one_line

__all__ = ["away", "complaint", "counted", "either", "headline", "table", "warn", "way_there", "when"]


def when(text: str, *, all_day: bool = False) -> str:
    """An ISO time as "Tue 24 Nov 14:00"."""
    return f"{datetime.fromisoformat(text):%a %d %b}" if all_day else f"{datetime.fromisoformat(text):%a %d %b %H:%M}"


def away(text: str, now: datetime) -> str:
    """How far away an ISO time is: "in 2 h 5 min"."""
    return duration.away(datetime.fromisoformat(text) - now)


def way_there(view: dict[str, Any]) -> list[str]:
    """How one gets to it and what one has with them, a line for each that is known."""
    phone = f"{view['phone']}, PIN {view['pin']}" if view["pin"] else view["phone"]
    there = f"{when(view['start_there'])} in {view['zone_there']}" if view["start_there"] else None
    rows = (
        ("there", there),
        ("join", view["join_url"]),
        ("phone", phone),
        ("place", view["place"]),
        ("bring", "; ".join(view["bring"])),
    )
    return [f"  {name}: {one_line(value, 300)}" for name, value in rows if value]


def headline(view: dict[str, Any]) -> str:
    """One interview in one line."""
    title, company = one_line(view["title"], 70) or "(no title)", one_line(view["company"] or "", 40)
    told = f"{title} ({company})" if company and company.casefold() not in title.casefold() else title
    return f"{when(view['start'], all_day=view['all_day'])}  {told}"


def either(key: str) -> str:
    """How to say whether it is an interview."""
    return f"showup mine {key[:6]}, or showup not-mine {key[:6]}"


def table(rows: Iterable[Sequence[str]], indent: str = "") -> str:
    """Columns, two spaces apart, each line after `indent`; the last column is not padded, and may be some sentences."""
    rows = [[*(one_line(cell, 200) for cell in row[:-1]), one_line(row[-1], 600)] for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)] if rows else []
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    ]
    return "\n".join(f"{indent}{line}".rstrip() for line in lines)


def complaint(source: str, where: str, why: str) -> str:
    """What is wrong with something in a calendar, every name in it once."""
    named = where == source or where.endswith(f"/{source}") or why.startswith(where)
    return f"{source}: {why}" if named else f"{source}: {where}: {why}"


def counted(number: int, what: str) -> str:
    """A number of things: 1 event, 2 events."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def warn(text: str) -> None:
    """A line on stderr."""
    print(f"showup: {text}", file=sys.stderr)
