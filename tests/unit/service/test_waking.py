"""What is news about the machine's clock and zone, and what has been waited for too long."""

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.service.under_way import UnderWay
from showup.service.waking import Look

BERLIN, LISBON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Lisbon")
BEFORE = Look(timedelta(days=20000), BERLIN)


@pytest.mark.parametrize(
    ("drift", "zone", "news"),
    [
        (timedelta(), BERLIN, False),
        (timedelta(seconds=1.5), BERLIN, False),
        (timedelta(seconds=3), BERLIN, True),
        (timedelta(hours=-25), BERLIN, True),
        (timedelta(hours=8), BERLIN, True),
        (timedelta(), LISBON, True),
    ],
)
def test_another_clock_or_another_zone_is_news(drift, zone, news):
    assert Look(BEFORE.drift + drift, zone).differs(BEFORE) is news


def test_what_is_waited_for_too_long_is_told_while_it_still_is():
    async def go():
        told = []
        under_way = UnderWay(lambda name, text: told.append((name, text)))
        with under_way.within(timedelta(seconds=0.02), "disk", "it hangs"):
            await asyncio.sleep(0.05)
            during = (list(told), under_way.stuck)
        return during, under_way.stuck

    during, after = asyncio.run(go())
    assert during == ([("disk", "it hangs")], {"disk"})
    assert after == frozenset()


def test_what_ends_in_time_is_not_told_even_when_it_fails():
    async def go():
        told = []
        under_way = UnderWay(lambda name, text: told.append(name))
        with pytest.raises(RuntimeError), under_way.within(timedelta(seconds=0.02), "disk", ""):
            raise RuntimeError
        await asyncio.sleep(0.05)
        return told

    assert asyncio.run(go()) == []


def test_one_that_ends_leaves_another_of_its_name_stuck():
    async def go():
        under_way = UnderWay(lambda name, text: None)
        with under_way.within(timedelta(), "disk", ""):
            with under_way.within(timedelta(), "disk", ""):
                await asyncio.sleep(0.01)
            return under_way.stuck

    assert asyncio.run(go()) == {"disk"}
