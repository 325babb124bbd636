"""Rungs at the right instants, as tables of instants and expected results."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.ladder import default_policy, lay, next_repeat
from showup.ladder.reading import policy
from showup.model import Interview, Judgement, Kind, Occurrence, Urgency, Verdict

BERLIN = ZoneInfo("Europe/Berlin")


def interview(start, minutes=60, *, verdict=Verdict.INTERVIEW, **more):
    judged = {key: more.pop(key) for key in ("kind", "place") if key in more}
    occurrence = Occurrence("test", "u1", start, start + timedelta(minutes=minutes), title="Interview", **more)
    return Interview(occurrence, Judgement(verdict, 90, **judged))


def local(text, zone=BERLIN):
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def times(plan, zone=BERLIN):
    return [(alarm.rung, f"{alarm.at.astimezone(zone):%d %H:%M}") for alarm in plan.alarms]


def test_the_default_ladder_of_an_afternoon_interview():
    plan = lay(default_policy(), interview(local("2026-11-24T14:00")), BERLIN)
    assert times(plan) == [
        ("evening before", "23 19:00"),
        ("morning of", "24 08:00"),
        ("get ready", "24 13:00"),
        ("soon", "24 13:45"),
        ("door", "24 13:55"),
        ("start", "24 14:00"),
    ]
    assert plan.missed_at == local("2026-11-24T14:15")


def test_the_morning_rung_of_an_early_interview_is_two_hours_before():
    plan = lay(default_policy(), interview(local("2026-11-24T07:30")), BERLIN)
    assert ("morning of", "24 05:30") in times(plan)


@pytest.mark.parametrize(
    ("minutes", "missed"),
    [(60, "14:15"), (15, "14:15"), (10, "14:10"), (0, "14:15")],
    ids=["hour", "quarter", "ten", "zero"],
)
def test_grace_ends_with_the_interview_if_that_is_sooner(minutes, missed):
    plan = lay(default_policy(), interview(local("2026-11-24T14:00"), minutes), BERLIN)
    assert plan.missed_at == local(f"2026-11-24T{missed}")


@pytest.mark.parametrize(
    ("start", "evening", "morning"),
    [
        ("2026-03-29T10:00", "28 19:00", "29 08:00"),  # the clock is set forward that night
        ("2026-10-25T10:00", "24 19:00", "25 08:00"),  # and back
    ],
)
def test_local_rungs_keep_their_wall_clock_time_across_a_dst_change(start, evening, morning):
    plan = lay(default_policy(), interview(local(start)), BERLIN)
    assert times(plan)[0] == ("evening before", evening)
    assert times(plan)[1] == ("morning of", morning)


def test_a_rung_inside_the_gap_of_a_dst_change_still_has_an_instant():
    table = {"rung": [{"name": "night", "at": "02:30", "day": 0}]}
    plan = lay(policy(table, default_policy()), interview(local("2026-03-29T10:00")), BERLIN)
    assert plan.alarms[0].at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_local_rungs_follow_the_zone_in_which_the_person_is():
    start = local("2026-11-24T14:00")
    away = lay(default_policy(), interview(start), ZoneInfo("Asia/Tokyo"))
    assert times(away, ZoneInfo("Asia/Tokyo"))[0] == ("evening before", "23 19:00")
    assert away.alarms[-1].at == start


def test_travel_time_is_added_where_there_is_a_place():
    assert ("get ready", "24 12:30") in times(
        lay(default_policy(), interview(local("2026-11-24T14:00"), place="Main St 1"), BERLIN)
    )


def test_the_calendars_own_travel_time_goes_before_the_default():
    known = interview(local("2026-11-24T14:00"), place="Main St 1", travel=timedelta(minutes=45))
    assert ("get ready", "24 12:15") in times(lay(default_policy(), known, BERLIN))


def test_an_all_day_interview_has_the_evening_and_the_morning_only_and_no_miss():
    plan = lay(default_policy(), interview(local("2026-11-24T00:00"), 24 * 60, all_day=True), BERLIN)
    assert times(plan) == [("evening before", "23 19:00"), ("morning of", "24 08:00")]
    assert plan.missed_at is None


def test_a_deadline_rings_a_day_four_hours_and_an_hour_before_it_is_due():
    plan = lay(default_policy(), interview(local("2026-11-24T18:00"), 0, kind=Kind.DEADLINE), BERLIN)
    assert [at for _, at in times(plan)] == ["23 18:00", "24 14:00", "24 17:00"]


def test_a_deadline_entered_as_a_stretch_of_days_is_due_at_its_end():
    stretch = interview(local("2026-11-22T18:00"), 48 * 60, kind=Kind.DEADLINE)
    assert lay(default_policy(), stretch, BERLIN).due == local("2026-11-24T18:00")


def test_a_maybe_rings_softly():
    plan = lay(default_policy(), interview(local("2026-11-24T14:00"), verdict=Verdict.MAYBE), BERLIN)
    assert {channel for alarm in plan.alarms for channel in alarm.channels} == {"desktop"}
    assert all(alarm.urgency <= Urgency.NORMAL and alarm.repeat is None for alarm in plan.alarms)


def test_a_weak_rung_that_comes_after_a_strong_one_is_left_out():
    late_get_up = {
        "rung": [
            {"name": "early", "before": "7h", "urgency": "critical", "until": "acknowledged", "repeat": "10m"},
            {"name": "weak", "at": "08:00", "day": 0},
            {"name": "last", "before": "1h"},
        ]
    }
    plan = lay(policy(late_get_up, default_policy()), interview(local("2026-11-24T14:00")), BERLIN)
    assert [alarm.rung for alarm in plan.alarms] == ["early", "last"]


def test_a_period_repeats_on_its_own_grid():
    get_ready = lay(default_policy(), interview(local("2026-11-24T14:00")), BERLIN).alarms[2]
    assert next_repeat(get_ready, local("2026-11-24T13:00")) == local("2026-11-24T13:10")
    assert next_repeat(get_ready, local("2026-11-24T13:37")) == local("2026-11-24T13:40")


def test_a_list_of_offsets_ends():
    start = lay(default_policy(), interview(local("2026-11-24T14:00")), BERLIN).alarms[-1]
    after = [
        f"{at.astimezone(BERLIN):%M}"
        for m in (0, 1, 2, 4, 7)
        if (at := next_repeat(start, start.at + timedelta(minutes=m)))
    ]
    assert after == ["01", "02", "04", "07", "10"]
    assert next_repeat(start, start.at + timedelta(minutes=10)) is None
