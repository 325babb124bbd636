"""What calendar programs write although RFC 5545 says otherwise: read as it was meant, and said so where it matters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from showup.model import Participant

TEN = "DTSTART:20261125T100000Z\n"


NO_RULES = "BEGIN:DAYLIGHT\nTZOFFSETFROM:-0800\nTZOFFSETTO:-0115\nEND:DAYLIGHT"


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def days(reading) -> list[str]:
    return [found.start.strftime("%m-%d") for found in reading.occurrences]


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("DTSTART:2026-11-25T10:00:00Z", utc(2026, 11, 25, 10)),
        ("DTSTART:20261125T100000+0100", utc(2026, 11, 25, 9)),
        ("DTSTART:2026-11-25T10:00:00.000-05:30", utc(2026, 11, 25, 15, 30)),
        ("DTSTART;TZID=Europe/Berlin:2026-11-25T10:00", utc(2026, 11, 25, 9)),
        ("DTSTART:20261125T1000Z", utc(2026, 11, 25, 10)),
        ("DTSTART;VALUE=DATE:2026-11-25", utc(2026, 11, 24, 23)),
        ("DTSTART:20261125T240000Z", utc(2026, 11, 26)),
        ("DTSTART:20261125T235960Z", utc(2026, 11, 25, 23, 59, 59)),
    ],
)
def test_a_start_in_another_form_is_read_and_noted(one, line: str, start: datetime) -> None:
    found = one(f"UID:1\n{line}")
    assert found.start == start
    assert found.notes[0].startswith("Its DTSTART ")


@pytest.mark.parametrize(
    "line",
    [
        "DTSTART:20261125t100000z",
        "DTSTART: 20261125T100000Z ",
        "DTSTART;:20261125T100000Z",
        "DTSTART;VALUE=DATE-TIME:20261125T100000Z",
        "DTSTART;TZID=Europe/Berlin:20261125T100000Z",
        "DTSTART;X-VOBJ-FLOATINGTIME-ALLOWED=TRUE:20261125T100000Z",
        "DTSTART;TZID=UTC:20261125T100000",
        "DTSTART:20261125T100000Z\nDTSTART:20261126T100000Z",
    ],
)
def test_a_start_in_odd_dress_is_read_without_a_word(one, line: str) -> None:
    found = one(f"UID:1\n{line}")
    assert (found.start, found.notes) == (utc(2026, 11, 25, 10), ())


@pytest.mark.parametrize(
    ("tzid", "start", "zone"),
    [
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome", utc(2026, 11, 25, 9), "Europe/Amsterdam"),
        ('"(GMT-05:00) Eastern Time (US & Canada)"', utc(2026, 11, 25, 15), "America/New_York"),
        ("Eastern Standard Time 1", utc(2026, 11, 25, 15), "America/New_York"),
        ("Pacific Daylight Time", utc(2026, 11, 25, 18), "America/Los_Angeles"),
        ("America/New York", utc(2026, 11, 25, 15), "America/New_York"),
        ("PDT", utc(2026, 11, 25, 18), "America/Los_Angeles"),
        ("GMT+0200", utc(2026, 11, 25, 8), None),
        ("(GMT +01:00)", utc(2026, 11, 25, 9), None),
        ("(UTC-05) Bogota", utc(2026, 11, 25, 15), "America/Bogota"),
        ("(UTC+01:00) Bruxelles, Copenhague, Madrid, Paris", utc(2026, 11, 25, 9), "Europe/Madrid"),
        ("US-Eastern", utc(2026, 11, 25, 15), "US/Eastern"),
        ("UTC-05:30", utc(2026, 11, 25, 15, 30), None),
    ],
)
def test_a_zone_that_is_described_rather_than_named_is_read_and_noted(one, tzid: str, start: datetime, zone) -> None:
    found = one(f"UID:1\nDTSTART;TZID={tzid}:20261125T100000")
    assert (found.start, found.zone, found.floating) == (start, zone, False)
    assert "was read as" in found.notes[0]


def zone_definition(tzid: str, offset: str) -> str:
    return (
        f"BEGIN:VTIMEZONE\nTZID:{tzid}\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:{offset}\n"
        f"TZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
    )


def test_a_known_zone_that_the_calendar_defines_wrongly_is_taken_as_it_is_and_noted(one) -> None:
    found = one("UID:1\nDTSTART;TZID=Europe/Berlin:20261125T100000", head=zone_definition("Europe/Berlin", "-0800"))
    assert (found.start, found.zone) == (utc(2026, 11, 25, 9), "Europe/Berlin")
    assert "another offset" in found.notes[0]


def test_a_lone_word_means_what_the_calendar_says_it_means(one) -> None:
    found = one("UID:1\nDTSTART;TZID=EST:20261125T100000", head=zone_definition("EST", "+1000"))
    assert (found.start, found.zone) == (utc(2026, 11, 25), None)


@pytest.mark.parametrize("change", [("-0800", "0100"), ("DTSTART:19700101T000000\n", "")])
def test_a_definition_without_a_sign_or_a_start_is_read(one, change: tuple[str, str]) -> None:
    head = zone_definition("Own", "-0800").replace(*change)
    hour = 18 if change[1] == "" else 9
    assert one("UID:1\nDTSTART;TZID=Own:20261125T100000", head=head).start == utc(2026, 11, 25, hour)


def test_a_definition_that_does_not_say_when_the_clocks_change_is_a_zone_with_its_offsets(one) -> None:
    head = (
        "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nTZOFFSETFROM:-0600\nTZOFFSETTO:-0700\nEND:STANDARD\n"
        "BEGIN:DAYLIGHT\nTZOFFSETFROM:-0700\nTZOFFSETTO:-0600\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
    )
    found = one("UID:1\nDTSTART;TZID=Customized Time Zone:20261125T100000", head=head)
    assert (found.start, found.zone) == (utc(2026, 11, 25, 17), "America/Denver")
    assert "does not say when the clocks change" in found.notes[0]


def test_a_definition_that_names_its_place_is_that_place(one) -> None:
    head = zone_definition("Home", "+0100").replace("TZID:Home", "TZID:Home\nX-LIC-LOCATION:Asia/Tokyo")
    assert one("UID:1\nDTSTART;TZID=Home:20261125T100000", head=head).zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    "broken",
    [
        lambda text: text.replace("BEGIN:STANDARD", "BEGIN:WINTER"),
        lambda text: text.replace("TZOFFSETTO:-0800", "TZOFFSETTO:soon"),
        lambda text: text.replace("TZOFFSETTO:-0800", "TZOFFSETTO:-9900"),
        lambda text: text.replace("DTSTART:1970", "DTSTART:x"),
        lambda text: text.replace("END:STANDARD", f"END:STANDARD\n{NO_RULES}"),
        lambda text: text.replace("END:STANDARD", "RRULE:FREQ=DAILY\nEND:STANDARD"),
        lambda text: text.replace("END:STANDARD", "RRULE:nonsense\nEND:STANDARD"),
        lambda text: text.replace("END:STANDARD", "X:" + "x" * 70_000 + "\nEND:STANDARD"),
    ],
)
def test_a_definition_without_a_meaning_is_none(one, broken) -> None:
    head = broken(zone_definition("Our Own", "-0800"))
    assert "is not known" in one("UID:1\nDTSTART;TZID=Our Own:20261125T100000", head=head).notes[0]


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("RRULE:freq=weekly;count=2", ["11-25", "12-02"]),
        ("RRULE:FREQ=WEEKLY;COUNT=2;", ["11-25", "12-02"]),
        ("RRULE:FREQ=WEEKLY; COUNT=2", ["11-25", "12-02"]),
        ("RRULE:FREQ=WEEKLY;INTERVAL=;BYDAY=;COUNT=2", ["11-25", "12-02"]),
        ("RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=WEDNESDAY", ["11-25", "12-02"]),
        ("RRULE:FREQ=WEEKLY;COUNT=2;WKST=XX", ["11-25", "12-02"]),
        ("RRULE:FREQ=WEEKLY;COUNT=2;X-ODD=1", ["11-25", "12-02"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=2026-12-02", ["11-25", "12-02"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261202", ["11-25", "12-02"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261202T1000Z", ["11-25", "12-02"]),
        ("RRULE:FREQ=MONTHLY;COUNT=2;BYMONTHDAY=0", ["11-25", "12-25"]),
        ("RRULE:", ["11-25"]),
        ("RRULE:FREQ=WEEKLY;COUNT=0", ["11-25"]),
        ("RRULE:FREQ=DAILY;UNTIL=20261124T100000Z", []),
        ("RRULE:W1 WE #2", ["11-25", "12-02"]),
        ("RRULE:W1 WE", ["11-25", "12-02"]),
        ("RRULE:D2 20261127T100000Z", ["11-25", "11-27"]),
        ("RRULE:MD1 25 LD #3", ["11-25", "11-30", "12-25"]),
        ("RRULE:MP1 4+ WE 1- TH #2", ["11-25", "11-26"]),
        ("RRULE:YM1 11 12 #2", ["11-25", "12-25"]),
        ("RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20261126T100000Z;20261127T100000Z", ["11-25"]),
        ("RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20261126", ["11-25", "11-27"]),
        ("RRULE:FREQ=DAILY;COUNT=3\nEXDATE;TZID=Asia/Tokyo:20261126T190000", ["11-25", "11-27"]),
        ("RRULE:FREQ=DAILY;COUNT=4\nEXRULE:FREQ=DAILY;INTERVAL=2;COUNT=2", ["11-26", "11-28"]),
        ("RRULE:FREQ=DAILY;COUNT=2\nEXRULE:FREQ=SECONDLY", ["11-25", "11-26"]),
        ("RDATE:2026-11-27T10:00:00Z", ["11-25", "11-27"]),
        ("RDATE;VALUE=DATE:20261127", ["11-25", "11-27"]),
        ("RDATE:20261125T100000Z,20261125T100000Z", ["11-25"]),
        ("RRULE:FREQ=YEARLY;BYWEEKNO=48", ["11-25"]),
    ],
)
def test_a_rule_is_read_as_it_was_meant(read, make, rule: str, wanted: list[str]) -> None:
    reading = read(make(f"UID:1\n{TEN}{rule}"))
    assert (days(reading), reading.troubles) == (wanted, ())


@pytest.mark.parametrize(
    ("period", "length"),
    [
        ("20261127T100000Z/PT2H", timedelta(hours=2)),
        ("20261127T100000Z/20261127T103000Z", timedelta(minutes=30)),
        ("20261127T100000Z/20261127T090000Z", timedelta(hours=1)),
    ],
)
def test_an_added_period_lasts_as_long_as_it_says_if_that_makes_sense(read, make, period: str, length) -> None:
    added = read(make(f"UID:1\n{TEN}DURATION:PT1H\nRDATE;VALUE=PERIOD:{period}")).occurrences[-1]
    assert (added.start, added.end - added.start) == (utc(2026, 11, 27, 10), length)


def test_an_exception_takes_only_the_instance_away_that_it_names(read, make) -> None:
    event = "UID:1\nDTSTART;TZID=Europe/Berlin:20261125T100000\nRRULE:FREQ=DAILY;COUNT=4;BYHOUR=10,11"
    reading = read(make(f"{event}\nEXDATE;TZID=Europe/Berlin:20261125T110000"))
    assert [found.start.hour for found in reading.occurrences] == [9, 9, 10]


@pytest.mark.parametrize(("stamps", "kept"), [(("20260101", "20260102"), True), (("20260102", "20260101"), False)])
def test_a_change_of_an_excepted_date_counts_unless_the_series_was_changed_later(read, make, stamps, kept) -> None:
    series, change = stamps
    whole = f"UID:1\n{TEN}RRULE:FREQ=DAILY;COUNT=2\nEXDATE:20261126T100000Z\nDTSTAMP:{series}T000000Z"
    moved = f"UID:1\nRECURRENCE-ID:20261126T100000Z\nDTSTART:20261127T100000Z\nDTSTAMP:{change}T000000Z"
    reading = read(make(whole, moved))
    assert days(reading) == (["11-25", "11-27"] if kept else ["11-25"])


@pytest.mark.parametrize("instance", ["RECURRENCE-ID;VALUE=DATE:20261126", "RECURRENCE-ID:20261126"])
def test_a_change_that_names_only_the_day_changes_the_instance_of_that_day(read, make, instance: str) -> None:
    reading = read(make(f"UID:1\n{TEN}RRULE:FREQ=DAILY;COUNT=2", f"UID:1\n{instance}\nDTSTART:20261128T100000Z"))
    assert days(reading) == ["11-25", "11-28"]
    assert reading.occurrences[1].recurrence_id == "2026-11-26T10:00:00+00:00"


def test_a_change_with_a_time_changes_the_instance_of_an_all_day_series(read, make) -> None:
    whole = "UID:1\nDTSTART;VALUE=DATE:20261125\nRRULE:FREQ=DAILY;COUNT=2"
    reading = read(make(whole, "UID:1\nRECURRENCE-ID:20261126T000000Z\nDTSTART:20261128T100000Z"))
    assert [(found.all_day, found.recurrence_id) for found in reading.occurrences] == [
        (True, "2026-11-25"), (False, "2026-11-26"),
    ]  # fmt: skip


def test_a_series_that_is_written_as_a_change_of_a_missing_one_is_a_series(read, make) -> None:
    reading = read(make(f"UID:1\nRECURRENCE-ID:20261125T100000Z\n{TEN}RRULE:FREQ=DAILY;COUNT=2"))
    assert days(reading) == ["11-25", "11-26"]
    assert "taken as the series" in reading.occurrences[0].notes[0]


def test_a_cancelled_instance_says_so_and_the_others_stay(read, make) -> None:
    gone = "UID:1\nRECURRENCE-ID:20261126T100000Z\nDTSTART:20261126T100000Z\nSTATUS:CANCELLED"
    reading = read(make(f"UID:1\n{TEN}RRULE:FREQ=DAILY;COUNT=3", gone))
    assert [found.status for found in reading.occurrences] == ["", "CANCELLED", ""]


def test_with_an_end_the_length_is_exact_with_a_duration_its_days_are_not(read, make) -> None:
    start = "UID:1\nDTSTART;TZID=Europe/Berlin:20261020T120000\nRRULE:FREQ=DAILY;COUNT=6\n"
    ended = read(make(f"{start}DTEND;TZID=Europe/Berlin:20261021T120000")).occurrences[4]
    lasting = read(make(f"{start}DURATION:P1D")).occurrences[4]
    assert (ended.end - ended.start, lasting.end - lasting.start) == (timedelta(hours=24), timedelta(hours=25))


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ('ATTENDEE;CN="A "B" C":mailto:a@x.example', Participant("a@x.example", "A 'B' C")),
        ("ATTENDEE;CN=A: B;ROLE=CHAIR:mailto:a@x.example", Participant("a@x.example", "A: B", "CHAIR")),
        ("ATTENDEE;CN=Doe, Jo;ROLE=CHAIR:mailto:a@x.example", Participant("a@x.example", "Doe, Jo", "CHAIR")),
        ("ATTENDEE;CN=\"A ^'B^' ^^ C\":mailto:a@x.example", Participant("a@x.example", 'A "B" ^ C')),
        ("ATTENDEE:Ann Lee <ann@x.example>", Participant("ann@x.example", "Ann Lee")),
        ("ATTENDEE;CN=Ann\n:mailto:ann@x.example", Participant("ann@x.example", "Ann")),
    ],
)
def test_people_are_read_however_their_names_are_quoted(one, line: str, person: Participant) -> None:
    found = one(f"UID:1\n{TEN}{line}")
    assert (found.attendees, found.notes) == ((person,), ())


def test_of_very_many_people_the_first_are_kept_and_the_event_stays(one) -> None:
    found = one(f"UID:1\n{TEN}" + "\n".join(f"ATTENDEE:mailto:a{n}@x.example" for n in range(3000)))
    assert len(found.attendees) == 1000
    assert "more than 1000 people" in found.notes[0]


def test_quoted_printable_texts_of_old_programs_are_decoded(one) -> None:
    found = one(
        f"UID:1\n{TEN}SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Gespr=C3=A4ch\n"
        "DESCRIPTION;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:f=FCnf=0D=0Aund =\nDTSTART:mehr\nLOCATION:x"
    )
    assert (found.title, found.description, found.location) == ("Gespräch", "fünf\nund DTSTART:mehr", "x")


@pytest.mark.parametrize("junk", ["THIS IS JUNK", ":junk", "SUM MARY:x", "=", "\x01\x02", "<html>"])
def test_a_line_that_is_none_does_not_spoil_the_one_before_it(one, junk: str) -> None:
    found = one(f"UID:1\n{TEN}{junk}\nSUMMARY:Talk")
    assert (found.start, found.title) == (utc(2026, 11, 25, 10), "Talk")
    assert found.notes == ("A line of it cannot be read and was left out.",)


@pytest.mark.parametrize(("text", "minutes"), [("P1H", 60), ("pt90m", 90), ("+PT1H", 60), ("PT", 0)])
def test_a_length_that_is_nearly_one_is_read(one, text: str, minutes: int) -> None:
    found = one(f"UID:1\n{TEN}DURATION:{text}")
    assert found.end - found.start == timedelta(minutes=minutes)


def test_a_rule_of_another_calendar_is_named_instead_of_being_worked_out_wrongly(read, make) -> None:
    reading = read(make(f"UID:1\n{TEN}RRULE:RSCALE=CHINESE;FREQ=YEARLY"))
    assert "Chinese calendar" in reading.troubles[0].why


@pytest.mark.parametrize(
    ("start", "rule"),
    [
        ("00010101T100000", "FREQ=DAILY"),
        ("00010101T100000", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("00010101T100000", "FREQ=YEARLY;BYDAY=-1FR;BYSETPOS=-1;BYMONTH=11"),
        ("00010101T100000", "FREQ=MONTHLY;BYDAY=1MO,-1MO"),
        ("00010101T100000", "FREQ=HOURLY;INTERVAL=24"),
        ("19000101T100000", "FREQ=DAILY;COUNT=999999"),
        ("20200101T100000", "FREQ=DAILY;UNTIL=99991231T235959Z"),
        ("20200101T100000", "FREQ=DAILY;UNTIL=99991231T235959"),
    ],
)
def test_a_series_of_centuries_is_worked_out_as_fast_as_one_of_today(read, make, start: str, rule: str) -> None:
    reading = read(make(f"UID:1\nDTSTART;TZID=Europe/Berlin:{start}\nRRULE:{rule}"))
    assert reading.occurrences
    assert reading.troubles == ()


def test_a_count_goes_on_counting_from_a_start_long_ago(read, make) -> None:
    reading = read(make("UID:1\nDTSTART:20160101T100000Z\nRRULE:FREQ=WEEKLY;COUNT=526"))
    assert days(reading)[-1] == "01-23"
    assert len(reading.occurrences) == 4


def test_a_time_of_day_is_no_added_date(read, make) -> None:
    assert days(read(make(f"UID:1\n{TEN}RDATE;VALUE=TIME:133000Z"))) == ["11-25"]


def test_a_name_that_is_folded_from_what_it_says_is_read(read) -> None:
    event = "UID\n\n :1\nDTSTART\n :20261125T100000Z\nSUMMARY\n\n :Talk"
    (found,) = read(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR\n").occurrences
    assert (found.uid, found.title) == ("1", "Talk")


def test_an_excepted_day_takes_the_older_change_of_that_day_away(read, make) -> None:
    whole = "UID:1\nDTSTART;VALUE=DATE:20261125\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE;VALUE=DATE:20261126\nSEQUENCE:2"
    assert days(read(make(whole, "UID:1\nRECURRENCE-ID;VALUE=DATE:20261126\nDTSTART;VALUE=DATE:20261127"))) == ["11-24"]


@pytest.mark.parametrize("rule", ["BYMONTH=2;BYMONTHDAY=30", "BYMONTHDAY=32", "BYMONTH=4,6;BYMONTHDAY=31"])
def test_a_rule_that_can_never_come_true_is_refused_at_once(read, make, rule: str) -> None:
    assert "never comes true" in read(make(f"UID:1\n{TEN}RRULE:FREQ=DAILY;{rule}")).troubles[0].why
