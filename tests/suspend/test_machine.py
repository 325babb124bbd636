"""The parts of the harness: what is kept between runs, the archive, a machine that does not get anywhere."""

from __future__ import annotations

import subprocess

import pytest
from tests.suspend.cpio import pack
from tests.suspend.kernel import CannotRunError, fetched_kernel
from tests.suspend.machine import DiedError, Image, report
from tests.suspend.python_tree import needed


def test_an_archive_unpacks_to_what_was_packed(tmp_path):
    folder, target = tmp_path / "packed", tmp_path / "unpacked"
    (folder / "opt" / "empty").mkdir(parents=True)
    (folder / "opt" / "seven").write_text("1234567")
    (folder / "opt" / "link").symlink_to("seven")
    (folder / "init").write_text("#!/bin/sh")
    (folder / "init").chmod(0o755)
    target.mkdir()
    with (tmp_path / "archive").open("wb") as out:
        pack(folder, out)
    with (tmp_path / "archive").open("rb") as archive:
        subprocess.run(["busybox", "cpio", "-i"], stdin=archive, cwd=target, check=True, capture_output=True)
    assert (target / "opt" / "link").readlink().name == "seven"
    assert (target / "opt" / "link").read_text() == "1234567"
    assert (target / "opt" / "empty").is_dir()
    assert (target / "init").stat().st_mode & 0o777 == 0o755


def test_a_kernel_that_is_there_needs_no_network(tmp_path, monkeypatch):
    (tmp_path / "vmlinuz").write_bytes(b"kernel")
    monkeypatch.setenv("PATH", "")
    assert fetched_kernel(tmp_path).read_bytes() == b"kernel"


def test_a_download_that_fails_leaves_nothing_behind_and_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CannotRunError, match="apt-get"):
        fetched_kernel(tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_what_is_required_is_found_with_what_that_needs_on_this_machine():
    names = {dist.name for dist in needed(["icalendar>=6", "pytest; sys_platform == 'nowhere'"])}
    assert {"icalendar", "python-dateutil", "six"} <= names
    assert "pytest" not in names


def test_a_machine_that_does_not_get_anywhere_is_given_up_with_what_it_said(tmp_path):
    kernel, initrd = tmp_path / "kernel", tmp_path / "initrd"
    kernel.write_bytes(b"no kernel")
    initrd.write_bytes(b"")
    with pytest.raises(DiedError, match=r"did not start\..*qemu\.log ends with"):
        list(report(Image(kernel, initrd, ("asleep",)), tmp_path / "run", "tcg", deadline_s=5))
