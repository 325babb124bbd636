"""A Google on the loopback, and a person who has allowed showup to read there."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.google.server import Google, running

from showup_integrations import secrets
from showup_integrations.google import GoogleSource
from showup_integrations.google.patience import Patience

QUICK = Patience(timedelta(seconds=10), timedelta(seconds=5), (timedelta(milliseconds=1),) * 3)


@pytest.fixture(autouse=True)
def _own_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets go into files of this test alone."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)


@pytest.fixture
def google() -> Iterator[Google]:
    """Every request that it was asked was one that the published description allows."""
    with running() as google:
        secrets.put("google", "ann", json.dumps({"client": google.client, "refresh_token": "refresh-1"}))
        yield google
    assert google.wrong == []


@pytest.fixture
def source(google: Google) -> Callable[..., GoogleSource]:
    def made(calendars: str = "primary", patience: Patience = QUICK, **more: Any) -> GoogleSource:
        settings = {"account": "ann", "calendars": calendars, "endpoint": google.address, **more}
        return GoogleSource(settings, patience)

    return made
