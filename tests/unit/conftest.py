"""What the tests of several parts of the core need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from showup.ledger import SqliteLedger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqliteLedger]:
    """An empty one in a file of its own."""
    ledger = SqliteLedger(tmp_path / "ledger.db")
    yield ledger
    ledger.close()
