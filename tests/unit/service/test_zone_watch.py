"""A change of the machine's zone is noticed by the files that say it."""

import asyncio
from pathlib import Path

import pytest

from showup.config import zone as zones
from showup.service.zone_watch import ZoneWatch

ZONES = Path("/usr/share/zoneinfo")


def link(folder, zone):
    """As timedatectl and tzdata do it: a new link renamed over the old one."""
    (folder / ".new").symlink_to(ZONES / zone)
    (folder / ".new").replace(folder / "localtime")


def noticed(folder, *acts):
    """How often the watch called after each act."""

    async def go():
        seen = []
        task = asyncio.create_task(ZoneWatch(lambda: seen.append(1), folder).forever())
        await asyncio.sleep(0.02)
        counts = []
        for act in acts:
            before = len(seen)
            act()
            await asyncio.sleep(0.02)
            counts.append(len(seen) - before)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return counts

    return asyncio.run(go())


@pytest.mark.parametrize("before", ["Europe/Berlin", None])
def test_a_link_renamed_into_place_is_noticed(tmp_path, before):
    if before:
        link(tmp_path, before)
    assert noticed(tmp_path, lambda: link(tmp_path, "Asia/Tokyo")) == [1]


def test_each_way_to_write_it_is_noticed(tmp_path):
    link(tmp_path, "Europe/Berlin")
    counts = noticed(
        tmp_path,
        (tmp_path / "localtime").unlink,
        lambda: (tmp_path / "localtime").symlink_to(ZONES / "Asia/Tokyo"),
        lambda: (tmp_path / "timezone").write_text("Asia/Tokyo\n"),
        lambda: (tmp_path / "timezone").write_text("Europe/Lisbon\n"),
    )
    assert all(counts)


def test_other_files_beside_it_wake_nobody(tmp_path):
    assert noticed(tmp_path, lambda: (tmp_path / "resolv.conf").write_text("")) == [0]


@pytest.mark.parametrize("what", ["missing", "file"])
def test_a_folder_that_cannot_be_watched_is_no_trouble(tmp_path, what):
    (tmp_path / "file").write_text("")
    asyncio.run(asyncio.wait_for(ZoneWatch(lambda: None, tmp_path / what).forever(), 1))


def test_a_folder_that_goes_away_ends_the_watch(tmp_path):
    folder = tmp_path / "etc"
    folder.mkdir()

    async def go():
        task = asyncio.create_task(ZoneWatch(lambda: None, folder).forever())
        await asyncio.sleep(0.02)
        folder.rmdir()
        await asyncio.wait_for(task, 1)

    asyncio.run(go())


class TestTheMachinesZone:
    """It is what the link says that the C library follows."""

    @pytest.mark.parametrize("target", ["Asia/Tokyo", "America/Argentina/Ushuaia", "posix/Europe/Lisbon", "UTC"])
    def test_the_link_names_it(self, tmp_path, monkeypatch, target):
        monkeypatch.delenv("TZ", raising=False)
        (tmp_path / "localtime").symlink_to(f"../usr/share/zoneinfo/{target}")
        assert zones.machine_zone(tmp_path / "localtime") == target.removeprefix("posix/")

    def test_a_link_to_a_link_names_it_too(self, tmp_path, monkeypatch):
        """As where the system's own files are links into a store."""
        monkeypatch.delenv("TZ", raising=False)
        (tmp_path / "static").symlink_to(ZONES / "Asia/Tokyo")
        (tmp_path / "localtime").symlink_to(tmp_path / "static")
        assert zones.machine_zone(tmp_path / "localtime") == "Asia/Tokyo"

    def test_another_file_that_says_otherwise_does_not_make_it_utc(self, tmp_path, monkeypatch):
        """/etc/timezone is left behind by `ln -sf`; tzlocal gives up then."""
        monkeypatch.delenv("TZ", raising=False)
        link(tmp_path, "Asia/Tokyo")
        (tmp_path / "timezone").write_text("Europe/Berlin\n")
        assert zones.machine_zone(tmp_path / "localtime") == "Asia/Tokyo"

    def test_what_the_process_was_told_goes_before_the_link(self, tmp_path, monkeypatch):
        monkeypatch.setenv("TZ", "Europe/Paris")
        link(tmp_path, "Asia/Tokyo")
        assert zones.machine_zone(tmp_path / "localtime") == "Europe/Paris"

    @pytest.mark.parametrize("target", ["/nowhere/zoneinfo/Not/AZone", "localtime", "/usr/share/zoneinfo/"])
    def test_a_link_that_names_none_is_not_believed(self, tmp_path, monkeypatch, target):
        monkeypatch.delenv("TZ", raising=False)
        monkeypatch.setattr(zones, "_by_tzlocal", lambda: "Etc/Elsewhere")
        (tmp_path / "localtime").symlink_to(target)
        assert zones.machine_zone(tmp_path / "localtime") == "Etc/Elsewhere"
