"""The auditor, in the real service: what is overdue rings, what is stuck is told, and only then the watchdog is fed."""

import asyncio
import os
import socket
import threading
import time
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.running import calendar, event, from_now
from tests.unit.service.whole import MARLOW, running, until

from showup import clock
from showup.control.requests import Requests
from showup.engine import Phase
from showup.engine.merge import Health
from showup.ledger import LastingLedger
from showup.service import auditor, shell, waking
from showup.service.notify import notify, watchdog_patience
from showup.service.syncing import Syncing
from showup.service.wall_timer import drift


class Manager:
    """systemd's end of the notification socket."""

    def __init__(self, home, monkeypatch):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(home / "notify"))
        self.socket.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(home / "notify"))

    def heard(self):
        """All that came since the last time."""
        lines = []
        with suppress(BlockingIOError):
            while True:
                lines += self.socket.recv(4096).decode().splitlines()
        return lines

    def pings(self):
        return self.heard().count("WATCHDOG=1")


@pytest.fixture
def manager(home, monkeypatch):
    made = Manager(home, monkeypatch)
    yield made
    made.socket.close()


def test_a_service_that_is_well_feeds_the_watchdog_in_time(home, manager, monkeypatch):
    async def go():
        async with running(home, monkeypatch, ()):
            await asyncio.sleep(1)
            return manager.heard()

    heard = asyncio.run(go())
    assert "READY=1" in heard
    assert 2 <= heard.count("WATCHDOG=1") <= 4


@pytest.mark.parametrize(
    ("usec", "process", "patience"),
    [
        ("60000000", "", timedelta(minutes=1)),
        pytest.param("60000000", str(os.getpid()), timedelta(minutes=1), id="this process"),
        ("60000000", "1", None),
        ("0", "", None),
        ("soon", "", None),
        ("", "", None),
    ],
)
def test_how_long_the_watchdog_waits_is_what_systemd_says(usec, process, patience, monkeypatch):
    monkeypatch.setenv("WATCHDOG_USEC", usec)
    monkeypatch.setenv("WATCHDOG_PID", process)
    assert watchdog_patience() == patience


def test_a_manager_that_does_not_listen_keeps_nothing_from_going_on(home, manager):
    """Its queue holds a few datagrams; one that blocks would stop the loop that rings."""
    began = time.monotonic()
    results = [notify("WATCHDOG=1") for _ in range(2)]
    while all(results) and len(results) < 2000:
        results.append(notify("WATCHDOG=1"))
    assert results[-1] is False
    assert time.monotonic() - began < 5


def test_a_ledger_that_does_not_answer_starves_the_watchdog_and_is_told(home, manager, monkeypatch):
    monkeypatch.setattr(shell, "_LEDGER_TAKES", timedelta(seconds=0.3))
    release = threading.Event()

    async def go():
        async with running(home, monkeypatch) as service:
            waiting = asyncio.create_task(service.in_ledger(lambda: release.wait(6)))
            await asyncio.sleep(0.5)
            manager.heard()
            await asyncio.sleep(1)
            while_stuck, told = manager.pings(), service.told.about("the ledger")
            release.set()
            await waiting
            await asyncio.sleep(1)
            return while_stuck, told, manager.pings()

    while_stuck, told, afterwards = asyncio.run(go())
    assert while_stuck == 0
    assert len(told) == 1
    assert afterwards > 0


def test_what_is_due_and_cannot_be_claimed_starves_the_watchdog(home, manager, monkeypatch):
    async def go():
        async with running(home, monkeypatch) as service:
            due = from_now(seconds=-5)
            monkeypatch.setattr(service.desk, "wake_at", lambda: due)
            manager.heard()
            await asyncio.sleep(1)
            return manager.pings()

    assert asyncio.run(go()) == 0


def test_an_audit_that_fails_starves_the_watchdog_and_the_next_one_feeds_it(home, manager, monkeypatch):
    async def go():
        async with running(home, monkeypatch) as service:
            fine = service.auditor._ring_overdue

            async def broken():
                raise RuntimeError("a fault of its own")

            service.auditor._ring_overdue = broken
            await asyncio.sleep(0.1)
            manager.heard()
            await asyncio.sleep(1)
            during = manager.pings()
            service.auditor._ring_overdue = fine
            await asyncio.sleep(1)
            return during, manager.pings()

    during, after = asyncio.run(go())
    assert during == 0
    assert after > 0


def test_an_alarm_that_the_timer_missed_is_rung_by_the_audit(home, manager, monkeypatch):
    """Whatever the timer thinks: here it is dead."""
    (home / "calendar.ics").write_text(calendar(event("a@x", MARLOW, from_now(minutes=15, seconds=3))))

    async def go():
        async with running(home, monkeypatch) as service:
            await until(lambda: service.told.about("Marlow"))
            service.jobs.set_deadline(None)
            monkeypatch.setattr(service.jobs, "set_deadline", lambda at: None)
            await until(lambda: any(one.rung == "soon" for one in service.told.about("Marlow")))

    asyncio.run(go())


def test_several_signals_of_one_resume_read_the_calendars_once(home, manager, monkeypatch):
    slept = timedelta()
    monkeypatch.setattr(waking, "drift", lambda: drift() + slept)

    async def go():
        nonlocal slept
        async with running(home, monkeypatch) as service:
            reads: list[str] = []
            monkeypatch.setattr(service, "_read", reads.append)
            monkeypatch.setattr(service.jobs, "_read", reads.append)
            slept = timedelta(hours=8)
            service.waking.clock_set()
            service.waking._signal("logind")
            await asyncio.sleep(0.1)
            service.waking._signal("logind")
            await asyncio.sleep(0.7)
            once = list(reads)
            slept = timedelta(hours=9)  # and nobody says so: the audit notices it
            await asyncio.sleep(0.7)
            return once, reads

    once, reads = asyncio.run(go())
    assert once == ["calendar.ics"]
    assert reads == ["calendar.ics", "calendar.ics"]


def test_a_zone_change_that_no_file_told_of_is_noticed_by_the_audit(home, manager, monkeypatch):
    async def go():
        async with running(home, monkeypatch) as service:
            await until(lambda: service.desk.wake_at() is not None)
            evening = service.desk.wake_at()
            monkeypatch.setenv("TZ", "America/New_York")
            await until(lambda: service.desk.rules.zone == ZoneInfo("America/New_York"))
            await until(lambda: service.desk.wake_at() != evening)
            return service.desk.wake_at() - evening

    later = asyncio.run(go()) % timedelta(days=1)  # there it may still be the day before
    assert timedelta(hours=5) <= later <= timedelta(hours=7)


def test_a_source_that_cannot_be_read_is_told_once(home, manager, monkeypatch):
    (home / "calendar.ics").write_text("no calendar")

    async def go():
        async with running(home, monkeypatch) as service:
            await asyncio.sleep(1.5)
            return service.told.about("calendar.ics")

    assert len(asyncio.run(go())) == 1


@pytest.mark.parametrize(
    ("failure", "known", "words"),
    [
        ("It is gone.", True, "It is gone. What is known of it goes on ringing."),
        ("It is gone.", False, "It is gone. Nothing of it is known yet, so nothing of it can ring."),
    ],
)
def test_what_still_rings_of_a_calendar_that_fails_is_said_as_it_is(failure, known, words):
    assert auditor._about("work", Health("work", failure=failure), known=known).endswith(words)


def test_a_calendar_that_was_read_and_has_no_interview_promises_nothing():
    read = Health("work", last_ok=from_now(), failure="It is gone.")
    assert auditor._about("work", read, known=False) == "The calendar work cannot be read: It is gone."


@pytest.mark.parametrize(
    ("name", "command"),
    [("work", "work"), ("my work", "'my work'"), ("$(reboot)", "'$(reboot)'"), ("--all", "-- --all")],
)
def test_what_is_to_be_typed_about_a_held_calendar_names_it(name, command):
    held = Health(name, failure="the calendar is suddenly empty", held=True)
    assert auditor._about(name, held, known=True).endswith(f": showup sync --accept {command}")


def test_a_configuration_that_comes_to_have_a_fault_is_told_once_and_not_followed(home, manager, monkeypatch):
    async def go():
        async with running(home, monkeypatch) as service:
            await asyncio.sleep(0.5)
            before = service.told.about("configuration")
            (home / "config.toml").write_text("[sync]\nevry = '10m'\n")
            await until(lambda: service.told.about("configuration"))
            status = await Requests(service).on_status({})
            await asyncio.sleep(1)
            told = service.told.about("configuration")
            (home / "config.toml").write_text("")
            return before, told, status["config"], (await Requests(service).on_status({}))["config"]

    before, told, faulty, back = asyncio.run(go())
    assert before == []
    assert len(told) == 1
    assert "config.toml:2: sync.evry" in told[0].body
    assert (faulty["state"], back["state"]) == ("failed", "ok")


def test_a_changed_configuration_is_followed_when_no_alarm_is_near(home, manager, monkeypatch):
    async def go():
        async with running(home, monkeypatch) as service:
            (home / "config.toml").write_text("[sync]\nevery = '10m'\n")
            quiet = iter([False, False, True])
            monkeypatch.setattr(service, "_is_quiet", lambda now: next(quiet))
            await until(service._stop.is_set)
            return list(quiet), service._begins_anew, service.told.about("configuration")

    assert asyncio.run(go()) == ([], True, [])


def test_rules_that_cannot_be_read_any_more_are_told_once_and_followed_as_they_were(home, manager, monkeypatch):
    file = home / "rules.toml"
    file.write_text('[[rule]]\ntitle = "*Marlow"\nis = "not"\n')

    async def go():
        async with running(home, monkeypatch) as service:
            silenced = dict(service.desk.watches)
            file.write_bytes(b"[[rule]]\n\xff")
            await until(lambda: service.told.about("rules"))
            await asyncio.sleep(1)
            followed, told = service.ruling.rules, service.told.about("rules")
            file.unlink()
            await until(lambda: service.desk.watches)
            return silenced, len(followed), told, service.ruling.troubles

    silenced, followed, told, after = asyncio.run(go())
    assert silenced == {}
    assert followed == 1
    assert [f"{file}:2: is not UTF-8" in one.body for one in told] == [True]
    assert after == ()


def test_an_interview_of_a_calendar_that_was_taken_out_is_told_and_its_events_are_forgotten(home, manager, monkeypatch):
    cache = home / "cache" / "showup" / "sources"
    (home / "other.ics").write_text(calendar(event("b@x", "Interview with Acme", from_now(days=4))))

    async def go(*sources):
        began = clock.now()
        async with running(home, monkeypatch, sources) as service:
            for _ in range(300):  # at first the words of all languages are made ready
                await asyncio.sleep(0.1)
                read = [source["last_ok"] for source in (await Requests(service).on_status({}))["sources"]]
                if all(last and datetime.fromisoformat(last) >= began for last in read):
                    break
            await asyncio.sleep(0.5)
            return service.told.about("In no calendar"), await Requests(service).on_status({})

    asyncio.run(go("calendar.ics", "other.ics"))
    (cache / "calendar%2Eics").mkdir(parents=True)
    (cache / "other%2Eics").mkdir()
    told, status = asyncio.run(go("other.ics"))
    assert [one.summary for one in told] == [f"In no calendar that is read any more: {MARLOW}"]
    assert [source["name"] for source in status["sources"]] == ["other.ics"]
    assert [folder.name for folder in cache.iterdir()] == ["other%2Eics"]
    assert asyncio.run(go("other.ics"))[0] == []


def test_reading_that_hangs_is_told_while_it_hangs(home, manager, monkeypatch):
    monkeypatch.setattr(shell, "_SPARE", timedelta(seconds=0.3))
    monkeypatch.setattr(Syncing, "takes", timedelta(0))

    async def go():
        async with running(home, monkeypatch) as service:

            async def hang(name):
                await asyncio.Event().wait()

            monkeypatch.setattr(service.syncing, "sync", hang)
            service.sync_soon()
            await until(lambda: service.told.about("calendar.ics"))
            await asyncio.sleep(0.7)
            return service.told.about("calendar.ics"), manager.pings()

    told, pings = asyncio.run(go())
    assert len(told) == 1
    assert pings  # a calendar keeps nothing from ringing


def test_a_channel_that_hangs_is_told_through_the_others(home, manager, monkeypatch):
    async def go():
        async with running(home, monkeypatch) as service:
            monkeypatch.setattr(service.ringer, "hanging", lambda: {"sound": "did not answer within 10 s"})
            await until(lambda: service.told.about("channel sound"))
            await asyncio.sleep(0.7)
            return service.told.about("channel sound")

    assert len(asyncio.run(go())) == 1


def test_a_trouble_that_comes_and_goes_is_told_once_an_hour(home, manager, monkeypatch):
    async def go():
        async with running(home, monkeypatch) as service:
            for name in ("first", "second"):
                service.ledger.trouble = "The disk is full. Free some space."
                await until(lambda: service.told.about("the ledger"))
                service.ledger.trouble = None
                await asyncio.sleep(0.5)
                if name == "first":
                    once = len(service.told.about("the ledger"))
            again = len(service.told.about("the ledger"))
            monkeypatch.setattr(auditor, "_NEWS_AFTER", timedelta())
            await asyncio.sleep(0.5)
            service.ledger.trouble = "The disk is full. Free some space."
            await until(lambda: len(service.told.about("the ledger")) > again)
            return once, again

    assert asyncio.run(go()) == (1, 1)


def test_a_ledger_in_trouble_is_healed_by_the_audit(home, manager, monkeypatch):
    async def go():
        async with running(home, monkeypatch) as service:
            healed = threading.Event()

            def heal(now):
                assert threading.current_thread().name.startswith("ledger")
                service.ledger.trouble = None
                healed.set()
                return False

            monkeypatch.setattr(service.ledger, "heal", heal)
            service.ledger.trouble = "The disk is full. Free some space."
            await until(healed.is_set)
            return [watch.phase for watch in service.desk.watches.values()]

    assert asyncio.run(go()) == [Phase.EXPECTED]


def test_a_burst_takes_few_transactions_and_rings_all(home, manager, monkeypatch):
    """Three hundred interviews that are found when a rung of each is due."""
    events = (event(f"{n}@x", f"{MARLOW} {n}", from_now(minutes=50)) for n in range(300))
    (home / "calendar.ics").write_text(calendar(*events))
    batches: list[int] = []
    real = LastingLedger.settle

    def counted(ledger, outcomes, now):
        batches.append(len(outcomes))
        real(ledger, outcomes, now)

    monkeypatch.setattr(LastingLedger, "settle", counted)

    async def go():
        async with running(home, monkeypatch) as service:
            await until(lambda: len(service.told.about("Marlow")) >= 300, seconds=30)
            await service._dispatch.idle()
            return service.desk.open_claims()

    assert asyncio.run(go()) == ()
    assert sum(batches) >= 300
    assert len(batches) < 40
