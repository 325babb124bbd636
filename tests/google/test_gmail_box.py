"""The draft box `gmail` as the service has it: its child, its permission, and how that is asked for."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.google.gmail import COMPOSE, gmail_running
from tests.google.letters import LETTER, ME, kept_grant
from tests.google.server import Fault
from tests.google.test_connect import Browser, file_of

from showup import plugins
from showup.connect import BoxOffer
from showup.errors import ConfigError, DraftBoxError
from showup_integrations import secrets
from showup_integrations.eml.message import as_bytes
from showup_integrations.google import grant as grants
from showup_integrations.google.connecting import GoogleConnector
from showup_integrations.google.gmail import CHILD, GmailDraftBox, request_of
from showup_integrations.google.mailbox import Mailbox


@pytest.fixture
def gmail():
    with gmail_running() as gmail:
        yield gmail
    assert gmail.wrong == []


@pytest.fixture
def box(gmail):
    secrets.put("google-drafts", "ann", kept_grant(gmail))
    return GmailDraftBox({"account": "ann", "endpoint": gmail.address, "path": "unused"})


def test_a_draft_is_put_and_withdrawn_by_the_child(gmail, box):
    where = box.put("a1", LETTER, ME)
    ((draft, (_, data)),) = gmail.drafts.items()
    assert draft in where
    assert data == as_bytes(LETTER, ME)
    box.withdraw("a1")
    assert gmail.drafts == {}


def test_a_child_that_is_killed_once_gmail_has_created_it_leaves_one_draft(gmail, box):
    child = subprocess.Popen(CHILD, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    gmail.after["create"] = child.kill
    child.communicate(request_of(Mailbox("ann", gmail.address), "a1", as_bytes(LETTER, ME)), timeout=60)
    assert child.returncode < 0
    assert len(gmail.drafts) == 1
    box.put("a1", LETTER, ME)
    assert len(gmail.drafts) == 1
    assert gmail.methods().count("create") == 1


def test_a_broken_place_is_a_draft_box_error_that_says_what_to_do(gmail, box):
    gmail.always = Fault(status=403, reason="accessNotConfigured")
    with pytest.raises(DraftBoxError, match=r"choose Enable.*another one in the settings"):
        box.put("a1", LETTER, ME)


def test_the_permission_for_calendars_is_not_taken_for_drafts(gmail):
    secrets.put("google", "ann", kept_grant(gmail))
    with pytest.raises(DraftBoxError, match="showup connect google --drafts --account ann"):
        GmailDraftBox({"account": "ann", "endpoint": gmail.address}).put("a1", LETTER, ME)
    assert gmail.scopes_asked == []


@pytest.mark.parametrize("settings", [{}, {"account": ""}, {"account": "ann", "endpoint": "http://gmail.example/"}])
def test_settings_it_cannot_use_are_refused(settings):
    with pytest.raises(ConfigError):
        GmailDraftBox(settings)


def test_the_service_does_not_load_googles_library():
    code = """
import sys
from showup import plugins
box = plugins.load_one(plugins.DRAFT_BOXES, "gmail", "showup_integrations.google.gmail:GmailDraftBox")
assert box.factory is not None, box.trouble
box.factory({"account": "ann"})
print([name for name in sys.modules if name.startswith(("google.", "googleapiclient", "httplib2", "requests", "oauthlib"))])
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert said.stdout.strip() == "[]"


def test_it_is_registered():
    assert plugins.DRAFT_BOXES == "showup.draft_box"
    import tomllib
    from pathlib import Path

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["showup.draft_box"]["gmail"] == f"{GmailDraftBox.__module__}:GmailDraftBox"


# ------------------------------------------------------------- the permission


def connected(gmail, tmp_path, *words):
    (tmp_path / "client.json").write_bytes(file_of(gmail))
    person, connector, parser = Browser(), GoogleConnector({}), ArgumentParser()
    connector.arguments(parser)
    asked = ["--endpoint", gmail.address, "--client", str(tmp_path / "client.json"), *words]
    try:
        return connector.connect(parser.parse_args(asked), person), person
    finally:
        if person.thread:
            person.thread.join()


def test_the_permission_is_asked_for_alone_and_kept_beside_that_for_calendars(gmail, tmp_path, monkeypatch):
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    secrets.put("google", "ann@example.org", before := kept_grant(gmail))
    gmail.wanted = COMPOSE
    offer, person = connected(gmail, tmp_path, "--drafts")
    assert offer == BoxOffer("gmail", {"account": "ann@example.org", "endpoint": gmail.address})
    assert dict(parse_qsl(urlsplit(person.address).query))["scope"] == COMPOSE
    assert any("send emails" in said and "never sends" in said for said in person.said)
    assert secrets.get("google", "ann@example.org") == before
    assert grants.granted("ann@example.org", grants.DRAFTS) is not None
    GmailDraftBox(offer.settings).put("a1", LETTER, ME)
    assert len(gmail.drafts) == 1
