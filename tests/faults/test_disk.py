"""The real service on a disk that is full, read-only, failing or damaged: it rings on time and says what is wrong.

A small disk of its own (tmpfs) is mounted where the state folder will be, for which the tests run as root.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.parts import wait_until
from tests.running import Showup, calendar, event, from_now

from showup.ledger import SqliteLedger

pytestmark = pytest.mark.usefixtures("no_session_bus", "no_sound_server")


class SmallDisk:
    """A disk of half a megabyte."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self._mount("-t", "tmpfs", "-o", "size=640k", "tmpfs", str(folder))
        self._filler = folder / "filler"

    def fill(self) -> None:
        """Not a byte is left."""
        with self._filler.open("ab", buffering=0) as file:
            try:
                while file.write(b"x" * 4096):
                    pass
            except OSError:
                pass

    def free(self) -> None:
        self._filler.unlink()

    def read_only(self) -> None:
        """Once nobody has a file there open for writing: a child may outlive its service by a moment."""
        wait_until(lambda: not _mounted("-o", "remount,ro", str(self.folder)), "the disk to be let go of", seconds=30)

    def writable(self) -> None:
        self._mount("-o", "remount,rw", str(self.folder))

    def _mount(self, *words: str) -> None:
        if said := _mounted(*words):
            pytest.fail(f"mount {' '.join(words)} (these tests run as root): {said}", pytrace=False)

    def end(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


def _mounted(*words: str) -> str:
    """Call mount; gives what it says of a failure."""
    done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    return done.stderr or "it failed" if done.returncode else ""


@pytest.fixture
def disk(showup: Showup) -> Iterator[SmallDisk]:
    """The disk on which the service keeps its state."""
    disk = SmallDisk(showup.folder / "state")
    yield disk
    showup.end()
    disk.end()


@pytest.fixture
def ledger(showup: Showup) -> Path:
    return showup.folder / "state" / "showup" / "ledger.db"


def two_interviews(showup: Showup) -> list[str]:
    """They ring at once."""
    events = [
        event("door@x", "Interview with Marlow", from_now(minutes=4)),
        event("soon@x", "Interview with Fenwick", from_now(minutes=12)),
    ]
    showup.calendar.write_text(calendar(*events))
    return events


def rings(showup: Showup, title: str = "Marlow") -> None:
    wait_until(lambda: bool(showup.logged("alarm", title)), f"the alarm of {title}", seconds=20)


def complains(showup: Showup, *words: str) -> str:
    """`showup status` ends with 1 and says so."""
    said = showup("status", expect=1).stdout
    state = showup.status()["ledger"]
    assert state["state"] == "failed"
    for word in words:
        assert word in state["why"]
        assert word in said, said
    return str(state["why"])


def is_well(showup: Showup) -> bool:
    return bool(showup.status()["ledger"]["state"] == "ok")


def is_well_at_the_next_sync(showup: Showup) -> None:
    showup("sync")
    wait_until(lambda: is_well(showup), "the ledger to be well", seconds=10)


def test_on_a_full_disk_it_rings_and_says_so_and_room_makes_it_well(
    showup: Showup, disk: SmallDisk, ledger: Path
) -> None:
    """Full from the start; the answer that was given meanwhile stands on the disk once there is room."""
    two_interviews(showup)
    disk.fill()
    showup.start()
    rings(showup)
    complains(showup, "full", "Free some space")
    showup("here", "Marlow")
    disk.free()
    wait_until(lambda: is_well(showup), "the auditor to bring the ledger back to the disk", seconds=75)
    showup.kill()
    showup.start()
    assert showup.phase("Marlow") == "confirmed"
    assert ledger.stat().st_size > 0


def test_a_disk_that_gets_full_loses_no_answer(showup: Showup, disk: SmallDisk) -> None:
    """Full while it runs; stopped in good order with room again, nothing is lost."""
    two_interviews(showup)
    showup.start()
    rings(showup)
    disk.fill()
    showup("here", "Marlow")
    for _ in range(40):  # the room that the ledger already has is used up first
        showup("snooze", "Fenwick", expect=None)
        if showup.status()["ledger"]["state"] == "failed":
            break
    complains(showup, "full")
    assert showup.phase("Marlow") == "confirmed"
    disk.free()
    assert showup.stop() == 0
    showup.start()
    assert showup.phase("Marlow") == "confirmed"


def test_on_a_read_only_disk_it_rings_knows_the_answers_and_is_the_only_one(showup: Showup, disk: SmallDisk) -> None:
    two_interviews(showup)
    showup.start()
    showup("not-mine", "Fenwick")
    showup.kill()
    disk.read_only()
    showup.start()
    rings(showup)
    complains(showup, "read-only")
    assert showup.phase("Fenwick") == "dismissed"
    second = showup("run", "--calendar", str(showup.calendar), expect=1)
    assert "running already" in second.stderr
    disk.writable()
    is_well_at_the_next_sync(showup)


def test_a_disk_that_fails_under_the_running_service(showup: Showup, tmp_path: Path) -> None:
    """Every write is an error; then the disk takes them again."""
    two_interviews(showup)
    showup.start()
    assert showup.process is not None
    _, hard = resource.prlimit(showup.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(showup.process.pid, resource.RLIMIT_FSIZE, (0, hard))
    showup("here", "Marlow")
    showup("cant", "Fenwick")
    complains(showup, "I/O error", "memory")
    resource.prlimit(showup.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
    is_well_at_the_next_sync(showup)
    showup.kill()
    showup.start()
    assert showup.phase("Marlow") == "confirmed"
    assert showup.phase("Fenwick") in ("missed", "recovering")


def header(file: Path) -> None:
    with file.open("r+b") as out:
        out.write(b"garbage " * 50)


def middle(file: Path) -> None:
    with file.open("r+b") as out:
        out.seek(file.stat().st_size // 2 // 4096 * 4096)
        out.write(os.urandom(9000))


def half(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def nothing(file: Path) -> None:
    os.truncate(file, 0)


def text(file: Path) -> None:
    file.write_text("this is not a ledger\n" * 1000)


@pytest.mark.parametrize(
    ("damage", "answers_stay"), [(header, True), (middle, False), (half, False), (nothing, False), (text, False)]
)
def test_a_damaged_ledger_is_kept_and_begun_anew_from_the_calendars(
    showup: Showup, ledger: Path, damage, answers_stay
) -> None:
    """It rings, says where the damaged file is, and what was answered stands where it could be read."""
    events = two_interviews(showup)
    showup.start()
    showup("here", "Marlow")
    assert showup.stop() == 0
    damage(ledger)
    damaged = ledger.read_bytes()

    new = event("new@x", "Interview with Corbin", from_now(minutes=4))
    showup.calendar.write_text(calendar(*events, new))
    showup.start()
    rings(showup, "Corbin")
    why = complains(showup, "damaged")
    (kept,) = [
        file for file in ledger.parent.iterdir() if ".broken-" in file.name and not file.name.endswith(("-wal", "-shm"))
    ]
    assert str(kept) in why
    assert kept.read_bytes() == damaged
    assert showup.phase("Marlow") is not None
    if answers_stay:
        assert showup.phase("Marlow") == "confirmed"
    showup("here", "Marlow")
    assert showup.stop() == 0
    showup.start()
    assert showup("status", expect=None).returncode in (0, 1)
    assert showup.status()["ledger"]["state"] == "ok"
    assert showup.phase("Marlow") == "confirmed"


def test_a_ledger_damaged_under_the_running_service_costs_no_answer(showup: Showup, ledger: Path) -> None:
    two_interviews(showup)
    showup.start()
    showup("here", "Marlow")
    for file in (ledger, ledger.with_name("ledger.db-wal")):
        middle(file)
        header(file)
    showup("not-mine", "Fenwick")
    showup.stop()
    showup.start()
    assert showup.phase("Marlow") == "confirmed"
    assert showup.phase("Fenwick") == "dismissed"


def test_a_ledger_of_a_newer_showup_is_left_alone_and_it_rings(showup: Showup, ledger: Path) -> None:
    two_interviews(showup)
    SqliteLedger(ledger).close()
    database = sqlite3.connect(ledger)
    database.execute("PRAGMA user_version = 999")
    database.close()
    before = ledger.read_bytes()
    showup.start()
    rings(showup)
    complains(showup, "newer showup", "upgrade")
    showup.stop()
    assert ledger.read_bytes() == before


def test_a_state_folder_that_cannot_be_made_keeps_nothing_from_ringing(showup: Showup) -> None:
    two_interviews(showup)
    (showup.folder / "state").write_text("a file is in its place")
    showup.start()
    rings(showup)
    complains(showup, "not a folder")
