"""How an optional library is installed: the command fits this Python, wherever showup came from."""

from __future__ import annotations

import importlib.util
import shlex
import sys

import pytest

from showup_integrations.extras import install


@pytest.mark.parametrize(
    ("extra", "package"), [("caldav", "caldav"), ("google", "google-api-python-client"), ("keyring", "keyring")]
)
def test_the_command_names_this_python_and_what_is_required(extra: str, package: str) -> None:
    words = shlex.split(install(extra))
    assert words[:4] == [sys.executable, "-m", "pip", "install"]
    assert words[4].startswith(package)
    assert not [word for word in words if "showup" in word.rpartition("/")[2] or ";" in word]


def test_an_environment_without_pip_gets_another_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert install("keyring").startswith(f"uv pip install --python {shlex.quote(sys.executable)} ")
