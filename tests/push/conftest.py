"""The sink as a fixture: a test fails when anything that was sent to it is not as published."""

from __future__ import annotations

import pytest
from tests.push.sink import Sink


@pytest.fixture
def sink():
    one = Sink()
    yield one
    one.close()
    assert not one.faults
