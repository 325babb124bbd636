"""Quiet hours: what is mild keeps out of them, by the clock on the wall of any zone; what is critical rings."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from showup.ladder import Quiet, default_policy, lay
from showup.ladder.reading import policy, quiet
from showup.model import Interview, Judgement, Kind, Occurrence, Urgency, Verdict

NIGHT = quiet(["22:00", "08:00"])
DEFAULT = replace(default_policy(), quiet=NIGHT)
BERLIN = "Europe/Berlin"


def interview(start, zone=BERLIN, *, verdict=Verdict.INTERVIEW, kind=Kind.INTERVIEW, all_day=False):
    begin = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    end = begin + timedelta(hours=24 if all_day else 1)
    occurrence = Occurrence("test", "u1", begin, end, title="Interview", all_day=all_day)
    return Interview(occurrence, Judgement(verdict, 90, kind=kind))


def told(plan, zone=BERLIN):
    """Each rung with its time on the wall, and the one it was moved from."""
    wall = ZoneInfo(zone)
    return {
        alarm.rung: f"{alarm.at.astimezone(wall):%d %H:%M}"
        + (f" not {alarm.moved_from.astimezone(wall):%d %H:%M}" if alarm.moved_from else "")
        for alarm in plan.alarms
    }


def rungs(start, ladder=DEFAULT, zone=BERLIN, **more):
    return told(lay(ladder, interview(start, zone, **more), ZoneInfo(zone)), zone)


def test_outside_of_them_nothing_moves():
    assert rungs("2026-11-24T14:00") == rungs("2026-11-24T14:00", default_policy())


def test_a_mild_alarm_waits_for_their_end_while_nothing_stronger_rings_before():
    ladder = policy({"quiet": ["22:00", "09:00"]}, default_policy())
    assert rungs("2026-11-24T14:00", ladder)["morning of"] == "24 09:00 not 24 08:00"


@pytest.mark.parametrize("start", ["07:30", "09:00"], ids=["the end is after the start", "get ready is at the end"])
def test_else_it_comes_before_they_begin(start):
    moved = rungs(f"2026-11-24T{start}")
    assert moved["morning of"].startswith("23 21:59 not 24 0")
    assert moved["evening before"] == "23 19:00"


def test_what_is_critical_rings_in_the_night():
    found = rungs("2026-11-24T03:00")
    assert {name: found[name] for name in ("get ready", "soon", "door", "start")} == {
        "get ready": "24 02:00",
        "soon": "24 02:45",
        "door": "24 02:55",
        "start": "24 03:00",
    }
    assert found["morning of"] == "23 21:59 not 24 01:00"


def test_the_very_beginning_is_quiet_and_the_very_end_is_not():
    ladder = policy(
        {
            "quiet": ["22:00", "08:00"],
            "rung": [{"name": "begin", "at": "22:00", "day": -1}, {"name": "end", "at": "08:00", "day": 0}],
        },
        None,
    )
    assert rungs("2026-11-24T14:00", ladder) == {"begin": "24 08:00 not 23 22:00", "end": "24 08:00"}


def test_they_may_lie_within_one_day():
    nap = policy({"quiet": ["13:00", "15:00"]}, default_policy())
    assert rungs("2026-11-25T14:00", nap, kind=Kind.DEADLINE)["day left"] == "24 15:00 not 24 14:00"


def test_a_maybe_of_the_early_morning_asks_the_evening_before():
    found = rungs("2026-11-24T07:00", verdict=Verdict.MAYBE)
    assert set(found.values()) == {"23 19:00"} | {
        f"23 21:59 not 24 0{at}" for at in ("5:00", "6:00", "6:45", "6:55", "7:00")
    }


def test_an_all_day_interview_is_told_in_the_morning_after_them():
    ladder = policy({"quiet": ["22:00", "09:30"]}, default_policy())
    assert rungs("2026-11-24T00:00", ladder, all_day=True)["morning of"] == "24 09:30 not 24 08:00"


@pytest.mark.parametrize(
    ("start", "zone", "morning"),
    [
        ("2026-03-29T14:00", BERLIN, "29 03:30 not 29 03:00"),  # the clock jumps from 02:00 to 03:00: 02:30 is 03:30
        ("2026-10-25T14:00", BERLIN, "25 03:00"),  # 02:30 comes twice: the first one ends them
        ("2026-03-08T14:00", "America/New_York", "08 03:30 not 08 03:00"),
    ],
)
def test_an_end_that_the_wall_does_not_show_or_shows_twice(start, zone, morning):
    ladder = policy(
        {"quiet": ["22:00", "02:30"], "rung": [{"name": "morning of", "at": "03:00", "day": 0}]}, default_policy()
    )
    assert rungs(start, ladder, zone)["morning of"] == morning


def test_they_are_where_the_person_is():
    start = interview("2026-11-24T14:00", "UTC")  # 23:00 in Tokyo
    ladder = policy({"quiet": ["22:00", "08:00"], "rung": [{"name": "day before", "before": "24h"}]}, default_policy())
    assert told(lay(ladder, start, ZoneInfo("UTC")), "UTC") == {"day before": "23 14:00"}
    assert told(lay(ladder, start, ZoneInfo("Asia/Tokyo")), "Asia/Tokyo") == {"day before": "24 08:00 not 23 23:00"}


FIRST = datetime(2011, 6, 1, tzinfo=UTC)
ZONES = [
    "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo",
    "Africa/Casablanca", "Pacific/Chatham", "America/Nuuk", "UTC",
]  # fmt: skip


@given(
    start=st.integers(0, 6000 * 24 * 4).map(lambda quarters: FIRST + timedelta(minutes=15 * quarters)),
    zone=st.sampled_from(ZONES),
    ends=st.lists(st.times().map(lambda at: at.replace(second=0, microsecond=0)), min_size=2, max_size=2, unique=True),
    verdict=st.sampled_from([Verdict.INTERVIEW, Verdict.MAYBE]),
)
@example(datetime(2011, 12, 30, 20, tzinfo=UTC), "Pacific/Apia", [time(22), time(8)], Verdict.INTERVIEW)
@example(datetime(2026, 10, 25, 7, tzinfo=UTC), BERLIN, [time(22), time(2, 30)], Verdict.MAYBE)
def test_no_mild_alarm_is_in_them_or_lost_and_no_critical_one_is_moved(start, zone, ends, verdict):
    wall = ZoneInfo(zone)
    occurrence = Occurrence("test", "u1", start, start + timedelta(hours=1), title="Interview")
    one = Interview(occurrence, Judgement(verdict, 90))
    hours = Quiet(*ends)
    before, after = lay(default_policy(), one, wall), lay(replace(default_policy(), quiet=hours), one, wall)
    assert sorted(alarm.rung for alarm in before.alarms) == sorted(alarm.rung for alarm in after.alarms)
    for alarm in after.alarms:
        unmoved = next(one for one in before.alarms if one.rung == alarm.rung)
        assert (alarm.moved_from or alarm.at) == unmoved.at
        if alarm.urgency is Urgency.CRITICAL:
            assert alarm.at == unmoved.at
        elif _unambiguous(alarm.at, wall):
            assert not _within(alarm.at.astimezone(wall).time(), hours)


def _within(at, hours):
    if hours.begins < hours.ends:
        return hours.begins <= at < hours.ends
    return at >= hours.begins or at < hours.ends


def _unambiguous(instant, wall):
    """No change of the clock is near, at which a time on the wall comes twice or never."""
    return len({(instant + timedelta(hours=h)).astimezone(wall).utcoffset() for h in range(-26, 27)}) == 1


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("22:00", "when the quiet hours begin and when they end"),
        (["22:00"], "when the quiet hours begin and when they end"),
        (["22:00", "8"], "'8' is no time of day"),
        (["22:00", "22:00"], "all day or never"),
        ([22, 8], "8 is no time of day"),
    ],
)
def test_what_are_no_quiet_hours_is_told(value, told):
    with pytest.raises(ValueError, match=told):
        quiet(value)
