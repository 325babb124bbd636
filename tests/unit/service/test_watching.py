# ruff: noqa: ASYNC240 what is done to the files is done by a test
"""Calendar files and folders are watched: whatever a program does to them is told once, soon, and nothing else is."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from showup.service import watch_plan, watching
from showup.service.watching import Watching

SETTLE = timedelta(seconds=0.1)
Act = Callable[[], object]


class Watched:
    """What was told, while a Watching runs."""

    def __init__(self, **paths: Path) -> None:
        self.told: list[str] = []
        self.watching = Watching(paths, self.told.append, SETTLE, timedelta(seconds=1))

    async def until(self, count: int, seconds: float = 5) -> list[str]:
        """What was told, as soon as it is so much, and is not more a little later."""
        end = time.monotonic() + seconds
        while len(self.told) < count and time.monotonic() < end:  # noqa: ASYNC110 the time is bounded
            await asyncio.sleep(0.01)
        await asyncio.sleep(2 * SETTLE.total_seconds())
        told, self.told[:] = self.told[:], []
        return told

    def run(self, story: Callable[[Watched], Awaitable[None]]) -> None:
        async def running() -> None:
            task = asyncio.create_task(self.watching.forever())
            end = time.monotonic() + 5
            while not all(map(self.watching.armed, self.watching.names)) and time.monotonic() < end:  # noqa: ASYNC110 as above
                await asyncio.sleep(0.01)
            try:
                await story(self)
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

        asyncio.run(running())


def told_after(act: Act, **paths: Path) -> list[str]:
    """What is told after something happened."""
    result: list[str] = []

    async def story(watched: Watched) -> None:
        act()
        result.extend(await watched.until(1, 2))

    Watched(**paths).run(story)
    return result


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "work.ics"
    path.write_text("one")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "vdir"
    (path / "sub").mkdir(parents=True)
    (path / "sub" / "one.ics").write_text("one")
    return path


def test_a_file_that_is_written_is_told_once(file: Path) -> None:
    assert told_after(lambda: [file.write_text("x") for _ in range(10)], work=file) == ["work"]


def test_a_file_that_is_replaced_is_told(file: Path, tmp_path: Path) -> None:
    def replace() -> None:
        (tmp_path / "new").write_text("two")
        (tmp_path / "new").replace(file)

    assert told_after(replace, work=file) == ["work"]


def test_an_editor_that_moves_the_old_file_away_is_told(file: Path) -> None:
    def edit() -> None:
        file.rename(file.with_suffix(".ics~"))
        file.write_text("two")

    assert told_after(edit, work=file) == ["work"]


@pytest.mark.parametrize("act", [Path.unlink, lambda file: file.chmod(0o600)])
def test_a_file_that_goes_or_may_be_read_again_is_told(file: Path, act: Callable[[Path], None]) -> None:
    assert told_after(lambda: act(file), work=file) == ["work"]


def test_other_files_beside_it_and_reading_it_are_not_told(file: Path, tmp_path: Path) -> None:
    def act() -> None:
        (tmp_path / "other.ics").write_text("x")
        (tmp_path / "folder").mkdir()
        file.read_text()

    assert told_after(act, work=file) == []


def test_a_file_that_comes_later_is_told_wherever_its_way_ended(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "work.ics"

    async def story(watched: Watched) -> None:
        assert watched.watching.sees("work")
        (tmp_path / "a").mkdir()
        assert await watched.until(1) == ["work"]
        path.parent.mkdir()
        path.write_text("x")
        assert await watched.until(1) == ["work"]
        path.write_text("y")
        assert await watched.until(1) == ["work"]

    Watched(work=path).run(story)


def test_a_file_behind_links_is_told_and_so_is_a_link_that_turns(tmp_path: Path) -> None:
    for name in ("real", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "cal.ics").write_text(name)
    (tmp_path / "current").symlink_to("real")
    (tmp_path / "link.ics").symlink_to(tmp_path / "current" / "cal.ics")

    async def story(watched: Watched) -> None:
        (tmp_path / "real" / "cal.ics").write_text("x")
        assert await watched.until(1) == ["work"]
        (tmp_path / "new").symlink_to("other")
        (tmp_path / "new").replace(tmp_path / "current")
        assert await watched.until(1) == ["work"]
        (tmp_path / "other" / "cal.ics").write_text("x")
        assert await watched.until(1) == ["work"]

    Watched(work=tmp_path / "link.ics").run(story)


def test_links_that_lead_in_a_circle_are_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.ics").symlink_to("b.ics")
    (tmp_path / "b.ics").symlink_to("a.ics")

    def mend() -> None:
        (tmp_path / "b.ics").unlink()
        (tmp_path / "b.ics").write_text("x")

    assert told_after(mend, work=tmp_path / "a.ics") == ["work"]


def test_hundreds_of_files_are_one_change(folder: Path) -> None:
    def write() -> None:
        for number in range(300):
            (folder / "sub" / f".{number}.tmp").write_text("x")
            (folder / "sub" / f".{number}.tmp").replace(folder / "sub" / f"{number}.ics")

    assert told_after(write, work=folder) == ["work"]


def test_more_than_the_system_remembers_is_still_told(folder: Path) -> None:
    def write() -> None:
        for number in range(9000):
            (folder / "sub" / f"{number}.ics").write_text("x")

    assert told_after(write, work=folder)[:1] == ["work"]


def test_in_a_folder_only_calendars_and_folders_are_told(folder: Path) -> None:
    assert told_after(lambda: (folder / "notes.txt").write_text("x"), work=folder) == []
    assert told_after((folder / "more").mkdir, work=folder) == ["work"]


def test_a_folder_that_comes_within_is_watched_from_then_on(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "two.ics").write_text("x")

    async def story(watched: Watched) -> None:
        (tmp_path / "outside").rename(folder / "inside")
        assert await watched.until(1) == ["work"]
        (folder / "inside" / "two.ics").write_text("y")
        assert await watched.until(1) == ["work"]

    Watched(work=folder).run(story)


def test_a_folder_that_goes_and_comes_back_is_told_both_times(folder: Path) -> None:
    async def story(watched: Watched) -> None:
        shutil.rmtree(folder)
        assert "work" in await watched.until(1)
        await asyncio.sleep(6 * SETTLE.total_seconds())
        watched.told.clear()
        folder.mkdir()
        (folder / "two.ics").write_text("x")
        assert (await watched.until(1))[:1] == ["work"]

    Watched(work=folder).run(story)


def test_two_calendars_in_one_folder_are_told_apart(tmp_path: Path) -> None:
    assert told_after(lambda: (tmp_path / "a.ics").write_text("x"), a=tmp_path / "a.ics", b=tmp_path / "b.ics") == ["a"]


def test_a_calendar_and_the_folder_around_it_are_both_told(tmp_path: Path) -> None:
    told = told_after(lambda: (tmp_path / "a.ics").write_text("x"), a=tmp_path / "a.ics", all=tmp_path)
    assert sorted(told) == ["a", "all"]


def test_what_is_written_all_the_time_is_told_now_and_then(file: Path) -> None:
    async def story(watched: Watched) -> None:
        end = time.monotonic() + 1.6
        while time.monotonic() < end:
            file.write_text("x")
            await asyncio.sleep(0.02)
        assert 2 <= len(await watched.until(2)) <= 4

    Watched(work=file).run(story)


def test_too_many_folders_are_not_called_watched(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / str(number)).mkdir()

    async def story(watched: Watched) -> None:
        assert not watched.watching.sees("work")
        (tmp_path / "one.ics").write_text("x")
        assert await watched.until(1) == ["work"]

    Watched(work=tmp_path).run(story)


def test_nothing_is_seen_any_more_when_the_watching_ends(file: Path) -> None:
    watched = Watched(work=file)

    async def story(watched: Watched) -> None:
        assert watched.watching.sees("work")

    watched.run(story)
    assert not watched.watching.sees("work")


def test_a_disk_that_hangs_stops_neither_the_loop_nor_the_others(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hanging(path: Path) -> watch_plan.Plan:
        if path.name == "hangs.ics":
            time.sleep(4)
        return watch_plan.plan_of(path)

    monkeypatch.setattr(watching, "plan_of", hanging)

    async def story(watched: Watched) -> None:
        assert (watched.watching.sees("hangs"), watched.watching.sees("work")) == (False, True)
        file.write_text("x")
        assert await watched.until(1) == ["work"]

    before = time.monotonic()
    Watched(hangs=tmp_path / "hangs.ics", work=file).run(story)
    assert time.monotonic() - before < 3.9


def test_a_look_that_takes_long_does_not_undo_a_later_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has seen the folder that stood there before."""
    (tmp_path / "new").mkdir()
    slow: list[float] = []

    def look(path: Path) -> watch_plan.Plan:
        plan = watch_plan.plan_of(path)
        time.sleep(slow.pop() if slow else 0)
        return plan

    async def story(watched: Watched) -> None:
        slow.append(0.9)
        (tmp_path / "new").rename(tmp_path / "v")
        await asyncio.sleep(0.2)  # the slow look is under way
        (tmp_path / "other" / "sub").mkdir(parents=True)
        (tmp_path / "v").rename(tmp_path / "old")
        (tmp_path / "other").rename(tmp_path / "v")
        await watched.until(2)
        await asyncio.sleep(1)
        (tmp_path / "v" / "sub" / "one.ics").write_text("x")
        assert await watched.until(1) == ["work"]

    monkeypatch.setattr(watching, "plan_of", look)
    Watched(work=tmp_path / "v").run(story)


_MOUNTING = """
import asyncio, subprocess, sys, time
from datetime import timedelta
from pathlib import Path
from showup.service.watching import Watching

async def main(place):
    told = []
    async def heard():
        end = time.monotonic() + 5
        while not told and time.monotonic() < end:
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.3)
        print(len(told) > 0, watching.sees("stick"), flush=True)
        told.clear()
    watching = Watching({"stick": place / "cal.ics"}, told.append, timedelta(seconds=0.1))
    task = asyncio.create_task(watching.forever())
    await asyncio.sleep(0.3)
    subprocess.run(["mount", "-t", "tmpfs", "none", place], check=True)
    await heard()
    (place / "cal.ics").write_text("x")
    await heard()
    subprocess.run(["umount", place], check=True)
    await heard()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

asyncio.run(main(Path(sys.argv[1])))
"""


def test_a_disk_that_is_mounted_and_unmounted_is_told(tmp_path: Path) -> None:
    (tmp_path / "cal.ics").write_text("what the disk will hide")
    command = ["unshare", "-m", sys.executable, "-c", _MOUNTING, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stderr, done.stdout.split("\n")) == ("", ["True True", "True True", "True True", ""])
