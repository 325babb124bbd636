"""One service on one ledger, whatever the disk is like."""

import fcntl
import os
import signal
import subprocess
import sys
import threading

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


_HOLDER_WITH_A_CHILD = """
import os, sys, time
from pathlib import Path
from showup.service.lock import Lock
with Lock(Path(sys.argv[1])):
    if os.fork() == 0:
        sys.stdin.read()
        os._exit(0)
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_killed_one_whose_child_still_holds_the_lock_is_waited_for(tmp_path):
    """A child between fork and exec has the descriptors of the service that was killed."""
    path = tmp_path / "ledger.lock"
    words = [sys.executable, "-c", _HOLDER_WITH_A_CHILD, path]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        holder.send_signal(signal.SIGKILL)
        assert holder.wait() == -signal.SIGKILL
        with path.open("rb+") as there, pytest.raises(BlockingIOError):
            fcntl.flock(there, fcntl.LOCK_EX | fcntl.LOCK_NB)
        child_ends = threading.Timer(1, holder.stdin.close)
        child_ends.start()
        with Lock(path):
            assert path.read_text() == f"{os.getpid()}\n"
        child_ends.join()
