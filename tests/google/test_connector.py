"""`showup connect google` as a command: what it asks, keeps, offers and writes."""

import json
import os
import subprocess
import sys
import tomllib
from argparse import ArgumentParser
from pathlib import Path

import pytest
from tests.google.calendars import Calendar
from tests.google.entries import entry
from tests.google.test_connect import Browser, file_of

from showup import clock
from showup.errors import UsageError
from showup_integrations.google import GoogleSource
from showup_integrations.google import grant as grants
from showup_integrations.google.connecting import GoogleConnector


@pytest.fixture(autouse=True)
def _loopback_without_tls(monkeypatch):
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.fixture
def client(google, tmp_path):
    file = tmp_path / "client.json"
    file.write_bytes(file_of(google))
    return file


class Person(Browser):
    """What they type when they are asked."""

    def __init__(self, answer=None):
        super().__init__()
        self.answer = answer

    def ask(self, question, option):
        self.said.append(f"{question} {option}")
        if self.answer is None:
            raise UsageError(f"nothing was typed; give it by {option}")
        return self.answer


def connected(google, person, *words):
    connector, parser = GoogleConnector({}), ArgumentParser()
    connector.arguments(parser)
    try:
        return connector.connect(parser.parse_args(["--endpoint", google.address, *words]), person)
    finally:
        if person.thread:
            person.thread.join()


def test_the_account_is_called_by_its_address_and_its_calendars_are_offered(google, client):
    google.calendars["team@group.calendar.google.com"] = Calendar("reader", summary="Team\u202e")
    google.calendars["busy@example.org"] = Calendar("freeBusyReader", summary="Bo")
    person = Person()
    (offer,) = connected(google, person, "--client", str(client))
    assert (offer.kind, offer.name, offer.settings["account"]) == ("google", "ann@example.org", "ann@example.org")
    assert offer.settings["calendars"] == ("primary", "team@group.calendar.google.com")
    assert offer.told == (
        "Read:     Work (ann@example.org)",
        "Read:     Team (team@group.calendar.google.com)",
        "Left out: Bo (busy@example.org)",
    )
    GoogleSource(offer.settings)
    assert grants.granted("ann@example.org") is not None
    assert "is kept in a file" in person.said[-1]


def test_who_has_no_client_yet_is_told_every_step_and_asked_for_the_file(google, client):
    person = Person(str(client))
    connected(google, person)
    assert "Desktop app" in person.said[0]
    assert person.said[1] == "Where is the JSON file? --client FILE.json"


def test_the_steps_name_every_place_in_the_console():
    words = "\n".join(GoogleConnector({}).told)
    places = ("projectcreate", "calendar-json.googleapis.com", "auth/overview", "auth/audience", "auth/clients")
    assert [place for place in (*places, "Desktop app", "7 days", "--client") if place not in words] == []
    assert max(map(len, words.splitlines())) <= 120


def test_who_connects_again_needs_the_client_no_more(google, client):
    """What a revoked permission's alarm tells them to type must be enough."""
    google.revoke()
    connected(google, Person(), "--account", "ann")
    again = grants.granted("ann")
    assert again is not None
    assert again.refresh_token in google.refresh_tokens


def test_two_accounts_are_kept_apart(google, client):
    connected(google, Person(), "--client", str(client), "--account", "work")
    connected(google, Person(), "--client", str(client), "--account", "private")
    assert grants.granted("work") != grants.granted("private")


def test_the_permission_of_another_account_than_the_wished_one_is_refused(google, client):
    with pytest.raises(UsageError, match=r"for ann@example\.org, not for bo@example\.org"):
        connected(google, Person(), "--client", str(client), "--account", "bo@example.org")
    assert grants.granted("bo@example.org") is None


def test_a_file_that_is_not_there_is_told(google):
    with pytest.raises(UsageError, match="No such file"):
        connected(google, Person(), "--client", "/nowhere/client.json")


def test_the_command_connects_reads_once_and_writes_the_table(google, client, tmp_path):
    """The whole of it, as a process of its own, with a browser that follows where it is led."""
    google.own.hold([entry(at=clock.now().replace(microsecond=0))])
    browser = tmp_path / "browser"
    browser.write_text(f"#!{sys.executable}\nimport sys, urllib.request\nurllib.request.urlopen(sys.argv[1]).read()\n")
    browser.chmod(0o700)
    config = tmp_path / "config.toml"
    config.write_text("# mine\n[profile]\nname = 'Ann'\n")
    command = ["connect", "google", "--client", str(client), "--endpoint", google.address, "--config", str(config)]
    done = subprocess.run(
        [str(Path(sys.executable).with_name("showup")), *command, "--write", "--json"],
        env=os.environ | {"BROWSER": f"{browser} %s"}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (said,) = json.loads(done.stdout)["sources"]
    assert (said["kind"], said["events"], said["interviews"], said["failure"]) == ("google", 1, 1, None)
    assert config.read_text().startswith("# mine\n[profile]\nname = 'Ann'\n")
    (written,) = tomllib.loads(config.read_text())["source"]
    assert written == {
        "kind": "google", "name": "ann@example.org", "account": "ann@example.org", "calendars": ["primary"],
        "endpoint": google.address,
    }  # fmt: skip
    assert "secret-1" not in done.stdout + done.stderr + config.read_text()
