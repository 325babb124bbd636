"""One key of the configuration is changed, and nothing else."""

from __future__ import annotations

import tomllib

import pytest

from showup.cli.changing import changed, set_key
from showup.errors import ConfigError

RUNGS = '# mine\n[[ladder.rung]]\nname = "a"  # first\nbefore = "5m"\n\n[[ladder.rung]]\nname = "b"\nbefore = "1m"\n'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        '# me\n[profile]\nname = "Zoë"   # with two dots\n',
        RUNGS,
        RUNGS + '\n[sync]\ninterval = "5m"\n',
        '[ladder]\ngrace = "5m" # why\n' + RUNGS,
        'ladder = { grace = "5m" }\n',
        'ladder.grace = "5m"\n\n[profile]\nzone = "Europe/Berlin"\n',
        "[ladder]\r\nstronger = false # not yet\r\n",
    ],
)
def test_the_key_is_set_and_all_else_is_as_it_was(text):
    left = changed(text, "ladder", "stronger", value=True)
    wanted = tomllib.loads(text.removeprefix("\ufeff"))
    wanted.setdefault("ladder", {})["stronger"] = True
    assert tomllib.loads(left.removeprefix("\ufeff")) == wanted
    assert all(comment in left for comment in ("# mine", "# first", "# why", "# with two dots") if comment in text)
    assert left.startswith("\ufeff") is text.startswith("\ufeff")


def test_a_key_is_left_out_with_its_line_alone():
    text = '[profile]\nname = "Robin"\nzone = "Europe/Berlin"\n\n# calendars\n[[source]]\npath = "a.ics"\n'
    assert changed(text, "profile", "zone", None) == text.replace('zone = "Europe/Berlin"\n', "")


def test_a_table_in_a_table_is_made_where_there_is_none():
    assert tomllib.loads(changed("", "channel.sound", "enabled", value=True)) == {
        "channel": {"sound": {"enabled": True}}
    }


def test_what_cannot_be_followed_is_not_written(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text("[ladder]\ngrace = 5\n")
    with pytest.raises(ConfigError, match=r"grace[\s\S]*Nothing was written. Change it by hand in .*stronger = true"):
        set_key(file, "ladder", "stronger", value=True)
    assert file.read_text() == "[ladder]\ngrace = 5\n"


@pytest.mark.parametrize("text", [b"[ladder\n", b"\xff\xfe", b"ladder = 5\n", b"[ladder]\n[ladder]\n"])
def test_what_is_no_configuration_is_told_and_left(tmp_path, text):
    file = tmp_path / "config.toml"
    file.write_bytes(text)
    with pytest.raises(ConfigError, match="by hand"):
        set_key(file, "ladder", "stronger", value=True)
    assert file.read_bytes() == text


def test_a_file_that_is_not_there_is_made_for_the_person_alone(tmp_path):
    file = tmp_path / "showup" / "config.toml"
    set_key(file, "ladder", "travel", "60m")
    first, *_, table, row = file.read_text().splitlines()
    assert first.startswith("# The configuration of showup.")
    assert (table, row) == ("[ladder]", 'travel = "60m"')
    assert file.stat().st_mode & 0o777 == 0o600
