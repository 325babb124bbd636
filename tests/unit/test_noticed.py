"""Which channels nobody noticed: what is remembered of a test alarm, and what is said of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from showup import noticed, paths
from showup.noticed import Result, Tried, after, unnoticed

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def test_a_channel_is_named_until_somebody_noticed_it():
    seen = after(None, Result.NOTICED, NOW)
    assert unnoticed(["desktop"], {}) == {
        "desktop": "Nobody has noticed it yet: try it out with `showup test-alarm --channel desktop`."
    }
    assert unnoticed(["desktop"], {"desktop": seen}) == {}
    assert "You did not notice" in unnoticed(["desktop"], {"desktop": after(seen, Result.UNNOTICED, LATER)})["desktop"]


def test_what_was_noticed_once_is_remembered_beside_what_is_not_now():
    seen = after(None, Result.NOTICED, NOW)
    missed = after(seen, Result.UNNOTICED, LATER)
    assert missed == Tried(LATER, Result.UNNOTICED, None, NOW)
    assert "nor any before" not in unnoticed(["sound"], {"sound": missed})["sound"]
    assert "nor any before" in unnoticed(["sound"], {"sound": after(None, Result.UNNOTICED, NOW)})["sound"]


def test_one_that_failed_says_why():
    failed = after(None, Result.FAILED, NOW, "There is no bus. Log in.")
    assert "There is no bus. Log in. Then try it again" in unnoticed(["desktop"], {"desktop": failed})["desktop"]


def test_the_terminal_in_which_one_sits_needs_no_test():
    assert unnoticed(["terminal"], {}) == {}


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return paths.state_dir() / "test-alarms.json"


def test_it_is_kept_in_a_file_that_a_person_can_read(state: Path):
    noticed.keep("desktop", Result.NOTICED, NOW)
    noticed.keep("sound", Result.UNNOTICED, NOW)
    noticed.keep("desktop", Result.UNNOTICED, LATER)
    assert noticed.load() == {
        "desktop": Tried(LATER, Result.UNNOTICED, None, NOW),
        "sound": Tried(NOW, Result.UNNOTICED),
    }
    assert '"result": "not noticed"' in state.read_text()
    assert state.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"desktop": {"at": "soon"}}', b"\xff"])
def test_a_file_that_holds_something_else_says_nothing_and_is_replaced(state: Path, data: bytes):
    state.parent.mkdir(parents=True)
    state.write_bytes(data)
    assert noticed.load() == {}
    noticed.keep("sound", Result.NOTICED, NOW)
    assert set(noticed.load()) == {"sound"}
