"""A user manager of systemd, as the person's login starts it: with the capability to wake the machine."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from tests.suspend.inside.service import PERSON, wait_for

__all__ = ["Manager"]

_SYSTEMD = "/lib/systemd/systemd"
_SETPRIV = "/opt/bin/setpriv"  # by its name a busybox takes its own, which cannot do this
_GROUP = Path("/sys/fs/cgroup/person")
_MAY = ("--inh-caps=+wake_alarm", "--ambient-caps=+wake_alarm")
"""What pam_systemd gives to the user managers of systemd 254 and later."""
_PATIENCE_S = 60


class Manager:
    """One whose runtime folder is `runtime`; it runs as somebody without rights."""

    def __init__(self, runtime: Path) -> None:
        Path("/run/systemd/system").mkdir(parents=True, exist_ok=True)  # by this it knows that systemd is here
        self._env = {"XDG_RUNTIME_DIR": str(runtime), "HOME": str(runtime), "PATH": "/opt/bin:/bin"}
        self._env["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
        _GROUP.mkdir(parents=True)
        for place in (runtime, _GROUP, *_GROUP.glob("cgroup.*")):
            os.chown(place, PERSON, PERSON)
        who = [_SETPRIV, f"--reuid={PERSON}", f"--regid={PERSON}", "--clear-groups", *_MAY]
        command = [*who, _SYSTEMD, "--user", "--unit=basic.target"]
        join = ["sh", "-c", f'echo 0 >{_GROUP}/cgroup.procs; exec "$@"', "sh", *command]
        self._process = subprocess.Popen(join, env=self._env, stdin=subprocess.DEVNULL)
        wait_for((runtime / "systemd/private").is_socket, "the user manager", _PATIENCE_S)

    def timers(self) -> list[float]:
        """The instants of the timers that wait in it, as systemd itself tells them."""
        said = self._said("systemctl", "--user", "show", "*.timer", "--property=TimersCalendar,WakeSystem,SubState")
        found = []
        for block in said.split("\n\n"):
            instant = re.search(r"OnCalendar=(\S+ \S+) UTC", block)
            if instant and "WakeSystem=yes" in block and "SubState=waiting" in block:
                found.append(datetime.fromisoformat(instant[1]).replace(tzinfo=UTC).timestamp())
        return sorted(found)

    def _said(self, *words: str) -> str:
        done = subprocess.run(
            words, env=os.environ | self._env, capture_output=True, text=True, timeout=60, check=False, user=PERSON
        )
        return (done.stdout or done.stderr).strip()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
