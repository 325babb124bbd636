"""The warnings of battery and network in the real service: with the alarms, by themselves, and taken back."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from tests.running import calendar, event, from_now
from tests.unit.service.whole import MARLOW, running, until

from showup.engine import Answered, Do
from showup.errors import DeliveryError
from showup.laptop import Network, read_battery
from showup.service import laptop


@pytest.fixture
def battery(home, monkeypatch):
    """Says how full the only battery is, and what the charger does, as the kernel would."""
    folder = home / "power_supply" / "BAT0"
    folder.mkdir(parents=True)
    monkeypatch.setattr(laptop, "read_battery", partial(read_battery, folder.parent))

    def say(percent, status="Discharging"):
        lines = {"TYPE": "Battery", "STATUS": status, "CAPACITY": percent, "ENERGY_FULL": 50_000_000,
                 "ENERGY_NOW": percent * 500_000, "POWER_NOW": 13_500_000}  # fmt: skip
        (folder / "uevent").write_text("".join(f"POWER_SUPPLY_{key}={value}\n" for key, value in lines.items()))

    say(100, "Full")
    return say


@pytest.fixture
def network(home, monkeypatch):
    """Says how the network is."""
    now = [Network.UP]

    async def tell():
        return now[0]

    monkeypatch.setattr(laptop, "network_now", tell)
    return lambda state: now.__setitem__(0, state)


def interview(home, *more, **length):
    (home / "calendar.ics").write_text(calendar(event("a@x", MARLOW, from_now(**length), 60, *more)))


def tags(service):
    return [one.tag for one in service.told.announcements]


def test_a_battery_that_runs_low_is_told_once_and_taken_back_when_it_is_charged(home, battery, network, monkeypatch):
    interview(home, minutes=45)
    silenced: list[str] = []

    async def go():
        async with running(home, monkeypatch) as service:
            await until(lambda: service.desk.watches)
            monkeypatch.setattr(service.ringer, "silence", partial(_note, silenced))
            battery(9)
            for _ in range(2):
                await service.laptop._look()
            (told,) = service.told.about("Battery")
            assert told.summary == "Battery 9 %, about 20 min left: plug in."
            assert MARLOW in told.body
            battery(9, "Charging")
            await service.laptop._look()
            assert silenced == [told.tag]
            battery(9)
            await service.laptop._look()
            assert len(service.told.about("Battery")) == 1, "a loose plug is not told each time"

    asyncio.run(go())


async def _note(silenced, tag):
    silenced.append(tag)


def test_an_alarm_carries_what_is_known_and_it_is_not_told_again(home, battery, network, monkeypatch):
    interview(home, "URL:https://meet.google.com/abc-defg-hij", minutes=9)
    network(Network.DOWN)

    async def go():
        async with running(home, monkeypatch) as service:
            await until(lambda: service.desk.watches)
            service.told.ring, ring = _refuse, service.told.ring
            battery(9)
            await service.laptop._look()
            service.told.ring = ring
            await service.follow(lambda now: service.desk.tick(now + timedelta(minutes=5)))
            await until(lambda: any(one.rung == "door" for one in service.told.announcements))
            door = next(one for one in service.told.announcements if one.rung == "door")
            assert door.body.splitlines()[0] == "Battery 9 %, about 20 min left: plug in."
            assert door.body.splitlines()[1].startswith("No network: the meeting is online.")
            await service.laptop._look()
            assert not service.told.about("Battery")

    asyncio.run(go())


def test_a_warning_that_no_channel_took_is_told_at_the_next_look(home, battery, network, monkeypatch):
    interview(home, minutes=45)

    async def go():
        async with running(home, monkeypatch) as service:
            await until(lambda: service.told.announcements)  # its first alarm would carry the warning
            service.told.ring, ring = _refuse, service.told.ring
            battery(9)
            await service.laptop._look()
            service.told.ring = ring
            for _ in range(100):  # a look of the service's own may be under way
                await service.laptop._look()
                if service.told.about("Battery"):
                    break
                await asyncio.sleep(0.05)
            assert len(service.told.about("Battery")) == 1

    asyncio.run(go())


async def _refuse(announcement):
    raise DeliveryError("There is no session bus.")


@pytest.mark.parametrize("length", [{"minutes": 90}, {"days": 2}])
def test_far_from_an_interview_nothing_is_told_and_nothing_is_looked_at(home, battery, network, monkeypatch, length):
    interview(home, **length)
    battery(3)

    async def go():
        async with running(home, monkeypatch) as service:
            await until(lambda: service.desk.watches)
            await service.auditor.audit()
            assert service.laptop._facts is None
            assert "laptop:battery" not in tags(service)

    asyncio.run(go())


def test_a_person_who_is_there_is_told_until_it_begins_and_one_who_cannot_come_is_not(
    home, battery, network, monkeypatch
):
    interview(home, minutes=15)

    async def go(answer, told):
        async with running(home, monkeypatch) as service:
            await until(lambda: service.desk.watches)
            (key,) = service.desk.watches
            await service.follow(lambda now: service.desk.give(key, Answered(answer, "cli", early=True), now))
            battery(9)
            await service.laptop._look()
            assert bool(service.told.about("Battery")) is told

    asyncio.run(go(Do.CONFIRM, True))
    asyncio.run(go(Do.NOT_MINE, False))


@pytest.mark.parametrize(("said", "state"), [("", "no"), ("[laptop]\nstay_awake = false\nwake = false\n", "off")])
def test_the_person_may_switch_both_off(home, battery, network, monkeypatch, said, state):
    """Where they are on, this machine without systemd and logind says that it can do neither."""
    interview(home, minutes=7)
    (home / "config.toml").write_text(said)

    async def go():
        async with running(home, monkeypatch) as service:
            await until(lambda: [each["state"] for each in service.laptop.state()] == [state, state])

    asyncio.run(go())
