"""The fixtures of tests/parts.py (real parts of a desktop) tests/system_bus.py (the machine's services) and tests/running.py
(the real program) for every test."""

import gc
import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# In CI the same examples every time: a change is judged by itself. At a desk new ones each time: that is how faults are found.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

# No test may touch the keyring of whoever runs it; those about keyrings start one of their own.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

pytest_plugins = ["tests.parts", "tests.running", "tests.at_terminal", "tests.system_bus"]

Report = Any


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """What the tests before have left is no garbage: a collection that looks at all of it takes longer than an event may."""
    if nextitem is None or nextitem.path != item.path:
        gc.collect()
        gc.freeze()


_LONGEST = ("suspend", "faults", "desktop", "acceptance")
"""Folders of tests that take long. They come first: what is left for the end is small, and no process waits for another."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order of the files; several processes share them."""
    items.sort(key=lambda item: _order(item.path.parent.relative_to(Path(__file__).parent).parts))


def _order(parts: tuple[str, ...]) -> int:
    return next((at for at, folder in enumerate(_LONGEST) if folder in parts[:1]), len(_LONGEST))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Report, Report]:
    return _told((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Report, Report]:
    return _told((yield))


def _told(report: Report) -> Report:
    """In CI a skipped test is a failed one: there a missing component fails."""
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and in CI nothing may be: {report.longrepr}"
    return report
