"""One service with a hostile calendar, and one page on it, for all attacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.page.browsing import Browser, end_page, hostile
from tests.running import Showup

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory, detector_words: Path) -> Iterator[Showup]:
    """A machine whose service does not reach whoever runs the tests: it has no session bus and no sound."""
    folder = tmp_path_factory.mktemp("machine")
    made = Showup(folder)
    cache = folder / "cache" / "showup"
    cache.mkdir(parents=True, mode=0o700)
    (cache / detector_words.name).hardlink_to(detector_words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={folder}/no-bus")
        patch.setenv("PULSE_SERVER", f"unix:{folder}/no-sound")
        yield made
    end_page(made)
    made.end()


@pytest.fixture(scope="module")
def browser(machine: Showup) -> Browser:
    hostile(machine)
    return Browser(machine, "--idle", "600")
