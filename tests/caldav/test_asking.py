"""What is asked of a real server, and how little when little has changed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from hashlib import md5
from itertools import count
from pathlib import Path
from urllib.parse import quote
from urllib.request import parse_http_list, parse_keqv_list

import pytest
from tests.caldav.saying import Answer, Asked, multistatus, saying
from tests.caldav.servers import PASSWORD, USER, Front, Server, front
from tests.contract.sources import START, WINDOW, Entry, calendar
from tests.readings import reading_of

from showup.errors import ConfigError, SourceError
from showup.model import Profile
from showup.ports import Reading, Unchanged, Wanted
from showup_integrations import secrets
from showup_integrations.caldav import CalDavSource
from showup_integrations.caldav.account import may_lead
from showup_integrations.caldav.members import _uids

_numbers = count()


@pytest.fixture(params=["radicale", "xandikos"])
def before(request: pytest.FixtureRequest) -> Iterator[Front]:
    server: Server = request.getfixturevalue(request.param)
    with front(server) as stands:
        yield stands


@pytest.fixture
def keep(tmp_path: Path) -> Path:
    return tmp_path / "keep"


def made(before: Front, *entries: Entry, title: str = "", kinds: str = "VEVENT") -> str:
    path = before.server.make(f"a{next(_numbers)}", title, kinds)
    for entry in entries:
        before.server.put(f"{path}{entry.uid}.ics", calendar([entry]))
    return path


def at(before: Front, path: str = "/", password: str = PASSWORD) -> str:
    return f"http://{USER}:{quote(password)}@127.0.0.1:{before.port}{path}"


def read(url: str, keep: Path | None = None, **settings: object) -> Reading:
    return reading_of(CalDavSource({"url": url, **settings}), WINDOW, Profile(), keep=keep)


def uids(reading: Reading) -> set[str]:
    return {found.uid for found in reading.occurrences}


# ------------------------------------------------------------------- little


def test_an_unchanged_calendar_costs_one_question(before: Front, keep: Path) -> None:
    url = at(before, made(before, Entry("1"), Entry("2")))
    first = read(url, keep)
    before.asked.clear()
    again = CalDavSource({"url": url}).read(Wanted("work", WINDOW, Profile(), known=first.mark, keep=keep))
    assert again == Unchanged()
    methods = [method for method, _ in before.asked]
    assert set(methods) == {"PROPFIND"}
    assert len(methods) <= 2  # the first one is asked who it is


def test_whether_a_calendar_has_changed_is_not_asked_of_each_of_its_events(before: Front, keep: Path) -> None:
    url = at(before, made(before, *(Entry(f"{number}", START + timedelta(hours=number)) for number in range(30))))
    first = read(url, keep)
    before.sent = 0
    assert (
        CalDavSource({"url": url}).read(Wanted("work", WINDOW, Profile(), known=first.mark, keep=keep)) == Unchanged()
    )
    assert before.sent < 4000


def test_a_user_name_with_a_space_is_quoted_in_the_command_that_mends_it(own_places: Path) -> None:
    with pytest.raises(SourceError, match="--user 'ann smith'"):
        read("https://x.example/", user="ann smith")


def test_of_a_changed_calendar_only_what_changed_is_fetched(before: Front, keep: Path) -> None:
    path = made(before, *(Entry(f"{number}", START + timedelta(hours=number)) for number in range(6)))
    read(at(before, path), keep)
    before.server.put(f"{path}3.ics", calendar([Entry("3", title="Moved", sequence=1)]))
    before.bodies.clear()
    reading = read(at(before, path), keep)
    fetched = [body for body in before.bodies if b"calendar-multiget" in body]
    assert [body.count(b"<href>") for body in fetched] == [1]
    assert {found.uid: found.title for found in reading.occurrences}["3"] == "Moved"


def test_a_token_that_is_refused_costs_the_list_and_no_body(before: Front, keep: Path) -> None:
    path = made(before, Entry("1"), Entry("2"))
    read(at(before, path), keep)
    before.server.put(f"{path}3.ics", calendar([Entry("3")]))
    before.bad_token = True
    before.bodies.clear()
    before.statuses.clear()
    assert uids(read(at(before, path), keep)) == {"1", "2", "3"}
    assert set(before.statuses) & {403, 412}
    assert [body.count(b"<href>") for body in before.bodies if b"calendar-multiget" in body] == [1]


def test_a_large_calendar_is_fetched_in_batches(before: Front) -> None:
    path = made(before, *(Entry(f"{number}", START + timedelta(minutes=number)) for number in range(120)))
    assert len(read(at(before, path)).occurrences) == 120
    assert [body.count(b"<href>") for body in before.bodies if b"calendar-multiget" in body] == [50, 50, 20]


def test_a_whole_account_that_is_unchanged_costs_one_question_for_each_place_of_calendars(
    before: Front, keep: Path
) -> None:
    made(before, Entry("1"))
    made(before, Entry("2"))
    read(at(before), keep)
    before.asked.clear()
    read(at(before), keep)
    assert {method for method, _ in before.asked} == {"PROPFIND"}
    assert len(before.asked) <= 2


# ------------------------------------------------------------------- finding


def test_from_the_address_of_the_server_alone_all_calendars_are_found(before: Front) -> None:
    made(before, Entry(one := f"one{next(_numbers)}"), title="Work")
    made(before, Entry(two := f"two{next(_numbers)}"), title="Private")
    assert uids(read(at(before))) >= {one, two}


@pytest.mark.parametrize("place", ["principal", "home"])
def test_from_the_address_of_the_account_all_calendars_are_found(before: Front, place: str) -> None:
    made(before, Entry(one := f"one{next(_numbers)}"))
    path = f"/{USER}/" if place == "principal" else before.server.home
    assert one in uids(read(at(before, path)))


def test_only_the_calendars_that_are_named_are_read(before: Front) -> None:
    tag = next(_numbers)
    made(before, Entry("in"), title=f"Work {tag}")
    other = made(before, Entry("by its address"), title=f"Other {tag}")
    made(before, Entry("out"), title=f"Private {tag}")
    segment = other.rstrip("/").rpartition("/")[2]
    assert uids(read(at(before), calendars=[f"Work {tag}", segment])) == {"in", "by its address"}
    assert uids(read(at(before), calendars=f"Work {tag}, {segment}")) == {"in", "by its address"}


def test_a_named_calendar_that_is_gone_is_told_and_the_others_are_read(before: Front) -> None:
    tag = next(_numbers)
    made(before, Entry("1"), title=f"Work {tag}")
    reading = read(at(before), calendars=[f"Work {tag}", "Gone"])
    assert (uids(reading), reading.partial) == ({"1"}, True)
    assert [(trouble.where, trouble.whole) for trouble in reading.troubles] == [("Gone", True)]


def test_when_no_named_calendar_is_there_the_message_names_those_that_are(before: Front) -> None:
    made(before, Entry("1"), title="Named one")
    with pytest.raises(SourceError, match=r"Gone.*Named one"):
        read(at(before), calendars=["Gone"])


def test_a_list_of_tasks_is_no_calendar(before: Front) -> None:
    path = made(before, title="Tasks", kinds="VTODO")
    with pytest.raises(SourceError, match="no calendar"):
        read(at(before, path))


# ------------------------------------------------------------------ signing in


def test_a_wrong_password_says_which_command_mends_it(before: Front) -> None:
    with pytest.raises(SourceError, match=rf"showup connect caldav \S+ --user {USER}"):
        read(at(before, made(before), password="wrong"))


def test_a_password_that_is_nowhere_says_which_command_mends_it(before: Front, own_places: Path) -> None:
    with pytest.raises(SourceError, match=rf"No password of {USER} at .*showup connect caldav"):
        read(f"{before.url}", user=USER)
    assert before.asked == []


def test_a_password_among_the_secrets_is_used(before: Front, own_places: Path) -> None:
    path = made(before, Entry("1"))
    secrets.put(f"127.0.0.1:{before.port}", USER, PASSWORD)
    assert uids(read(f"{before.url}{path[1:]}", user=USER)) == {"1"}


def test_a_netrc_of_somebody_else_does_not_sign_in(before: Front, own_places: Path) -> None:
    (own_places / ".netrc").write_text(f"machine 127.0.0.1 login {USER} password {PASSWORD}\n")
    with pytest.raises(SourceError, match="401"):
        read(f"{before.url}{made(before)[1:]}")


@pytest.fixture
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and places of its own, and no keyring: what is kept is kept in files."""
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    monkeypatch.delenv("NETRC", raising=False)
    return tmp_path


# -------------------------------------------------------------------- settings


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"url": ""},
        {"url": 5},
        {"url": "https://x.example/", "calendars": 5},
        {"url": "https://x.example/", "pass": "x"},
    ],
)
def test_settings_that_cannot_be_used_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ConfigError):
        CalDavSource(settings)


@pytest.mark.parametrize(
    ("base", "target", "may"),
    [
        ("https://caldav.icloud.com/", "https://p42-caldav.icloud.com/1/calendars/", True),
        ("https://caldav.icloud.com/", "http://p42-caldav.icloud.com/", False),
        ("https://caldav.icloud.com/", "https://icloud.com.evil.example/", False),
        ("https://a.example.co.uk/", "https://b.example.co.uk/", True),
        ("https://a.example.co.uk/", "https://evil.co.uk/", False),
        ("https://one.github.io/", "https://one.github.io/x", True),
        ("http://cloud.example/", "https://cloud.example/dav", True),
        ("http://cloud.example/", "https://other.example/dav", False),
        ("http://cloud.example/", "http://cloud.example:81/", False),
        ("https://10.0.0.1/", "https://11.0.0.1/", False),
        ("https://cloud.example/", "file:///etc/passwd", False),
        ("https://cloud.example/", "https:///x", False),
    ],
)
def test_the_password_stays_with_its_provider(base: str, target: str, may: bool) -> None:
    assert may_lead(base, target) is may


def test_a_server_that_wants_a_digest_gets_one_and_not_the_password() -> None:
    """Baikal does, unless it is told otherwise (RFC 7616)."""

    def answer(asked: Asked) -> Answer | bytes:
        if not asked.headers.get("Authorization", "").startswith("Digest"):
            return Answer(401, b"", {"WWW-Authenticate": 'Digest realm="Baikal", nonce="n", qop="auth", algorithm=MD5'})
        kind = "<resourcetype><C:calendar/></resourcetype><displayname>Work</displayname>"
        return multistatus(
            f"<href>/dav/</href><propstat><prop>{kind}</prop><status>HTTP/1.1 200 OK</status></propstat>"
        )

    with saying(answer) as there:
        read(there.url.replace("://", "://alice:secret@"))
        signed = parse_keqv_list(parse_http_list(there.signed[-1].removeprefix("Digest ")))
    secret = md5(b"alice:Baikal:secret").hexdigest()
    question = md5(b"PROPFIND:/dav/").hexdigest()
    wanted = md5(f"{secret}:n:{signed['nc']}:{signed['cnonce']}:auth:{question}".encode()).hexdigest()
    assert signed["response"] == wanted


def test_the_library_is_only_imported_where_a_calendar_is_read() -> None:
    """The resident service loads every source to see that it can run."""
    code = (
        "import sys, showup_integrations.caldav as c, showup_integrations.caldav.connecting as d\n"
        "c.CalDavSource.validate_environment(); c.CalDavSource({'url': 'https://x.example/'}); d.CalDavConnector({})\n"
        "print(sorted({'caldav', 'lxml', 'niquests', 'keyring', 'icalendar'} & {name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_what_was_deleted_on_the_server_is_named_so_that_its_absence_is_no_accident(before: Front, keep: Path) -> None:
    path = made(before, Entry("1"))
    read(at(before, path), keep)
    before.server.delete(f"{path}1.ics")
    for _ in range(2):
        reading = read(at(before, path), keep)
        assert (uids(reading), reading.events, reading.deleted) == (set(), 0, ("1",))


def test_what_is_missing_from_a_list_without_changes_is_not_named_as_deleted(before: Front, keep: Path) -> None:
    path = made(before, Entry("1"), Entry("2"))
    read(at(before, path), keep)
    before.server.delete(f"{path}1.ics")
    before.bad_token = True
    reading = read(at(before, path), keep)
    assert (uids(reading), reading.deleted) == ({"2"}, ())


def test_a_deleted_event_is_named_as_a_parser_would_name_it() -> None:
    text = "BEGIN:VEVENT\r\nUID:a\\, b-long\r\n er\r\nSUMMARY:UID:no\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nuid;X=1:c\r\n"
    assert _uids(text) == ("a, b-longer", "c")
