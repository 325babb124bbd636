"""One world: a person's machine in a folder, whose calendar changes and who answers, by a seed."""

from __future__ import annotations

import asyncio
import json
import os
import random
import sqlite3
import sys
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.faults.kill_diary import LADDER, MISSED_AFTER, Answered, Appointment, Diary, Version
from tests.running import calendar, event

from showup import clock
from showup.ledger import SqliteLedger

__all__ = ["ROOT", "World"]

ROOT = Path(__file__).parents[2]
_PATIENCE_S = 15
_FIRST, _APART = timedelta(seconds=2), timedelta(seconds=1.4)
_LAST = timedelta(seconds=14)
_CONFIG = """
[profile]
name = "Robin Vale"
emails = ["robin@example.org"]
zone = "UTC"

[[source]]
path = "{folder}/calendar.ics"
name = "calendar"

[channel.recorder]
journal = "{folder}/journal"
pace = "{pace}"

[channel.desktop]
enabled = false
[channel.sound]
enabled = false
[channel.toast]
enabled = false
[channel.terminal]
enabled = false

[ladder]
grace = "8s"
pause = "3s"

[[ladder.rung]]
name = "soon"
before = "12s"
channels = ["recorder"]
repeat = ["4s"]
until = "acknowledged"

[[ladder.rung]]
name = "door"
before = "4s"
channels = ["recorder"]
until = "confirmed"

[[ladder.rung]]
name = "start"
before = "0s"
channels = ["recorder"]
repeat = ["4s"]
until = "confirmed"
"""


class World:
    """Its places, its calendar, its person. `pace` is the channel's; there are interviews as long as it `lasts`.

    `aged`: there is a ledger already, of a version before the first one: it has to be migrated.
    """

    def __init__(self, folder: Path, seed: int, pace: str, lasts: timedelta, *, aged: bool = False) -> None:
        self.folder = folder
        self.diary = Diary()
        self.journal = folder / "journal"
        self.ledger = folder / "state" / "showup" / "ledger.db"
        self.drafts = folder / "data" / "showup" / "drafts"
        self._calendar_dice = random.Random(f"calendar {seed}")
        self._person_dice = random.Random(f"person {seed}")
        (folder / "runtime").mkdir(mode=0o700)
        (folder / "config.toml").write_text(_CONFIG.format(folder=folder, pace=pace))
        if aged:
            self._put_old_ledger()
        for number in range(4 + round(lasts / _APART)):
            self._add(_FIRST + number * _APART)
        self._write()

    def _put_old_ledger(self) -> None:
        self.ledger.parent.mkdir(parents=True, mode=0o700)
        with closing(sqlite3.connect(self.ledger)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        self.ledger.chmod(0o600)

    @property
    def env(self) -> dict[str, str]:
        """For every process of this world. INVOCATION_ID: nobody sits before a terminal."""
        places = {f"XDG_{name.upper()}_HOME": str(self.folder / name) for name in ("config", "state", "data", "cache")}
        paths = [str(ROOT), str(ROOT / "tests" / "faults" / "recorder"), *filter(None, [os.environ.get("PYTHONPATH")])]
        more = {
            "XDG_RUNTIME_DIR": str(self.folder / "runtime"),
            "PYTHONPATH": os.pathsep.join(paths),
            "TZ": "UTC",
            "INVOCATION_ID": "0",
            "NOTIFY_SOCKET": str(self.folder / "notify"),
        }
        return os.environ | places | more

    @property
    def nest(self) -> list[str]:
        """The command that makes this world's victims."""
        return [sys.executable, "-m", "tests.faults.kill_victim"]

    @property
    def arguments(self) -> tuple[str, ...]:
        """What a victim is called with."""
        return ("run", "--config", str(self.folder / "config.toml"))

    # ------------------------------------------------------------ calendar

    def change(self) -> None:
        """The other side does something: often a move or a late invitation, now and then a cancellation."""
        kind = self._calendar_dice.choices(("add", "move", "off", "gone"), (30, 50, 10, 10))[0]
        chosen = self._ahead()
        if kind == "add" or chosen is None:
            self._add(timedelta(seconds=self._calendar_dice.randint(1, 15)))
        else:
            self._alter(chosen, kind)
        self._write()

    def call_off_the_rest(self) -> None:
        """So that the end is not long in coming. Called off, not taken out: a calendar that loses most of its events is held."""
        for appointment in self.diary.appointments.values():
            if appointment.on and appointment.now.start > clock.now() + _LAST:
                self._alter(appointment, "off")
        self._write()

    def move(self, key: str | None) -> None:
        """Move that one, or else any, to when none of its new alarms is due yet."""
        named = [a for a in self.diary.appointments.values() if a.key == key]
        chosen = named[0] if named else self._ahead()
        if chosen is not None:
            self._alter(chosen, "move", range(25, 31))
        self._write()

    def _alter(self, chosen: Appointment, kind: str, ahead: range = range(3, 17)) -> None:
        start = chosen.now.start
        if kind == "move":
            start = _second(clock.now()) + timedelta(seconds=self._calendar_dice.choice(ahead))
            start += timedelta(seconds=start == chosen.now.start)
        chosen.versions.append(Version(start, clock.now(), off=kind == "off", gone=kind == "gone"))

    def _ahead(self) -> Appointment | None:
        """One of the next, before they begin."""
        now = clock.now()
        next_ones = now + timedelta(seconds=2), now + timedelta(seconds=16)
        ahead = [a for a in self.diary.appointments.values() if a.on and next_ones[0] < a.now.start < next_ones[1]]
        return self._calendar_dice.choice(ahead) if ahead else None

    def _ringing(self, dice: random.Random) -> Appointment | None:
        now = clock.now()
        first = LADDER[0][0]
        found = [
            a
            for a in self.diary.appointments.values()
            if a.on and a.now.start + first <= now < a.now.start + MISSED_AFTER - timedelta(seconds=1)
        ]
        return dice.choice(found) if found else None

    def _add(self, ahead: timedelta) -> None:
        uid = f"{len(self.diary.appointments)}@example.org"
        self.diary.appointments[uid] = Appointment(uid, [Version(_second(clock.now() + ahead), clock.now())])

    def _write(self) -> None:
        """The whole calendar, atomically."""
        events = [_event(a) for a in self.diary.appointments.values() if not a.now.gone]
        new = self.folder / "calendar.new"
        new.write_text(calendar(*events))
        new.replace(self.folder / "calendar.ics")

    async def sync(self) -> bool:
        """Have the calendar read; remember what the service has thereby been told. False when nobody answered."""
        told = [a.now for a in self.diary.appointments.values() if a.now.synced is None]
        if not told:
            return True
        reply = await self.ask({"do": "sync"})
        if reply is None or not reply.get("ok") or reply["sources"][0]["state"] != "ok":
            return False
        for version in told:
            version.synced = clock.now()
        return True

    # -------------------------------------------------------------- person

    async def answer(self) -> bool:
        """The person answers something that rings. False when nothing does, or nobody heard."""
        chosen = self._ringing(self._person_dice)
        do = self._person_dice.choices(("confirm", "ack", "snooze"), (40, 30, 30))[0]
        if chosen is None:
            return False
        sent = clock.now()
        reply = await self.ask({"do": "answer", "answer": do, "interview": chosen.key})
        if reply is None or not reply.get("ok"):
            return False
        answered = Answered(chosen.key, do, sent, clock.now(), reply["reply"], reply["interview"]["phase"])
        self.diary.answers.append(answered)
        return True

    async def ask(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """One request to the service; None when no whole reply came."""
        with suppress(OSError, ValueError, TimeoutError):
            async with asyncio.timeout(_PATIENCE_S):
                reader, writer = await asyncio.open_unix_connection(self.folder / "runtime" / "showup" / "control.sock")
                try:
                    writer.write(json.dumps(request).encode() + b"\n")
                    answer: dict[str, Any] = json.loads(await reader.read())
                    return answer
                finally:
                    writer.close()
        return None

    def open_claims(self) -> int:
        """How much the service still has to do."""
        ledger = SqliteLedger(self.ledger)
        try:
            return len(ledger.open_claims())
        finally:
            ledger.close()

    def over_at(self) -> datetime:
        """When the last ladder is over."""
        starts = (a.now.start for a in self.diary.appointments.values() if a.on)
        return max(starts) + MISSED_AFTER


def _second(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)


def _event(appointment: Appointment) -> str:
    now = appointment.now
    # An employer of its own each: the same one twice within seconds would be one interview in two calendars.
    employer = f"Fenwick{appointment.uid.partition('@')[0]}".replace("-", "")
    more = [f"ORGANIZER;CN=Dana Fox:mailto:dana@{employer.lower()}.example"] + ["STATUS:CANCELLED"] * now.off
    return event(appointment.uid, f"Technical interview at {employer}", now.start, 1, *more)
