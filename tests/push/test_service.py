"""One ntfy topic: messages, buttons, and what is left with the server, against a server that checks every request."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.announced import AT_THE_DOOR, HOSTILE_TITLES
from tests.push.sink import Sink, basic, get, post

from showup import clock
from showup.errors import DeliveryError
from showup.ports import Ahead, Channel
from showup_integrations.ntfy import NtfyService
from showup_integrations.push import PushChannel
from showup_integrations.push.service import LeavesAhead
from showup_integrations.push.wording import worded

DOOR = replace(AT_THE_DOOR, tag=AT_THE_DOOR.interview)
TOPIC = "phone"


@asynccontextmanager
async def opened(sink, folder, topic=TOPIC, user=""):
    """A service on the sink, and what was pressed."""
    pressed = []
    service = NtfyService(sink.url(topic, user), folder, lambda *press: pressed.append(press))
    try:
        yield service, pressed
    finally:
        await service.close()


async def until(fact, seconds=20):
    async with asyncio.timeout(seconds):
        while not fact():  # noqa: ASYNC110 - it looks at another thread's
            await asyncio.sleep(0.02)


def written(folder):
    """What it has written down by now."""
    return "".join(book.read_text() for book in folder.glob("*.json"))


def message(announcement=DOOR, *, discreet=False, **changes):
    return replace(worded(announcement, discreet=discreet), **changes)


def ladder(*minutes, **changes):
    """Alarms that many minutes from now, the interview beginning with the last."""
    now = clock.now()
    due = now + timedelta(minutes=minutes[-1])
    said = [(now + timedelta(minutes=m), message(title=f"In {minutes[-1] - m} min", due=due)) for m in minutes]
    return [(at, replace(one, **changes)) for at, one in said]


def run(story):
    asyncio.run(story())


def test_a_message_arrives_loud_and_with_its_buttons(sink, tmp_path) -> None:
    async def story():
        async with opened(sink, tmp_path) as (service, _):
            await service.send(message())
            assert service.trouble() is None

    run(story)
    (sent,) = sink.sent(TOPIC)
    assert sent.said["title"] == DOOR.summary
    assert sent.said["priority"] == 5
    assert [action["label"] for action in sent.said["actions"]] == ["I'm there", "Snooze 2 min"]
    for action in sent.said["actions"]:
        assert action["method"] == "POST"
        assert len(action["body"]) >= 22  # 128 bits in base64
        assert action["body"] not in action["url"]


@pytest.mark.parametrize("title", HOSTILE_TITLES.values(), ids=HOSTILE_TITLES)
def test_a_hostile_title_stays_plain(sink, tmp_path, title) -> None:
    """No markup is asked for, nothing but text arrives, and it fits."""

    async def story():
        async with opened(sink, tmp_path) as (service, _):
            await service.send(message(replace(DOOR, summary=title, body=title, link="javascript:alert(1)")))

    run(story)
    (sent,) = sink.sent(TOPIC)
    assert not {"markdown", "click"} & sent.said.keys()
    shown = sent.said["title"] + sent.said["message"]
    assert not [
        c for c in shown.replace("\n", "") if ord(c) < 32 or 0x202A <= ord(c) <= 0x202E or 0x2066 <= ord(c) <= 0x2069
    ]


def test_only_a_link_that_is_read_opens_at_a_touch(sink, tmp_path) -> None:
    async def story():
        async with opened(sink, tmp_path) as (service, _):
            link = "https://meet.example/marlow"
            await service.send(message(replace(DOOR, body=f"Join: {link} (at meet.example)", link=link)))
            await service.send(message(replace(DOOR, body="Join: https://other.example", link=link)))

    run(story)
    shown, hidden = sink.sent(TOPIC)
    assert shown.said["click"] == "https://meet.example/marlow"
    assert "click" not in hidden.said


@pytest.mark.parametrize(
    "summary",
    ["In 5 min (14:00): {}", "NOW: {} (14:00)", "2 min ago: {} (14:00)", "Tuesday: {}, all day. At what hour is it?"],
)
def test_a_discreet_message_says_when_and_no_more(summary) -> None:
    title = "Technical interview (Marlow)"
    said = worded(
        replace(DOOR, title=title, summary=summary.format(title), body="Join: https://m.example"), discreet=True
    )
    assert said.title == summary.format("Interview")
    assert "Marlow" not in f"{said}".replace(DOOR.tag, "")
    assert "example" not in said.body
    assert said.link is None


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("", "Moved: Interview with Marlow"),
        ("Interview (Fenwick)", "In 5 min (14:00): Interview with Marlow"),
        ("Marlow", "Marlow calls in 5 min: Marlow"),
    ],
)
def test_discreet_is_also_what_is_worded_otherwise(title, summary) -> None:
    said = worded(replace(DOOR, title=title, summary=summary, body="New time: Marlow"), discreet=True)
    assert "Marlow" not in said.title + said.body
    assert said.title


def test_a_button_counts_once(sink, tmp_path) -> None:
    async def story():
        async with opened(sink, tmp_path) as (service, pressed):
            await service.send(message())
            (sent,) = sink.sent(TOPIC)
            sink.press(sent, "I'm there")
            await until(lambda: pressed)
            assert pressed == [(DOOR.interview, DOOR.generation, "confirm")]
            sink.press(sent, "I'm there")
            sink.press(sent, "Snooze")
            await until(lambda: len(pressed) > 1)
            assert [do for _, _, do in pressed] == ["confirm", "snooze"]

    run(story)


def test_a_get_and_a_guess_answer_nothing(sink, tmp_path) -> None:
    """Addresses are followed, prefetched and logged by many; the token stands in none."""

    async def story():
        async with opened(sink, tmp_path) as (service, pressed):
            await service.send(message())
            (sent,) = sink.sent(TOPIC)
            there, _ = sent.said["actions"]
            for address in (there["url"], f"{there['url']}?{there['body']}"):
                get(address)
            post(there["url"], "x" * 27)
            sink.press(sent, "Snooze")
            await until(lambda: pressed)
            assert [do for _, _, do in pressed] == ["snooze"]

    run(story)


def test_a_button_counts_no_more_when_the_ladder_is_over(sink, tmp_path) -> None:
    async def story():
        async with opened(sink, tmp_path) as (service, pressed):
            late = clock.now() + timedelta(minutes=21)
            await service.send(message(due=clock.now()))
            service._now = lambda: late  # the same clock, later
            service._heard(sink.sent(TOPIC)[0].said["actions"][0]["body"])
            assert pressed == []

    run(story)


def test_answers_outlive_the_process(sink, tmp_path) -> None:
    async def story():
        async with opened(sink, tmp_path) as (service, _):
            await service.send(message())
        (sent,) = sink.sent(TOPIC)
        sink.press(sent, "I'm there")  # while nobody listens
        async with opened(sink, tmp_path) as (service, pressed):
            await service.lay(ladder(5))
            await until(lambda: pressed)
            assert pressed[0][2] == "confirm"
        (book,) = tmp_path.glob("*.json")
        assert book.stat().st_mode & 0o777 == 0o600
        assert sent.said["actions"][1]["body"] not in book.read_text()

    run(story)


def test_it_listens_only_around_a_ladder(sink, tmp_path) -> None:
    async def story():
        async with opened(sink, tmp_path) as (service, _):
            await service.lay(ladder(600, 605))
            await until(lambda: len(sink.scheduled(TOPIC)) == 2)
            await asyncio.sleep(0.5)
            assert sink.listening == 0
            await service.send(message())
            await until(lambda: sink.listening == 1)
            await service.take_back(DOOR.tag)
            await until(lambda: sink.listening == 0)

    run(story)


# ------------------------------------------------------------- left with the server


def test_what_will_ring_is_left_with_the_server(sink, tmp_path) -> None:
    async def story():
        async with opened(sink, tmp_path) as (service, _):
            assert isinstance(service, LeavesAhead)
            wish = ladder(10, 20, 25, 60 * 24 * 5)
            await service.lay(wish)
            await until(lambda: len(sink.scheduled(TOPIC)) == 3)
            assert [m.time for m in sink.scheduled(TOPIC)] == [int(at.timestamp()) for at, _ in wish[:3]]
            posts = len(sink.requests)
            await service.lay(wish)
            await asyncio.sleep(0.5)
            assert len(sink.requests) == posts  # it agrees already

    run(story)


def test_what_is_to_ring_no_more_is_cancelled(sink, tmp_path) -> None:
    async def story():
        async with opened(sink, tmp_path) as (service, _):
            await service.lay(ladder(10, 20))
            await until(lambda: len(sink.scheduled(TOPIC)) == 2)
            await service.lay(ladder(45, generation=4))  # it has moved
            await until(lambda: len(sink.scheduled(TOPIC)) == 1)
            await service.lay([])
            await until(lambda: not sink.scheduled(TOPIC))

    run(story)


@pytest.mark.parametrize("trouble", ["busy", "down"])
def test_a_cancellation_that_fails_is_tried_until_it_succeeds(sink, tmp_path, trouble) -> None:
    async def story():
        async with opened(sink, tmp_path) as (service, _):
            await service.lay(ladder(10, 20))
            await until(lambda: len(sink.scheduled(TOPIC)) == 2)
            sink.busy, sink.down = ([(503, None), (429, "1")], False) if trouble == "busy" else ([], True)
            await service.lay([])
            await until(lambda: service.trouble() is not None)
            assert len(sink.scheduled(TOPIC)) > 0
            sink.down = False
            await until(lambda: not sink.scheduled(TOPIC))
            await until(lambda: service.trouble() is None)

    run(story)


def test_a_wait_that_the_server_asks_for_is_kept(sink, tmp_path) -> None:
    async def story():
        async with opened(sink, tmp_path) as (service, _):
            sink.busy = [(429, "2")]
            began = asyncio.get_running_loop().time()
            await service.lay(ladder(10))
            await until(lambda: sink.scheduled(TOPIC))
            assert asyncio.get_running_loop().time() - began >= 2

    run(story)


def test_a_crash_between_asking_and_knowing_doubles_nothing(sink, tmp_path) -> None:
    """The book says what was asked for before the server is asked."""
    wish = ladder(10, 20)

    async def first():
        async with opened(sink, tmp_path) as (service, _):
            await service.lay(wish)
            await until(lambda: len(sink.scheduled(TOPIC)) == 2)

    run(first)
    (path,) = tmp_path.glob("*.json")
    book = json.loads(path.read_text())
    for sent in book["sent"].values():
        sent["state"] = "laying"
    path.write_text(json.dumps(book))

    async def second():
        async with opened(sink, tmp_path) as (service, _):
            posts = len(sink.requests)
            await service.lay(wish)
            await until(lambda: len(sink.requests) >= posts + 2)
            await until(lambda: len(sink.scheduled(TOPIC)) == 2)
            await service.lay([])
            await until(lambda: not sink.scheduled(TOPIC))

    run(second)


def test_the_telephone_rings_once_for_one_alarm(sink, tmp_path) -> None:
    """What the server sends stands for the ring of this machine; a snooze of the same rung rings."""

    async def story():
        async with opened(sink, tmp_path) as (service, _):
            await service.lay(ladder(10))
            await until(lambda: sink.scheduled(TOPIC))
            (left,) = sink.scheduled(TOPIC)
            service._now = lambda: clock.now() + timedelta(minutes=10)
            await service.send(message(due=None))
            assert sink.sent(TOPIC) == []
            assert sink.scheduled(TOPIC) == [left]
            await service.send(message(due=None))
            assert len(sink.sent(TOPIC)) == 1

    run(story)


def test_what_the_server_has_lost_is_sent_from_here(sink, tmp_path) -> None:
    async def story():
        async with opened(sink, tmp_path) as (service, _):
            await service.lay(ladder(10))
            await until(lambda: sink.scheduled(TOPIC))
            sink.kept.clear()
            service._now = lambda: clock.now() + timedelta(minutes=10)
            await service.send(message())
            assert len(sink.sent(TOPIC)) == 1

    run(story)


def test_a_later_ring_takes_the_place_of_the_earlier_and_taking_back_leaves_none(sink, tmp_path) -> None:
    async def story():
        async with opened(sink, tmp_path) as (service, _):
            await service.send(message())
            await service.send(message())
            first, second = sink.sent(TOPIC)
            await until(lambda: first.sequence in [name for _, name in sink.cancelled])
            assert second.sequence not in [name for _, name in sink.cancelled]
            await service.take_back(DOOR.tag)
            await until(lambda: second.sequence in [name for _, name in sink.cancelled])

    run(story)


def test_a_server_that_cannot_cancel_gets_one_reminder_and_is_told_of(tmp_path) -> None:
    old = Sink(cancels=False)

    async def story():
        async with opened(old, tmp_path) as (service, _):
            await service.lay(ladder(10, 20, 25))
            await until(lambda: old.scheduled(TOPIC))
            await until(service.trouble)
            assert "2.16" in service.trouble()
            await service.lay(ladder(20, 25))
            await service.lay([])
            await asyncio.sleep(0.5)
            (left,) = old.scheduled(TOPIC)
            assert "nothing to do" in left.said["message"]
            assert "actions" not in left.said
            assert left.said["priority"] == 3

    run(story)
    old.close()
    assert not old.faults


def test_a_server_that_only_says_that_it_cancels_is_found_out(sink, tmp_path, monkeypatch) -> None:
    """One that takes delivered messages off the telephone, and knows nothing of those that are not."""
    monkeypatch.setattr(sink, "cancel", lambda topic, sequence: {"event": "message_delete"})

    async def story():
        async with opened(sink, tmp_path) as (service, _):
            await service.lay(ladder(10, 20))
            await until(lambda: sink.scheduled(TOPIC))
            await until(service.trouble)
            assert "2.16" in service.trouble()

    run(story)


def test_a_reminder_stands_for_one_alarm_and_the_repeats_ring(tmp_path) -> None:
    """On a server that cannot cancel, which knows no sequences either."""
    old = Sink(cancels=False)

    async def story():
        async with opened(old, tmp_path) as (service, _):
            wish = ladder(10, 13)
            await service.lay(wish)
            await until(lambda: "laid" in written(tmp_path))
            service._now = service._laying._clock = lambda: clock.now() + timedelta(minutes=10)
            await service.send(message())
            assert old.sent(TOPIC) == []
            await service.lay(wish[1:])
            await asyncio.sleep(0.5)
            assert len(old.scheduled(TOPIC)) == 1
            service._now = service._laying._clock = lambda: clock.now() + timedelta(minutes=13)
            await service.send(message())
            assert len(old.sent(TOPIC)) == 1

    run(story)
    old.close()
    assert not old.faults


def test_an_answer_that_was_given_while_the_machine_slept_is_heard_when_it_wakes(sink, tmp_path) -> None:
    """The line that it had before may never say a word again."""

    async def story():
        async with opened(sink, tmp_path) as (service, pressed):
            await service.send(message())
            await until(lambda: sink.listening == 1)
            service._answers._line._since = "never"
            service._answers._line._heard = lambda _: None
            sink.press(sink.sent(TOPIC)[0], "I'm there")
            await asyncio.sleep(0.3)
            assert pressed == []
            service._answers._clock = lambda: clock.now() + timedelta(minutes=2)
            await service.lay([])
            await until(lambda: pressed)

    run(story)


def test_a_server_with_passwords_gets_them(tmp_path) -> None:
    sink = Sink(users=(basic("ann", "s3:cret"),), open_to_all=f"{TOPIC}-.*")

    async def story():
        async with opened(sink, tmp_path, user="ann:s3%3Acret@") as (service, pressed):
            await service.lay(ladder(10))
            await until(lambda: sink.scheduled(TOPIC))
            await service.send(message())
            sink.press(sink.sent(TOPIC)[0], "I'm there")
            await until(lambda: pressed)
        async with opened(sink, tmp_path, topic="other", user="eve:x@") as (service, _):
            with pytest.raises(DeliveryError, match="password") as refused:
                await service.send(message())
            assert refused.value.permanent

    run(story)
    sink.close()
    assert not sink.faults


def test_where_a_telephone_may_not_write_there_are_no_buttons(tmp_path) -> None:
    sink = Sink(users=("Bearer tk_1",))

    async def story():
        async with opened(sink, tmp_path, user="tk_1@") as (service, _):
            await service.lay(ladder(10))
            await until(lambda: sink.scheduled(TOPIC))
            assert "actions" not in sink.scheduled(TOPIC)[0].said
            assert "write-only" in service.trouble()
            sink.open_to_all = f"{TOPIC}-.*"
            service._laying._clock = lambda: clock.now() + timedelta(days=1)
            await service.lay(ladder(60 * 24 + 10))
            await until(lambda: service.trouble() is None)

    run(story)
    sink.close()


def test_a_dead_server_is_told_with_what_to_do(tmp_path) -> None:
    async def story():
        service = NtfyService("ntfy://127.0.0.1:1/phone", tmp_path, lambda *_: None)
        with pytest.raises(DeliveryError, match="Check the network"):
            await service.send(message())
        assert service.trouble() is not None
        await service.close()

    run(story)


def test_the_channel_is_one(sink) -> None:
    channel = PushChannel({"to": [sink.url(TOPIC)]})
    assert isinstance(channel, Channel)
    assert isinstance(channel, Ahead)
