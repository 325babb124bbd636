"""The ladder of a new date: the person's own, earlier and more insistent."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.ladder import default_policy, lay, stronger
from showup.ladder.reading import policy
from showup.model import Interview, Judgement, Kind, Occurrence, Verdict

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)


def plan(text, kind=Kind.INTERVIEW, given=None):
    start = datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)
    occurrence = Occurrence("test", "u1", start, start + timedelta(hours=1), title="Interview")
    interview = Interview(occurrence, Judgement(Verdict.INTERVIEW, 90, kind=kind))
    return lay(stronger(given or default_policy()), interview, BERLIN)


def times(laid):
    return [(alarm.rung, f"{alarm.at.astimezone(BERLIN):%d %H:%M}") for alarm in laid.alarms]


@pytest.mark.parametrize(
    ("day", "day_before"),
    [("2026-11-24", "23"), ("2026-03-29", "28"), ("2026-03-30", "29"), ("2026-10-25", "24"), ("2026-10-26", "25")],
    ids=["plain", "forward", "after forward", "back", "after back"],
)
def test_a_new_date_rings_the_day_before_too_and_earlier(day, day_before):
    on = day[-2:]
    assert times(plan(f"{day}T14:00")) == [
        ("noon before", f"{day_before} 12:00"),
        ("evening before", f"{day_before} 19:00"),
        ("morning of", f"{on} 08:00"),
        ("get ready", f"{on} 12:00"),
        ("soon", f"{on} 13:30"),
        ("door", f"{on} 13:50"),
        ("start", f"{on} 14:00"),
    ]


def test_what_counts_back_from_the_start_does_so_by_elapsed_time_over_the_change_of_the_clock():
    laid = plan("2026-10-25T03:30")  # two hours earlier it is 02:30 for the first time
    assert next(alarm.at for alarm in laid.alarms if alarm.rung == "get ready") == laid.due - timedelta(hours=2)


def test_it_repeats_more_often_and_is_heard_from_the_first_critical_rung_on():
    alarms = {alarm.rung: alarm for alarm in plan("2026-11-24T14:00").alarms}
    assert alarms["get ready"].channels == ("desktop", "sound", "push")
    assert (alarms["get ready"].repeat, alarms["soon"].repeat) == (5 * MINUTE, 1.5 * MINUTE)
    assert alarms["door"].repeat == MINUTE
    assert alarms["start"].repeat == tuple(MINUTE * n for n in (1, 2, 3, 4, 5.5, 7, 8.5, 10))


def test_a_new_deadline_rings_earlier_too():
    assert times(plan("2026-11-24T14:00", Kind.DEADLINE)) == [
        ("two days left", "22 14:00"),
        ("day left", "23 14:00"),
        ("hours left", "24 06:00"),
        ("last hour", "24 12:00"),
    ]


def test_no_channel_rings_that_the_persons_own_ladder_does_not_have():
    rung = {"name": "only", "before": "10m", "urgency": "critical", "channels": ["desktop"], "repeat": "30s"}
    laid = plan("2026-11-24T14:00", given=policy({"rung": [rung]}, base=None))
    assert times(laid) == [("noon before", "23 12:00"), ("only", "24 13:40")]
    assert {channel for alarm in laid.alarms for channel in alarm.channels} == {"desktop"}
    assert laid.alarms[1].repeat == MINUTE / 2
