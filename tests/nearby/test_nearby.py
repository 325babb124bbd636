"""The calendars that GNOME and Thunderbird know, as their files name them; and files that are not what they should be."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showup_integrations.nearby import settings_files
from showup_integrations.nearby.gnome import GnomeCalendars
from showup_integrations.nearby.thunderbird import ThunderbirdCalendars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from showup.connect import Nearby

LOCAL = """[Data Source]
DisplayName=Personal
Enabled=true
Parent=local-stub

[Calendar]
BackendName=local
Color=#becedd
Selected=true
"""
WEBCAL = """[Data Source]
DisplayName[de]=Abonniert
DisplayName=Work; 100 % mine
Enabled=true

[Authentication]
Host=calendar.example.org
Method=plain/password
Port=443
User=

[Security]
Method=tls

[WebDAV Backend]
ResourcePath=/private-abc123/basic.ics

[Calendar]
BackendName=webcal
"""
CALDAV = WEBCAL.replace("webcal", "caldav").replace("User=", "User=robin").replace("Port=443", "Port=8443")
ACCOUNTS = """[Account account_1]
Provider=google
Identity=robin@example.org
PresentationIdentity=robin@example.org
CalendarEnabled=true

[Account account_2]
Provider=owncloud
Identity=robin
PresentationIdentity=robin@cloud.example.org
Uri=https://cloud.example.org/
CalendarEnabled=true

[Account account_3]
Provider=google
Identity=other@example.org
CalendarEnabled=false

[Account account_4]
Provider=exchange
Identity=robin@corp.example
PresentationIdentity=robin@corp.example
"""
PROFILES = """[Profile1]
Name=default
IsRelative=1
Path=abc.default
Default=1

[General]
StartWithLastProfile=1
"""
PREFERENCES = r"""// Mozilla User Preferences
user_pref("app.update.lastUpdateTime", 1700000000);
user_pref("calendar.registry.11-22.name", "Arbeit \"neu\"");
user_pref("calendar.registry.11-22.type", "caldav");
user_pref("calendar.registry.11-22.uri", "https://dav.example.org/cal/");
user_pref("calendar.registry.11-22.username", "robin");
user_pref("calendar.registry.33.name", "Privat");
user_pref("calendar.registry.33.type", "storage");
user_pref("calendar.registry.33.uri", "moz-storage-calendar://");
user_pref("calendar.registry.44.name", "Feed");
user_pref("calendar.registry.44.type", "ics");
user_pref("calendar.registry.44.uri", "webcal://feeds.example.org/secret.ics");
user_pref("calendar.registry.55.name", "File");
user_pref("calendar.registry.55.type", "ics");
user_pref("calendar.registry.55.uri", "file:///home/robin/my%20calendar.ics");
user_pref("calendar.registry.66.name", "Off");
user_pref("calendar.registry.66.disabled", true);
user_pref("calendar.registry.66.type", "ics");
user_pref("calendar.registry.66.uri", "https://off.example.org/x.ics");
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / ".local" / "share"))
    return tmp_path


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def gnome(home: Path, *sources: str) -> Sequence[Nearby]:
    for number, text in enumerate(sources):
        put(home / ".config" / "evolution" / "sources" / f"s{number}.source", text)
    return GnomeCalendars({}).found()


def thunderbird(home: Path, preferences: str = PREFERENCES, place: str = ".thunderbird") -> Sequence[Nearby]:
    put(home / place / "profiles.ini", PROFILES)
    put(home / place / "abc.default" / "prefs.js", preferences)
    return ThunderbirdCalendars({}).found()


# ---------------------------------------------------------------------- GNOME


def test_a_local_calendar_is_offered_by_its_file(home: Path) -> None:
    file = put(home / ".local" / "share" / "evolution" / "calendar" / "s0" / "calendar.ics", "BEGIN:VCALENDAR")
    (one,) = gnome(home, LOCAL)
    assert (one.program, one.name, one.what, one.words) == ("GNOME", "Personal", "ics", ("--", str(file)))


def test_the_first_calendar_has_a_folder_of_another_name(home: Path) -> None:
    file = put(home / ".local" / "share" / "evolution" / "calendar" / "system" / "calendar.ics", "BEGIN:VCALENDAR")
    put(home / ".config" / "evolution" / "sources" / "system-calendar.source", LOCAL)
    assert [one.at for one in GnomeCalendars({}).found()] == [str(file)]


def test_a_calendar_without_a_file_or_switched_off_is_not_offered(home: Path) -> None:
    assert not gnome(home, LOCAL, WEBCAL.replace("Enabled=true", "Enabled=false"))


def test_a_subscribed_address_is_kept_as_a_secret_and_stands_in_no_words(home: Path) -> None:
    (one,) = gnome(home, WEBCAL)
    assert one.name == "Work; 100 % mine"
    assert (one.what, one.words) == ("ics", ("--secret", "-"))
    assert one.known == ("https://calendar.example.org/private-abc123/basic.ics",)
    assert one.at == "calendar.example.org"


def test_a_caldav_calendar_is_offered_with_its_user_and_port(home: Path) -> None:
    (one,) = gnome(home, CALDAV)
    assert one.words == ("--user=robin", "--", "https://calendar.example.org:8443/private-abc123/basic.ics")


def test_online_accounts_are_offered_and_what_cannot_be_is_told(home: Path) -> None:
    put(home / ".config" / "goa-1.0" / "accounts.conf", ACCOUNTS)
    google, cloud, exchange = gnome(home)
    assert (google.what, google.words) == ("google", ("--account=robin@example.org",))
    assert cloud.words == ("--user=robin", "--", "https://cloud.example.org/remote.php/dav")
    assert "Exchange" in exchange.cannot
    assert not exchange.words


# ---------------------------------------------------------------- Thunderbird


@pytest.mark.parametrize("place", [".thunderbird", "snap/thunderbird/common/.thunderbird"])
def test_thunderbirds_calendars(home: Path, place: str) -> None:
    found = {one.name: one for one in thunderbird(home, place=place)}
    assert set(found) == {'Arbeit "neu"', "Privat", "Feed", "File"}
    assert found['Arbeit "neu"'].words == ("--user=robin", "--", "https://dav.example.org/cal/")
    assert "database" in found["Privat"].cannot
    assert (found["Feed"].words, found["Feed"].known) == (("--secret", "-"), ("webcal://feeds.example.org/secret.ics",))
    assert found["File"].words == ("--", "/home/robin/my calendar.ics")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file://host/x", "https://", "https://[", "ftp://x/y", "-rf", "data:text/calendar,x"],
)
def test_an_address_of_another_kind_is_not_offered(home: Path, address: str) -> None:
    written = PREFERENCES.replace("https://dav.example.org/cal/", address)
    assert 'Arbeit "neu"' not in {one.name for one in thunderbird(home, written)}


def test_a_user_that_looks_like_an_option_is_no_option(home: Path) -> None:
    (one, *_) = thunderbird(home, PREFERENCES.replace('username", "robin"', 'username", "--write"'))
    assert one.words[0] == "--user=--write"


# ------------------------------------------------------------------- hostile


def test_no_program_no_calendars(home: Path) -> None:
    assert not GnomeCalendars({}).found()
    assert not ThunderbirdCalendars({}).found()


@pytest.mark.parametrize("kind", ["fifo", "folder", "large", "binary", "loop", "forbidden"])
def test_what_is_no_settings_file_is_left_out_at_once(home: Path, kind: str) -> None:
    path = home / ".config" / "evolution" / "sources" / "s.source"
    path.parent.mkdir(parents=True)
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "large":
        path.write_text(LOCAL + "#" * (5 << 20))
    elif kind == "binary":
        path.write_bytes(bytes(range(256)) * 40)
    elif kind == "loop":
        path.symlink_to(path)
    else:
        path.symlink_to("/proc/1/mem")
    assert not GnomeCalendars({}).found()


@given(st.text(max_size=400))
def test_no_text_is_an_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "x"
    path.write_text(f"[Calendar]\n{text}", errors="replace")
    assert isinstance(settings_files.groups(path), dict)
