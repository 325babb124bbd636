"""`showup connect google`: the client file, the question in the browser, the answer, what is kept and offered."""

import json
import os
import socket
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import TextIO
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

import pytest
from tests.google.calendars import Calendar
from tests.google.server import SCOPE, Fault

from showup.errors import SourceError, UsageError
from showup_integrations.google import grant as grants
from showup_integrations.google.consent import allow, calendars_of
from showup_integrations.google.patience import Patience

_SOON = Patience(timedelta(seconds=10))


@pytest.fixture(autouse=True)
def _loopback_without_tls(monkeypatch):
    """The server of these tests speaks HTTP; Google's, of course, does not."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


def file_of(google, kind="installed", **more):
    return json.dumps(
        {kind: google.client | {"project_id": "p", "redirect_uris": ["http://localhost"]} | more}
    ).encode()


class Browser:
    """A person with a browser. `typed` is what they paste."""

    def __init__(self, typed: TextIO | None = None) -> None:
        self.typed = typed
        self.said: list[str] = []
        self.pages: list[tuple[str, str]] = []
        self.address = ""
        self.thread: threading.Thread | None = None

    def redirect(self):
        """Where Google will send the browser."""
        return dict(parse_qsl(urlsplit(self.address).query))["redirect_uri"]

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, question: str, option: str) -> str:
        raise AssertionError(question)

    def secret(self, question: str, option: str) -> str:
        raise AssertionError(question)

    def browse(self, address: str) -> None:
        self.address = address
        self.thread = threading.Thread(target=self._visit)
        self.thread.start()

    def _visit(self):
        with urlopen(self.address) as answer:
            self.pages.append((answer.url, answer.read().decode()))


class Elsewhere(Browser):
    """Their browser runs on another machine: nothing reaches this one's loopback, and the address is pasted."""

    def __init__(self, before=""):
        number, self._write = os.pipe()
        super().__init__(os.fdopen(number))
        self._before = before

    def browse(self, address):
        class NoRedirect(HTTPRedirectHandler):
            def redirect_request(self, *args):
                return None

        try:
            build_opener(NoRedirect).open(Request(address))
        except HTTPError as answer:
            os.write(self._write, f"{self._before}{answer.headers['Location']}\n".encode())
            answer.close()
        os.close(self._write)


def allowed(google, talk):
    client = grants.client_of(file_of(google))
    try:
        return allow(client, "ann@example.org", talk, _SOON)
    finally:
        if talk.thread:
            talk.thread.join()
        if talk.typed:
            talk.typed.close()


# ------------------------------------------------------------- the question


def test_the_permission_is_given_in_the_browser_and_can_be_used(google):
    talk = Browser()
    grant = allowed(google, talk)
    assert grant.refresh_token in google.refresh_tokens
    assert [shown.id for shown in calendars_of(grant, "ann", google.address)] == ["ann@example.org"]


def test_the_question_carries_a_challenge_and_the_answer_its_verifier(google):
    """The server refuses a code without the verifier of its challenge, so who steals it can do nothing with it."""
    google.codes["stolen"] = {"code_challenge": "somebody-elses", "redirect_uri": "http://127.0.0.1:1/"}
    form = {"grant_type": "authorization_code", "code": "stolen", "redirect_uri": "http://127.0.0.1:1/"}
    assert (
        google.token({"client_id": "client-1", "client_secret": "secret-1", "code_verifier": "guess"} | form)[0] == 400
    )
    talk = Browser()
    allowed(google, talk)
    assert "code_challenge_method=S256" in talk.address


def test_the_page_says_in_plain_words_that_the_tab_can_be_closed(google):
    talk = Browser()
    allowed(google, talk)
    ((address, page),) = talk.pages
    assert urlsplit(address).hostname == "127.0.0.1"
    assert "You can close this tab" in page
    assert "reached showup" in page


def test_nothing_listens_afterwards(google):
    talk = Browser()
    allowed(google, talk)
    port = urlsplit(talk.pages[0][0]).port
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_the_address_is_printed_for_who_has_no_browser_here(google):
    talk = Browser()
    allowed(google, talk)
    assert talk.address in "\n".join(talk.said)


def test_the_answer_can_be_pasted(google):
    assert allowed(google, Elsewhere()).refresh_token in google.refresh_tokens


def test_a_wrong_line_is_told_and_the_right_one_is_taken_after_it(google):
    talk = Elsewhere("hello\nhttp://127.0.0.1/?state=wrong&code=x\n")
    assert allowed(google, talk).refresh_token
    assert "\n".join(talk.said).count("not the address") == 2


def test_an_answer_to_another_question_is_not_believed(google):
    """A page that the person happens to visit cannot slip its own permission under this one."""

    class Attacked(Browser):
        def _visit(self):
            for query in ("", "?code=evil", "?code=evil&state=", "?state=x&code=evil"):
                try:
                    urlopen(f"{self.redirect()}{query}").close()
                except HTTPError as error:
                    self.pages.append((str(error.code), error.read().decode()))
            super()._visit()

    talk = Attacked()
    assert allowed(google, talk).refresh_token in google.refresh_tokens
    assert [code for code, _ in talk.pages[:4]] == ["404"] * 4
    assert "not the answer" in talk.pages[0][1]


def test_a_browser_that_connects_and_says_nothing_is_no_hindrance(google):
    class Speculative(Browser):
        def _visit(self):
            port = urlsplit(self.redirect()).port
            with socket.create_connection(("127.0.0.1", port)):
                super()._visit()

    assert allowed(google, Speculative()).refresh_token in google.refresh_tokens


def test_no_answer_ends_the_wait(google):
    class Asleep(Browser):
        def browse(self, address):
            pass

    client = grants.client_of(file_of(google))
    with pytest.raises(SourceError, match="Run the same command again"):
        allow(client, None, Asleep(), Patience(timedelta(seconds=0.3)))


def test_a_person_who_cannot_type_can_still_use_the_browser(google):
    with Path(os.devnull).open() as nothing:
        assert allowed(google, Browser(nothing)).refresh_token in google.refresh_tokens


# ------------------------------------------------------------ what goes wrong


def test_saying_no_is_understood_and_the_trap_of_testing_is_named(google):
    google.login_page = "deny"
    with pytest.raises(UsageError, match=r"Publish the app"):
        allowed(google, Browser())


def test_a_box_that_was_not_ticked_is_told(google):
    google.scope = "https://www.googleapis.com/auth/calendar.calendarlist.readonly"
    with pytest.raises(UsageError, match="tick every box"):
        allowed(google, Browser())
    google.scope = SCOPE


def test_a_client_that_google_does_not_know_is_told(google):
    google.token_error = (401, {"error": "invalid_client", "error_description": "The OAuth client was not found."})
    with pytest.raises(SourceError, match="client was not found"):
        allowed(google, Browser())


def test_a_permission_that_does_not_last_is_told(google):
    google.token_error = (200, {"access_token": "a", "token_type": "Bearer", "expires_in": 10, "scope": SCOPE})
    with pytest.raises(SourceError, match="no lasting permission"):
        allowed(google, Browser())


def test_a_page_to_log_in_on_in_place_of_the_token_server_is_told(google):
    google.token_error = (200, {})
    with pytest.raises(SourceError, match="Run it again"):
        allowed(google, Browser())


def test_an_api_that_is_not_switched_on_is_told_at_once(google):
    grant = allowed(google, Browser())
    google.always = Fault(status=403, reason="accessNotConfigured")
    with pytest.raises(SourceError, match="choose Enable"):
        calendars_of(grant, "ann", google.address)


# ----------------------------------------------------------- the client file


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe{", "not JSON"),
        (b"[]", "none of Google's"),
        (b"{}", "not that of a desktop app"),
        (b'{"installed": {}}', "not that of a desktop app"),
        (b'{"installed": []}', "not that of a desktop app"),
        (b'{"type": "service_account", "private_key": "x"}', "service account"),
        (b'{"type": "authorized_user"}', "not that of a desktop app"),
    ],
)
def test_a_file_that_is_no_desktop_client_says_what_it_is_and_where_to_get_one(said, words):
    with pytest.raises(UsageError, match=words) as caught:
        grants.client_of(said)
    assert "Desktop app" in str(caught.value)


def test_a_web_client_is_refused_with_the_reason(google):
    with pytest.raises(UsageError, match="Web application"):
        grants.client_of(file_of(google, "web"))


def test_a_client_that_leads_to_an_unencrypted_page_is_refused_and_no_traceback(google, monkeypatch):
    """Google's libraries refuse it too, at a place where nobody expects it."""
    monkeypatch.delenv("OAUTHLIB_INSECURE_TRANSPORT")
    client = grants.client_of(file_of(google, auth_uri="http://127.0.0.1/auth"))
    with pytest.raises(UsageError, match="not encrypted"):
        allow(client, None, Browser(), _SOON)


def test_a_client_whose_token_server_is_unencrypted_is_refused(google):
    with pytest.raises(UsageError, match="not encrypted"):
        grants.client_of(file_of(google, token_uri="http://oauth2.example/token"))


def test_the_permission_is_kept_for_its_account_and_nobody_else_can_read_it(google, tmp_path):
    grant = grants.Grant(grants.client_of(file_of(google)), "refresh-1")
    grants.keep("bo@example.org", grant)
    assert grants.granted("bo@example.org") == grant
    assert grants.granted("somebody") is None
    files = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
    assert files
    assert {oct(path.stat().st_mode & 0o777) for path in files} == {"0o600"}


# -------------------------------------------------------------- the calendars


def test_the_calendars_are_listed_and_those_that_could_hold_an_interview_are_chosen(google):
    google.calendars |= {
        "team@group.calendar.google.com": Calendar("reader", summary="Team"),
        "hidden@group.calendar.google.com": Calendar("reader", summary="Hidden", selected=False),
        "busy@example.org": Calendar("freeBusyReader", summary="Bo"),
        "de.german#holiday@group.v.calendar.google.com": Calendar("reader", summary="Feiertage"),
    }
    google.page = 2
    shown = calendars_of(allowed(google, Browser()), "ann", google.address)
    assert {one.id: one.watched for one in shown} == {
        "ann@example.org": True,
        "team@group.calendar.google.com": True,
        "hidden@group.calendar.google.com": False,
        "busy@example.org": False,
        "de.german#holiday@group.v.calendar.google.com": False,
    }


def test_the_heavy_library_is_not_imported_with_the_integration():
    """The resident service asks an integration whether it can run here."""
    code = (
        "import sys; from showup_integrations.google import GoogleSource; GoogleSource.validate_environment();"
        "GoogleSource({'account': 'a'});"
        "from showup_integrations.google.connecting import GoogleConnector; GoogleConnector({});"
        "sys.exit(str([m for m in sys.modules if m.split('.')[0] in {'googleapiclient', 'httplib2', 'requests', 'keyring'}]"
        " or '') or 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
