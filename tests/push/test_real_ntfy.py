"""The service against Debian's ntfy, which is older than cancelling."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.announced import HOSTILE_TITLES
from tests.push.sink import get, post
from tests.push.test_service import DOOR, TOPIC, ladder, message, opened, run, until, written

from showup import clock
from showup.errors import DeliveryError
from showup.plain import one_line
from showup_integrations.ntfy.address import parse
from showup_integrations.ntfy.api import Server


def delivered(ntfy, topic=TOPIC, since="all", **headers):
    """What a telephone gets."""
    address = f"http://127.0.0.1:{ntfy.port}/{topic}/json?poll=1&since={since}"
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as answer:
        return [json.loads(line) for line in answer]


@pytest.fixture
def book(tmp_path):
    return tmp_path / "push"


def test_a_message_arrives_as_it_was_meant(ntfy, book) -> None:
    async def story():
        async with opened(ntfy, book) as (service, _):
            await service.send(message())

    run(story)
    (sent,) = delivered(ntfy)
    assert sent["title"] == DOOR.summary
    assert sent["message"] == DOOR.body
    assert sent["priority"] == 5
    assert [(a["label"], a["method"]) for a in sent["actions"]] == [("I'm there", "POST"), ("Snooze 2 min", "POST")]


def test_hostile_titles_arrive_as_text(ntfy, book) -> None:
    async def story():
        async with opened(ntfy, book) as (service, _):
            for title in HOSTILE_TITLES.values():
                await service.send(message(replace(DOOR, summary=title, body=title)))

    run(story)
    shown = [sent["title"] for sent in delivered(ntfy)]
    assert shown == [one_line(title, 250) or "showup" for title in HOSTILE_TITLES.values()]


def test_what_is_left_with_it_is_kept_and_sent_at_its_time(ntfy) -> None:
    async def story():
        server = Server(parse(ntfy.url(TOPIC)))
        await server.publish({"title": "soon", "message": "soon"}, "a" * 32, clock.now() + timedelta(seconds=12))
        assert [held.title for held in await server.held()] == ["soon"]
        assert delivered(ntfy) == []
        await until(lambda: delivered(ntfy), 120)

    run(story)
    assert delivered(ntfy)[0]["title"] == "soon"


def test_that_it_cannot_cancel_is_found_out_and_told(ntfy, book) -> None:
    async def story():
        async with opened(ntfy, book) as (service, _):
            wish = ladder(10, 20, 25)
            await service.lay(wish)
            await until(service.trouble)
            assert "2.16" in service.trouble()
            server = Server(parse(ntfy.url(TOPIC)))

            await until(lambda: "laid" in written(book))
            await service.lay([])
            await asyncio.sleep(0.5)
            assert [held.time for held in await server.held()] == [int(wish[0][0].timestamp())]

    run(story)
    assert delivered(ntfy) == []


def test_buttons_are_heard_through_it_and_count_once(ntfy, book) -> None:
    async def story():
        async with opened(ntfy, book) as (service, pressed):
            await service.send(message())
            (sent,) = delivered(ntfy)
            there = sent["actions"][0]
            get(there["url"])
            for _ in range(2):
                post(there["url"], there["body"])
            snooze = sent["actions"][1]
            post(snooze["url"], snooze["body"])
            await until(lambda: len(pressed) > 1)
            assert [do for _, _, do in pressed] == ["confirm", "snooze"]

    run(story)


def test_who_is_signed_in_is_let_in_and_a_telephone_may_answer(closed_ntfy, book) -> None:
    async def story():
        async with opened(closed_ntfy, book, user="ann:s3cret@") as (service, pressed):
            await service.lay(ladder(10))
            await until(service.trouble)
            assert "write-only" not in service.trouble()
            await service.send(message())
            signed_in = parse(closed_ntfy.url(TOPIC, "ann:s3cret@")).authorization
            (sent,) = delivered(closed_ntfy, Authorization=signed_in)
            there = sent["actions"][0]
            post(there["url"], there["body"])
            await until(lambda: pressed)
        async with opened(closed_ntfy, book, user="ann:wrong@") as (service, _):
            with pytest.raises(DeliveryError, match="password"):
                await service.send(message())

    run(story)
