"""What is in force, and where each value comes from."""

import json
import os
from datetime import timedelta

import pytest

from showup import duration
from showup.cli import main
from showup.config import load
from showup.config.effective import effective
from showup.errors import ConfigError

MINE = """\
[profile]
name = "Robin"

[[source]]
name = "work"
url = "https://robin:pw@cal.example.org/s3cret/me.ics?key=s3cret"

[[source]]
path = "a.ics"

[channel.push]
to = ["ntfy://s3cret", "keyring:phone"]
token = "s3cret"

[channel."my lamp"]
run = ["~/bin/lamp"]
deep = { api_key = "s3cret", level = 3 }

[sync]
every = "15m"

[[ladder.rung]]
name = "door"
before = "0m"

[[ladder.rung]]
name = "late"
before = "0m"
"""


@pytest.fixture
def mine(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(MINE)
    return file


def said(path=None):
    return {value.key: (value.value, value.origin, value.line) for value in effective(path)[1]}


def test_what_is_written_has_its_line_and_what_is_not_its_default(mine):
    values = said(mine)
    assert values["profile.name"] == ("Robin", "file", 2)
    assert values["sync.every"] == ("15m", "file", 20)
    assert values["ladder.rung"] == (["door", "late"], "file", 22)
    assert values["ladder.rung.2.name"] == ("late", "file", 27)
    assert values["channel.my lamp.deep.level"][:2] == (3, "file")
    assert values["ladder.grace"] == ("15m", "default", None)
    assert values["profile.working_hours"] == (["09:00", "18:00"], "default", None)
    assert values["source.2.name"] == ("a.ics", "default", None)


def test_no_secret_is_shown(mine):
    values = said(mine)
    assert "s3cret" not in str(values)
    assert "pw" not in str(values)
    assert values["source.1.url"][0] == "https://cal.example.org/..."
    assert values["channel.push.to"][0] == ["ntfy://...", "keyring:phone"]


def test_without_a_file_all_is_at_its_default_but_the_zone_of_the_machine(home):
    values = said()
    assert {origin for _, origin, _ in values.values()} == {"default", "machine"}
    assert values["profile.zone"][:2] == (load().profile.zone, "machine")
    assert "ladder.rung" in values


def test_a_zone_that_is_written_is_the_files(tmp_path):
    file = tmp_path / "c.toml"
    file.write_text('[profile]\nzone = "Asia/Tokyo"\n')
    assert said(file)["profile.zone"] == ("Asia/Tokyo", "file", 2)


def test_every_default_that_is_shown_can_be_written_and_changes_nothing(home):
    """So no value is shown that is not in force, and none in a form that the file would not take."""
    config, values = effective()
    tables: dict[str, list[str]] = {}
    for value in values:
        table, _, key = value.key.rpartition(".")
        if value.key not in {"ladder.rung", "ladder.deadline"} and value.value is not None and value.value != "":
            tables.setdefault(table, []).append(f"{key} = {json.dumps(value.value)}")
    file = home / "written.toml"
    file.write_text("".join(f"[{table}]\n" + "\n".join(keys) + "\n" for table, keys in tables.items()))
    written = load(file)
    assert (written.policy, written.profile, written.sync_interval) == (
        config.policy,
        config.profile,
        config.sync_interval,
    )
    assert (written.drafts_folder, written.while_sharing) == (config.drafts_folder, config.while_sharing)


def test_faults_are_told_all_at_once(tmp_path):
    file = tmp_path / "c.toml"
    file.write_text("[profil]\n[sync]\nevery = 3\n")
    with pytest.raises(ConfigError, match=r"(?s):1: profil.*:3: sync\.every"):
        effective(file)


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(0), "0m"),
        (timedelta(minutes=90), "1h30m"),
        (timedelta(days=2), "2d"),
        (timedelta(seconds=61), "1m1s"),
        (timedelta(days=8, seconds=5), "8d5s"),
    ],
)
def test_a_duration_is_written_as_it_is_read(length, text):
    assert duration.write(length) == text
    assert duration.parse(text) == length


def test_the_command_shows_one_part_and_names_what_is_not_there(mine, capsys):
    assert main(["config", "--config", str(mine), "ladder"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == str(mine)
    assert all(line.startswith("  ladder.") for line in lines[1:])
    assert main(["config", "--config", str(mine), "sync", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown == {
        "file": os.fspath(mine),
        "settings": [{"key": "sync.every", "value": "15m", "from": "file", "line": 20}],
    }
    assert main(["config", "--config", str(mine), "snyc"]) == 2
    assert 'did you mean "sync"?' in capsys.readouterr().err
