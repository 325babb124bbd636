"""`showup rehearse`: a whole day through this machine's real channels, ending by itself with the case and its drafts."""

from __future__ import annotations

import email
import email.policy
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.running import calendar, event, from_now

if TYPE_CHECKING:
    from tests.parts import Dunst, Speaker
    from tests.running import Showup

pytestmark = pytest.mark.desktop

LADDER = ["evening before", "morning of", "get ready", "soon", "door", "start"]


def is_whole(told: dict[str, Any]) -> None:
    assert list(dict.fromkeys(alarm["rung"] for alarm in told["alarms"])) == LADDER
    assert told["phase"] == "missed"
    assert told["case"] == {"step": "attended"}
    assert [draft["kind"] for draft in told["drafts"]] == ["email", "call_script", "voicemail"]
    for draft in told["drafts"]:
        message = email.message_from_bytes(Path(draft["where"]).read_bytes(), policy=email.policy.default)
        assert not message.defects
        assert message["Subject"] == draft["subject"]


def test_the_bundled_day_rings_through_the_real_channels(showup: Showup, dunst: Dunst, speaker: Speaker) -> None:
    """On a machine on which showup has never run, too."""
    shutil.rmtree(showup.folder / "cache")
    showup.config.write_text(
        '[ladder]\n[[ladder.rung]]\nname = "door"\nbefore = "5m"\nchannels = ["desktop", "sound"]\n'
    )
    speaker.listen()
    told = showup.json("rehearse", "--seconds", "1", "--drafts", str(showup.folder / "drafts"))
    assert [alarm["channels"] for alarm in told["alarms"]] == [{"desktop": "ok", "sound": "ok", "terminal": "ok"}]
    assert dunst.gone() >= 1
    assert dunst.shown() == 0, "a rehearsal leaves nothing on the screen"


def test_the_bundled_day_ends_by_itself_where_nothing_else_can_ring(
    showup: Showup, no_session_bus: None, no_sound_server: None
) -> None:
    is_whole(showup.json("rehearse", "--seconds", "1", "--drafts", str(showup.folder / "drafts")))


def test_it_tells_what_rang_when_and_what_does_not_work(
    showup: Showup, no_session_bus: None, no_sound_server: None
) -> None:
    told = showup("rehearse", "--seconds", "1").stdout
    for word in (
        *LADDER,
        "missed",
        "were you there?",
        "email.eml",
        "no session bus",
        "can reach you",
    ):
        assert word in told


def test_it_rehearses_an_interview_of_ones_own(showup: Showup, no_session_bus: None, no_sound_server: None) -> None:
    showup.calendar.write_text(calendar(event("own@x", "Interview with Fenwick", from_now(days=3))))
    told = showup.json("rehearse", "--seconds", "1", "--calendar", str(showup.calendar))
    is_whole(told)
    assert told["title"] == "Interview with Fenwick"


def test_it_leaves_the_persons_record_and_drafts_alone(
    showup: Showup, no_session_bus: None, no_sound_server: None
) -> None:
    showup("rehearse", "--seconds", "1")
    assert not (showup.folder / "state" / "showup").exists()
    assert not (showup.folder / "data" / "showup").exists()


def test_a_calendar_without_an_interview_says_so(showup: Showup) -> None:
    showup.calendar.write_text(calendar(event("own@x", "Dentist", from_now(days=3))))
    assert "no interview" in showup("rehearse", "--calendar", str(showup.calendar), expect=2).stderr
