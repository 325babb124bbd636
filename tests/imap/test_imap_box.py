"""Drafts in a real mailbox: once, whatever happens in the middle; never over what the person did."""

from __future__ import annotations

import base64
import json
import socket
import ssl
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import trustme
from tests.imap.dovecot import PASSWORD, Dovecot
from tests.imap.mailboxes import Opened

from showup.errors import ConfigError, DraftBoxError
from showup.model import Draft, DraftKind, Profile
from showup_integrations import secrets
from showup_integrations.eml.message import as_bytes
from showup_integrations.imap import ImapDraftBox
from showup_integrations.imap.account import account_of
from showup_integrations.imap.mailbox import drafts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROBIN = Profile("Robin Vale", ("robin@vale.example",))
LETTER = Draft(
    DraftKind.EMAIL, "面接の件: Grüße", "Größe, 申し訳ございません\n\n" + "ü" * 3000, ("dana@marlow.example",)
)
SECOND = replace(LETTER, body="Second.")


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot({"Entwürfe": r"\Drafts", "Drafts": ""})
    yield server
    server.close()


@pytest.fixture
def account(dovecot: Dovecot) -> Iterator[Opened]:
    opened = Opened(dovecot)
    yield opened
    opened.close()


def test_it_lies_in_the_mailbox_that_is_for_drafts_and_is_flagged_as_one(account):
    account.box.put("a1", LETTER, ROBIN)
    ((flags),) = account.raw("FLAGS").values()
    assert rb"\Draft" in flags
    account.client.select_folder("Drafts")
    assert account.client.search() == []


@pytest.mark.parametrize("step", ["before append", "after append", "before remove", "after remove"])
@pytest.mark.parametrize("text", [LETTER, SECOND], ids=["first", "update"])
def test_a_kill_in_the_middle_leaves_one_draft_after_the_next_put(account, step, text):
    if text is SECOND:
        account.box.put("a1", LETTER, ROBIN)
    when, method = step.split()
    killed = _killed(account, text, when, method)
    assert killed == -9 or method == "remove"  # of a first draft nothing is removed
    account.places = dict.fromkeys(account.raw(), "before")
    account.box.put("a1", text, ROBIN)
    (data,) = account.raw().values()
    assert data == as_bytes(text, ROBIN)
    account.box.withdraw("a1")
    assert account.raw() == {}


def _killed(account: Opened, draft: Draft, when: str, method: str) -> int:
    die = "os.kill(os.getpid(), 9)"
    before, after = (die, "") if when == "before" else ("pass", die)
    code = f"""import os, sys
from showup_integrations.imap import child, mailbox
real = mailbox.Mailbox.{method}
def dying(self, given):
    {before}
    real(self, given)
    {after}
mailbox.Mailbox.{method} = dying
sys.exit(child.main())"""
    request = {
        "do": "put", "name": "a1", "message": base64.b64encode(as_bytes(draft, ROBIN)).decode(),
        "account": account_of(account.settings).settings(), "patience_s": 60,
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], input=json.dumps(request).encode(), check=False)
    return done.returncode


def test_a_draft_that_the_person_sent_or_deleted_is_not_put_again(account):
    account.box.put("a1", LETTER, ROBIN)
    account.client.delete_messages(list(account.raw()))
    account.client.expunge()
    account.box.put("a1", LETTER, ROBIN)
    assert account.raw() == {}
    account.box.put("a1", SECOND, ROBIN)
    assert len(account.raw()) == 1


def test_what_else_the_person_keeps_there_is_left_alone(account):
    account.client.append("Entwürfe", b"Subject: mine\r\nX-Unsent: 1\r\n\r\nmy own\r\n")
    account.client.append("Entwürfe", b"Subject: gone\r\n\r\nbut not for good\r\n", flags=(rb"\Deleted",))
    account.places = dict.fromkeys(account.raw(), "mine")
    account.box.put("a1", LETTER, ROBIN)
    account.box.put("a1", SECOND, ROBIN)
    account.box.withdraw("a1")
    account.client.select_folder("Entwürfe")
    assert len(account.client.search()) == 2


def test_a_wrong_password_is_told_with_what_to_do_and_never_shown(account):
    secrets.put(account_of(account.settings).service, account.user, "wrong-and-secret")
    with pytest.raises(DraftBoxError, match=r"showup connect mail 127\.0\.0\.1") as told:
        account.box.put("a1", LETTER, ROBIN)
    assert "wrong-and-secret" not in str(told.value)


def test_without_a_password_it_says_how_to_give_one(dovecot):
    box = ImapDraftBox({"host": "127.0.0.1", "port": dovecot.port, "tls": False, "user": "nobody"}, 60)
    with pytest.raises(DraftBoxError, match="showup connect mail"):
        box.put("a1", LETTER, ROBIN)


def test_a_server_that_hangs_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = {"host": "127.0.0.1", "port": silent.getsockname()[1], "tls": False, "user": "ann"}
        secrets.put(account_of(settings).service, "ann", PASSWORD)
        with pytest.raises(DraftBoxError, match="did not answer"):
            ImapDraftBox(settings, 1.5).put("a1", LETTER, ROBIN)


def test_a_server_that_is_down_is_told():
    settings = {"host": "127.0.0.1", "port": 1, "tls": False, "user": "ann"}
    secrets.put(account_of(settings).service, "ann", PASSWORD)
    with pytest.raises(DraftBoxError, match="no connection to the server"):
        ImapDraftBox(settings, 60).put("a1", LETTER, ROBIN)


def test_without_uidplus_nothing_but_its_own_is_expunged():
    server = Dovecot({"Concepten": r"\Drafts"}, lacks="IMAP4rev1 SASL-IR LITERAL+ SPECIAL-USE")
    account = Opened(server, mailbox="Concepten")
    try:
        account.client.append("Concepten", b"Subject: gone\r\n\r\nbut not for good\r\n", flags=(rb"\Deleted",))
        account.box.put("a1", LETTER, ROBIN)
        account.box.put("a1", SECOND, ROBIN)
        (data,) = account.raw().values()
        assert data == as_bytes(SECOND, ROBIN)
        assert len(account.client.search()) == 3
        account.client.expunge()
        account.box.put("a1", LETTER, ROBIN)
        assert len(account.client.search()) == 1
    finally:
        account.close()
        server.close()


def test_it_trusts_only_a_server_whose_name_is_certified(tmp_path, monkeypatch):
    authority = trustme.CA()
    certificate, key, trusted = tmp_path / "cert", tmp_path / "key", tmp_path / "trusted"
    issued = authority.issue_cert("127.0.0.1")
    issued.cert_chain_pems[0].write_to_path(certificate)
    issued.private_key_pem.write_to_path(key)
    authority.cert_pem.write_to_path(trusted)
    server = Dovecot({"Entwürfe": r"\Drafts"}, cert=(certificate, key))
    settings = {"host": "127.0.0.1", "port": server.port, "user": "ann"}
    secrets.put(account_of(settings).service, "ann", PASSWORD)
    box = ImapDraftBox(settings, 60)
    try:
        with pytest.raises(DraftBoxError, match="no secure connection"):
            box.put("a1", LETTER, ROBIN)
        monkeypatch.setenv(ssl.get_default_verify_paths().openssl_cafile_env, str(trusted))
        assert box.put("a1", LETTER, ROBIN).startswith("Entwürfe at ann")
    finally:
        server.close()


@pytest.mark.parametrize(
    ("folders", "found"),
    [
        ([((b"\\HasNoChildren",), b"/", "Drafts"), ((b"\\drafts",), b"/", "Sketches")], "Sketches"),
        ([((), b"/", "INBOX"), ((), b".", "INBOX.Entwürfe")], "INBOX.Entwürfe"),
        ([((b"\\Noselect",), b"/", "Drafts"), ((), b"/", "下書き")], "下書き"),
        ([((), None, "BROUILLONS")], "BROUILLONS"),
    ],
)
def test_the_mailbox_is_found_by_its_use_and_else_by_its_name(folders, found):
    assert drafts_of(folders) == found


def test_an_account_without_one_says_what_to_do():
    with pytest.raises(DraftBoxError, match="make one, or name one"):
        drafts_of([((), b"/", "INBOX"), ((), b"/", "Draftsmen")])


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({}, "showup connect mail"),
        ({"host": "imap.vale.example", "user": "ann", "tls": False}, "readable on the way"),
        ({"host": "127.0.0.1", "user": "ann", "port": True}, "from 1 to 65535"),
        ({"host": "127.0.0.1", "user": "ann", "tls": "no"}, "true or false"),
        ({"host": "127.0.0.1", "user": "ann", "hots": "x"}, "hots"),
    ],
)
def test_settings_that_it_cannot_use_are_told(settings, why):
    with pytest.raises(ConfigError, match=why):
        ImapDraftBox(settings)
