"""Which paths are on file systems that change without this machine's kernel knowing."""

from __future__ import annotations

from pathlib import Path

import pytest

from showup.mounts import TABLE, is_elsewhere

_TABLE = """\
21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
22 21 0:20 / /proc rw shared:2 - proc proc rw
30 21 0:30 / /home/ann/share rw shared:3 - nfs4 server:/x rw
31 21 0:31 / /home/ann/my\\040files rw shared:4 master:1 - fuse.sshfs host: rw
32 21 0:32 / /home/ann/share/local rw - tmpfs tmpfs rw
33 21 0:33 / /media/stick rw - fuseblk /dev/sdb1 rw
34 21 0:34 / /over rw - cifs //server/x rw
35 34 0:35 / /over rw - ext4 /dev/sdc1 rw
broken line
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "mountinfo"
    path.write_text(_TABLE)
    return path


@pytest.mark.parametrize(
    ("path", "elsewhere"),
    [
        ("/home/ann/cal.ics", False),
        ("/home/ann/share/cal.ics", True),
        ("/home/ann/share", True),
        ("/home/ann/shared/cal.ics", False),
        ("/home/ann/my files/cal.ics", True),
        ("/home/ann/share/local/cal.ics", False),
        ("/home/ann/share/../cal.ics", False),
        ("/media/stick/cal.ics", False),
        ("/over/cal.ics", False),
        ("/", False),
    ],
)
def test_the_innermost_and_latest_mount_decides(table: Path, path: str, elsewhere: bool) -> None:
    assert is_elsewhere(Path(path), table) is elsewhere


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "autofs", "fuse.rclone", "fuse", "ceph"])
def test_networks_and_programs_are_elsewhere(tmp_path: Path, kind: str) -> None:
    (tmp_path / "table").write_text(f"1 0 0:1 / / rw - {kind} x rw\n")
    assert is_elsewhere(Path("/x"), tmp_path / "table")


@pytest.mark.parametrize("kind", ["ext4", "btrfs", "xfs", "zfs", "tmpfs", "overlay", "vfat", "fuseblk", "ecryptfs"])
def test_disks_are_here(tmp_path: Path, kind: str) -> None:
    (tmp_path / "table").write_text(f"1 0 0:1 / / rw - {kind} x rw\n")
    assert not is_elsewhere(Path("/x"), tmp_path / "table")


def test_without_a_table_everything_is_here(tmp_path: Path) -> None:
    assert not is_elsewhere(tmp_path, tmp_path / "none")


def test_the_table_of_this_machine_is_understood(tmp_path: Path) -> None:
    assert TABLE.exists()
    assert not is_elsewhere(tmp_path)
