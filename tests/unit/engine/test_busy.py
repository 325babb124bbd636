"""In which interview the person is, as they have said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Phase, Rules
from showup.engine.busy import under_way
from showup.engine.planning import begin
from showup.ladder import default_policy
from showup.model import Interview, Judgement, Kind, Occurrence, Verdict

START = datetime(2026, 11, 24, 14, tzinfo=UTC)


def is_under_way(minutes, phase=Phase.CONFIRMED, lasts=timedelta(hours=1), kind=Kind.INTERVIEW, **more):
    occurrence = Occurrence("cal", "u1", START, START + lasts, title="Interview", **more)
    interview = Interview(occurrence, Judgement(Verdict.INTERVIEW, 90, kind=kind))
    watch, _ = begin(interview, ("cal",), START, Rules(default_policy(), ZoneInfo("UTC")))
    watch = replace(watch, phase=phase)
    return bool(under_way({watch.key: watch}, START + timedelta(minutes=minutes)))


@pytest.mark.parametrize(("minutes", "is_it"), [(-21, False), (-20, True), (0, True), (59, True), (60, False)])
def test_from_when_it_counts_until_the_end(minutes, is_it):
    assert is_under_way(minutes) is is_it


@pytest.mark.parametrize("phase", sorted(set(Phase) - {Phase.CONFIRMED}))
def test_only_who_has_said_so_is_in_it(phase):
    assert not is_under_way(30, phase)


def test_what_is_handed_in_or_has_no_hour_is_nowhere_to_be():
    assert not is_under_way(-1, kind=Kind.DEADLINE)
    assert not is_under_way(30, lasts=timedelta(days=1), all_day=True)


def test_an_entry_over_days_keeps_quiet_for_ten_hours():
    assert is_under_way(599, lasts=timedelta(days=3))
    assert not is_under_way(600, lasts=timedelta(days=3))
