"""The limits hold in a real process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"from showup.sync import limits\nfrom datetime import timedelta\n{code}"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_memory_beyond_the_limit_is_refused() -> None:
    code = "limits.apply(memory=256 << 20)\ntry:\n    bytearray(512 << 20)\nexcept MemoryError:\n    print('refused')"
    assert run(code).stdout == "refused\n"


def test_computing_beyond_the_limit_is_stopped() -> None:
    code = (
        "limits.apply(cpu=timedelta(seconds=1))\ntry:\n    while True: sum(range(99))\n"
        "except limits.OutOfComputing:\n    print('stopped')"
    )
    assert run(code).stdout == "stopped\n"


def test_code_that_does_not_listen_is_ended_by_the_system() -> None:
    code = (
        "limits.apply(cpu=timedelta(seconds=1))\nwhile True:\n    try:\n        while True: sum(range(99))\n"
        "    except limits.OutOfComputing: pass"
    )
    assert run(code).returncode == -signal.SIGKILL


def test_a_limit_that_is_lower_already_stays() -> None:
    code = (
        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (300 << 20, 300 << 20))\n"
        "limits.apply()\nprint(resource.getrlimit(resource.RLIMIT_AS)[1] >> 20)"
    )
    assert run(code).stdout == "300\n"


def test_the_process_steps_back_and_leaves_no_core() -> None:
    code = "import os, resource\nlimits.apply()\nprint(os.nice(0) >= 10, resource.getrlimit(resource.RLIMIT_CORE))"
    assert run(code).stdout == "True (0, 0)\n"


def test_it_dies_with_the_process_that_started_it(tmp_path: Path) -> None:
    # The middle process starts the limited one, waits until it is limited, and is killed.
    inner = (
        "import time; from showup.sync import limits; limits.die_with_parent(); "
        "print('ready', flush=True); time.sleep(600)"
    )
    middle = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {inner!r}], stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\nprint(child.pid, flush=True)\ntime.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", middle], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 10
    while _alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _alive(pid)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_pid_helper_tells_the_living_from_the_dead() -> None:
    assert _alive(os.getpid())
    assert not _alive(2**22 + 1)
