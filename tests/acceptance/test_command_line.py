"""The command line: forms, exit codes, and one clear line for every bad input."""

import json
import re
import socket
from pathlib import Path

import pytest
from tests.running import calendar, event, from_now

from showup.cli.parser import COMMANDS, Parser, parse

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")

FIELDS = [
    "uid", "recurrence_id", "start", "end", "all_day", "title", "verdict", "score", "role", "reasons",
    "company", "kind", "join_url", "location", "language", "source",
]  # fmt: skip


def given(showup, *events):
    path = showup.folder / "given.ics"
    path.write_text(calendar(*events), newline="")
    return str(path)


def test_interviews_prints_every_occurrence_in_the_form_of_the_design(showup):
    weekly = event("weekly@x", "Team lunch", from_now(days=1), 60, "RRULE:FREQ=WEEKLY;COUNT=3")
    path = given(
        showup,
        weekly,
        event("one@x", "Interview with Marlow", from_now(days=2), 45, "LOCATION:https://zoom.us/j/1234567"),
    )
    found = showup.json("interviews", "--calendar", path, "--all")
    assert [list(view) for view in found] == [FIELDS] * 4
    one = next(view for view in found if view["uid"] == "one@x")
    assert (one["verdict"], one["role"], one["company"], one["join_url"]) == (
        "interview",
        "candidate",
        "Marlow",
        "https://zoom.us/j/1234567",
    )
    assert one["start"] == from_now(days=2).isoformat()[:17] + one["start"][17:]
    assert one["recurrence_id"] is None
    assert one["reasons"]
    assert len({view["recurrence_id"] for view in found if view["uid"] == "weekly@x"}) == 3


def test_interviews_without_all_leaves_out_what_is_none(showup):
    path = given(
        showup, event("a@x", "Dentist", from_now(days=1)), event("b@x", "Interview with Marlow", from_now(days=1))
    )
    assert [view["uid"] for view in showup.json("interviews", "--calendar", path)] == ["b@x"]


def test_interviews_looks_thirty_days_ahead_unless_told_otherwise(showup):
    path = given(
        showup, event("near@x", "Interview A", from_now(days=29)), event("far@x", "Interview B", from_now(days=40))
    )
    assert [view["uid"] for view in showup.json("interviews", "--calendar", path)] == ["near@x"]
    assert len(showup.json("interviews", "--calendar", path, "--days", "60")) == 2
    assert [
        view["uid"]
        for view in showup.json("interviews", "--calendar", path, "--now", f"{from_now(days=35):%Y-%m-%dT%H:%M:%SZ}")
    ] == ["far@x"]


def test_times_are_printed_in_the_persons_zone(showup):
    showup.config.write_text('[profile]\nzone = "Asia/Tokyo"\n')
    path = given(showup, event("a@x", "Interview with Marlow", from_now(days=1)))
    assert showup.json("interviews", "--calendar", path)[0]["start"].endswith("+09:00")


BAD_CALENDARS = {
    "missing": None,
    "html": "<!DOCTYPE html><html><body>Please sign in</body></html>",
    "empty": "",
    "no calendar": "hello",
    "cut off": calendar(event("a@x", "Interview with Marlow", from_now(days=1)))[: -len("END:VCALENDAR\r\n")],
}


@pytest.mark.parametrize("name", BAD_CALENDARS)
@pytest.mark.parametrize("command", ["interviews", "simulate"])
def test_a_calendar_that_cannot_be_read_is_one_clear_line_and_exit_4(showup, name, command):
    path = showup.folder / "bad.ics"
    if BAD_CALENDARS[name] is not None:
        path.write_text(BAD_CALENDARS[name], newline="")
    words = {
        "interviews": ["interviews", "--calendar", str(path)],
        "simulate": ["simulate", str(path), "--from", "2026-11-20", "--until", "2026-12-31"],
    }[command]
    done = showup(*words, expect=4)
    assert len(done.stderr.strip().splitlines()) == 1
    assert "bad.ics" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_can_be_read_of_a_cut_off_calendar_is_shown(showup):
    path = showup.folder / "cut.ics"
    path.write_text(BAD_CALENDARS["cut off"], newline="")
    assert [view["uid"] for view in showup.json("interviews", "--calendar", str(path), expect=4)] == ["a@x"]


def test_one_broken_event_is_named_and_the_others_are_shown(showup):
    broken = "BEGIN:VEVENT\r\nUID:bad@x\r\nSUMMARY:Broken one\r\nDTSTART:yesterday\r\nEND:VEVENT"
    path = given(showup, broken, event("b@x", "Interview with Marlow", from_now(days=1)))
    done = showup("interviews", "--calendar", path, "--json")
    assert [view["uid"] for view in json.loads(done.stdout)] == ["b@x"]
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Broken one" in done.stderr


def test_a_url_nobody_answers_is_a_source_that_failed_and_keeps_its_secret(showup):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = showup("interviews", "--calendar", f"http://me:secret@127.0.0.1:{port}/private/token.ics", expect=4)
    assert len(done.stderr.strip().splitlines()) == 1
    assert "secret" not in done.stderr
    assert "token" not in done.stderr


def test_no_calendar_at_all_says_how_to_name_one(showup):
    said = showup("interviews", expect=3).stderr
    assert "--calendar" in said
    assert "`showup connect`" in said


def test_of_several_calendars_each_line_and_each_fault_names_its_own(showup):
    showup.config.write_text(
        '[[source]]\nname = "mine"\npath = "mine.ics"\n[[source]]\nname = "theirs"\npath = "theirs.ics"\n'
        '[[source]]\nname = "gone"\npath = "gone.ics"\n'
    )
    for name in ("mine", "theirs"):
        (showup.config.parent / f"{name}.ics").write_text(calendar(event(name, "Interview", from_now(days=1))))
    done = showup("interviews", expect=4)
    assert re.findall(r"Interview +(\w+) +interview", done.stdout) == ["mine", "theirs"]
    assert done.stderr == f"showup: gone: {showup.config.parent}/gone.ics does not exist. Check the path.\n"


def test_of_one_calendar_no_line_names_it(showup):
    path = given(showup, event("a@x", "Interview with Marlow", from_now(days=1)))
    assert "given.ics" not in showup("interviews", "--calendar", path).stdout


def test_a_one_shot_command_promises_nothing_that_only_the_service_does(showup):
    for name in ("missing.ics", "http://127.0.0.1:9/x.ics"):
        said = showup("interviews", "--calendar", name, expect=4).stderr
        assert not [word for word in ("tries again", "goes on ringing", "is kept", "was known") if word in said]


def test_a_name_is_not_said_twice(showup):
    path = showup.folder / "cut.ics"
    path.write_text(BAD_CALENDARS["cut off"], newline="")
    for given_as in (str(path), "cut.ics"):
        said = showup("interviews", "--calendar", given_as, expect=4).stderr
        assert said.startswith("showup: cut.ics: It was cut off")


def test_of_very_many_complaints_some_are_told_and_the_others_counted(showup):
    broken = "BEGIN:VEVENT\r\nUID:{0}\r\nSUMMARY:Interview {0}\r\nDTSTART:yesterday\r\nEND:VEVENT"
    path = given(showup, *(broken.format(number) for number in range(30)))
    said = showup("interviews", "--calendar", path).stderr.splitlines()
    assert (len(said), said[-1]) == (11, "showup: given.ics: 20 more complaints like these.")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('usr = "x"\npath = "x.ics"', "`usr` is not a setting here. Did you mean `user`?"),
        ('kind = "isc"\npath = "x.ics"', 'The kind "isc" is not installed; did you mean "ics"?'),
        ('kind = "caldav"\nurl = "https://x.example/"\ncalendars = ["a", ""]', "`calendars` is a list of names"),
    ],
)
def test_settings_of_a_source_that_mean_nothing_are_told_with_file_line_and_name(showup, table, told):
    showup.config.write_text(f'# mine\n\n[[source]]\nname = "work"\n{table}\n')
    said = showup("interviews", expect=4).stderr
    assert said.startswith(f"showup: work: {showup.config}:3: {told}")
    assert not said.endswith("?.\n")


@pytest.mark.parametrize("text", ["webcal:foo", "http:/x.example/a.ics"])
def test_an_address_without_its_slashes_is_no_path(showup, text):
    assert "must begin with https://" in showup("interviews", "--calendar", text, expect=4).stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["frobnicate"], "no command"),
        (["interveiws"], 'did you mean "interviews"'),
        (["interviews", "--frob"], "--frob"),
        (["interviews", "--calendar", "x", "--days", "0"], "from 1 to"),
        (["interviews", "--calendar", "x", "--now", "soon"], "--now"),
        (["interviews", "--calendar", "x", "--now", "9999-12-30"], "not so many days"),
        (["snooze", "--minutes", "many"], "--minutes"),
        (["rehearse", "--seconds", "0"], "--seconds"),
    ],
)
def test_bad_usage_is_one_line_and_exit_2(showup, words, told):
    done = showup(*words, expect=2)
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("command", ["run", "interviews", "plan", "simulate"])
def test_an_unknown_key_in_the_configuration_is_told_with_its_line(showup, command):
    showup.config.write_text('[profile]\nname = "Robin"\nzoen = "UTC"\n')
    path = given(showup)
    words = {"simulate": [path, "--from", "2026-11-24", "--until", "2026-11-25"], "run": []}.get(
        command, ["--calendar", path]
    )
    done = showup(command, *words, "--config", str(showup.config), expect=3)
    assert f"{showup.config}:3" in done.stderr
    assert 'did you mean "zone"' in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["status"],
        ["next"],
        ["here"],
        ["ack"],
        ["undo"],
        ["recover"],
        ["draft"],
        ["log"],
        ["sync"],
        ["add", "Interview", "--at", "2099-01-01T10:00"],
    ],
)
def test_without_a_service_every_question_to_it_is_exit_5(showup, words):
    done = showup(*words, expect=5)
    assert "showup run" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_socket_that_a_dead_service_left_is_nobody_listening(showup):
    place = showup.folder / "runtime" / "showup" / "control.sock"
    place.parent.mkdir()
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(place))
    assert "No showup service is running" in showup("here", expect=5).stderr


def test_plan_shows_the_ladder_without_a_service(showup):
    path = given(showup, event("a@x", "Interview with Marlow", from_now(days=2)))
    plan = showup.json("plan", "--calendar", path)[0]
    assert [alarm["rung"] for alarm in plan["alarms"]] == [
        "evening before",
        "morning of",
        "get ready",
        "soon",
        "door",
        "start",
    ]
    assert "get ready" in showup("plan", "--calendar", path).stdout


def test_plan_says_what_quiet_hours_move(showup):
    showup.config.write_text('[profile]\nzone = "UTC"\n[ladder]\nquiet = ["22:00", "08:00"]\n')
    start = from_now(days=2).replace(hour=7, minute=30, second=0)
    path = given(showup, event("a@x", "Interview with Marlow", start))
    moved = showup.json("plan", "--calendar", path)[0]["alarms"][1]
    assert (moved["rung"], moved["at"][11:16], moved["moved_from"][11:16]) == ("morning of", "21:59", "05:30")
    assert "05:30: quiet hours" in showup("plan", "--calendar", path).stdout


def test_why_shows_each_reason_with_its_points(showup):
    path = given(showup, event("a@x", "Interview with Marlow", from_now(days=2)))
    assert re.search(r"\+\d+  the title says", showup("why", "Marlow", "--calendar", path).stdout)
    assert showup("why", "Fenwick", "--calendar", path, expect=2).stderr


def test_why_tells_the_way_there_what_to_bring_and_what_other_events_say(showup):
    marlow, said = (
        "ORGANIZER:mailto:dana@marlow.example",
        "DESCRIPTION:Phone: +49 30 1234567\\nPlease bring your passport.",
    )
    path = given(
        showup,
        event("a@x", "Interview with Marlow", from_now(days=2), 60, marlow, said),
        event("b@x", "The position", from_now(days=4), 30, marlow),
    )
    told = showup("why", "Interview", "--calendar", path).stdout
    assert "  phone: +49 30 1234567\n  bring: your passport\n" in told
    reason = "you have another interview with the people of marlow.example"
    assert f" +30  {reason}" in showup("why", "The position", "--calendar", path).stdout
    views = showup.json("interviews", "--calendar", path)
    (other,) = (view for view in views if view["title"] == "The position")
    assert other["reasons"][-1].startswith(reason)


def test_a_calendar_cannot_write_to_the_terminal(showup):
    path = given(showup, event("a@x", "Interview \x1b]0;owned\x07\x1b[2J with Marlow", from_now(days=2)))
    for words in (["interviews"], ["plan"], ["why", "a@x"]):
        assert "\x1b" not in showup(*words, "--calendar", path, expect=None).stdout


def commands():
    with pytest.raises(SystemExit):
        parse(["--help"])


def test_every_command_is_documented(capsys):
    commands()
    helped = capsys.readouterr().out
    names = re.findall(r"^    ([a-z-]+)(?:  |$)", helped, re.MULTILINE)
    assert len(names) > 20
    assert [name for name in names if f"`showup {name}" not in README and f"showup {name}" not in README] == []


def test_every_exit_code_is_documented():
    for word in (
        "0 done",
        "1 found a problem",
        "2 usage",
        "3 configuration",
        "4 a source",
        "5 the service is not running",
    ):
        assert word in " ".join(README.split())


def test_a_reader_that_leaves_is_no_fault(showup):
    path = given(showup, *(event(f"{n}@x", "Interview", from_now(days=1)) for n in range(200)))
    import subprocess

    from tests.running import SHOWUP

    command = " ".join([*SHOWUP, "interviews", "--calendar", path, "--json"]) + " | head -n 1"
    done = subprocess.run(command, shell=True, env=showup.env, capture_output=True, text=True, check=False)
    assert done.stderr == ""


@pytest.mark.parametrize("output", [">&-", ">/dev/full"])
def test_an_output_that_takes_nothing_is_no_traceback(showup, output):
    import subprocess

    from tests.running import SHOWUP

    path = given(showup, event("a@x", "Interview with Marlow", from_now(days=1)))
    command = " ".join([*SHOWUP, "interviews", "--calendar", path]) + f" {output}"
    done = subprocess.run(command, shell=True, env=showup.env, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_an_event_whose_start_is_no_date_is_named(showup):
    broken = "BEGIN:VEVENT\r\nUID:bad@x\r\nSUMMARY:Interview with Badco\r\nDTSTART:99999999T999999Z\r\nEND:VEVENT"
    assert "Badco" in showup("interviews", "--calendar", given(showup, broken)).stderr


def test_a_calendar_that_cannot_be_read_is_not_called_empty(showup):
    assert "No interview" not in showup("interviews", "--calendar", "nowhere.ics", expect=4).stdout


def test_every_command_is_made_by_the_one_who_is_asked_for_it() -> None:
    for add, names in COMMANDS.items():
        commands = Parser(prog="showup").add_subparsers(parser_class=Parser)
        add(commands)
        assert tuple(commands.choices) == names
