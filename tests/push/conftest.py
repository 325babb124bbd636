"""The servers as fixtures: the sink, which fails a test when anything that was sent to it is not as published, and a real one."""

from __future__ import annotations

import pytest
from tests.push.real import Ntfy
from tests.push.sink import Sink


@pytest.fixture
def sink():
    one = Sink()
    yield one
    one.close()
    assert not one.faults


@pytest.fixture
def ntfy(tmp_path):
    one = Ntfy(_folder(tmp_path))
    yield one
    one.close()


@pytest.fixture
def closed_ntfy(tmp_path):
    """Nobody may do anything but ann, and post to what begins with phone-."""
    one = Ntfy(_folder(tmp_path), user="ann:s3cret", open_to_all="phone-*")
    yield one
    one.close()


def _folder(tmp_path):
    folder = tmp_path / "ntfy"
    folder.mkdir()
    return folder
