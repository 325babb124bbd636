"""`showup free`: the free stretches of the coming working days, from real calendar files."""

import json
from datetime import UTC, datetime

import pytest
from tests.running import calendar, event

MONDAY = "2026-10-19T08:00:00"  # in Berlin; the clocks go back on Sunday, the 25th
BERLIN = '[profile]\nzone = "Europe/Berlin"\ncountry = "DE"\nemails = ["robin@example.org"]\n'
LESSON = (
    "BEGIN:VEVENT\r\nUID:lesson\r\nSUMMARY:Lesson\r\nDTSTART;TZID=Europe/Berlin:20261020T113000\r\n"
    "DTEND;TZID=Europe/Berlin:20261020T140000\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT"
)


def all_day(uid, day, *more):
    return "\r\n".join(
        ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART;VALUE=DATE:{day}", f"SUMMARY:{uid}", *more, "END:VEVENT"]
    )


@pytest.fixture
def free(showup):
    """Runs `showup free` in Berlin on a Monday morning, on a calendar with these events."""
    showup.config.write_text(BERLIN)

    def run(*events, more=(), expect=0):
        path = showup.folder / "given.ics"
        path.write_text(calendar(*events), newline="")
        return showup("free", "--calendar", str(path), "--now", MONDAY, *more, expect=expect)

    return run


def by_date(said):
    return {day["date"]: day for day in json.loads(said.stdout)["days"]}


def test_each_working_day_is_one_line_with_its_free_stretches(free):
    off = all_day("Journey", "20261021")
    lines = free(LESSON, off, all_day("Birthday", "20261022", "TRANSP:TRANSPARENT")).stdout.splitlines()
    assert len(lines) == 15
    assert lines[:5] == [
        "Mon 19 Oct  09:00-18:00",
        "Tue 20 Oct  09:00-11:30, 14:00-18:00",
        "Wed 21 Oct  nothing free",
        "Thu 22 Oct  09:00-18:00",
        "Fri 23 Oct  09:00-18:00",
    ]
    assert lines[6] == "Tue 27 Oct  09:00-11:30, 14:00-18:00"  # by the clock on the wall, set back since


def test_a_program_gets_instants_with_the_persons_offset(free):
    said = json.loads(free(LESSON, more=("--json", "--days", "7")).stdout)
    assert (said["zone"], said["partial"], said["troubles"], len(said["days"])) == ("Europe/Berlin", False, [], 7)
    days = {day["date"]: day for day in said["days"]}
    assert days["2026-10-20"] == {
        "date": "2026-10-20",
        "busy": [["2026-10-20T11:30:00+02:00", "2026-10-20T14:00:00+02:00"]],
        "free": [
            ["2026-10-20T09:00:00+02:00", "2026-10-20T11:30:00+02:00"],
            ["2026-10-20T14:00:00+02:00", "2026-10-20T18:00:00+02:00"],
        ],
    }
    assert days["2026-10-27"]["busy"] == [["2026-10-27T11:30:00+01:00", "2026-10-27T14:00:00+01:00"]]


def test_what_is_off_declined_or_marked_as_free_takes_no_time(free):
    at = datetime(2026, 10, 19, 10, tzinfo=UTC)
    said = free(
        event("a", "Called off", at, 60, "STATUS:CANCELLED"),
        event("b", "Declined", at, 60, "ATTENDEE;PARTSTAT=DECLINED:mailto:robin@example.org"),
        event("c", "Match on TV", at, 60, "X-MICROSOFT-CDO-BUSYSTATUS:FREE"),
        event("d", "Lunch", at.replace(hour=11), 60),
        more=("--json",),
    )
    assert by_date(said)["2026-10-19"]["busy"] == [["2026-10-19T13:00:00+02:00", "2026-10-19T14:00:00+02:00"]]


def test_only_whole_minutes_that_are_free_are_offered(showup, free):
    lesson = event("a", "Lesson", datetime(2026, 10, 19, 8, 0, 30, tzinfo=UTC), 60)
    path = showup.folder / "given.ics"
    free(lesson)
    done = showup("free", "--calendar", str(path), "--now", "2026-10-19T09:29:31", "--days", "1")
    assert done.stdout == "Mon 19 Oct  09:30-10:00, 11:01-18:00\n"


def test_a_calendar_that_cannot_be_read_is_named_after_the_others_are_shown(free):
    done = free(LESSON, more=("--calendar", "nowhere.ics", "--days", "2"), expect=4)
    assert done.stdout.splitlines() == ["Mon 19 Oct  09:00-18:00", "Tue 20 Oct  09:00-11:30, 14:00-18:00"]
    (told,) = done.stderr.splitlines()
    assert "nowhere.ics does not exist" in told
    assert "may take some of this time" in told


def test_a_calendar_that_cannot_be_read_is_no_free_time(showup):
    done = showup("free", "--calendar", "nowhere.ics", expect=4)
    assert done.stdout == ""
    said = json.loads(showup("free", "--calendar", "nowhere.ics", "--json", expect=4).stdout)
    assert (said["days"], said["partial"]) == ([], True)
    assert "nowhere.ics" in said["troubles"][0]


def test_a_calendar_that_was_cut_off_counts_as_failed(showup):
    showup.config.write_text(BERLIN)
    path = showup.folder / "cut.ics"
    path.write_text(calendar(LESSON)[: -len("END:VCALENDAR\r\n")], newline="")
    words = ("free", "--calendar", str(path), "--now", MONDAY, "--json")
    done = showup(*words, expect=4)
    assert by_date(done)["2026-10-20"]["busy"]
    assert json.loads(done.stdout)["partial"]
    assert "cut.ics" in done.stderr


def test_one_event_that_cannot_be_read_is_named(free):
    broken = "BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:Broken \x1b[2Jone\r\nDTSTART:yesterday\r\nEND:VEVENT"
    done = free(LESSON, broken, more=("--json",))
    assert json.loads(done.stdout)["partial"]
    assert "Broken" in done.stderr
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize(
    ("words", "told", "code"),
    [
        (["--days", "0"], "from 1 to", 2),
        (["--now", "soon"], "--now", 2),
        (["--now", "9999-12-30"], "--now", 2),
        (["--now", "0001-01-01"], "--now", 2),
    ],
)
def test_bad_usage_is_one_line(showup, words, told, code):
    done = showup("free", "--calendar", "x.ics", *words, expect=code)
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_no_calendar_at_all_says_how_to_name_one(showup):
    assert "--calendar" in showup("free", expect=3).stderr


def test_what_the_service_watches_counts_although_it_stands_in_no_calendar(showup):
    showup.calendar.write_text(calendar(), newline="")
    showup.config.write_text(
        f'[profile]\nzone = "UTC"\n[[source]]\nkind = "ics"\nname = "own"\npath = "{showup.calendar}"\n'
    )
    alone = showup("free", "--json")
    assert "added" in alone.stderr
    showup.start()
    first = json.loads(alone.stdout)["days"][3]
    start = first["free"][0][0]
    showup("add", "Interview with Marlow", "--at", start, "--for", "1h")
    said = showup("free", "--json")
    assert by_date(said)[first["date"]]["busy"] == [[start, start.replace("T09", "T10")]]
    assert said.stderr == ""
    showup("cant", "Marlow")
    assert by_date(showup("free", "--json"))[first["date"]]["busy"] == []
