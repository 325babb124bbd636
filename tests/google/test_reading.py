"""Reading Google calendars through Google's own library, over HTTP."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.google.calendars import Calendar
from tests.google.entries import ANN, START, WINDOW, entry, weekly
from tests.readings import reading_of

from showup.detect import judge
from showup.model import Occurrence, Participant, Profile, Verdict, Window
from showup.ports import Unchanged, Wanted

ME = Profile(zone="Europe/Berlin", emails=("me@example.org",))
MINE = {"email": "other@example.org", "self": True, "responseStatus": "accepted"}


def one(google, source, raw, profile=ME) -> Occurrence:
    """What is read of this one event."""
    google.own.hold([raw])
    (found,) = reading_of(source(), WINDOW, profile).occurrences
    return found


def none(google, source, raw, profile=ME):
    google.own.hold([raw])
    reading = reading_of(source(), WINDOW, profile)
    return (reading.occurrences, reading.troubles) == ((), ())


# ------------------------------------------------------------- what is said


def test_an_event_has_the_uid_that_its_calendar_file_has(google, source):
    found = one(google, source, entry(iCalUID="abc@marlow.example"))
    assert (found.uid, found.recurrence_id, found.recurring) == ("abc@marlow.example", None, False)
    assert (found.start, found.end, found.zone) == (START, START + timedelta(hours=1), "Europe/Berlin")
    assert (found.title, found.organizer, found.status) == (
        "Interview with Marlow", Participant("ann@marlow.example", "Ann"), "CONFIRMED",
    )  # fmt: skip


def test_the_instances_of_a_series_are_named_by_the_time_the_series_gave_them(google, source):
    moved = entry("s_moved", START + timedelta(days=1), recurringEventId="s", iCalUID="s@google.com",
                  originalStartTime={"dateTime": START.isoformat()}, summary="Moved")  # fmt: skip
    google.own.hold([weekly("s", 3, START - timedelta(weeks=2)), moved])
    found = {str(each.recurrence_id): each for each in reading_of(source(), WINDOW, ME).occurrences}
    assert sorted(found) == [(START - timedelta(weeks=weeks)).isoformat() for weeks in (2, 1, 0)]
    assert (found[START.isoformat()].start, found[START.isoformat()].title) == (START + timedelta(days=1), "Moved")
    assert {(each.uid, each.recurring) for each in found.values()} == {("s@google.com", True)}


def test_a_cancelled_instance_is_called_off_and_the_others_stay(google, source):
    gone = entry("s_gone", START, recurringEventId="s", iCalUID="s@google.com", status="cancelled",
                 originalStartTime={"dateTime": START.isoformat()})  # fmt: skip
    google.own.hold([weekly("s", 2, START - timedelta(weeks=1)), gone])
    found = {each.start: each.status for each in reading_of(source(), WINDOW, ME).occurrences}
    assert found == {START - timedelta(weeks=1): "CONFIRMED", START: "CANCELLED"}


def test_an_all_day_event_lasts_from_midnight_to_midnight_where_the_person_is(google, source):
    day = {"start": {"date": "2026-11-25"}, "end": {"date": "2026-11-26"}}
    found = one(google, source, entry() | day, Profile(zone="America/New_York"))
    assert (found.start, found.end) == (datetime(2026, 11, 25, 5, tzinfo=UTC), datetime(2026, 11, 26, 5, tzinfo=UTC))
    assert (found.all_day, found.zone) == (True, "America/New_York")


def test_an_instance_of_an_all_day_series_is_named_by_its_date(google, source):
    day = {"start": {"date": "2026-11-25"}, "end": {"date": "2026-11-26"}}
    instance = {"recurringEventId": "s", "originalStartTime": {"date": "2026-11-25"}}
    google.own.hold([weekly("s", 0), entry("s_1") | day | instance])
    google.own._expanded = lambda: iter([google.own.events["s_1"]])
    (found,) = reading_of(source(), WINDOW, ME).occurrences
    assert found.recurrence_id == date(2026, 11, 25).isoformat()


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "Europe", "", "\ud800"])
def test_a_zone_that_nobody_knows_falls_back_to_the_calendars(google, source, zone):
    found = one(google, source, entry(start={"dateTime": START.isoformat(), "timeZone": zone}))
    assert (found.start, found.zone) == (START, "Europe/Berlin")


def test_the_video_link_is_the_conference_and_the_telephone_number_is_told(google, source):
    ways = [
        {"entryPointType": "phone", "uri": "tel:+1-555-010-0199", "pin": "1234"},
        {"entryPointType": "video", "uri": "https://meet.google.com/abc-defg-hij"},
        {"entryPointType": "more", "uri": "https://tel.meet/abc"},
    ]
    found = one(google, source, entry(conferenceData={"entryPoints": ways}, description="Hello"))
    judged = judge(found, ME)
    assert found.conference == "https://meet.google.com/abc-defg-hij"
    assert found.description == "Hello\ntel:+1-555-010-0199 PIN: 1234#"
    assert (judged.join_url, judged.phone) == ("https://meet.google.com/abc-defg-hij", "+1 555-010-0199")


def test_a_number_that_the_description_names_already_is_not_told_twice(google, source):
    ways = [{"entryPointType": "phone", "uri": "tel:+1-555-010-0199"}]
    found = one(google, source, entry(conferenceData={"entryPoints": ways}, description="Dial +1 (555) 010 0199"))
    assert (found.conference, found.description) == ("tel:+1-555-010-0199", "Dial +1 (555) 010 0199")


def test_an_older_event_has_its_hangout_link(google, source):
    assert (
        one(google, source, entry(hangoutLink="https://meet.google.com/xyz")).conference
        == "https://meet.google.com/xyz"
    )


def test_people_come_with_their_answers_and_rooms_do_not(google, source):
    people = [
        MINE,
        {"email": "bo@marlow.example", "displayName": "Bo", "optional": True, "responseStatus": "needsAction"},
        {"email": "room@resource.example", "resource": True, "responseStatus": "accepted"},
    ]
    assert one(google, source, entry(attendees=people)).attendees == (
        Participant("me@example.org", "", "REQ-PARTICIPANT", "ACCEPTED"),
        Participant("bo@marlow.example", "Bo", "OPT-PARTICIPANT", "NEEDS-ACTION"),
    )


def test_what_is_free_time_in_the_calendar_is_told_too(google, source):
    found = one(google, source, entry(transparency="transparent"))
    assert (found.title, found.transparent) == ("Interview with Marlow", True)
    assert not one(google, source, entry(transparency="opaque")).transparent
    assert not one(google, source, entry()).transparent


# ------------------------------------------------------- what is no appointment


@pytest.mark.parametrize("kind", ["outOfOffice", "focusTime", "workingLocation", "birthday"])
def test_what_is_no_appointment_is_left_out(google, source, kind):
    assert none(google, source, entry(eventType=kind))


@pytest.mark.parametrize(
    ("kind", "told"),
    [("outOfOffice", 1), ("focusTime", 1), ("default", 1), ("workingLocation", 0), ("birthday", 0)],
)
def test_asked_for_busy_time_what_takes_some_is_told_whether_it_is_an_appointment_or_not(google, source, kind, told):
    google.own.hold([entry(eventType=kind)])
    assert len(reading_of(source(), WINDOW, ME, busy=True).occurrences) == told


@pytest.mark.parametrize("profile", [ME, Profile(zone="UTC", name="Ann Example"), Profile(zone="UTC")])
def test_what_the_person_declined_takes_no_time_whatever_showup_knows_of_them(google, source, profile):
    google.own.hold([entry(attendees=[MINE | {"responseStatus": "declined"}])])
    assert reading_of(source(), WINDOW, profile, busy=True).occurrences == ()


@pytest.mark.parametrize("kind", ["default", "fromGmail", "somethingNew"])
def test_other_kinds_of_events_are_told(google, source, kind):
    assert one(google, source, entry(eventType=kind)).title == "Interview with Marlow"


@pytest.mark.parametrize("profile", [ME, Profile(zone="UTC", name="Ann Example"), Profile(zone="UTC")])
def test_what_the_person_declined_is_no_interview_whatever_showup_knows_of_them(google, source, profile):
    google.own.hold([entry(attendees=[MINE | {"responseStatus": "declined", "displayName": "A. E."}])])
    found = reading_of(source(), WINDOW, profile).occurrences
    assert all(judge(each, profile).verdict is Verdict.NO for each in found)
    assert len(found) == (1 if profile.emails or profile.name else 0)


def test_the_answers_of_a_calendar_of_somebody_else_are_not_the_persons(google, source):
    google.calendars["bo@example.org"] = other = Calendar("reader")
    bo = {"email": "bo@marlow.example", "responseStatus": "accepted"}
    other.hold([entry(attendees=[MINE | {"responseStatus": "declined"}, bo])])
    (found,) = reading_of(source("bo@example.org"), WINDOW, ME).occurrences
    assert (found.attendees[0].email, found.status) == ("other@example.org", "CONFIRMED")
    assert judge(found, ME).verdict is not Verdict.NO


def test_what_the_organizer_called_off_says_so(google, source):
    google.own.hold([entry()])
    google.own.cancel("1")
    (found,) = reading_of(source(), WINDOW, ME).occurrences
    assert (found.status, found.start) == ("CANCELLED", START)


def test_what_the_person_wrote_and_deleted_is_only_gone(google, source):
    google.own.hold([entry(organizer=ANN | {"self": True})])
    google.own.cancel("1")
    reading = reading_of(source(), WINDOW, ME)
    assert (reading.occurrences, reading.events, reading.partial) == ((), 1, False)


def test_an_invitation_that_the_person_declined_and_deleted_was_not_called_off_by_anybody(google, source):
    google.own.hold([entry(attendees=[MINE | {"responseStatus": "declined"}])])
    google.own.cancel("1")
    (found,) = reading_of(source(), WINDOW, ME).occurrences
    assert (found.status, found.attendees[0].partstat) == ("", "DECLINED")


# -------------------------------------------------------------- what is wanted


def test_only_what_touches_the_window_is_told(google, source):
    window = Window(START, START + timedelta(hours=2))
    inside = [entry("a", START - timedelta(minutes=59)), entry("b", START + timedelta(minutes=119))]
    outside = [entry("c", START - timedelta(hours=1)), entry("d", START + timedelta(hours=2))]
    google.own.hold([*inside, *outside])
    assert [found.uid for found in reading_of(source(), window, ME).occurrences] == ["a@google.com", "b@google.com"]


def test_whether_an_event_is_able_is_asked_with_all_that_it_says(google, source):
    asked: list[bytes] = []

    def able(data: bytes) -> bool:
        asked.append(data)
        return False

    ways = {"entryPoints": [{"entryPointType": "video", "uri": "https://zoom.us/j/1"}]}
    raw = entry(description="Grüße", location="Room 1", attendees=[MINE], conferenceData=ways)
    google.own.hold([raw | {"hangoutLink": "https://meet.google.com/x"}])
    reading = reading_of(source(), WINDOW, ME, able=able)
    for words in ("Interview with Marlow", "Grüße", "Room 1", "ann@marlow.example", "Ann", "https://zoom.us/j/1"):
        assert words.encode() in asked[0]
    assert reading.others == (("1@google.com", START + timedelta(hours=1)),)


def test_of_a_series_that_is_not_able_the_last_end_is_named(google, source):
    google.own.hold([weekly("s", 2, START - timedelta(weeks=1))])
    reading = reading_of(source(), WINDOW, ME, able=lambda _: False)
    assert (reading.occurrences, reading.others) == ((), (("s@google.com", START + timedelta(hours=1)),))


def test_a_broken_event_is_named_and_the_others_are_told(google, source):
    google.own.hold([entry("1"), entry("2", start={"dateTime": "some day"}, summary="Broken"), entry("3", summary=7)])
    reading = reading_of(source(), WINDOW, ME)
    assert ([found.uid for found in reading.occurrences], reading.partial) == (["1@google.com"], True)
    assert [trouble.where for trouble in reading.troubles] == ["Broken", "7"]


def test_an_end_before_its_start_is_no_reason_to_miss_it(google, source):
    found = one(google, source, entry(end={"dateTime": (START - timedelta(hours=1)).isoformat()}))
    assert (found.start, found.end) == (START, START)


# ------------------------------------------------------------- many calendars


def test_every_page_is_read(google, source):
    google.page = 3
    google.own.hold([entry(str(number), START + timedelta(minutes=number)) for number in range(10)])
    assert len(reading_of(source(), WINDOW, ME).occurrences) == 10
    assert [call.get("pageToken") for call in google.asked()] == [None, "3", "6", "9"]


def test_several_calendars_are_one_source(google, source):
    google.calendars["team#1@group.calendar.google.com"] = team = Calendar("reader")
    google.own.hold([entry("1")])
    team.hold([entry("2")])
    reading = reading_of(source("primary, team#1@group.calendar.google.com"), WINDOW, ME)
    assert {found.uid for found in reading.occurrences} == {"1@google.com", "2@google.com"}


def test_a_page_that_comes_again_and_again_is_not_read_for_ever(google, source):
    google.own.hold([entry("1"), entry("2"), entry("3")])
    google._paged = lambda rows, given, about: about | {"items": rows[:1], "nextPageToken": "1"}
    with pytest.raises(Exception, match="same page again"):
        reading_of(source(), WINDOW, ME)


def test_a_calendar_beyond_all_measure_is_cut_and_says_so(google, source):
    google.own.hold([entry(str(number), START + timedelta(seconds=number)) for number in range(20_005)])
    reading = reading_of(source(), WINDOW, ME, able=lambda _: False)
    assert (reading.partial, reading.mark, reading.events >= 20_000) == (True, None, True)
    assert [trouble.whole for trouble in reading.troubles] == [True]


# -------------------------------------------------------------- what changed


def ask(source, known, keep, window=WINDOW):
    return source.read(Wanted("work", window, ME, known=known, keep=keep))


def test_a_quiet_calendar_costs_one_small_request(google, source, tmp_path):
    google.own.hold([entry(str(number)) for number in range(50)])
    known = reading_of(source(), WINDOW, ME, keep=tmp_path).mark
    google.calls.clear()
    assert ask(source(), known, tmp_path) == Unchanged()
    assert [set(call) for call in google.asked()] == [{"calendarId", "syncToken", "maxResults", "fields", "alt"}]


def test_a_change_beyond_the_window_leaves_the_reading_unchanged(google, source, tmp_path):
    google.own.hold([entry("1")])
    known = reading_of(source(), WINDOW, ME, keep=tmp_path).mark
    google.own.put(entry("2", START + timedelta(days=100)))
    assert ask(source(), known, tmp_path) == Unchanged()


def test_a_change_in_any_of_several_calendars_is_seen(google, source, tmp_path):
    google.calendars["team"] = team = Calendar()
    both = source("primary, team")
    known = reading_of(both, WINDOW, ME, keep=tmp_path).mark
    team.put(entry("2"))
    again = ask(both, known, tmp_path)
    assert {found.uid for found in again.occurrences} == {"2@google.com"}


@pytest.mark.parametrize("status", [410, 400])
def test_a_token_that_counts_no_longer_costs_a_whole_reading(google, source, tmp_path, status):
    from tests.google.server import Fault

    google.own.hold([entry("1")])
    known = reading_of(source(), WINDOW, ME, keep=tmp_path).mark
    google.own.change("1", summary="Changed")
    google.faults.append(Fault(status=status, reason="fullSyncRequired" if status == 410 else "invalid"))
    assert [found.title for found in ask(source(), known, tmp_path).occurrences] == ["Changed"]
    google.calls.clear()
    ask(source(), known, tmp_path)
    assert "syncToken" in google.asked()[0]


def test_changes_that_were_heard_of_and_not_read_are_heard_of_again(google, source, tmp_path):
    """A reading that fails after the calendar has said that it changed must not lose the change."""
    from tests.google.server import Fault

    google.own.hold([entry("1")])
    known = reading_of(source(), WINDOW, ME, keep=tmp_path).mark
    google.own.change("1", summary="Changed")
    google.faults.extend([Fault(), Fault(status=404, reason="notFound")])
    with pytest.raises(Exception, match="share it again"):
        ask(source(), known, tmp_path)
    assert [found.title for found in ask(source(), known, tmp_path).occurrences] == ["Changed"]


def test_each_day_gets_a_token_of_its_own(google, source, tmp_path):
    """A token tells nothing of what had ended when it was given; it is not relied on for longer than a day."""
    known = reading_of(source(), WINDOW, ME, keep=tmp_path).mark
    tomorrow = Window(WINDOW.since + timedelta(days=1), WINDOW.until + timedelta(days=1))
    google.calls.clear()
    ask(source(), known, tmp_path, tomorrow)
    assert google.asked()[0]["timeMin"] == tomorrow.since.isoformat()
    assert all("syncToken" not in call for call in google.asked())


def test_two_empty_windows_are_not_the_same(google, source, tmp_path):
    """The mark of one window says nothing about another, although both were empty."""
    later = Window(WINDOW.since, WINDOW.until + timedelta(days=5))
    known = reading_of(source(), later, ME, keep=tmp_path).mark
    google.own.put(entry("1", WINDOW.until + timedelta(days=2)))
    reading_of(source(), WINDOW, ME, keep=tmp_path)
    assert ask(source(), known, tmp_path, later) != Unchanged()


def test_another_account_does_not_listen_to_the_tokens_of_this_one(google, source, tmp_path):
    from showup_integrations import secrets

    known = reading_of(source(), WINDOW, ME, keep=tmp_path).mark
    secrets.put("google", "bo", secrets.get("google", "ann") or "")
    google.calls.clear()
    ask(source(account="bo"), known, tmp_path)
    assert all("syncToken" not in call for call in google.asked())


def test_a_calendar_too_large_for_a_token_is_listed_each_time(google, source, tmp_path):
    google.page = 1
    google.own.hold([entry(str(number)) for number in range(10)])
    known = reading_of(source(), WINDOW, ME, keep=tmp_path).mark
    google.own.change("3", summary="Changed")
    assert "Changed" in {found.title for found in ask(source(), known, tmp_path).occurrences}


def test_no_secret_and_no_event_is_kept_beside_the_keyring(google, source, tmp_path):
    google.own.hold([entry("1", summary="Interview with Marlow")])
    keep = tmp_path / "keep"
    reading_of(source(), WINDOW, ME, keep=keep)
    (kept,) = keep.iterdir()
    said = kept.read_text()
    assert not any(word in said for word in ("Marlow", "secret-1", "refresh-1", *google.access_tokens))
