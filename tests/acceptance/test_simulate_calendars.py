"""`showup simulate`: calendars that move, cancel, empty, break and come back."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.acceptance.scripts import START, alarms, at, faults, interview, line, minutes, on_the_wall, whats
from tests.running import calendar

ONE = calendar(interview())
OTHER = interview(at(3000), "Dentist", "other@x")


def one(lines, what):
    (found,) = [row for row in lines if row["what"] == what]
    return found


@pytest.mark.parametrize(("to", "when"), [(-180, -70), (-100, -70), (-75, -60)])
def test_one_that_moved_into_the_past_asks_and_never_rings_for_its_old_hour(simulate, calendar_at, to, when):
    path = calendar_at(calendar(interview(at(to))))
    lines = simulate(ONE, line(-70, "calendar", path=path))
    assert one(lines, "moved")["to"] == at(to).isoformat()
    assert minutes(lines, "missed") == [when]
    assert not [m for m in minutes(lines) if m > when]


def test_one_that_began_while_it_was_moved_rings_as_begun(simulate, calendar_at):
    path = calendar_at(calendar(interview(at(-75))))
    lines = simulate(ONE, line(-70, "calendar", path=path), until=at(-69))
    assert alarms(lines)[-1] == (-70, "start", 5)
    assert minutes(lines, "late") == [-70]


def test_one_that_moved_out_of_sight_into_the_past_is_asked_about(simulate, calendar_at):
    path = calendar_at(calendar(interview(at(-4 * 24 * 60)), OTHER))
    lines = simulate(ONE, line(-70, "calendar", path=path))
    assert one(lines, "cancelled")["why"] == "vanished"
    assert not [m for m in minutes(lines) if m >= -70]


@pytest.mark.parametrize("when", [-70, -14, -4, 3])
def test_one_that_moves_by_an_hour_does_not_repeat_the_reminders_of_the_day(simulate, calendar_at, when):
    path = calendar_at(calendar(interview(at(60))))
    lines = simulate(ONE, line(when, "calendar", path=path))
    rungs = [rung for m, rung, _ in alarms(lines) if m >= when]
    assert not {"evening before", "morning of"} & set(rungs)
    assert alarms(lines)[-1][:2] == (70, "start")
    assert minutes(lines, "missed") == [75]


def test_one_that_moves_to_another_day_has_the_whole_ladder_there(simulate, calendar_at):
    path = calendar_at(calendar(interview(at(2 * 24 * 60))))
    lines = simulate(ONE, line(-4, "calendar", path=path), until=at(2 * 24 * 60))
    rungs = dict.fromkeys(rung for m, rung, _ in alarms(lines) if m > -4)
    assert list(rungs) == ["evening before", "morning of", "get ready", "soon", "door", "start"]


def test_one_that_moved_in_the_sleep_is_told_at_the_resume(simulate, calendar_at):
    path = calendar_at(calendar(interview(at(60))))
    lines = simulate(ONE, line(-90, "suspend"), line(-80, "calendar", path=path), line(-30, "resume"))
    assert minutes(lines, "moved") == [-30]
    assert alarms([row for row in lines if minutes([row]) > [-30]])[0] == (0, "get ready", 0)


def test_a_confirmation_does_not_hold_for_another_hour(simulate, calendar_at):
    path = calendar_at(calendar(interview(at(60))))
    lines = simulate(ONE, line(-4.5, "confirm"), line(-4, "calendar", path=path))
    assert minutes(lines, "missed") == [75]


def test_one_that_moves_while_its_case_is_open_closes_it(simulate, calendar_at):
    path = calendar_at(calendar(interview(at(24 * 60))))
    lines = simulate(ONE, line(20, "calendar", path=path))
    assert one(lines, "closed")["outcome"] == "rescheduled"
    assert minutes(lines, "moved") == [20]


def test_another_title_moves_nothing(simulate, calendar_at):
    path = calendar_at(calendar(interview(START, "Second interview with Marlow")))
    lines = simulate(ONE, line(-70, "calendar", path=path))
    assert minutes(lines, "missed") == [15]
    assert not {"moved", "cancelled"} & set(whats(lines))
    assert lines[-1]["title"] == "Second interview with Marlow"


def test_an_interview_that_goes_and_comes_back_rings_again_without_a_second_reminder(simulate, calendar_at):
    gone, back = calendar_at(calendar(OTHER), "gone.ics"), calendar_at(ONE, "back.ics")
    lines = simulate(ONE, line(-70, "calendar", path=gone), line(-65, "calendar", path=back))
    assert minutes(lines, "cancelled") == [-70]
    assert next(alarm for alarm in alarms(lines) if alarm[0] >= -70) == (-60, "get ready", 0)
    assert minutes(lines, "missed") == [15]


def test_a_calendar_that_is_suddenly_empty_is_held_and_its_interviews_ring_on(simulate, calendar_at):
    path = calendar_at(calendar())
    lines = simulate(ONE, line(-70, "calendar", path=path))
    assert "suddenly empty" in one(lines, "stale")["why"]
    assert minutes(lines, "missed") == [15]


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "is empty"), ("<html>Sign in</html>", "a web page"), ("hello", "not a calendar"), (ONE[:150], "cut off")],
)
def test_a_calendar_that_breaks_is_a_fault_and_well_again_when_it_is_restored(simulate, calendar_at, text, told):
    broken, back = calendar_at(text, "broken.ics"), calendar_at(ONE, "back.ics")
    script = line(-70, "calendar", path=broken), line(-65, "calendar", path=back)
    lines = simulate(ONE, *script, expect=4)
    assert [told in why for _, why in faults(lines)] == [True]
    assert minutes(lines, "synced")[-1] == -65
    assert minutes(lines, "missed") == [15]


def test_a_calendar_that_is_not_there_is_a_fault_each_time_it_goes(simulate, calendar_at):
    back = calendar_at(ONE, "back.ics")
    script = (line(-70, "calendar", path="no.ics"), line(-65, "calendar", path=back),
              line(-60.5, "calendar", path="no.ics"))  # fmt: skip
    lines = simulate(ONE, *script, expect=4)
    assert minutes(lines, "fault") == [-70, -60.5]
    assert all("no.ics does not exist" in why for _, why in faults(lines))
    assert minutes(lines, "missed") == [15]


def test_one_broken_event_is_a_fault_and_calls_nothing_off(simulate, calendar_at):
    broken = "BEGIN:VEVENT\r\nUID:b@x\r\nSUMMARY:Broken\r\nDTSTART:soon\r\nEND:VEVENT"
    path = calendar_at(calendar(broken, OTHER))
    lines = simulate(ONE, line(-70, "calendar", path=path))
    assert [where for where, _ in faults(lines)] == ["Broken"]
    assert minutes(lines, "missed") == [15]


def test_an_all_day_interview_that_gets_its_hour_is_a_whole_interview_then(simulate, calendar_at):
    path = calendar_at(calendar(interview()))
    whole = calendar(on_the_wall("20261124", uid="u1@x"))
    lines = simulate(whole, line(-240, "calendar", path=path))
    assert minutes(lines, "moved") == [-240]
    assert next(rung for m, rung, _ in alarms(lines) if m >= -240) == "get ready"
    assert minutes(lines, "missed") == [15]


@pytest.fixture
def website(showup):
    """The calendars of the machine's folder on a web server; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(showup.folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


def test_without_a_network_a_calendar_of_the_web_is_a_fault_each_time(simulate, calendar_at, website):
    calendar_at(ONE, "web.ics")
    script = [line(-100, "calendar", path=f"{website}/web.ics"), line(-90, "network-down"), line(-80, "network-up"),
              line(-70, "network-down"), line(-69, "network-down")]  # fmt: skip
    lines = simulate(ONE, *script, expect=4)
    assert minutes(lines, "fault") == [-90, -70]
    assert minutes(lines, "stale") == [-90, -70]
    assert {why for _, why in faults(lines)} == {"there is no network"}
    assert minutes(lines, "missed") == [15]


def test_without_a_network_a_file_is_read_all_the_same(simulate, calendar_at):
    path = calendar_at(calendar(interview(at(60))))
    lines = simulate(ONE, line(-90, "network-down"), line(-70, "calendar", path=path))
    assert faults(lines) == []
    assert minutes(lines, "moved") == [-70]
