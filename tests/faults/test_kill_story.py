"""What the check reckons that a ladder owes, from what the ledger tells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.faults.kill_story import Generation, stories

from showup.ledger import LogLine

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def line(seconds: float, what: str, **detail: Any) -> LogLine:
    return LogLine(at(seconds), "key", what, detail)


def planned(seconds: float, number: int = 1, start: datetime = START) -> LogLine:
    return line(seconds, "planned", generation=number, start=start.isoformat())


def only(*lines: LogLine) -> Generation:
    return stories(lines)["key"][-1]


def owed(generation: Generation) -> list[tuple[str, float, float]]:
    seconds = [(slot.rung, slot.at - START, slot.end - START) for slot in generation.due()]
    return [(rung, begin.total_seconds(), end.total_seconds()) for rung, begin, end in seconds]


def test_a_ladder_that_nobody_answers_owes_every_ring_up_to_the_next() -> None:
    assert owed(only(planned(-60))) == [
        ("soon", -12, -8), ("soon", -8, -4), ("door", -4, 0), ("start", 0, 4), ("start", 4, 8)
    ]  # fmt: skip


def test_one_that_is_found_late_owes_its_strongest_overdue_rung_at_once() -> None:
    assert owed(only(planned(-3))) == [("door", -3, 0), ("start", 0, 4), ("start", 4, 8)]


def test_a_confirmation_ends_it() -> None:
    assert owed(only(planned(-60), line(-6, "confirmed"))) == [("soon", -12, -8), ("soon", -8, -6)]


def test_a_move_ends_it_and_begins_another() -> None:
    first, second = stories([planned(-60), planned(-10, 2, at(60))])["key"]
    assert owed(first) == [("soon", -12, -10)]
    assert owed(second)[0] == ("soon", 48, 52)


def test_what_was_acknowledged_rings_again_only_with_the_next_rung() -> None:
    owes = owed(only(planned(-60), line(-11, "acknowledged", rung="soon")))
    assert owes[:2] == [("soon", -12, -11), ("door", -4, 0)]


def test_a_snoozed_ring_is_owed_when_the_snooze_is_over() -> None:
    owes = owed(only(planned(-60), line(0.5, "snoozed", rung="start", until=at(3.5).isoformat())))
    assert owes[3:] == [("start", 0, 0.5), ("start", 3.5, 4), ("start", 4, 8)]
