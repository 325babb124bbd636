"""A maybe, with the real service and a real notification server: it asks softly, once, and an answer is offered as a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.parts import wait_until
from tests.running import calendar, event, from_now

if TYPE_CHECKING:
    from datetime import datetime

    from tests.parts import Dunst
    from tests.running import Showup

pytestmark = pytest.mark.desktop

HOLD = "Interview with Marlow"
ORGANIZER = "ORGANIZER;CN=Dana:mailto:dana@marlow.example"


def hold(start: datetime, *more: str, uid: str = "hold@x", title: str = HOLD) -> str:
    """A tentative hold, which is asked about."""
    return event(uid, title, start, 60, "STATUS:TENTATIVE", ORGANIZER, *more)


def rules(showup: Showup) -> str:
    path = showup.config.parent / "rules.toml"
    return path.read_text() if path.exists() else ""


def labels(dunst: Dunst) -> str:
    return "\n".join(dunst.buttons())


def test_a_maybe_asks_with_buttons_and_the_answer_is_offered_as_a_rule(
    showup: Showup, dunst: Dunst, no_sound_server: None
) -> None:
    showup.calendar.write_text(
        calendar(hold(from_now(minutes=4)), hold(from_now(days=3), uid="other@x", title="Interview, round 2"))
    )
    showup.start()
    wait_until(lambda: dunst.shown() == 1, "the question")
    assert "#It is an interview" in labels(dunst)
    assert "#It is not" in labels(dunst)
    (rung,) = showup.logged("alarm", "Marlow")
    assert rung["channels"] == ["desktop"]
    assert [line["question"] for line in showup.logged("asked")] == ["is it an interview?"]

    dunst.press("It is an interview")
    wait_until(lambda: showup.watched("Marlow")["verdict"] == "interview", "the answer")
    wait_until(lambda: "Always for this organiser" in labels(dunst), "the offer")
    assert "Always for such titles" in labels(dunst)
    assert rules(showup) == "", "nothing is a rule without the person's word"
    dunst.screen.picture("offer")

    dunst.press("Always for this organiser")
    wait_until(lambda: 'organizer = "dana@marlow.example"' in rules(showup), "the rule")
    wait_until(lambda: showup.watched("round 2")["verdict"] == "interview", "the rule to be followed")

    wait_until(lambda: "Undo" in labels(dunst), "the word that it was made")
    dunst.press("Undo")
    wait_until(lambda: 'organizer = "dana' not in rules(showup), "the rule to be taken back")
    wait_until(lambda: showup.watched("round 2")["verdict"] == "maybe", "the end of the rule to be followed")
    assert showup.watched("Marlow")["verdict"] == "interview", "the answer itself stands"


def test_no_is_remembered_over_a_crash_and_a_move(showup: Showup, dunst: Dunst, no_sound_server: None) -> None:
    showup.calendar.write_text(calendar(hold(from_now(minutes=4))))
    showup.start()
    wait_until(lambda: dunst.shown() == 1, "the question")
    dunst.press("It is not")
    wait_until(lambda: showup.phase("Marlow") == "dismissed", "the answer")
    showup.kill()
    showup.calendar.write_text(calendar(hold(from_now(minutes=10))))
    showup.start()
    assert showup.phase("Marlow") == "dismissed"
    assert len(showup.logged("alarm", "Marlow")) == 1


def test_unanswered_it_opens_no_case_and_asks_afterwards(showup: Showup, dunst: Dunst, no_sound_server: None) -> None:
    showup.calendar.write_text(calendar(hold(from_now(seconds=-14 * 60 - 45))))
    showup.start()
    wait_until(lambda: "It was one" in labels(dunst), "the question afterwards", seconds=40)
    status = showup.status()
    assert status["cases"] == []
    assert [view["question"] for view in status["questions"]] == ["was it an interview of yours?"]
    assert showup.json("draft") == []
    dunst.press("It was not")
    wait_until(lambda: showup.status()["questions"] == [], "the answer")
