"""`showup simulate`: a laptop that is carried from zone to zone."""

import pytest
from tests.acceptance.scripts import START, alarms, at, interview, line, minutes, on_the_clock, on_the_wall, whats
from tests.running import calendar

HOUR = 60
FLOATING = calendar(on_the_wall("20261124T140000"))
WHOLE_DAY = calendar(on_the_wall("20261124"))
LADDER = [
    ("23 19:00", "evening before"),
    ("24 08:00", "morning of"),
    ("24 13:00", "get ready"),
    ("24 13:45", "soon"),
    ("24 13:55", "door"),
    ("24 14:00", "start"),
]


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Honolulu", "Asia/Kathmandu", "Pacific/Kiritimati"])
def test_a_floating_interview_rings_by_the_clock_of_the_place(simulate, zone):
    lines = simulate(FLOATING, line(-40 * HOUR, "zone", zone=zone), since=at(-44 * HOUR), until=at(30 * HOUR),
                     zone="Europe/Berlin")  # fmt: skip
    assert on_the_clock(lines) == LADDER
    assert not {"moved", "cancelled"} & set(whats(lines))
    assert len({line["interview"] for line in lines if "interview" in line}) == 1


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland", "Asia/Kathmandu"])
def test_an_all_day_interview_rings_on_its_date(simulate, zone):
    lines = simulate(WHOLE_DAY, line(-40 * HOUR, "zone", zone=zone), since=at(-44 * HOUR), until=at(30 * HOUR),
                     zone="Europe/Berlin")  # fmt: skip
    assert on_the_clock(lines) == LADDER[:2]
    assert not {"moved", "cancelled"} & set(whats(lines))


def test_a_floating_series_neither_vanishes_nor_comes_anew(simulate):
    series = calendar(on_the_wall("20261124T140000", "Interview with Marlow", "s@x", "RRULE:FREQ=DAILY;COUNT=3"))
    lines = simulate(series, line(-20 * HOUR, "zone", zone="America/New_York"), until=at(-19 * HOUR),
                     zone="Europe/Berlin")  # fmt: skip
    assert {row["interviews"] for row in lines if row["what"] == "synced"} == {3}
    assert sorted(row["generation"] for row in lines if row["what"] == "planned") == [1, 1, 1, 2, 2, 2]
    assert not {"moved", "cancelled", "asked"} & set(whats(lines))


def test_there_and_back_every_rung_rings_once(simulate):
    script = line(-20 * HOUR, "zone", zone="America/New_York"), line(-10 * HOUR, "zone", zone="Europe/Berlin")
    lines = simulate(FLOATING, *script, since=at(-30 * HOUR), until=at(0.5), zone="Europe/Berlin")
    assert [rung for _, rung in on_the_clock(lines)] == [rung for _, rung in LADDER]


def test_a_rung_that_is_over_in_the_new_zone_rings_at_once_and_late(simulate):
    lines = simulate(FLOATING, line(-8 * HOUR - 8, "zone", zone="Asia/Tokyo"), until=at(-8 * HOUR - 7),
                     zone="Europe/Berlin")  # fmt: skip
    assert alarms(lines)[-1] == (-8 * HOUR - 8, "soon", 7)


def test_an_interview_that_is_over_in_the_new_zone_is_a_question_not_noise(simulate):
    lines = simulate(
        FLOATING, line(-120, "zone", zone="Asia/Tokyo"), since=at(-125), until=at(60), zone="Europe/Berlin"
    )
    assert minutes(lines, "missed") == [-120]
    assert not [m for m in minutes(lines) if m >= -120]


def test_a_miss_by_the_clock_of_home_is_taken_back_where_it_is_still_ahead(simulate):
    lines = simulate(FLOATING, line(-90, "suspend"), line(20, "resume"), line(21, "zone", zone="America/New_York"),
                     until=at(8 * HOUR), zone="Europe/Berlin")  # fmt: skip
    assert minutes(lines, "missed") == [20, 6 * HOUR + 15]
    assert (6 * HOUR, "start", 0) in alarms(lines)


def test_an_interview_with_a_zone_keeps_its_instant_over_the_date_line(simulate):
    lines = simulate(calendar(interview()), line(-36 * HOUR, "zone", zone="Pacific/Honolulu"), since=at(-60 * HOUR),
                     until=at(16), zone="Pacific/Auckland")  # fmt: skip
    assert on_the_clock(lines)[0] == ("23 19:00", "evening before")  # the interview is on the 24th, 03:00
    assert minutes(lines, "missed") == [15]
    assert "moved" not in whats(lines)


def test_an_evening_that_has_rung_does_not_ring_again_over_the_date_line(simulate):
    lines = simulate(calendar(interview()), line(-18 * HOUR, "zone", zone="Pacific/Honolulu"), since=at(-60 * HOUR),
                     until=at(1), zone="Pacific/Kiritimati")  # fmt: skip
    assert [rung for _, rung in on_the_clock(lines)].count("evening before") == 1


def test_the_zone_in_which_the_clock_is_set_that_night(simulate):
    """Two hours before 04:00 on the day of the change are two real hours; 19:00 the evening before is 19:00."""
    spring = calendar(on_the_wall("20260329T040000"))
    start = START.replace(month=3, day=29, hour=2)
    lines = simulate(spring, since=start.replace(day=28), until=start, zone="Europe/Berlin")
    assert on_the_clock(lines)[:2] == [("28 19:00", "evening before"), ("29 01:00", "morning of")]
