"""What of this machine and its configuration does not work keeps nothing else from working."""

from dataclasses import replace
from datetime import timedelta

import pytest

from showup.config import load
from showup.errors import DraftBoxError
from showup.model import Draft, DraftKind, Profile
from showup.service.channels import NoDraftBox, draft_box, make_channels


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('[channel.sound]\nenabled = false\n[sync]\nevery = "10m"\n'
                    '[[ladder.rung]]\nname = "dawn"\nbefore = "5m"\nchannels = ["pigeon"]\n')  # fmt: skip
    return replace(load(path), drafts_folder=tmp_path / "drafts")


def test_what_cannot_ring_here_says_why(config):
    channels, off = make_channels(config, foreground=False)
    assert "desktop" in channels
    assert off["sound"] == "switched off in the configuration"
    assert "terminal" in off["terminal"]
    assert "not set up" in off["push"]
    assert "not installed" in off["pigeon"]
    assert config.sync_interval == timedelta(minutes=10)


def test_a_channel_with_a_wrong_setting_is_left_out_alone(config):
    wrong = replace(config, channels={"desktop": {"colour": "red"}})
    channels, off = make_channels(wrong, foreground=True)
    assert "colour" in off["desktop"]
    assert "terminal" in channels


def test_a_draft_box_that_is_not_installed_falls_back_to_files(config):
    box, why = draft_box(replace(config, draft_box="pigeonhole"))
    assert "pigeonhole" in (why or "")
    where = box.put("a", Draft(DraftKind.EMAIL, "s", "b"), Profile())
    assert where.startswith(str(config.drafts_folder))


def test_without_any_draft_box_a_draft_says_where_its_text_is():
    with pytest.raises(DraftBoxError, match="showup draft"):
        NoDraftBox("broken").put("a", Draft(DraftKind.EMAIL, "s", "b"), Profile())
