"""A person's places for the tests that run the whole service."""

import pytest
from tests.running import calendar, event, from_now
from tests.unit.service.whole import MARLOW


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A person's places, without a desktop, under a watchdog that waits 0.6 s."""
    for name in ("CONFIG", "STATE", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    (tmp_path / "runtime").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.setenv("WATCHDOG_USEC", "600000")
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))  # nothing to make a sound with
    (tmp_path / "calendar.ics").write_text(calendar(event("a@x", MARLOW, from_now(days=3))))
    (tmp_path / "config.toml").write_text("")
    return tmp_path
