"""One service on one ledger, whatever the disk is like."""

import fcntl
import os
import subprocess

import pytest

from showup.errors import ShowupError
from showup.service.lock import Lock


@pytest.fixture
def folder(tmp_path):
    """A disk of its own, which can be made read-only (as root)."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", folder], check=True)


def read_only(folder):
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)


def refuses_a_second(path):
    with pytest.raises(ShowupError, match="running already"), Lock(path):
        pass


def test_a_second_one_is_told_who_is_the_first(tmp_path):
    path = tmp_path / "ledger.lock"
    with Lock(path), pytest.raises(ShowupError, match=f"process {os.getpid()},"), Lock(path):
        pass
    with Lock(path):
        pass


def test_on_a_read_only_disk_the_lock_of_an_earlier_run_is_used(folder):
    path = folder / "ledger.lock"
    with Lock(path):
        pass
    read_only(folder)
    with Lock(path):
        refuses_a_second(path)


def test_on_a_read_only_disk_that_was_never_used_the_folder_is_locked(folder):
    path = folder / "ledger.lock"
    read_only(folder)
    with Lock(path):
        refuses_a_second(path)


def test_a_folder_that_is_not_there_is_no_hindrance(tmp_path):
    path = tmp_path / "state" / "showup" / "ledger.lock"
    with Lock(path):
        refuses_a_second(path)


def test_one_that_began_without_its_file_keeps_a_later_one_out(folder):
    """The disk has become writable in between."""
    path = folder / "ledger.lock"
    read_only(folder)
    with Lock(path):
        subprocess.run(["mount", "-o", "remount,rw", folder], check=True)
        refuses_a_second(path)


def test_a_refused_one_holds_nothing(tmp_path):
    path = tmp_path / "ledger.lock"
    with path.open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        refuses_a_second(path)
    with Lock(path):
        pass
