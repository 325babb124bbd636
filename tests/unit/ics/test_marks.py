"""Files and folders that are read again and again: what has not changed is not read, and every change is noticed."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from showup import clock
from showup.model import Profile, Window
from showup.ports import Reading, Unchanged, Wanted
from showup_integrations.ics import IcsSource

WINDOW = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))


def event(uid: str) -> str:
    return f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:{uid}\nDTSTART:20261125T100000Z\nEND:VEVENT\nEND:VCALENDAR\n"


def ask(path: Path, known: str | None = None) -> Reading | Unchanged:
    return IcsSource({"path": str(path)}).read(Wanted("work", WINDOW, Profile(), known=known))


def mark_of(path: Path) -> str:
    said = ask(path)
    assert isinstance(said, Reading)
    assert said.mark is not None
    return said.mark


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was written just now was written long ago, so that its times can be trusted."""
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + timedelta(seconds=10))


@pytest.fixture(params=["file", "folder"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A calendar with one event, in one.ics."""
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "one.ics").write_text(event("1"))
    return tmp_path / "calendars" / "one.ics" if request.param == "file" else tmp_path / "calendars"


def one(path: Path) -> Path:
    return path if path.suffix else path / "one.ics"


def written(path: Path) -> None:
    one(path).write_text(event("2"))


def written_and_dated_back(path: Path) -> None:
    before = one(path).stat()
    one(path).write_text(event("2"))
    os.utime(one(path), ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced_and_dated_back(path: Path) -> None:
    before = one(path).stat()
    (path.parent / "new").write_text(event("2"))
    os.utime(path.parent / "new", ns=(before.st_atime_ns, before.st_mtime_ns))
    (path.parent / "new").replace(one(path))


def written_in_place(path: Path) -> None:
    with one(path).open("r+") as file:
        file.seek(event("1").index("UID:1") + 4)
        file.write("2")


CHANGES = [written, written_and_dated_back, replaced_and_dated_back, written_in_place]


@pytest.mark.parametrize("settled", [True, False])
def test_what_has_not_changed_is_not_read(path: Path, request: pytest.FixtureRequest, settled: bool) -> None:
    if settled:
        request.getfixturevalue("later")
    mark = mark_of(path)
    assert mark.startswith("state:" if settled else "bytes:")
    assert ask(path, mark) == Unchanged()


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("settled", [True, False])
def test_every_change_is_noticed(
    path: Path, request: pytest.FixtureRequest, change: Callable[[Path], None], settled: bool
) -> None:
    if settled:
        request.getfixturevalue("later")
    mark = mark_of(path)
    time.sleep(0.02)  # the times of files go on in steps of some milliseconds
    change(path)
    said = ask(path, mark)
    assert isinstance(said, Reading)
    assert [found.uid for found in said.occurrences] == ["2"]


def test_the_mark_of_bytes_still_counts_when_the_times_can_be_trusted(
    path: Path, request: pytest.FixtureRequest
) -> None:
    mark = mark_of(path)
    request.getfixturevalue("later")
    assert ask(path, mark) == Unchanged()


def test_a_change_within_the_same_moment_is_noticed(path: Path) -> None:
    """A file that was written just now may be written again without its times telling."""
    for number in range(20):
        one(path).write_text(event(str(number % 10)))
        mark = mark_of(path)
        one(path).write_text(event("x"))
        assert isinstance(ask(path, mark), Reading)


@pytest.mark.usefixtures("later")
def test_a_folder_whose_files_come_go_or_change_names_has_changed(tmp_path: Path) -> None:
    (tmp_path / "one.ics").write_text(event("1"))
    marks = [mark_of(tmp_path)]
    (tmp_path / "two.ics").write_text(event("2"))
    marks.append(mark_of(tmp_path))
    (tmp_path / "two.ics").rename(tmp_path / "three.ics")
    marks.append(mark_of(tmp_path))
    (tmp_path / "sub").mkdir()
    shutil.move(tmp_path / "three.ics", tmp_path / "sub" / "three.ics")
    marks.append(mark_of(tmp_path))
    assert len(set(marks)) == 4
    (tmp_path / "sub" / "three.ics").unlink()
    assert mark_of(tmp_path) == marks[0]


@pytest.mark.usefixtures("later")
def test_a_file_that_is_no_calendars_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "one.ics").write_text(event("1"))
    mark = mark_of(tmp_path)
    (tmp_path / "notes.txt").write_text("x")
    assert ask(tmp_path, mark) == Unchanged()


@pytest.mark.usefixtures("later")
def test_a_link_that_leads_elsewhere_has_changed(tmp_path: Path) -> None:
    for uid in ("1", "2"):
        (tmp_path / f"{uid}.txt").write_text(event(uid))
    (tmp_path / "link.ics").symlink_to("1.txt")
    mark = mark_of(tmp_path / "link.ics")
    (tmp_path / "link.ics").unlink()
    (tmp_path / "link.ics").symlink_to("2.txt")
    assert isinstance(ask(tmp_path / "link.ics", mark), Reading)


@pytest.mark.usefixtures("later")
def test_a_file_that_could_not_be_had_for_a_moment_is_read_the_next_time(tmp_path: Path) -> None:
    """Another program has a lease on it, as Samba does: in all that can be asked without opening it, it is the same."""
    (tmp_path / "one.ics").write_text(event("1"))
    (tmp_path / "two.ics").write_text(event("2"))
    before = signal.signal(signal.SIGIO, signal.SIG_IGN)  # told to whoever has the lease
    with (tmp_path / "two.ics").open("rb+") as leased:
        fcntl.fcntl(leased, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        said = ask(tmp_path)
    signal.signal(signal.SIGIO, before)
    assert isinstance(said, Reading)
    assert ([found.uid for found in said.occurrences], said.partial) == (["1"], True)
    again = ask(tmp_path, said.mark)
    assert isinstance(again, Reading)
    assert ([found.uid for found in again.occurrences], again.partial) == (["1", "2"], False)


@pytest.mark.usefixtures("later")
def test_a_calendar_that_was_cut_off_has_no_mark(tmp_path: Path) -> None:
    (tmp_path / "one.ics").write_text(event("1").removesuffix("END:VCALENDAR\n"))
    said = ask(tmp_path / "one.ics")
    assert isinstance(said, Reading)
    assert said.mark is None


@pytest.mark.usefixtures("later")
def test_an_unchanged_folder_of_ten_thousand_files_costs_a_look_at_each(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"{number}.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    mark = mark_of(tmp_path)
    before = time.process_time()
    assert ask(tmp_path, mark) == Unchanged()
    assert time.process_time() - before < 1
