"""What programs, and the command line, get to see of an interview and of the history."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Phase, Rules, Seen, Tick, decide
from showup.engine.planning import begin
from showup.ladder import default_policy
from showup.ledger import LogLine
from showup.model import Interview, Judgement, Occurrence, Verdict
from showup.views import log_view, plan_view, way_view

START = datetime(2026, 11, 24, 14, tzinfo=UTC)
RULES = Rules(default_policy(), ZoneInfo("UTC"))


def interview(start):
    occurrence = Occurrence("cal", "u1", start, start + timedelta(hours=1), title="Interview with Marlow")
    return Interview(occurrence, Judgement(Verdict.INTERVIEW, 90))


def states(watch):
    return {alarm["rung"]: alarm["state"] for alarm in plan_view(watch, RULES.zone)["alarms"]}


def test_a_rung_that_had_rung_for_another_time_is_not_due_after_a_move():
    watch, _ = begin(interview(START), ("cal",), START - timedelta(days=1), RULES)
    watch = decide(watch, Tick(), START.replace(hour=8), RULES).watch
    assert states(watch)["morning of"] == "rung"
    moved = decide(watch, Seen(interview(START.replace(hour=11, minute=15)), "cal"), START.replace(hour=9), RULES).watch
    assert states(moved)["morning of"] == "past"
    assert states(moved)["get ready"] == "to come"
    assert moved.phase is Phase.EXPECTED


def test_the_history_has_every_instant_in_the_persons_zone():
    detail = {"start": START.isoformat(), "soft": False, "rungs": [{"rung": "door", "at": START.isoformat()}]}
    view = log_view(LogLine(START, "b6a1", "planned", detail), ZoneInfo("Europe/Berlin"))
    local = "2026-11-24T15:00:00+01:00"
    assert (view["at"], view["start"], view["rungs"]) == (local, local, [{"rung": "door", "at": local}])


@pytest.mark.parametrize(
    ("start", "zone", "there"),
    [
        (datetime(2026, 11, 24, 14, tzinfo=UTC), "America/New_York", "2026-11-24T09:00:00-05:00"),
        (datetime(2027, 3, 22, 14, tzinfo=UTC), "America/New_York", "2027-03-22T10:00:00-04:00"),  # theirs has begun
        (datetime(2027, 7, 1, 14, tzinfo=UTC), "Asia/Kathmandu", "2027-07-01T19:45:00+05:45"),
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "Asia/Tokyo", "2026-11-25T08:30:00+09:00"),
        (datetime(2026, 11, 24, 14, tzinfo=UTC), "Europe/Paris", None),  # it shows the same
        (datetime(2026, 11, 24, 14, tzinfo=UTC), "Etc/UTC", None),  # how an instant is stored
        (datetime(2026, 11, 24, 14, tzinfo=UTC), None, None),
        (datetime(2026, 11, 24, 14, tzinfo=UTC), "No/Where", None),
    ],
)
def test_the_clock_there_is_told_where_it_shows_another_time(start, zone, there):
    seen = interview(start)
    seen = replace(seen, occurrence=replace(seen.occurrence, zone=zone))
    view = way_view(seen, ZoneInfo("Europe/Berlin"))
    assert view["start_there"] == there
    assert view["zone_there"] == (zone if there else None)


@pytest.mark.parametrize("kind", ["all_day", "floating"])
def test_a_day_and_a_time_on_the_wall_are_nobodys_clock(kind):
    seen = interview(START)
    seen = replace(seen, occurrence=replace(seen.occurrence, zone="America/New_York", **{kind: True}))
    assert way_view(seen, ZoneInfo("Europe/Berlin"))["start_there"] is None
