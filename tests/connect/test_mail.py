"""`showup connect mail`: an account that works is named by the configuration, without its password."""

from __future__ import annotations

from argparse import Namespace

import pytest
from tests.imap.dovecot import PASSWORD, Dovecot

from showup.config import load
from showup.errors import DraftBoxError
from showup_integrations import secrets
from showup_integrations.imap.account import account_of
from showup_integrations.imap.connecting import MailConnector


class Typing:
    """A person who types that password."""

    typed = None

    def __init__(self, password):
        self.password, self.said = password, []

    def say(self, text):
        self.said.append(text)

    def browse(self, address):
        raise AssertionError(address)

    def ask(self, question, option):
        raise AssertionError(question)

    def secret(self, question, option):
        return self.password


def test_the_password_is_kept_once_the_server_has_taken_it(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    server = Dovecot({"Brouillons": r"\Drafts"})
    asked = Namespace(host=f"127.0.0.1:{server.port}", user="ann", mailbox=None, plain=True)
    try:
        with pytest.raises(DraftBoxError, match="did not take the password"):
            MailConnector({}).connect(asked, Typing("wrong"))
        assert not (tmp_path / "showup" / "secrets").exists()
        person = Typing(PASSWORD)
        offer = MailConnector({}).connect(asked, person)
    finally:
        server.close()
    assert offer.settings == {"host": "127.0.0.1", "user": "ann", "port": server.port, "tls": False}
    assert secrets.get(account_of(offer.settings).service, "ann") == PASSWORD
    assert "Drafts will lie in Brouillons." in person.said
    assert PASSWORD not in " ".join(person.said)


def test_a_table_of_a_box_chooses_it(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text('[recovery.imap]\nhost = "imap.vale.example"\nuser = "robin"\n')
    config = load(file)
    assert config.draft_box == "imap"
    assert config.boxes == {"imap": {"host": "imap.vale.example", "user": "robin"}}
    file.write_text('[recovery]\ndraft_box = "eml"\n' + file.read_text())
    assert load(file).draft_box == "eml"
