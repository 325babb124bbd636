"""No power cut takes away what was committed; and the harness that says so finds a missing sync."""

import pytest
from tests.faults import power
from tests.faults.power_disk import STYLES
from tests.faults.power_work import LIVES, PLANTS


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    return power.recorded(tmp_path_factory.mktemp("power"), seed=1, steps=80, interviews=60)


def test_no_power_cut_loses_a_committed_answer_plan_or_claim(recording, tmp_path):
    """What is left opens, is sound, and holds exactly the state of the last commit that returned, or of the one in flight."""
    figures = power.cut(recording, count=240, seed=1, place=tmp_path)
    assert figures.faults == []
    assert figures.cuts >= 200
    assert figures.in_flight > 100
    assert set(figures.by_style) == set(STYLES)


def test_the_recording_goes_through_checkpoints_and_the_replacement_of_a_damaged_file(recording):
    """Otherwise cutting it up would prove little."""
    calls = [call for call in recording.calls if call is not None]
    renamed = [call.texts[0] for call in calls if call.name in ("rename", "link")]
    assert any(name.endswith(b"ledger.db.next") for name in renamed)
    assert any(name.endswith(b"ledger.db-wal") for name in renamed)
    begun = [call for call in calls if call.name == "pwrite64" and call.texts[0][:3] == b"\x37\x7f\x06"]
    assert len(begun) > len(LIVES)  # the log of a life was begun again, after all of it had gone into the file


@pytest.mark.parametrize("plant", PLANTS)
def test_a_missing_sync_is_found(plant):
    """Of every commit (OFF, NORMAL), or of the folder in which a damaged file is replaced."""
    assert power.run(count=300, seed=1, steps=15, interviews=15, plant=plant).faults
