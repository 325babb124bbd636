"""Files and folders on this machine."""

from __future__ import annotations

import gzip
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.readings import reading_of

from showup.errors import ConfigError, SourceError
from showup.model import Profile, Window
from showup.ports import Reading
from showup_integrations.ics import IcsSource
from showup_integrations.ics.folder import _Walk

WINDOW = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))


def read(path: Path | str) -> Reading:
    return reading_of(IcsSource({"path": str(path)}), WINDOW, Profile())


def event(uid: str) -> str:
    return f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:{uid}\nDTSTART:20261125T100000Z\nEND:VEVENT\nEND:VCALENDAR\n"


def uids(reading: Reading) -> list[str]:
    return sorted(found.uid for found in reading.occurrences)


def test_a_folder_is_read_with_all_its_folders(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "one.ics").write_text(event("1"))
    (tmp_path / "a" / "b" / "two.ICS").write_text(event("2"))
    (tmp_path / "notes.txt").write_text(event("3"))
    reading = read(tmp_path)
    assert (uids(reading), reading.events, reading.partial) == (["1", "2"], 2, False)


def test_a_home_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "one.ics").write_text(event("1"))
    assert uids(read("~/one.ics")) == ["1"]


@pytest.mark.parametrize("broken", [b"", b"<html></html>", b"junk"])
def test_one_broken_file_makes_the_folder_partial_and_the_others_count(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "one.ics").write_text(event("1"))
    (tmp_path / "two.ics").write_bytes(broken)
    reading = read(tmp_path)
    assert (uids(reading), reading.partial) == (["1"], True)
    assert [trouble.where for trouble in reading.troubles] == ["two.ics"]


def test_a_series_and_its_override_may_stand_in_two_files(tmp_path: Path) -> None:
    master = event("1").replace("END:VEVENT", "RRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT")
    (tmp_path / "one.ics").write_text(master)
    (tmp_path / "two.ics").write_text(event("1").replace("END:VEVENT", "RECURRENCE-ID:20261126T100000Z\nEND:VEVENT"))
    assert [found.start.day for found in read(tmp_path).occurrences] == [25, 25]


def test_folders_that_link_to_each_other_are_entered_once(tmp_path: Path) -> None:
    (tmp_path / "one.ics").write_text(event("1"))
    (tmp_path / "loop").symlink_to(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "two.ics").write_text(event("2"))
    (tmp_path / "link").symlink_to(elsewhere)
    reading = read(tmp_path)
    assert (uids(reading), reading.events) == (["1", "2"], 2)


def test_a_link_to_a_file_that_is_gone_is_reported(tmp_path: Path) -> None:
    (tmp_path / "one.ics").write_text(event("1"))
    (tmp_path / "two.ics").symlink_to(tmp_path / "gone")
    (trouble,) = read(tmp_path).troubles
    assert (trouble.where, "does not exist" in trouble.why) == ("two.ics", True)


def test_ten_thousand_files_are_read(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"{number}.ics").write_text(event(str(number)))
    reading = read(tmp_path)
    assert (reading.events, len(reading.occurrences)) == (10_000, 10_000) or "too large" in reading.troubles[-1].why


def test_a_folder_without_calendars_is_not_an_empty_calendar(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"holds no \.ics file.*mounted"):
        read(tmp_path)


def test_hidden_folders_are_left_alone_but_for_one_that_was_named(tmp_path: Path) -> None:
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "one.ics").write_text(event("1"))
    (tmp_path / "two.ics").write_text(event("2"))
    assert uids(read(tmp_path)) == ["2"]
    assert uids(read(tmp_path / ".cache")) == ["1"]


def test_what_the_kernel_keeps_below_a_folder_is_left_out_without_a_word() -> None:
    walk = _Walk()
    assert list(walk.folder("/proc", "proc/", 1, Path("/").stat().st_dev)) == []
    assert list(walk.troubles("/")) == []


def test_another_disk_below_a_folder_is_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / "one.ics").write_text(event("1"))
    walk = _Walk()
    assert list(walk.folder(str(tmp_path), "stick/", 1, -1)) == []
    (trouble,) = walk.troubles("/home")
    assert "on another disk" in trouble.why
    assert "stick/" in trouble.why


def test_folders_too_deep_are_told_in_one_line(tmp_path: Path) -> None:
    for name in "ab":
        deep = tmp_path / name / "/".join("x" * 15)
        deep.mkdir(parents=True)
        (deep / "deep.ics").write_text(event("1"))
    (tmp_path / "two.ics").write_text(event("2"))
    reading = read(tmp_path)
    assert uids(reading) == ["2"]
    (trouble,) = reading.troubles
    assert "12 folders deep" in trouble.why


def test_a_packed_file_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "cal.ics.gz").write_bytes(gzip.compress(event("1").encode()))
    assert uids(read(tmp_path / "cal.ics.gz")) == ["1"]


def test_a_packed_file_that_was_cut_off_is_partial(tmp_path: Path) -> None:
    whole = "".join(event(str(number)) for number in range(3000)).encode()
    (tmp_path / "cal.ics").write_bytes(gzip.compress(whole)[:-2000])
    reading = read(tmp_path)
    assert reading.partial
    assert 1 < len(reading.occurrences) < 3000


def test_a_packed_file_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cal.ics").write_bytes(gzip.compress(b"\0" * (300 << 20)))
    with pytest.raises(SourceError, match="more than the 256 MB"):
        read(tmp_path / "cal.ics")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"gone\.ics does not exist. Check the path"):
        read(tmp_path / "gone.ics")


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "/dev/stdin"])
def test_a_device_is_refused(path: str) -> None:
    with pytest.raises(SourceError, match="is not a regular file"):
        read(path)


def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ics")
    before = time.monotonic()
    with pytest.raises(SourceError, match="is not a regular file"):
        read(tmp_path / "pipe.ics")
    (tmp_path / "one.ics").write_text(event("1"))
    assert [trouble.where for trouble in read(tmp_path).troubles] == ["pipe.ics"]
    assert time.monotonic() - before < 5


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "big.ics").open("wb") as file:
        file.truncate(257 << 20)
    with pytest.raises(SourceError, match="larger than the 256 MB"):
        read(tmp_path / "big.ics")


def test_a_path_that_no_system_can_have_is_refused() -> None:
    with pytest.raises(SourceError, match="could not be read"):
        read("a\0b")


def test_the_home_of_nobody_is_refused() -> None:
    with pytest.raises(SourceError, match="home folder that does not exist"):
        read("~nobody-here-by-that-name/x.ics")


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({}, 'either "path" or "url"'),
        ({"path": "a", "url": "b"}, 'either "path" or "url"'),
        ({"path": ""}, 'either "path" or "url"'),
        ({"path": 3}, "must be a text"),
        ({"path": "a", "ulr": "b"}, "`ulr` is not a setting here. Did you mean `url`"),
    ],
)
def test_settings_that_mean_nothing_are_refused(settings: dict[str, object], fault: str) -> None:
    with pytest.raises(ConfigError, match=fault):
        IcsSource(settings)


@contextmanager
def _of_another_person() -> Iterator[None]:
    """For the superuser every file is open."""
    was = os.geteuid()
    os.seteuid(65534 if was == 0 else was)
    try:
        yield
    finally:
        os.seteuid(was)


def test_a_file_that_may_not_be_read_is_for_the_person_to_mend() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "work.ics"
        path.write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
        path.chmod(0)
        with _of_another_person(), pytest.raises(SourceError, match="Check its permissions") as refused:
            read(path)
    assert refused.value.denied


def test_a_file_that_is_gone_may_come_back_by_itself(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refused:
        read(tmp_path / "work.ics")
    assert not refused.value.denied


def test_an_event_says_how_often_and_when_it_was_revised_last(tmp_path: Path) -> None:
    stamps = "DTSTAMP:20261103T000000Z\nLAST-MODIFIED:20261102T101500Z\nSEQUENCE:3\n"
    path = tmp_path / "work.ics"
    path.write_text(event("1").replace("UID:1\n", f"UID:1\n{stamps}"))
    (found,) = read(path).occurrences
    assert (found.sequence, found.changed) == (3, datetime(2026, 11, 2, 10, 15, tzinfo=UTC))


def test_a_folder_of_files_that_may_not_be_read_is_for_the_person_to_mend() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "work.ics"
        path.write_text(event("1"))
        path.chmod(0)
        with _of_another_person(), pytest.raises(SourceError, match="Check its permissions") as refused:
            read(folder)
    assert refused.value.denied
