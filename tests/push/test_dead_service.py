"""The real service with a push server: what rings when it is dead, what is called back when it is answered."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.parts import wait_until
from tests.push.sink import get, post
from tests.running import calendar, event, from_now

if TYPE_CHECKING:
    from tests.push.sink import Kept, Sink
    from tests.running import Showup

TOPIC = "phone"
TITLE = "Technical interview at Fenwick"
LINK = "https://zoom.us/j/12345"


@pytest.fixture
def phone(showup: Showup, sink: Sink) -> Showup:
    """A machine with that telephone, and without any other way to reach the person."""
    showup.config.write_text(f'[channel.push]\nto = ["{sink.url(TOPIC)}"]\n')
    return showup


def stands_at(showup: Showup, start: datetime) -> None:
    showup.calendar.write_text(calendar(event("one@x", TITLE, start, 60, f"DESCRIPTION:Join {LINK}")))


def rungs(showup: Showup) -> list[int]:
    """The instants at which the plan names the telephone, without repeats."""
    (plan,) = showup.json("plan")
    wanted = [alarm for alarm in plan["alarms"] if "push" in alarm["channels"]]
    return [int(datetime.fromisoformat(alarm["at"]).timestamp()) for alarm in wanted]


def times(left: list[Kept]) -> list[int]:
    return [one.time for one in left]


def test_it_rings_though_the_service_is_dead_from_a_day_before(phone: Showup, sink: Sink) -> None:
    start = from_now(hours=26)
    stands_at(phone, start)
    phone.start()
    wait_until(lambda: len(sink.scheduled(TOPIC)) >= 15, "what will ring to be left with the server", seconds=30)
    planned = rungs(phone)
    phone.kill()

    assert len(planned) == 3
    assert set(planned) <= set(times(sink.scheduled(TOPIC)))
    at_the_start = next(one for one in sink.scheduled(TOPIC) if one.time == int(start.timestamp()))
    assert at_the_start.said["title"].startswith("NOW: Interview")
    assert [action["label"] for action in at_the_start.said["actions"]] == ["I'm there", "Snooze 2 min"]
    said = "".join(f"{one.said}" for one in sink.kept)
    assert "Fenwick" not in said
    assert "zoom" not in said

    phone.start()
    assert len(set(times(sink.scheduled(TOPIC)))) == len(sink.scheduled(TOPIC))
    answered = time.monotonic()
    phone("here", "--early", "Fenwick")
    wait_until(lambda: not sink.scheduled(TOPIC), "the cancellations", seconds=30)
    assert max(at for at, _ in sink.cancelled) - answered < 10


def test_a_moved_interview_rings_at_its_new_time_only(phone: Showup, sink: Sink) -> None:
    stands_at(phone, from_now(hours=20))
    phone.start()
    wait_until(lambda: len(sink.scheduled(TOPIC)) >= 15, "what will ring to be left with the server", seconds=30)
    before = set(times(sink.scheduled(TOPIC)))

    start = from_now(hours=30)
    stands_at(phone, start)
    phone("sync")
    wait_until(lambda: not before & set(times(sink.scheduled(TOPIC))), "the earlier time to be cancelled", seconds=30)
    wait_until(lambda: len(sink.scheduled(TOPIC)) >= 15, "the new time to be left with the server", seconds=30)
    assert times(sink.scheduled(TOPIC))[0] == int((start - timedelta(minutes=15)).timestamp())

    phone.calendar.write_text(calendar(event("one@x", TITLE, start, 60, "STATUS:CANCELLED")))
    phone("sync")
    wait_until(lambda: not sink.scheduled(TOPIC), "all to be cancelled", seconds=30)


def test_the_telephone_answers_once_and_by_a_press_only(phone: Showup, sink: Sink) -> None:
    stands_at(phone, from_now(minutes=4, seconds=30))
    phone.start()
    wait_until(lambda: sink.sent(TOPIC) != [], "the ring", seconds=30)
    rung = sink.sent(TOPIC)[0]
    there = rung.said["actions"][0]
    get(there["url"])
    post(there["url"], "no token of anybody's")
    sink.press(rung, "Snooze")
    wait_until(lambda: phone.logged("snoozed") != [], "the snooze", seconds=30)
    assert phone.phase("Fenwick") == "expected"

    sink.press(rung, "Snooze")
    phone("undo")
    wait_until(lambda: len(sink.sent(TOPIC)) > 1, "another ring", seconds=30)
    again = sink.sent(TOPIC)[-1]
    sink.press(rung, "I'm there")  # about a message that is no more
    sink.press(again, "I'm there")
    wait_until(lambda: phone.phase("Fenwick") == "confirmed", "the confirmation", seconds=30)
    wait_until(lambda: not sink.scheduled(TOPIC), "the rest to be cancelled", seconds=30)
    assert there["body"] not in phone.log.read_text()
    assert again.said["actions"][0]["body"] not in phone.log.read_text()
