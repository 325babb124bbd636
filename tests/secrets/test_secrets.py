"""Where secrets are kept: a real keyring where there is one, else a file; every way is said, and no secret is."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

PUT = "secrets.put('cal.example', 'ann', {!r})"
GET = "secrets.get('cal.example', 'ann')"
NO_KEYRING = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}


def files(home: Path) -> list[Path]:
    return sorted((home / ".local/state/showup/secrets").glob("*"))


# ------------------------------------------------------------ with a keyring


@pytest.mark.usefixtures("keyring")
def test_a_keyring_keeps_it_and_no_file_does(ask, home: Path) -> None:
    assert ask(GET) == "None"
    assert ask(PUT.format("sesame")) == "in the keyring (SecretService)"
    assert ask(GET) == "sesame"
    assert files(home) == []


@pytest.mark.usefixtures("keyring")
def test_another_user_or_service_has_another_secret(ask) -> None:
    ask(PUT.format("sesame"))
    assert ask("secrets.get('cal.example', 'bob'), secrets.get('other.example', 'ann')") == "None None"


def test_a_locked_keyring_is_told_and_asks_nobody(ask, keyring) -> None:
    ask(PUT.format("sesame"))
    keyring.lock()
    said = ask(GET)
    assert "SourceError: The keyring is locked" in said
    assert "Unlock" in said
    keyring.unlock()
    assert ask(GET) == "sesame"


def test_what_a_locked_keyring_could_not_take_is_in_a_file_and_counts(ask, keyring) -> None:
    ask(PUT.format("old"))
    keyring.lock()
    assert "because the keyring is locked" in ask(PUT.format("new"))
    assert ask(GET) == "new"
    keyring.unlock()
    assert ask(GET) == "new"


def test_the_keyring_takes_over_from_the_file(ask, keyring, home: Path) -> None:
    keyring.lock()
    ask(PUT.format("old"))
    keyring.unlock()
    assert ask(PUT.format("new")) == "in the keyring (SecretService)"
    assert (ask(GET), files(home)) == ("new", [])


def test_a_keyring_that_hangs_is_left_alone(ask, keyring) -> None:
    ask(PUT.format("sesame"))
    keyring.pause()
    assert "is locked" in ask(GET) or "does not answer" in ask(GET)


def test_a_keyring_that_does_not_work_is_not_called_locked(ask) -> None:
    broken = {"PYTHON_KEYRING_BACKEND": "nowhere.Keyring"}
    assert "The keyring cannot be used (ModuleNotFoundError)" in ask(GET, **broken)
    assert ask(PUT.format("sesame"), **broken).endswith("because the keyring cannot be used (ModuleNotFoundError)")
    assert ask(GET, **broken) == "sesame"


@pytest.mark.usefixtures("keyring")
def test_what_is_forgotten_is_in_no_keyring_and_in_no_file(ask, home: Path) -> None:
    ask(PUT.format("sesame"))
    assert ask("secrets.forget('cal.example', 'ann')") == "None"
    assert (ask(GET), files(home)) == ("None", [])


@pytest.mark.usefixtures("keyring")
def test_what_was_never_given_is_told_with_the_command_that_gives_it(ask) -> None:
    assert ask("secrets.absent('password of ann', 'showup connect x')") == (
        "No password of ann is kept. Give it with: showup connect x"
    )


def test_what_a_keyring_out_of_reach_may_keep_is_not_called_lost(ask) -> None:
    said = ask("secrets.absent('password of ann', 'showup connect x')", **NO_KEYRING)
    assert said.startswith(
        "No password of ann is within reach: there is no keyring here. If a keyring keeps it, log in"
    )


# --------------------------------------------------------- without a keyring


def test_without_a_keyring_a_file_keeps_it_and_that_is_said(ask, home: Path) -> None:
    said = ask(PUT.format("sesame"), **NO_KEYRING)
    assert (
        said
        == f"in a file that only you can read ({home}/.local/state/showup/secrets), because there is no keyring here"
    )
    assert ask(GET, **NO_KEYRING) == "sesame"
    (file,) = files(home)
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)


@pytest.mark.parametrize("damage", [b"", b"[]", b"junk", b'{"secret": 3}', b"\xff"])
def test_a_damaged_file_counts_as_none(ask, home: Path, damage: bytes) -> None:
    ask(PUT.format("sesame"), **NO_KEYRING)
    (file,) = files(home)
    file.write_bytes(damage)
    assert ask(GET, **NO_KEYRING) == "None"


def test_the_names_of_the_files_tell_nothing(ask, home: Path) -> None:
    ask(PUT.format("sesame"), **NO_KEYRING)
    (file,) = files(home)
    assert not [word for word in ("cal", "ann", "sesame") if word in file.name]


def test_a_place_that_cannot_be_written_is_told_without_the_secret(ask, home: Path) -> None:
    folder = home / ".local/state/showup"
    folder.mkdir(parents=True)
    (folder / "secrets").write_text("in the way")
    said = ask(PUT.format("sesame"), **NO_KEYRING)
    assert said.startswith("ShowupError: ")
    assert "sesame" not in said


def test_whatever_characters_a_secret_has_come_back(ask) -> None:
    secret = "pä\u2028 '\"\\\n\U0001f511"
    ask(PUT.format(secret), **NO_KEYRING)
    assert ask(f"secrets.get('cal.example', 'ann') == {secret!r}", **NO_KEYRING) == "True"
