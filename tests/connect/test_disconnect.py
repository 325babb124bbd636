"""`showup disconnect`: the table, the secrets and the cache go; the rest of the configuration stays."""

from __future__ import annotations

import os
import pty
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.running import SHOWUP

if TYPE_CHECKING:
    from tests.running import Showup

NO_KEYRING: dict[str, Any] = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}

BEFORE = """# about me
[profile]
name = "A"   # not in full

# my own calendar
[[source]]
name = "private"
path = "private.ics"

"""
TABLE = """[[source]]
name = "work"    # the old job
# never mind
kind = "caldav"
url = "https://x.example/"
calendars = [
  "one",
]
"""
AFTER = """
# how loud
[channel.sound]
player = "aplay"
"""


@pytest.fixture
def configured(showup: Showup) -> Showup:
    showup.config.write_text(BEFORE + TABLE + AFTER)
    return showup


def test_the_table_is_shown_and_nothing_changed_where_nobody_can_be_asked(configured: Showup) -> None:
    said = configured("disconnect", "work").stdout
    assert said.startswith(TABLE)
    assert "--write" in said
    assert configured.config.read_text() == BEFORE + TABLE + AFTER


def test_it_is_taken_out_and_every_other_line_stays(configured: Showup) -> None:
    configured.config.chmod(0o640)
    said = configured("disconnect", "work", "--write").stdout
    assert f"Taken out of {configured.config}" in said
    assert configured.config.read_text() == BEFORE + AFTER.removeprefix("\n")
    assert configured.config.stat().st_mode & 0o777 == 0o640
    assert [view["name"] for view in configured.json("connect")["sources"]] == ["private"]


def test_a_program_gets_json(configured: Showup) -> None:
    told = configured.json("disconnect", "work", "--write")
    assert (told["name"], told["kind"], told["table"], told["written"]) == (
        "work",
        "caldav",
        TABLE.rstrip(),
        str(configured.config),
    )


def test_an_unknown_name_is_told_with_what_was_meant(configured: Showup) -> None:
    assert 'no calendar is called "wrk"; did you mean "work"?' in configured("disconnect", "wrk", expect=2).stderr


def test_a_table_that_cannot_be_cut_out_is_told_with_its_line(showup: Showup) -> None:
    text = '# mine\nsource = [\n  { name = "a", path = "a.ics" }, { name = "b", path = "b.ics" },\n]\n'
    showup.config.write_text(text)
    assert f"{showup.config}:2: " in showup("disconnect", "a", "--write", expect=3).stderr
    assert showup.config.read_text() == text


@pytest.mark.parametrize(("typed", "stays"), [("y\n", False), ("\n", True), ("no\n", True), ("\x04", True)])
def test_a_person_is_asked_first(configured: Showup, typed: str, stays: bool) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*SHOWUP, "disconnect", "work"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=configured.env,
    ) as asking:
        os.close(theirs)
        os.write(ours, typed.encode())
        assert asking.wait(timeout=60) == 0
    os.close(ours)
    assert ("work" in configured.config.read_text()) is stays


# ------------------------------------------------------------- what was kept


def secrets(showup: Showup) -> list[Path]:
    return list((showup.folder / "state" / "showup" / "secrets").glob("*"))


def keep(showup: Showup, service: str, user: str) -> None:
    code = f"from showup_integrations import secrets; secrets.put({service!r}, {user!r}, 'sesame')"
    subprocess.run([SHOWUP[0], "-c", code], env=showup.env | NO_KEYRING, check=True, timeout=60)


def test_its_password_goes_with_the_last_calendar_that_needs_it(showup: Showup) -> None:
    showup.config.write_text(
        '[[source]]\nname = "a"\nurl = "https://x.example/a.ics"\nuser = "ann"\n\n'
        '[[source]]\nname = "b"\nkind = "caldav"\nurl = "https://x.example/"\nuser = "ann"\n'
    )
    keep(showup, "x.example", "ann")
    showup("disconnect", "a", "--write", **NO_KEYRING)
    assert len(secrets(showup)) == 1
    showup("disconnect", "b", "--write", **NO_KEYRING)
    assert secrets(showup) == []
    assert showup.config.read_text() == ""


def test_a_kept_address_goes_too(showup: Showup) -> None:
    showup.config.write_text('[[source]]\nname = "a"\nurl = "keyring:a"\n')
    keep(showup, "calendar address", "a")
    showup("disconnect", "a", "--write", **NO_KEYRING)
    assert secrets(showup) == []


def test_a_permission_goes_with_the_last_calendars_of_the_account(showup: Showup) -> None:
    one = '[[source]]\nname = "{}"\nkind = "google"\naccount = "ann"\ncalendars = ["{}"]\n'
    showup.config.write_text(one.format("a", "x") + one.format("b", "y"))
    keep(showup, "google", "ann")
    showup("disconnect", "a", "--write", **NO_KEYRING)
    assert len(secrets(showup)) == 1
    assert "myaccount.google.com" in showup("disconnect", "b", "--write", **NO_KEYRING).stdout
    assert secrets(showup) == []


def test_what_a_keyring_out_of_reach_may_still_keep_is_told(showup: Showup) -> None:
    showup.config.write_text('[[source]]\nname = "a"\nurl = "keyring:a"\n')
    said = showup("disconnect", "a", "--write", **NO_KEYRING).stdout
    assert 'A keyring may still keep "showup:calendar address" (a): there is no keyring here.' in said


def test_its_cache_goes(configured: Showup) -> None:
    caches = configured.folder / "cache" / "showup" / "sources"
    for name in ("work", "private"):
        (caches / name).mkdir(parents=True)
        (caches / name / "body").write_text("x")
    configured("disconnect", "work", "--write")
    assert [folder.name for folder in caches.iterdir()] == ["private"]


def test_what_connect_wrote_disconnect_takes_out(showup: Showup) -> None:
    showup.calendar.write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    text = "# mine\n[profile]\nname = 'A'\n"
    showup.config.write_text(text)
    showup("connect", "ics", "calendar.ics", "--write")
    assert "source" in tomllib.loads(showup.config.read_text())
    showup("disconnect", "calendar.ics", "--write")
    assert showup.config.read_text() == text
