"""Files and folders on this machine."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.readings import reading_of

from showup.errors import ConfigError, SourceError
from showup.model import Profile, Window
from showup.ports import Reading
from showup_integrations.ics import IcsSource

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
        ({"path": "a", "ulr": "b"}, 'no setting "ulr"'),
    ],
)
def test_settings_that_mean_nothing_are_refused(settings: dict[str, object], fault: str) -> None:
    with pytest.raises(ConfigError, match=fault):
        IcsSource(settings)
