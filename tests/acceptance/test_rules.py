"""What the person says once for all, through the real program: made, listed, followed, edited by hand, taken back."""

import json
import os
import pty
import subprocess

import pytest
from tests.parts import wait_until
from tests.running import SHOWUP, calendar, event, from_now

DANA = "ORGANIZER;CN=Dana:mailto:dana@acme.example"


@pytest.fixture
def calendars(showup):
    """Two of them: one with a lunch of Dana's, an interview and a hold, one with work."""
    (showup.config.parent / "private.ics").write_text(
        calendar(
            event("lunch@x", "Lunch", from_now(days=2), 60, DANA),
            event("marlow@x", "Interview with Marlow", from_now(days=3), 60, "ORGANIZER:mailto:rita@marlow.example"),
            event("hold@x", "Interview with Fenwick", from_now(days=4), 60, "STATUS:TENTATIVE"),
        )
    )
    (showup.config.parent / "work.ics").write_text(calendar(event("bob@x", "Job interview: Bob", from_now(days=2))))
    showup.config.write_text(
        '[[source]]\nname = "private"\npath = "private.ics"\n[[source]]\nname = "work"\npath = "work.ics"\n'
    )
    return showup


def verdicts(showup):
    return {view["uid"]: view["verdict"] for view in showup.json("interviews", "--all")}


def start(showup):
    showup.calendar.write_text(calendar())
    showup.start()


def followed(showup, title, phase):
    wait_until(lambda: showup.phase(title) == phase, f"{title} to be {phase}", seconds=20)


def test_without_a_rule_it_is_said_how_to_make_one(showup):
    assert "showup rules add --help" in showup("rules").stdout
    assert showup.json("rules") == []


def test_rules_are_made_listed_and_taken_back_without_a_service(calendars):
    calendars("rules", "add", "--organizer", "Dana@Acme.example", "--is", "interview")
    calendars("rules", "add", "--calendar", "work", "--is", "not")
    made = calendars("rules", "add", "--title", "*MARLOW*", "--is", "not").stdout
    assert "touches 1 coming event, of which 1 looks like an interview otherwise" in made
    assert verdicts(calendars) == {"lunch@x": "interview", "marlow@x": "no", "hold@x": "maybe", "bob@x": "no"}

    listed = calendars.json("rules")
    assert [(rule["number"], rule["is"], rule["touches"]) for rule in listed] == [
        (1, "interview", 1), (2, "not", 1), (3, "not", 1),
    ]  # fmt: skip
    assert listed[0]["silences"] == 0
    assert {rule["from"] for rule in listed} == {"typed as a command"}
    assert "  2  what stands in the calendar “work” is no interview" in calendars("rules").stdout

    calendars("rules", "undo", "3")
    assert verdicts(calendars)["marlow@x"] == "interview"
    assert calendars("rules", "undo", "9", expect=3).stderr.strip().endswith("`showup rules` lists them.")


def test_what_a_rule_silences_says_so(calendars):
    calendars("rules", "add", "--organizer", "@marlow.example", "--is", "not")
    word = "you said that what anybody of marlow.example organises is no interview"
    assert "Marlow" not in calendars("interviews").stdout
    assert word in calendars("interviews", "--all").stdout
    said = calendars("why", "Marlow").stdout
    assert f"because {word}" in said
    assert "an interview by itself (60 and more is an interview, 30 and more is asked about)" in said
    (why,) = calendars.json("why", "Marlow")
    assert (why["verdict"], why["detected"], why["rule"]) == ("no", "interview", word)
    assert why["thresholds"] == {"interview": 60, "maybe": 30}
    assert {"points", "most", "role", "sign", "reason"} == set(why["evidence"][0])


def test_a_piece_of_evidence_that_caps_the_score_says_at_what(calendars):
    assert "with it at most 55" in calendars("why", "Fenwick").stdout


def test_an_event_of_a_series_is_explained_once(showup):
    path = showup.folder / "weekly.ics"
    weekly = event("w@x", "Interview with Marlow", from_now(days=1), 60, "RRULE:FREQ=WEEKLY;COUNT=3")
    path.write_text(calendar(weekly))
    assert showup("why", "Marlow", "--calendar", str(path)).stdout.count("the title says") == 1
    assert len(showup.json("why", "Marlow", "--calendar", str(path))) == 3


def test_a_rule_counts_for_a_calendar_of_the_command_line_too(calendars):
    path = calendars.folder / "given.ics"
    path.write_text(calendar(event("1@x", "Dinner", from_now(days=1), 60, DANA)))
    assert calendars.json("interviews", "--calendar", str(path)) == []
    calendars("rules", "add", "--organizer", "dana@acme.example", "--is", "interview")
    assert [view["uid"] for view in calendars.json("interviews", "--calendar", str(path))] == ["1@x"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--is", "not"], "of nothing"),
        (["--title", "*", "--is", "not"], "nearly every title"),
        (["--organizer", "Dana", "--is", "not"], "address such as"),
        (["--title", "Chat"], "--is"),
        (["--title", "Chat", "--is", "maybe"], "--is"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_one_line_and_exit_2(showup, words, told):
    said = showup("rules", "add", *words, expect=2).stderr
    assert told in said
    assert len(said.strip().splitlines()) == 1


def test_a_broken_rule_is_told_with_its_line_and_the_others_are_followed(calendars):
    file = calendars.config.parent / "rules.toml"
    file.write_text('[[rule]]\ntitle = "*marlow*"\nis = "nope"\n\n[[rule]]\ncalendar = "work"\nis = "not"\n')
    done = calendars("interviews", "--all", "--json")
    assert f"{file}:3: is " in done.stderr
    found = {view["uid"]: view["verdict"] for view in json.loads(done.stdout)}
    assert (found["marlow@x"], found["bob@x"]) == ("interview", "no")
    assert f"not followed: {file}:3: is " in calendars("rules", expect=1).stdout
    start(calendars)
    rules = calendars.status()["rules"]
    assert (rules["state"], rules["followed"]) == ("failed", 1)
    assert f"{file}:3" in calendars("status", expect=1).stdout
    calendars("rules", "undo", "1")
    assert calendars.status()["rules"]["state"] == "ok"


def test_the_service_follows_a_rule_at_once_and_undo_takes_it_back(calendars, no_session_bus):
    start(calendars)
    calendars("rules", "add", "--title", "lunch", "--is", "interview")
    followed(calendars, "Lunch", "expected")
    calendars("rules", "add", "--organizer", "rita@marlow.example", "--is", "not")
    followed(calendars, "Marlow", "dismissed")
    assert "Rule taken back: what rita@marlow.example" in calendars("undo").stdout
    followed(calendars, "Marlow", "expected")
    assert "Rule taken back: what is called “lunch”" in calendars("undo").stdout
    followed(calendars, "Lunch", "dismissed")
    assert "no answer of the last 15 minutes" in calendars("undo", expect=2).stderr


def test_undo_takes_back_what_was_said_last(calendars, no_session_bus):
    start(calendars)
    calendars("rules", "add", "--title", "lunch", "--is", "interview")
    calendars("not-mine", "Fenwick")
    assert "before your last answer" in calendars("undo").stdout
    assert "Rule taken back" in calendars("undo").stdout


def test_the_file_is_followed_as_it_is_written_by_hand(calendars, no_session_bus, monkeypatch):
    monkeypatch.setenv("WATCHDOG_USEC", "3000000")  # then it looks every two seconds, not once a minute
    start(calendars)
    (calendars.config.parent / "rules.toml").write_text('[[rule]]\ntitle = "Lunch"\nis = "interview"\n')
    wait_until(lambda: calendars.phase("Lunch") == "expected", "the next look at the file", seconds=20)
    assert calendars.json("rules")[0]["from"] == "written by hand"


def test_an_answer_prints_how_to_make_it_a_rule_and_makes_none(calendars, no_session_bus):
    lunch, hold = (
        event("lunch@x", "Lunch", from_now(days=2), 60, DANA),
        event("h@x", "Fenwick interview", from_now(days=4)),
    )
    others = [event(f"{number}@x", "Dentist", from_now(days=number)) for number in range(1, 5)]
    tentative = hold.replace("END:VEVENT", "STATUS:TENTATIVE\r\nEND:VEVENT")
    (calendars.config.parent / "private.ics").write_text(calendar(lunch, tentative, *others))
    start(calendars)
    said = calendars("mine", "Lunch").stdout
    assert "showup rules add --organizer dana@acme.example --is interview" in said
    assert "showup rules add --title Lunch --is interview" in said
    assert "--calendar" not in said, "most of that calendar is something else"
    assert calendars.json("rules") == []
    offers = calendars.json("not-mine", "Fenwick")["offers"]
    assert [offer["by"] for offer in offers] == ["title"]


@pytest.mark.parametrize(("typed", "made"), [(b"1\n", 1), (b"\n", 0), (b"what?\n", 0), (b"\x04", 0)])
def test_at_a_terminal_it_asks(calendars, no_session_bus, typed, made):
    start(calendars)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*SHOWUP, "mine", "Lunch"], env=calendars.env, stdin=theirs, stdout=theirs, stderr=theirs, cwd=calendars.folder
    )
    os.close(theirs)
    said = b""
    while b"Enter for no:" not in said:
        said += os.read(ours, 4096)
    os.write(ours, typed)
    assert process.wait(timeout=60) == 0
    os.close(ours)
    rules = calendars.json("rules")
    assert len(rules) == made
    assert [rule["from"] for rule in rules] == ["your answer to “Lunch”"] * made


def test_the_answers_show_where_the_calendars_are_looked_at(calendars, no_session_bus):
    assert "showup not-mine" in calendars("interviews").stdout
    start(calendars)
    assert "is it an interview of yours?" in calendars("status", expect=None).stdout
    calendars("not-mine", "Fenwick")
    assert "Fenwick" not in calendars("interviews").stdout
    assert verdicts(calendars)["hold@x"] == "no"
    assert "because you said that it is none of yours" in calendars("why", "Fenwick").stdout
    assert "is it an interview" not in calendars("status", expect=None).stdout


def test_next_says_that_there_is_a_question_and_how_to_answer(showup, no_session_bus):
    hold = event("hold@x", "Interview with Fenwick", from_now(days=4), 60, "STATUS:TENTATIVE")
    showup.calendar.write_text(calendar(hold))
    showup.start()
    key = showup.watched("Fenwick")["key"][:6]
    assert f"is it an interview of yours? showup mine {key}, or showup not-mine {key}" in showup("next").stdout


def test_a_rule_counts_on_virtual_time_too(calendars):
    path = calendars.folder / "given.ics"
    path.write_text(calendar(event("1@x", "Dinner", from_now(days=1), 60, DANA)))
    calendars("rules", "add", "--organizer", "dana@acme.example", "--is", "interview")
    span = ["--from", from_now().isoformat(), "--until", from_now(days=2).isoformat()]
    lines = [json.loads(row) for row in calendars("simulate", str(path), *span, "--json").stdout.splitlines()]
    assert "alarm" in {line["what"] for line in lines}


def test_a_rule_for_a_calendar_that_is_called_otherwise_now_says_so(calendars):
    made = calendars("rules", "add", "--calendar", "wrok", "--is", "not")
    assert "no calendar of the configuration is called “wrok”" in made.stderr
    assert "is called “wrok”" in calendars("rules").stdout
