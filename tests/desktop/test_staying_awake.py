"""The machine is kept awake by locks of logind, on a real bus; whatever logind does, it rings."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from tests.parts import wait_until
from tests.running import calendar, event, from_now
from tests.system_bus import Logind

from showup.service.sleep_locks import LID, SLEEP, SleepLocks

if TYPE_CHECKING:
    from tests.running import Showup

TITLE = "Interview with Marlow"
LOCKS = {(kind, "block") for kind in SLEEP | LID}


@pytest.fixture
def soon(showup: Showup) -> Showup:
    """A machine whose person has an interview in seven minutes."""
    showup.calendar.write_text(calendar(event("a@x", TITLE, from_now(minutes=7))))
    return showup


def awake(showup: Showup) -> dict[str, Any]:
    """What the service says of it."""
    said: dict[str, Any] = next(each for each in showup.status()["laptop"] if each["name"] == "stay awake")
    return said


def test_it_is_kept_awake_until_the_person_has_answered(logind: Logind, soon: Showup) -> None:
    soon.start()
    wait_until(lambda: logind.locks() == LOCKS, "the locks", seconds=20)
    assert awake(soon)["held"] == sorted(SLEEP | LID)
    assert "does not go to sleep" in soon("status", expect=None).stdout
    soon("ack")
    assert logind.locks() == LOCKS, "who knows of it is not there yet"
    soon("here", "--early")
    wait_until(lambda: logind.locks() == set(), "the locks to be let go", seconds=20)
    assert awake(soon)["held"] == []


def test_they_end_with_the_service_however_it_ends(logind: Logind, soon: Showup) -> None:
    soon.start()
    wait_until(lambda: logind.locks() == LOCKS, "the locks", seconds=20)
    soon.kill()
    wait_until(lambda: logind.locks() == set(), "the locks to be gone", seconds=20)


def test_one_that_is_far_off_keeps_nobody_awake(logind: Logind, showup: Showup) -> None:
    showup.calendar.write_text(calendar(event("a@x", TITLE, from_now(minutes=90))))
    showup.start()
    assert awake(showup) == {"name": "stay awake", "state": "ok", "why": None, "held": []}
    assert logind.locks() == set()


def test_an_interview_elsewhere_leaves_the_lid_to_itself(logind: Logind, showup: Showup) -> None:
    showup.calendar.write_text(
        calendar(event("a@x", TITLE, from_now(minutes=7), 60, "LOCATION:Hauptstr. 12\\, 10827 Berlin"))
    )
    showup.start()
    wait_until(lambda: logind.locks() == {(kind, "block") for kind in SLEEP}, "the locks", seconds=20)


def test_what_the_policy_refuses_is_done_without(logind: Logind, soon: Showup) -> None:
    logind.refuses("sleep", "handle-lid-switch")
    soon.start()
    wait_until(lambda: awake(soon)["held"] == ["idle"], "the one lock that is given", seconds=20)
    assert awake(soon)["state"] == "ok"
    assert "by its lid it does" in soon("status", expect=None).stdout


def test_a_refusal_of_all_is_told_and_is_no_fault(logind: Logind, soon: Showup) -> None:
    logind.refuses("sleep", "idle", "handle-lid-switch")
    soon.start()
    wait_until(lambda: awake(soon)["state"] == "no", "the refusal to be told", seconds=20)
    assert "leave it on (Interactive authentication required.)" in str(awake(soon)["why"])


def test_without_a_system_bus_each_says_so(no_system_bus: None) -> None:
    async def go() -> dict[str, str]:
        locks = SleepLocks()
        locks.want(SLEEP)
        await locks.take()
        assert not locks.want(SLEEP), "it is not asked again and again"
        return locks.refused

    refused = asyncio.run(go())
    assert refused.keys() == SLEEP
    assert all("there is no system bus" in why for why in refused.values())


def test_a_logind_that_hangs_keeps_no_alarm_from_ringing(logind: Logind, showup: Showup) -> None:
    """It hangs from before the start until after the alarm: whoever waited for it would not have rung."""
    showup.calendar.write_text(calendar(event("a@x", TITLE, from_now(minutes=5, seconds=8))))
    logind.hang()
    showup.start()
    wait_until(lambda: any(line["rung"] == "door" for line in showup.logged("alarm", TITLE)), "the alarm", seconds=60)


def test_a_lock_that_comes_after_the_answer_is_given_back_at_once(logind: Logind) -> None:
    async def go() -> list[set[tuple[str, str]]]:
        locks = SleepLocks()
        assert locks.want(SLEEP)
        logind.hang()
        taking = asyncio.create_task(locks.take())
        await asyncio.sleep(0.5)
        assert not locks.want(frozenset())
        logind.go_on()
        await taking
        assert locks.held == frozenset()
        return [await asyncio.to_thread(logind.locks)]

    assert asyncio.run(go()) == [set()]


def test_what_is_wanted_again_while_it_is_being_taken_is_taken(logind: Logind) -> None:
    async def go() -> frozenset[str]:
        locks = SleepLocks()
        locks.want(SLEEP)
        taking = asyncio.create_task(locks.take())
        await asyncio.sleep(0)
        locks.want(frozenset())
        assert not locks.want(SLEEP | LID), "it is under way"
        await taking
        held = locks.held
        locks.want(frozenset())
        return held

    assert asyncio.run(go()) == SLEEP | LID
    wait_until(lambda: logind.locks() == set(), "the locks to be let go")
