"""Many news at once, through the real process and a real notification server."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.parts import wait_until
from tests.running import calendar, event, from_now

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tests.parts import Dunst
    from tests.running import Showup

pytestmark = pytest.mark.desktop


def interviews(first: datetime, numbers: Iterable[int]) -> str:
    titles = ((n, f"Interview with Company {n}") for n in numbers)
    return calendar(*(event(f"u{n}@x", title, first + timedelta(hours=8 * n)) for n, title in titles))


def test_forty_that_vanish_are_one_notification_and_every_question_stays_listed(
    showup: Showup, dunst: Dunst, no_sound_server: None
) -> None:
    first = from_now(days=5)
    showup.calendar.write_text(interviews(first, range(100)))
    showup.start()
    showup.calendar.write_text(interviews(first, range(40, 100)))
    showup("sync")
    wait_until(lambda: dunst.shown() == 1, "the notification", seconds=30)
    dunst.screen.picture("gathered")
    assert len(showup.logged("cancelled")) == 40
    status = showup.status()
    assert len(status["questions"]) == 40
    assert {view["question"] for view in status["questions"]} == {"it is gone from your calendar: is it still on?"}
    assert "Company 3" in showup("status", expect=None).stdout

    still_on, off = status["questions"][0], status["questions"][1]
    assert still_on["answers"][0] == f"showup mine {still_on['key'][:6]}"
    showup(*still_on["answers"][0].split()[1:])
    showup(*off["answers"][1].split()[1:])
    assert len(showup.status()["questions"]) == 38
    assert showup.phase("Company 0") == "expected"
    assert dunst.shown() == 1
    assert dunst.gone() == 0


def test_what_was_not_told_before_a_crash_is_told_after_it(showup: Showup, dunst: Dunst, no_sound_server: None) -> None:
    first = from_now(days=5)
    showup.calendar.write_text(interviews(first, range(60)))
    showup.start()
    dunst.part.pause()
    showup.calendar.write_text(interviews(first + timedelta(hours=1), range(60)))
    showup("sync")
    showup.kill()
    dunst.kill()
    dunst.start()
    assert dunst.shown() == 0
    showup.start()
    wait_until(lambda: dunst.shown() == 1, "the notification", seconds=30)
