"""`showup connect caldav` on real servers, as a person or a program types it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.caldav.saying import Answer, Asked, multistatus, saying
from tests.caldav.servers import PASSWORD, USER, Front, Server, front
from tests.contract.sources import Entry, calendar
from tests.running import SHOWUP, from_now

if TYPE_CHECKING:
    from tests.running import Showup

_numbers = count()


@pytest.fixture(params=["radicale", "xandikos"])
def before(request: pytest.FixtureRequest) -> Iterator[Front]:
    server: Server = request.getfixturevalue(request.param)
    with front(server) as stands:
        yield stands


def with_interview(before: Front, title: str = "") -> str:
    path = before.server.make(f"t{next(_numbers)}", title)
    entry = Entry(f"t{next(_numbers)}", from_now(days=2), timedelta(hours=1), "Interview with Marlow")
    before.server.put(f"{path}{entry.uid}.ics", calendar([entry]))
    return path


def connect(showup: Showup, *words: str, typed: str = PASSWORD) -> subprocess.CompletedProcess[str]:
    """The command with what is typed at it, on a machine without a keyring."""
    return subprocess.run(
        [*SHOWUP, "connect", *words],
        input=f"{typed}\n" if typed else "",
        env=showup.env | {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def url(before: Front, path: str = "/") -> str:
    return f"http://127.0.0.1:{before.port}{path}"


def secrets(showup: Showup) -> list[Path]:
    return list((showup.folder / "state" / "showup" / "secrets").glob("*"))


def test_an_account_is_found_read_and_its_table_shown(showup: Showup, before: Front) -> None:
    with_interview(before, title=(title := f"Job search {next(_numbers)}"))
    done = connect(showup, "caldav", url(before), "--user", USER)
    assert done.returncode == 0, done.stderr
    assert f"Read: {title} (" in done.stdout
    assert '[[source]]\nkind = "caldav"\nname = "127.0.0.1"\n' in done.stdout
    assert "--write" in done.stdout
    assert PASSWORD not in done.stdout + done.stderr
    assert not showup.config.exists()


def test_what_was_written_is_read_by_the_next_command(showup: Showup, before: Front) -> None:
    path = with_interview(before)
    showup.config.write_text('# mine\n[profile]\nname = "Alice"')
    done = connect(showup, "caldav", url(before, path), "--user", USER, "--name", "work", "--write")
    assert done.returncode == 0, done.stderr
    assert "work: 1 event, 1 interview in the next 30 days." in done.stdout
    assert showup.config.read_text().startswith('# mine\n[profile]\nname = "Alice"\n\n[[source]]\n')
    found = showup("interviews", "--json", DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere")
    assert "Interview with Marlow" in found.stdout
    assert len(secrets(showup)) == 1
    assert PASSWORD not in showup.config.read_text()


def test_the_user_is_asked_for_when_it_is_left_out(showup: Showup, before: Front) -> None:
    done = connect(showup, "caldav", url(before, with_interview(before)), typed=f"{USER}\n{PASSWORD}")
    assert done.returncode == 0, done.stderr
    assert f'user = "{USER}"' in done.stdout


def test_a_program_gets_json(showup: Showup, before: Front) -> None:
    path = with_interview(before)
    done = connect(showup, "caldav", url(before, path), "--user", USER, "--json")
    said: dict[str, Any] = json.loads(done.stdout)
    [source] = said["sources"]
    assert (source["interviews"], source["failure"], said["written"]) == (1, None, None)
    assert source["settings"] == {"url": url(before, path), "user": USER}


def test_a_wrong_password_is_not_kept(showup: Showup, before: Front) -> None:
    done = connect(showup, "caldav", url(before), "--user", USER, "--write", typed="wrong")
    assert (done.returncode, done.stdout, secrets(showup)) == (4, "", [])
    assert "does not take the user name or the password" in done.stderr
    assert not showup.config.exists()


def test_only_the_named_calendars_are_offered(showup: Showup, before: Front) -> None:
    with_interview(before, title=(title := f"Job search {next(_numbers)}"))
    done = connect(showup, "caldav", url(before), "--user", USER, "--calendar", title)
    assert f'calendars = ["{title}"]' in done.stdout
    said = [line.split(" (")[0] for line in done.stdout.splitlines() if " (" in line]
    assert f"Read: {title}" in said
    assert sum(line.startswith("Read:") for line in said) == 1
    assert all(line.startswith(("Read:", "Left out:")) for line in said)
    missing = connect(showup, "caldav", url(before), "--user", USER, "--calendar", "Nonsense")
    assert (missing.returncode, title in missing.stderr) == (2, True)


def test_no_password_at_all_is_a_sentence(showup: Showup, before: Front) -> None:
    done = connect(showup, "caldav", url(before), "--user", USER, typed="")
    assert (done.returncode, done.stderr.count("\n")) == (
        2,
        2,
    )  # the warning that it is not encrypted, and the sentence
    assert "standard input" in done.stderr


@pytest.mark.parametrize("status", [405, 501])
def test_a_server_that_is_none_for_calendars_is_told_with_what_an_address_looks_like(
    showup: Showup, status: int
) -> None:
    with saying(lambda _: Answer(status, b"<html/>")) as there:
        done = connect(showup, "caldav", there.url, "--user", USER)
    assert done.returncode == 4
    assert f"answered {status}: this is no CalDAV address. One looks like https://" in done.stderr


def test_a_server_without_encryption_is_not_blamed_for_its_certificate(showup: Showup) -> None:
    with saying(lambda _: Answer(404)) as there:
        done = connect(showup, "caldav", there.url.replace("http:", "https:"), "--user", USER)
        assert there.signed == []
    assert (done.returncode, "speaks no TLS" in done.stderr) == (4, True)


def test_of_a_web_page_the_calendars_at_its_servers_root_are_found(showup: Showup) -> None:
    """The address in a browser is taken for that of the calendar."""

    def answer(asked: Asked) -> Answer | bytes:
        if asked.path.startswith("/apps/"):
            return Answer(405, b"<html/>")
        kind = "<resourcetype><C:calendar/></resourcetype><displayname>Work</displayname>"
        return multistatus(f"<href>/</href><propstat><prop>{kind}</prop><status>HTTP/1.1 200 OK</status></propstat>")

    with saying(answer) as there:
        page = there.url.replace("/dav/", "/apps/calendar/month")
        done = connect(showup, "caldav", page, "--user", USER)
    assert "Read: Work" in done.stdout, done.stderr
    assert f'url = "{there.url.removesuffix("dav/")}"' in done.stdout


def test_the_service_watches_an_interview_on_a_server_and_goes_on_when_it_is_down(
    showup: Showup, before: Front
) -> None:
    done = connect(showup, "caldav", url(before, with_interview(before)), "--user", USER, "--name", "work", "--write")
    assert done.returncode == 0, done.stderr
    showup.calendar.write_text(calendar([]))
    showup.start()
    assert showup.phase("Marlow") == "expected"
    kept = list((showup.folder / "cache" / "showup").rglob("caldav-*.json"))
    assert kept
    assert {file.stat().st_mode & 0o777 for file in kept} == {0o600}
    before.fault = (503, "text/plain", "later")
    [work] = [source for source in showup.json("sync", expect=4) if source["name"] == "work"]
    assert "fault of its own" in work["why"]
    assert showup.phase("Marlow") == "expected"
