"""How loud an alarm is."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.ladder import default_policy, lay, loudness
from showup.model import Interview, Judgement, Occurrence, Verdict

START = datetime(2026, 11, 24, 13, tzinfo=UTC)
OCCURRENCE = Occurrence("cal", "u1", START, START + timedelta(hours=1))
PLAN = lay(default_policy(), Interview(OCCURRENCE, Judgement(Verdict.INTERVIEW, 90)), ZoneInfo("Europe/Berlin"))


def test_it_rises_over_the_repeats_of_a_rung_and_from_rung_to_rung():
    rings = [("soon", 1), ("soon", 4), ("door", 1), ("door", 5), ("start", 1), ("start", 2), ("start", 5)]
    heard = [loudness(PLAN, *ring) for ring in rings]
    assert all(earlier <= later for earlier, later in itertools.pairwise(heard))
    assert (
        len({round(one, 6) for one in heard}) == len(rings) - 1
    )  # the last repeat of one rung is as loud as the next begins
    assert heard[-1] == 1


@pytest.mark.parametrize("rung", [alarm.rung for alarm in PLAN.alarms])
@pytest.mark.parametrize("attempt", [1, 2, 50])
def test_it_is_always_heard_and_never_more_than_the_tone_is(rung, attempt):
    assert 0.25 <= loudness(PLAN, rung, attempt) <= 1
