"""The walk of `showup recover` at a real terminal, with the real service."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.parts import wait_until
from tests.running import calendar, event, from_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.at_terminal import Terminal
    from tests.running import Showup

pytestmark = pytest.mark.usefixtures("no_session_bus", "no_sound_server")

DANA = "dana@fenwick.example"


def missed(showup: Showup, *more: str) -> None:
    """The service, with an interview that was missed, at the step "gather"."""
    organizer = more or (f"ORGANIZER;CN=Dana Fox:mailto:{DANA}",)
    showup.calendar.write_text(
        calendar(event("a@x", "Technical interview at Fenwick", from_now(minutes=-20), 60, *organizer))
    )
    showup.config.write_text('[profile]\nname = "Robin Vale"\nemails = ["robin@example.org"]\n')
    showup.start()
    showup("missed", "Fenwick")


def case(showup: Showup) -> dict[str, Any]:
    found: dict[str, Any] = showup.json("recover", "Fenwick")[0]
    return found


def test_a_walk_to_a_new_date(showup: Showup, at_terminal: Callable[..., Terminal]) -> None:
    missed(showup)
    walk = at_terminal("recover")
    walk.answer("Breathe", "")
    walk.answer("How much do you want to say?", "3")
    walk.answer("What was it?", "2")
    walk.answer("Your sentence", "I slept through my alarm")
    walk.answer("Is it unlike you?", "")
    walk.answer("What have you done", "")
    walk.answer("What came of it?", "2")
    walk.answer("is the letter for it?", "1")
    shown = walk.answer("Change what is not true", "1")
    assert f"To: {DANA}" in shown
    assert "I slept through my alarm" in shown
    walk.answer("Do you want to offer something?", "")
    walk.answer("Was there an answer?", "2")
    walk.answer("When is it?", f"{from_now(days=3):%Y-%m-%d %H:%M}")
    walk.waits_for("Closed: rescheduled")
    walk.answer("What made you miss it?", "2")
    walk.answer("for every interview as for a new date", "2")
    walk.waits_for("Changed [ladder] stronger")
    assert walk.ends() == 0
    assert showup.config.read_text().endswith("[ladder]\nstronger = true\n")
    assert case(showup)["case"]["outcome"] == "rescheduled"
    assert case(showup)["case"]["cause"] == "not-noticed"


def test_a_walk_to_a_close_and_what_is_left_in_the_middle_goes_on_there(
    showup: Showup, at_terminal: Callable[..., Terminal]
) -> None:
    missed(showup)
    walk = at_terminal("recover")
    walk.answer("Breathe", "2")
    walk.answer("How much do you want to say?", "q")
    walk.waits_for("is kept")
    assert walk.ends() == 0
    assert case(showup)["case"]["step"] == "explain"
    again = at_terminal("recover")
    again.answer("How much do you want to say?", "")
    again.answer("Is it unlike you?", "")
    again.answer("What have you done", "")
    again.answer("What came of it?", "5")
    again.answer("is the letter for it?", "3")
    again.answer("Change what is not true", "2")
    again.answer("Do you want to offer something?", "")
    again.answer("Was there an answer?", "4")
    again.answer("How did it end?", "3")
    again.waits_for("Closed: withdrawn")
    again.answer("What made you miss it?", "")
    assert again.ends() == 0
    assert case(showup)["case"]["outcome"] == "withdrawn"


def test_cant_leads_into_the_walk(showup: Showup, at_terminal: Callable[..., Terminal]) -> None:
    organizer = f"ORGANIZER;CN=Dana Fox:mailto:{DANA}"
    showup.calendar.write_text(
        calendar(event("a@x", "Technical interview at Fenwick", from_now(days=2), 60, organizer))
    )
    showup.start()
    walk = at_terminal("cant", "Fenwick")
    walk.waits_for("a request for another date is drafted")
    walk.answer("What came of it?", "5")
    walk.answer("is the letter for it?", "1")
    shown = walk.answer("Change what is not true", "q")
    assert f"To: {DANA}" in shown
    assert walk.ends() == 0
    assert case(showup)["case"]["step"] == "email"


def test_a_service_killed_in_the_middle_is_told_and_the_walk_goes_on(
    showup: Showup, at_terminal: Callable[..., Terminal]
) -> None:
    missed(showup)
    walk = at_terminal("recover")
    walk.answer("Breathe", "")
    walk.waits_for("How much do you want to say?")
    showup.kill()
    walk.answer("Number", "1")
    walk.answer("Is it unlike you?", "")
    walk.answer("What have you done", "")
    walk.waits_for("No showup service is running")
    assert walk.ends() == 5
    showup.start()
    at_terminal("recover").waits_for("How much do you want to say?")


def letter(showup: Showup) -> Any:
    found = next(entry for entry in showup.json("draft") if entry["kind"] == "email")
    return email.message_from_bytes(Path(found["where"]).read_bytes(), policy=email.policy.default)


def test_no_recipient_stands_in_a_draft_before_the_person_confirms_it(showup: Showup) -> None:
    missed(showup)
    wait_until(lambda: len(showup.json("draft")) == 3, "the drafts")
    assert letter(showup)["To"] is None
    assert case(showup)["write_to"]["suggested"] == DANA
    told = showup.json("recover", "--to", DANA)[0]
    assert told["case"]["recipient"] == DANA
    assert told["case"]["step"] == "gather"
    wait_until(lambda: letter(showup)["To"] == DANA, "the letter to be addressed")


def test_a_late_note_is_for_nobody_until_the_person_puts_them_in(showup: Showup) -> None:
    organizer = f"ORGANIZER;CN=Dana Fox:mailto:{DANA}"
    showup.calendar.write_text(calendar(event("a@x", "Interview at Fenwick", from_now(minutes=5), 60, organizer)))
    showup.config.write_text('[profile]\nname = "Robin Vale"\n')
    showup.start()
    showup("draft", "--late")
    wait_until(lambda: bool(showup.json("draft")), "the draft", seconds=30)
    note = showup.json("draft")[0]
    assert (note["kind"], note["to"]) == ("running_late", [])
    assert any(DANA in text for text in note["missing"])
    assert DANA not in Path(note["where"]).read_text()


def test_an_address_that_cannot_be_one_is_refused(showup: Showup) -> None:
    missed(showup)
    assert "no address" in showup("recover", "--to", "dana at fenwick", expect=2).stderr
    assert case(showup)["case"]["recipient"] is None


def test_each_step_goes_by_flags_too(showup: Showup) -> None:
    missed(showup)
    for words, following in (
        (("--step", "gather"), "explain"),
        (("--step", "explain", "--level", "1", "--category", "overslept"), "call"),
        (("--step", "call", "--said", "skipped"), "email"),
        (("--step", "email", "--said", "skipped"), "offer"),
        (("--step", "offer", "--said", "no"), "reply"),
    ):
        assert showup.json("recover", *words)[0]["case"]["step"] == following
    showup("recover", "--close", "withdrawn")
    assert case(showup)["case"]["outcome"] == "withdrawn"


def test_the_cause_and_its_change_go_by_flags_and_the_cases_are_counted(showup: Showup) -> None:
    missed(showup)
    early = showup("recover", "Fenwick", "--apply", expect=2)
    assert "--cause" in early.stderr
    assert (
        "when a case of a missed interview has ended"
        in showup("recover", "Fenwick", "--cause", "other", expect=2).stderr
    )
    showup("recover", "Fenwick", "--close", "declined")
    assert "--cause not-noticed|" in showup("recover", "Fenwick").stdout
    showup("recover", "Fenwick", "--cause", "not-noticed")
    change = case(showup)["change"]
    assert (change["table"], change["key"], change["value"]) == ("ladder", "stronger", True)
    assert change["file"] == str(showup.config)
    before = showup.config.read_text()
    assert "stronger" in showup("recover", "Fenwick", "--apply").stdout
    assert showup.config.read_text() == before + "\n[ladder]\nstronger = true\n"
    showup.kill()
    showup.start()
    assert "nothing is left to change" in showup("recover", "Fenwick", "--apply", expect=2).stderr
    told = showup.json("recover", "--all")
    assert [one["case"]["outcome"] for one in told["cases"]] == ["declined"]
    assert (told["summary"]["cases"], told["summary"]["causes"]) == (1, {"not-noticed": 1})
    assert "declined 1" in showup("recover", "--all").stdout


def test_a_contact_with_signs_of_fraud_is_refused(showup: Showup, at_terminal: Callable[..., Terminal]) -> None:
    fraud = "DESCRIPTION:A refundable deposit is due. Write to pay@fee.example or call +1 415 555 0100."
    missed(showup, "ORGANIZER;CN=Eve Lund:mailto:eve@acme-careers.example", fraud)
    assert "signs of fraud" in showup("recover", "--to", "EVE@acme-careers.example", expect=2).stderr
    for words in (("gather",), ("explain",), ("call", "--said", "skipped")):
        showup("recover", "--step", *words)
    walk = at_terminal("recover")
    walk.waits_for("signs of fraud")
    walk.answer("a source that you trust", "eve@acme-careers.example")
    walk.waits_for("shows signs of fraud")
    assert case(showup)["case"]["recipient"] is None
    assert case(showup)["case"]["step"] == "email"
