"""A machine with the real service as a process: places of its own, a recorder channel, a socket that hears READY=1."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from showup.control.client import ask

__all__ = ["Machine", "Recording"]

PLUGIN = Path(__file__).parent / "plugin"
_PATIENCE_S = 120.0

Recording = dict[str, list[float]]
"""By interview, the instants of its rings in seconds since the epoch."""


class Machine:
    """Everything under `folder`; `config` is the text of the configuration, `@RECORD@` in it the recorder's file."""

    def __init__(self, folder: Path, config: str, env: Mapping[str, str] | None = None) -> None:
        self.folder, self.log, self.record = folder, folder / "service.log", folder / "rings"
        self.ledger = folder / "state" / "showup" / "ledger.db"
        for place in ("config/showup", "state/showup", "data", "runtime"):
            (folder / place).mkdir(parents=True, mode=0o700, exist_ok=True)
        (folder / "config/showup/config.toml").write_text(config.replace("@RECORD@", str(self.record)))
        self.env = self._env() | dict(env or {})
        self.process: subprocess.Popen[bytes] | None = None

    def _env(self) -> dict[str, str]:
        """Without the session of whoever measures; INVOCATION_ID, as under systemd: nobody sits before the output."""
        places = {f"XDG_{word.upper()}_HOME": str(self.folder / word) for word in ("config", "state", "data", "cache")}
        kept = {k: v for k, v in os.environ.items() if k not in {"DBUS_SESSION_BUS_ADDRESS", "DISPLAY"}}
        path = os.pathsep.join(filter(None, (str(PLUGIN), os.environ.get("PYTHONPATH"))))
        ways = {"XDG_RUNTIME_DIR": str(self.folder / "runtime"), "TZ": "UTC", "PYTHONPATH": path, "INVOCATION_ID": "1"}
        return kept | places | ways

    def start(self, *words: str, under: Sequence[str] = ()) -> float:
        """Start the service (`under` another command) and wait for READY=1; the seconds until then."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready, self.log.open("ab") as log:
            address = self.folder / "notify"
            address.unlink(missing_ok=True)
            ready.bind(str(address))
            command = [*under, sys.executable, "-m", "showup", "run", *words]
            env = self.env | {"NOTIFY_SOCKET": str(address)}
            begin = time.perf_counter()
            self.process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            self._await(ready)
            return time.perf_counter() - begin

    def _await(self, ready: socket.socket) -> None:
        assert self.process is not None
        ready.settimeout(0.25)
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if b"READY=1" in ready.recv(4096):
                    return
            except TimeoutError:
                continue
        raise RuntimeError(f"the service did not become ready:\n{self.log.read_text()}")

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def ask(self, **request: Any) -> dict[str, Any]:
        """One request over the control socket."""
        return ask(self.folder / "runtime" / "showup" / "control.sock", request, _PATIENCE_S)

    def rings(self) -> Recording:
        """Everything that has rung."""
        found: Recording = {}
        for line in self.record.read_text().splitlines() if self.record.exists() else ():
            instant, key, _rung, _attempt = line.split(" ")
            found.setdefault(key, []).append(int(instant) / 1e9)
        return found

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
