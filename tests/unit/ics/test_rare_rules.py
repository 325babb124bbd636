"""Rules that few programs write: worked out, or named, never worked out wrongly."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from showup.model import Window


def test_a_rule_that_follows_easter_follows_easter(read, make) -> None:
    window = Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC))
    reading = read(make("UID:1\nDTSTART:20260406T100000Z\nRRULE:FREQ=YEARLY;BYEASTER=1"), window=window)
    assert [f"{found.start:%Y-%m-%d}" for found in reading.occurrences] == ["2026-04-06", "2027-03-29", "2028-04-17"]


@pytest.mark.parametrize("skip", ["BACKWARD", "FORWARD"])
@pytest.mark.parametrize("scale", ["", "RSCALE=GREGORIAN;"])
def test_a_rule_that_moves_in_short_months_is_named_instead_of_losing_them(read, make, scale: str, skip: str) -> None:
    reading = read(make(f"UID:1\nSUMMARY:Talk\nDTSTART:20260131T100000Z\nRRULE:{scale}FREQ=MONTHLY;SKIP={skip}"))
    assert reading.occurrences == ()
    assert [(trouble.where, "too short" in trouble.why) for trouble in reading.troubles] == [("Talk", True)]


def test_a_rule_that_leaves_short_months_out_is_worked_out(read, make) -> None:
    rule = "RRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=OMIT;COUNT=3"
    reading = read(make(f"UID:1\nDTSTART:20260131T100000Z\n{rule}"))
    assert [found.start.month for found in reading.occurrences] == [1, 3, 5]
