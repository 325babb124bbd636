"""Channels in parallel, and the next stronger one when none of them took it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from showup.errors import DeliveryError
from showup.model import Urgency
from showup.ports import Announcement
from showup.service.ringer import Ringer, took

ALARM = Announcement("tag", "key", 1, "Interview", "soon", Urgency.CRITICAL)


class Channel:
    """A channel whose outside part behaves as told: takes it, refuses, hangs, or breaks."""

    def __init__(self, behaviour="takes"):
        self.behaviour, self.rung, self.silenced = behaviour, 0, []

    async def open(self, on_press):
        if self.behaviour == "breaks":
            raise RuntimeError("no such thing")

    async def ring(self, announcement):
        self.rung += 1
        if self.behaviour == "refuses":
            raise DeliveryError("there is no server; install one")
        if self.behaviour == "breaks":
            raise RuntimeError("no such thing")
        if self.behaviour == "hangs":
            await asyncio.Event().wait()

    async def silence(self, tag):
        self.silenced.append(tag)
        if self.behaviour == "breaks":
            raise RuntimeError("no such thing")

    def trouble(self):
        if self.behaviour == "breaks":
            raise RuntimeError("no such thing")
        return "there is no server; install one" if self.behaviour == "refuses" else None

    async def close(self):
        if self.behaviour == "hangs":
            await asyncio.Event().wait()


def ring(wanted, **channels):
    made = {name: Channel(behaviour) for name, behaviour in channels.items()}
    ringer = Ringer(made, hangs_after=timedelta(seconds=0.05))

    async def go():
        await ringer.open(lambda press: None)
        results = await ringer.ring(ALARM, wanted)
        await ringer.silence("tag")
        state = ringer.state()
        await ringer.close()
        return results, state

    results, state = asyncio.run(go())
    return results, state, made


def test_every_channel_of_the_rung_rings():
    results, _, _ = ring(["desktop", "sound"], desktop="takes", sound="takes", push="takes")
    assert results == {"desktop": "ok", "sound": "ok"}


def test_a_channel_that_is_not_there_is_left_out():
    results, _, _ = ring(["desktop", "takeover"], desktop="takes")
    assert results == {"desktop": "ok"}


def test_when_none_took_it_the_next_stronger_one_rings():
    for how in ("refuses", "hangs", "breaks"):
        results, state, _ = ring(["desktop"], desktop=how, sound="takes", push="takes")
        assert results["sound"] == "ok"
        assert "push" not in results
        assert state["desktop"]


def test_one_that_took_it_is_enough():
    results, _, made = ring(["desktop", "sound"], desktop="hangs", sound="takes", push="takes")
    assert "did not answer" in results["desktop"]
    assert made["push"].rung == 0


def test_the_fall_ends_when_the_alarm_is_not_wanted_any_more():
    """A channel took ten seconds to fail; meanwhile the person has answered."""
    made = {"desktop": Channel("hangs"), "sound": Channel("refuses"), "takeover": Channel()}
    ringer = Ringer(made, hangs_after=timedelta(seconds=0.05))
    results = asyncio.run(ringer.ring(ALARM, ["desktop"], lambda: made["sound"].rung == 0))
    assert list(results) == ["desktop", "sound"]
    assert made["takeover"].rung == 0


def test_the_fall_goes_on_until_one_takes_it_and_ends_at_the_milder_ones():
    results, _, _ = ring(["sound"], desktop="takes", sound="refuses", push="refuses")
    assert list(results) == ["sound", "push", "desktop"]


def test_a_third_partys_channel_is_a_way_out_too():
    results, _, _ = ring(["desktop"], desktop="refuses", pigeon="takes")
    assert results["pigeon"] == "ok"


def test_the_terminal_rings_along_and_counts_for_nothing():
    results, _, _ = ring(["desktop"], desktop="refuses", sound="takes", terminal="takes")
    assert results["terminal"] == "ok"
    assert results["sound"] == "ok"


@pytest.mark.parametrize("how", ["refuses", "hangs"])
def test_a_trouble_is_gone_when_the_channel_works_again(how):
    channel = Channel(how)
    ringer = Ringer({"desktop": channel}, hangs_after=timedelta(seconds=0.05))

    async def go():
        await ringer.ring(ALARM, ["desktop"])
        failed = ringer.state()
        channel.behaviour = "takes"
        await ringer.ring(ALARM, ["desktop"])
        return failed, ringer.state()

    failed, mended = asyncio.run(go())
    assert failed["desktop"]
    assert mended == {"desktop": None}


def test_silence_reaches_every_channel_although_one_breaks():
    _, _, made = ring(["desktop"], desktop="breaks", sound="takes")
    assert made["sound"].silenced == ["tag"]


@pytest.mark.parametrize("how", ["refuses", "hangs", "breaks"])
def test_the_helper_never_rings_in_anothers_place_nor_for_the_person(how):
    results, _, made = ring(["desktop", "helper"], desktop=how, helper="takes")
    assert "helper" not in results
    assert made["helper"].rung == 0


def test_the_helper_is_asked_with_words_of_their_own_and_counts_for_nobody():
    helper = Channel()
    ringer = Ringer({"desktop": Channel("refuses"), "helper": helper})
    results = asyncio.run(ringer.ask(ALARM))
    assert results == {"helper": "ok"}
    assert helper.rung == 1
    assert not ringer.took(results)
    assert not took(results)
    assert asyncio.run(Ringer({"desktop": Channel()}).ask(ALARM)) == {}


@pytest.mark.parametrize("counts", [True, False])
def test_an_alarm_that_reached_only_a_log_file_has_reached_nobody(counts):
    ringer = Ringer({"desktop": Channel("refuses"), "terminal": Channel()}, extra_counts=counts)
    results = asyncio.run(ringer.ring(ALARM, ["desktop"]))
    assert ringer.took(results) is counts


def test_channels_that_hang_are_opened_at_the_same_time():
    class Slow(Channel):
        async def open(self, on_press):
            await asyncio.Event().wait()

    ringer = Ringer({name: Slow() for name in "abcdef"}, hangs_after=timedelta(seconds=0.2))

    async def go():
        began = asyncio.get_running_loop().time()
        await ringer.open(lambda press: None)
        return asyncio.get_running_loop().time() - began

    assert asyncio.run(go()) < 1


def quietly(wanted, urgency=Urgency.CRITICAL, **channels):
    made = {name: Channel(behaviour) for name, behaviour in channels.items()}
    alarm = replace(ALARM, quiet=True, urgency=urgency)
    results = asyncio.run(Ringer(made, hangs_after=timedelta(seconds=0.05)).ring(alarm, wanted))
    return results, made


def test_what_is_quiet_takes_away_what_stands_on_the_whole_screen_and_sounds():
    results, made = quietly(["desktop"], desktop="takes", takeover="takes", sound="takes", push="takes")
    assert results == {"desktop": "ok"}
    assert {name: one.silenced for name, one in made.items() if one.silenced} == {"takeover": ["tag"], "sound": ["tag"]}


def test_what_is_quiet_falls_through_to_what_is_not_loud():
    results, made = quietly(["desktop"], desktop="refuses", takeover="takes", sound="takes", push="takes", lamp="takes")
    assert results["push"] == "ok"
    assert [made[name].rung for name in ("takeover", "sound", "lamp")] == [0, 0, 0]
    results, _ = quietly(["desktop"], desktop="refuses", sound="takes", lamp="takes")
    assert results["lamp"] == "ok"
    assert "sound" not in results


@pytest.mark.parametrize(("urgency", "heard"), [(Urgency.CRITICAL, True), (Urgency.NORMAL, False)])
def test_what_nothing_quiet_takes_is_heard_rather_than_lost_when_it_is_critical(urgency, heard):
    results, _ = quietly(["desktop"], urgency, desktop="refuses", sound="takes")
    assert ("sound" in results) is heard
