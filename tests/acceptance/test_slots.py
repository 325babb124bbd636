"""`showup free --slots`: dates to propose, from real calendar files."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.running import calendar, event

MONDAY = "2026-11-23T11:00:00"  # in Berlin; Thanksgiving is on Thursday
BERLIN = '[profile]\nzone = "Europe/Berlin"\ncountry = "DE"\n'


@pytest.fixture
def slots(showup):
    """Runs `showup free --slots` in Berlin on a Monday morning, on a calendar with these events."""
    showup.config.write_text(BERLIN)

    def run(*events, more=(), expect=0):
        path = showup.folder / "given.ics"
        path.write_text(calendar(*events), newline="")
        return showup("free", "--slots", "--calendar", str(path), "--now", MONDAY, *more, expect=expect)

    return run


def vevent(uid, *lines):
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{uid}", *lines, "END:VEVENT"])


def test_they_stand_on_both_clocks_and_not_on_a_holiday_of_theirs(slots):
    assert slots(more=("--zone", "America/New_York")).stdout.splitlines() == [
        "Europe/Berlin           America/New_York        propose it before",
        "Tue 24 Nov 16:00-17:00  Tue 24 Nov 10:00-11:00  Mon 23 Nov 23:00",
        "Wed 25 Nov 15:00-16:00  Wed 25 Nov 09:00-10:00  Tue 24 Nov 23:00",
        "Mon 30 Nov 17:00-18:00  Mon 30 Nov 11:00-12:00  Fri 27 Nov 23:00",
    ]


def test_one_clock_is_enough_where_both_show_the_same(slots):
    said = slots(more=("--minutes", "45", "--days", "2")).stdout.splitlines()
    assert said[0].split("  ")[0] == "Europe/Berlin"
    assert [line[:22] for line in said[1:]] == [
        "Tue 24 Nov 14:00-14:45",
        "Wed 25 Nov 10:00-10:45",
        "Wed 25 Nov 15:00-15:45",
    ]


def test_a_program_gets_instants_on_both_clocks(slots):
    said = json.loads(slots(more=("--zone", "America/New_York", "--json")).stdout)
    first = said.pop("slots")[0]
    assert first == {
        "start": "2026-11-24T16:00:00+01:00",
        "end": "2026-11-24T17:00:00+01:00",
        "their_start": "2026-11-24T10:00:00-05:00",
        "their_end": "2026-11-24T11:00:00-05:00",
        "valid_until": "2026-11-23T23:00:00+01:00",
        "outside_own_hours": False,
    }
    assert said == {
        "zone": "Europe/Berlin",
        "their_zone": "America/New_York",
        "lack": None,
        "holidays_of": ["DE", "US"],
        "partial": False,
        "troubles": [],
    }


def test_all_day_floating_and_recurring_events_take_their_time(slots):
    said = slots(
        vevent("Journey", "DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126"),
        vevent("Gym", "DTSTART:20261126T090000", "DTEND:20261126T153000"),  # a time on the wall
        vevent("Lesson", "DTSTART:20261127T080000Z", "DTEND:20261127T100000Z", "RRULE:FREQ=DAILY"),
        event("Call", "Call", datetime(2026, 11, 27, 12, 30, tzinfo=UTC), 180),
        more=("--days", "4"),
    )  # fmt: skip
    assert [line[:22] for line in said.stdout.splitlines()[1:]] == [
        "Thu 26 Nov 16:00-17:00",
        "Fri 27 Nov 11:30-12:30",
    ]


def test_nothing_free_is_said_and_is_no_fault(slots):
    done = slots(vevent("Journey", "DTSTART;VALUE=DATE:20261101", "DTEND;VALUE=DATE:20270101"))
    assert done.stdout == "Nothing is free on both sides in their next 7 working days: ask them for a date.\n"
    assert done.stderr == ""


def test_hours_that_never_meet_are_said(slots):
    done = slots(more=("--zone", "Pacific/Auckland"))
    assert "have no 60 minutes in common" in done.stdout
    done = slots(more=("--zone", "America/Los_Angeles"))
    assert "Tue 24 Nov 19:00-20:00" in done.stdout
    assert "(09:00-18:00) and theirs never meet" in done.stderr


def test_a_country_that_is_not_known_is_said(showup, slots):
    showup.config.write_text('[profile]\nzone = "UTC"\n')
    assert "Public holidays are not counted for UTC" in slots().stderr


def test_a_calendar_that_cannot_be_read_leaves_nothing_to_propose(showup):
    showup.config.write_text(BERLIN)
    done = showup("free", "--slots", "--calendar", "nowhere.ics", expect=4)
    assert done.stdout == ""
    assert "nowhere.ics does not exist" in done.stderr
    said = json.loads(showup("free", "--slots", "--calendar", "nowhere.ics", "--json", expect=4).stdout)
    assert (said["slots"], said["partial"]) == ([], True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--slots", "--zone", "Berlin"], 'did you mean "Europe/Berlin"?'),
        (["--slots", "--zone", "../etc"], "no time zone"),
        (["--slots", "--minutes", "0"], "from 5 to 480"),
        (["--slots", "--now", "9999-12-30"], "--now"),
        (["--zone", "Europe/Berlin"], "add --slots"),
        (["--minutes", "30"], "add --slots"),
    ],
)
def test_bad_usage_is_one_line(showup, words, told):
    done = showup("free", "--calendar", "x.ics", *words, expect=2)
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_around_an_interview_that_the_service_watches_there_is_an_hour(showup):
    showup.calendar.write_text(calendar(), newline="")
    showup.config.write_text(
        f'[profile]\nzone = "UTC"\ncountry = "DE"\n[[source]]\nkind = "ics"\nname = "own"\npath = "{showup.calendar}"\n'
    )
    showup.start()
    proposed = ("free", "--slots", "--json")
    first = json.loads(showup(*proposed).stdout)["slots"][0]["start"]
    showup("add", "Interview with Marlow", "--at", first, "--for", "1h")
    starts = [datetime.fromisoformat(slot["start"]) for slot in json.loads(showup(*proposed).stdout)["slots"]]
    assert min(abs(start - datetime.fromisoformat(first)) for start in starts) >= timedelta(hours=2)
