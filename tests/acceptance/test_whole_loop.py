"""The whole loop with the real process, a real session bus, a real notification server and a real sound server."""

from __future__ import annotations

import email
import email.policy
import json
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.parts import wait_until
from tests.running import calendar, event, from_now

if TYPE_CHECKING:
    from tests.parts import Dunst, Screen, Speaker
    from tests.running import Showup

pytestmark = pytest.mark.desktop

DEAF_S = 3.5  # so long it takes no key
ABOUT_TO_MISS_S = -14 * 60 - 40
"""A start of which the default grace (15 min) is over in twenty seconds."""


def two_interviews(showup: Showup) -> None:
    showup.calendar.write_text(
        calendar(
            event("door@x", "Interview with Marlow", from_now(minutes=4), 60, "DESCRIPTION:Join https://zoom.us/j/12345"),
            event("missed@x", "Technical interview at Fenwick", from_now(seconds=ABOUT_TO_MISS_S), 60,
                  "ORGANIZER;CN=Dana Fox:mailto:dana@fenwick.example"),
        )
    )  # fmt: skip
    showup.config.write_text(
        '[profile]\nname = "Robin Vale"\nemails = ["robin@example.org"]\nphone = "+49 30 5550 1234"\n'
    )


def test_one_interview_is_confirmed_and_another_is_missed(
    showup: Showup, dunst: Dunst, screen: Screen, speaker: Speaker
) -> None:
    """The notification rings with its buttons, I'm there ends the ladder, SIGKILL forgets nothing, the other one has a case."""
    two_interviews(showup)
    speaker.listen()
    showup.start()
    wait_until(lambda: dunst.shown() >= 2, "both notifications")
    screen.picture("whole-loop")
    buttons = "\n".join(dunst.buttons())
    assert "I'm there" in buttons
    assert "Snooze 2 min" in buttons
    assert "I'm late" in buttons
    assert speaker.loudness(1) > 0.01

    showup("here", "Marlow")
    assert showup.phase("Marlow") == "confirmed"
    rung = len(showup.logged("alarm", "Marlow"))

    showup.kill()
    showup.start()
    assert showup.phase("Marlow") == "confirmed"
    wait_until(lambda: showup.phase("Fenwick") == "missed", "the miss", seconds=40)
    assert len(showup.logged("alarm", "Marlow")) == rung
    wait_until(lambda: len(showup.json("draft")) == 3, "the drafts")
    drafts_are_real(showup)
    screen.picture("whole-loop-missed")


def drafts_are_real(showup: Showup) -> None:
    for draft in showup.json("draft"):
        path = Path(draft["where"])
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert not message.defects
        assert message["X-Unsent"] == "1"
        assert message.get_content().split() == draft["body"].split()
        assert "Fenwick" in draft["body"]
        assert path.stat().st_mode & 0o777 == 0o600
    assert {draft["kind"] for draft in showup.json("draft")} == {"email", "call_script", "voicemail"}


def test_the_button_im_there_ends_the_ladder(showup: Showup, dunst: Dunst, no_sound_server: None) -> None:
    showup.calendar.write_text(calendar(event("door@x", "Interview with Marlow", from_now(minutes=4))))
    showup.start()
    wait_until(lambda: dunst.shown() == 1, "the notification")
    dunst.press("I'm there")
    wait_until(lambda: showup.phase("Marlow") == "confirmed", "the confirmation")
    wait_until(lambda: any("Undo" in button for button in dunst.buttons()), "the word that it counts")
    dunst.press("Undo")
    wait_until(lambda: showup.phase("Marlow") == "expected", "the confirmation to be taken back")
    wait_until(lambda: any("I'm there" in button for button in dunst.buttons()), "the alarm to ring again")


def test_enter_on_the_full_screen_alarm_ends_the_ladder_and_u_takes_it_back(
    showup: Showup, no_session_bus: None, no_sound_server: None, display: Screen
) -> None:
    showup.calendar.write_text(calendar(event("door@x", "Interview with Marlow", from_now(minutes=4))))
    showup.start()
    wait_until(lambda: display.has_window("showup"), "the full-screen alarm")
    time.sleep(DEAF_S)
    display.key("Return")
    wait_until(lambda: showup.phase("Marlow") == "confirmed", "the confirmation")
    display.key("u")
    wait_until(lambda: showup.phase("Marlow") == "expected", "the confirmation to be taken back")


def test_the_question_after_a_miss_is_answered_by_a_button(showup: Showup, dunst: Dunst, no_sound_server: None) -> None:
    two_interviews(showup)
    showup.start()
    wait_until(lambda: showup.phase("Fenwick") == "missed", "the miss", seconds=40)
    wait_until(lambda: len(showup.json("draft")) == 3, "the drafts")
    folder = showup.folder / "data" / "showup" / "drafts"
    assert len(list(folder.glob("*.eml"))) == 3
    wait_until(lambda: any("Yes, I was there" in button for button in dunst.buttons()), "the question")
    dunst.press("Yes, I was there")
    wait_until(lambda: bool(showup.logged("closed", "Fenwick")), "the case to close")
    wait_until(lambda: not list(folder.glob("*.eml")), "the drafts to be withdrawn")


def test_without_a_session_bus_the_sound_takes_over(showup: Showup, no_session_bus: None, speaker: Speaker) -> None:
    """A rung that has the desktop only falls through to the sound, and the status says what is broken."""
    showup.calendar.write_text(calendar(event("ready@x", "Interview with Marlow", from_now(minutes=40))))
    speaker.listen()
    showup.start()
    wait_until(lambda: bool(showup.logged("alarm", "Marlow")), "the alarm")
    assert speaker.loudness(2) > 0.01
    status = showup("status", expect=1).stdout
    assert "desktop" in status
    desktop = channel(showup, "desktop")
    assert desktop["state"] == "failed"
    assert "bus" in desktop["why"]
    assert channel(showup, "sound")["state"] == "ok"


def test_without_bus_and_sound_the_terminal_still_tells(
    showup: Showup, no_session_bus: None, no_sound_server: None
) -> None:
    showup.calendar.write_text(calendar(event("door@x", "Interview with Marlow", from_now(minutes=4))))
    showup.start()
    wait_until(lambda: "Interview with Marlow" in showup.log.read_text(), "the terminal")
    assert "showup here" in showup.log.read_text()
    wait_until(lambda: channel(showup, "sound")["state"] == "failed", "the sound to fail")


def test_a_notification_server_killed_in_the_middle_is_survived(showup: Showup, dunst: Dunst, speaker: Speaker) -> None:
    """Sound takes over while it is dead; when it is back it shows what still rings, and its buttons work."""
    showup.calendar.write_text(calendar(event("ready@x", "Interview with Marlow", from_now(minutes=40))))
    showup.start()
    wait_until(lambda: dunst.shown() == 1, "the notification")
    dunst.kill()
    wait_until(lambda: channel(showup, "desktop")["state"] == "failed", "the status to notice")
    speaker.listen()
    showup("add", "Interview with Fenwick", "--at", f"{from_now(minutes=40):%Y-%m-%dT%H:%M:%S}")
    wait_until(lambda: bool(showup.logged("alarm", "Fenwick")), "the alarm")
    assert speaker.loudness(3) > 0.01
    dunst.start()
    wait_until(lambda: dunst.shown() >= 1, "the notification to be shown again")
    wait_until(lambda: channel(showup, "desktop")["state"] == "ok", "the status to notice that it is back")
    dunst.press("I know")
    wait_until(lambda: bool(showup.logged("acknowledged")), "the answer")


def channel(showup: Showup, name: str) -> dict[str, str]:
    found: dict[str, str] = next(entry for entry in showup.status()["channels"] if entry["name"] == name)
    return found


def test_an_alarm_that_a_crash_cut_short_rings_again(showup: Showup, no_session_bus: None, speaker: Speaker) -> None:
    """Claimed and not marked: the next start finds it, although its next repeat is minutes away."""
    showup.calendar.write_text(calendar(event("soon@x", "Interview with Marlow", from_now(minutes=14))))
    speaker.listen()
    showup.start()
    wait_until(lambda: bool(showup.logged("alarm", "Marlow")), "the alarm")
    showup.kill()
    wait_until(lambda: speaker.loudness(0.5) < 0.001, "the tone to die with the service or to end", seconds=10)
    showup.start()
    assert speaker.loudness(2) > 0.01
    assert len(showup.logged("alarm", "Marlow")) == 1


def test_a_second_service_on_the_same_ledger_is_refused(
    showup: Showup, no_session_bus: None, no_sound_server: None
) -> None:
    showup.calendar.write_text(calendar(event("a@x", "Interview with Marlow", from_now(hours=30))))
    showup.start()
    second = showup("run", "--calendar", str(showup.calendar), expect=1)
    assert "running already" in second.stderr
    assert showup.phase("Marlow") == "expected"
    assert showup.stop() == 0


def test_a_second_service_is_refused_also_when_the_first_has_lost_its_folder(
    showup: Showup, no_session_bus: None, no_sound_server: None
) -> None:
    showup.calendar.write_text(calendar(event("a@x", "Interview with Marlow", from_now(hours=30))))
    showup.start()
    shutil.rmtree(showup.folder / "state")
    second = showup("run", "--calendar", str(showup.calendar), expect=1)
    assert "running already" in second.stderr
    assert showup.phase("Marlow") == "expected"
    assert showup.stop() == 0


def test_an_interview_that_stands_in_no_calendar_survives_a_kill(
    showup: Showup, no_session_bus: None, no_sound_server: None
) -> None:
    showup.calendar.write_text(calendar(event("a@x", "Dentist", from_now(hours=30))))
    showup.start()
    told = showup.json(
        "add",
        "Chat with Marlow",
        "--at",
        f"{from_now(hours=50):%Y-%m-%dT%H:%M}",
        "--join",
        "https://meet.google.com/abc-defg-hij",
    )
    assert told["interview"]["verdict"] == "interview"
    assert told["interview"]["join_url"] == "https://meet.google.com/abc-defg-hij"
    showup.kill()
    showup.start()
    assert showup.phase("Chat with Marlow") == "expected"


def test_a_source_that_breaks_loses_nothing_that_was_known(
    showup: Showup, no_session_bus: None, no_sound_server: None
) -> None:
    showup.calendar.write_text(calendar(event("a@x", "Interview with Marlow", from_now(hours=30))))
    showup.start()
    for broken in (
        "",
        "<html><body>Sign in</body></html>",
        calendar(),
        calendar(event("b@x", "Dentist", from_now(hours=9)))[:150],
    ):
        showup.calendar.write_text(broken)
        assert showup("sync", expect=4).stderr is not None
        assert showup.phase("Marlow") == "expected"
    showup.calendar.unlink()
    assert showup.json("sync", expect=4)[0]["state"] == "failed"
    assert showup.phase("Marlow") == "expected"


def test_one_broken_event_among_good_ones_is_named_and_the_rest_rings(
    showup: Showup, no_session_bus: None, no_sound_server: None
) -> None:
    bad = "BEGIN:VEVENT\r\nUID:bad@x\r\nSUMMARY:Broken\r\nDTSTART:yesterday\r\nEND:VEVENT"
    showup.calendar.write_text(calendar(bad, event("a@x", "Interview with Marlow", from_now(hours=30))))
    showup.start()
    assert showup.phase("Marlow") == "expected"
    assert "Broken" in json.dumps(showup.status()["sources"])
