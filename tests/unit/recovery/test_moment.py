"""Days and times stand in the interview's own zone, with the zone named."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.unit.recovery.cases import DAY, HOUR, JANE, NOBODY, START, interview

from showup.model import DraftKind, Occurrence
from showup.recovery import facts, write


def body(case, profile, now):
    return write(DraftKind.EMAIL, case, profile, now).body


@pytest.mark.parametrize(
    ("zone", "start", "named"),
    [
        ("Europe/Berlin", datetime(2025, 3, 3, 13, tzinfo=UTC), "Monday 3 March 2025 at 14:00 CET"),
        ("Europe/Berlin", datetime(2025, 7, 3, 13, tzinfo=UTC), "Thursday 3 July 2025 at 15:00 CEST"),
        ("Europe/Berlin", datetime(2025, 10, 26, 0, 30, tzinfo=UTC), "Sunday 26 October 2025 at 02:30 CEST"),
        ("Europe/Berlin", datetime(2025, 10, 26, 1, 30, tzinfo=UTC), "Sunday 26 October 2025 at 02:30 CET"),
        ("America/New_York", datetime(2025, 1, 1, 3, tzinfo=UTC), "Tuesday 31 December 2024 at 22:00 EST"),
        (
            "America/Chicago",
            datetime(2025, 1, 1, 3, tzinfo=UTC),
            "31 December 2024 at 21:00 (America/Chicago)",
        ),
        ("Asia/Kolkata", datetime(2025, 3, 3, 13, tzinfo=UTC), "Monday 3 March 2025 at 18:30 (Asia/Kolkata)"),
        ("America/Sao_Paulo", datetime(2025, 3, 3, 13, tzinfo=UTC), "2025 at 10:00 (America/Sao_Paulo)"),
        (
            "Pacific/Apia",
            datetime(2025, 3, 3, 13, tzinfo=UTC),
            "Tuesday 4 March 2025 at 02:00 (Pacific/Apia)",
        ),
        ("Asia/Manila", datetime(2025, 3, 3, 13, tzinfo=UTC), "Monday 3 March 2025 at 21:00 (Asia/Manila)"),
        ("Etc/GMT-3", datetime(2025, 3, 3, 13, tzinfo=UTC), "Monday 3 March 2025 at 16:00 UTC+03:00"),
        ("UTC", datetime(2025, 3, 3, 13, tzinfo=UTC), "Monday 3 March 2025 at 14:00 CET"),
        (None, datetime(2025, 3, 3, 13, tzinfo=UTC), "Monday 3 March 2025 at 14:00 CET"),
        ("No/Such_Zone", datetime(2025, 3, 3, 13, tzinfo=UTC), "Monday 3 March 2025 at 14:00 CET"),
        ("../../etc/passwd", datetime(2025, 3, 3, 13, tzinfo=UTC), "Monday 3 March 2025 at 14:00 CET"),
        ("America", datetime(2025, 3, 3, 13, tzinfo=UTC), "Monday 3 March 2025 at 14:00 CET"),
    ],
)
def test_the_zone_is_the_interviews_else_the_persons(zone, start, named):
    assert named in body(interview(zone=zone, start=start), JANE, start + 3 * DAY)


def test_a_speech_names_the_town_instead_of_a_zones_key():
    case = interview(zone="America/Chicago")
    assert "at 07:00 Chicago time" in write(DraftKind.VOICEMAIL, case, JANE, START + DAY).body


def test_a_draft_names_the_day_in_the_interviews_zone_and_never_says_today():
    late = datetime(2025, 3, 4, 3, 30, tzinfo=UTC)  # 22:30 on the 3rd in New York, the 4th in Berlin
    case = interview(zone="America/New_York", start=late)
    assert "on Monday 3 March 2025 at 22:30 EST" in body(case, JANE, late + HOUR)
    assert "today" not in body(case, JANE, late + HOUR)


def test_a_whole_day_has_no_time():
    midnight = datetime(2025, 3, 2, 23, tzinfo=UTC)  # in Berlin
    text = body(interview(all_day=True, start=midnight, zone=None), JANE, midnight + 3 * DAY)
    assert "on Monday 3 March 2025." in text or "on Monday 3 March 2025, and" in text
    assert "CET" not in text


def test_a_whole_day_keeps_its_date_when_the_person_has_moved_on():
    """A source resolved the midnight in Berlin; the person now sits in Chicago."""
    midnight = datetime(2025, 3, 2, 23, tzinfo=UTC)
    assert "Monday 3 March 2025" in body(interview(all_day=True, start=midnight, zone=None), NOBODY, midnight + 3 * DAY)


def test_a_day_late_counts_from_the_end_of_a_whole_day():
    midnight = datetime(2025, 3, 2, 23, tzinfo=UTC)
    case = interview(all_day=True, start=midnight, zone=None)
    assert "delay" not in body(case, JANE, midnight + DAY + 12 * HOUR)


def test_a_floating_start_is_on_the_persons_own_clock():
    occurrence = Occurrence("s", "u", START, START + HOUR, floating=True, zone="Asia/Tokyo")
    judged = interview()
    assert "14:00 CET" in body(type(judged)(occurrence, judged.judgement), JANE, START + HOUR)


def test_the_card_tells_both_clocks_where_they_differ():
    card = dict(facts(interview(zone="America/New_York"), JANE, START + HOUR))
    assert card["When"] == "today, Monday 3 March 2025, 08:00 EST"
    assert card["Your time"] == "Monday, 14:00 CET"
    assert "Your time" not in dict(facts(interview(), JANE, START + HOUR))


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(seconds=20), "less than a minute since the start"),
        (HOUR + timedelta(minutes=5), "1 h 5 min since the start"),
        (3 * DAY + HOUR + timedelta(minutes=5), "3 d 1 h since the start"),
        (-2 * HOUR, "2 h until the start"),
    ],
)
def test_the_card_keeps_the_elapsed_time_in_sight(after, words):
    assert dict(facts(interview(), JANE, START + after))["Elapsed"] == words
