"""A draft in Gmail: asked for as published, put once however the machine fails, and the person's own as soon as they touch it."""

import email.policy
import time
from dataclasses import replace
from email import message_from_bytes

import pytest
from tests.google.gmail import COMPOSE, gmail_running
from tests.google.letters import LETTER, Account
from tests.google.server import SCOPE, Fault

from showup.errors import DraftBoxError

SECOND = replace(LETTER, body="Dear Dana Fox,\n\nAnother text.")


class KilledError(BaseException):
    """The process ends here: nothing below it is tidied up."""


@pytest.fixture(scope="module")
def server():
    with gmail_running() as gmail:
        yield gmail


@pytest.fixture
def gmail(server):
    """Every request was one that the published description allows, and none of a path that sends."""
    server.drafts.clear()
    server.calls.clear()
    server.faults.clear()
    server.lost.clear()
    server.after.clear()
    server.always, server.rewriting, server.size, server.scope, server.token_error = None, False, 500, COMPOSE, None
    server.refresh_tokens.add("refresh-1")
    yield server
    assert server.wrong == []


@pytest.fixture
def account(gmail, tmp_path):
    return Account(gmail, tmp_path)


def cut_off(account, monkeypatch, *put):
    """A put that ends right after Gmail has done what was asked: before anything could be kept here."""
    from showup_integrations.google.gmail_api import GmailApi

    def cut(method):
        def ended(self, *given):
            method(self, *given)
            raise KilledError

        return ended

    with monkeypatch.context() as patched:
        for name in ("create", "update", "delete"):
            patched.setattr(GmailApi, name, cut(getattr(GmailApi, name)))
        with pytest.raises(KilledError):
            account.put(*put) if len(put) > 1 else account.withdraw(*put)


def texts(gmail):
    return [
        message_from_bytes(data, policy=email.policy.default).get_content().replace("\r\n", "\n").rstrip()
        for _, data in gmail.drafts.values()
    ]


def told(account, draft=LETTER):
    with pytest.raises(DraftBoxError) as caught:
        account.put("a1", draft)
    assert caught.value.__cause__ is None
    return str(caught.value)


# ------------------------------------------------------------------ what is asked


def test_it_is_created_and_then_replaced(gmail, account):
    where = account.put("a1", LETTER)
    assert account.put("a1", SECOND) == where
    assert gmail.methods() == ["list", "create", "get", "update"]
    assert texts(gmail) == [SECOND.body]


def test_the_permission_that_is_used_is_that_for_drafts_alone(gmail, account):
    gmail.scopes_asked.clear()
    account.put("a1", LETTER)
    assert gmail.scopes_asked == [COMPOSE]


def test_the_same_text_again_asks_nothing_but_whether_it_is_there(gmail, account):
    account.put("a1", LETTER)
    gmail.calls.clear()
    account.put("a1", LETTER)
    assert gmail.methods() == ["get"]


# ------------------------------------------------------------- killed in between


@pytest.mark.parametrize("rewriting", [False, True])
@pytest.mark.parametrize("then", [LETTER, SECOND])
def test_a_kill_between_creating_and_keeping_leaves_one_draft(gmail, account, monkeypatch, rewriting, then):
    gmail.rewriting, gmail.size = rewriting, 2
    for number in range(5):
        gmail.own(f"my own {number}")
    cut_off(account, monkeypatch, "a1", LETTER)
    gmail.own("begun meanwhile")
    account.put("a1", then)
    assert sorted(texts(gmail)) == sorted(["Hello"] * 6 + [then.body])


def test_a_kill_before_anything_was_created_loses_nothing(gmail, account):
    gmail.faults.extend([Fault(), Fault(status=400, reason="badRequest")])  # the list is answered, the creation is not
    told(account)
    account.put("a1", LETTER)
    assert texts(gmail) == [LETTER.body]


def test_an_edit_after_such_a_kill_is_kept(gmail, account, monkeypatch):
    cut_off(account, monkeypatch, "a1", LETTER)
    (draft,) = gmail.drafts
    edited = gmail.edit(draft)
    assert draft in account.put("a1", LETTER)
    assert [data for _, data in gmail.drafts.values()] == [edited]
    account.put("a1", SECOND)
    assert gmail.drafts[draft][1] == edited


@pytest.mark.parametrize("then", [LETTER, SECOND])
def test_a_kill_between_replacing_and_keeping_is_not_taken_for_an_edit(gmail, account, monkeypatch, then):
    account.put("a1", LETTER)
    cut_off(account, monkeypatch, "a1", SECOND)
    account.put("a1", then)
    assert texts(gmail) == [then.body]


def test_a_text_that_was_replaced_sent_and_then_put_again_after_a_kill_does_not_come_back(gmail, account, monkeypatch):
    account.put("a1", LETTER)
    cut_off(account, monkeypatch, "a1", SECOND)
    gmail.drafts.clear()
    account.put("a1", SECOND)
    assert gmail.drafts == {}


def test_after_a_kill_while_it_was_withdrawn_it_can_be_put_again(gmail, account, monkeypatch):
    account.put("a1", LETTER)
    cut_off(account, monkeypatch, "a1")
    assert gmail.drafts == {}
    account.put("a1", LETTER)
    assert texts(gmail) == [LETTER.body]


def test_what_a_kill_left_is_withdrawn_too(gmail, account, monkeypatch):
    cut_off(account, monkeypatch, "a1", LETTER)
    gmail.own("mine")
    account.withdraw("a1")
    assert texts(gmail) == ["Hello"]


def test_a_fault_in_which_it_was_created_all_the_same_leaves_one_draft(gmail, account):
    """Gmail creates it, and the connection is lost before it says so."""
    gmail.lost.add("create")
    told(account)
    assert len(gmail.drafts) == 1
    account.put("a1", LETTER)
    assert texts(gmail) == [LETTER.body]


def test_creating_is_not_tried_again_after_a_fault_of_gmails(gmail, account):
    gmail.faults.extend([Fault(), Fault(status=503, reason="backendError")])
    assert "fault of its own" in told(account)
    assert gmail.methods() == ["list"]


# ------------------------------------------------------ what the person has done


@pytest.mark.parametrize("copies", [1, 2])
def test_a_text_that_was_sent_or_deleted_does_not_come_back(gmail, account, copies):
    account.put("a1", LETTER)
    gmail.drafts.clear()
    for _ in range(copies):
        assert "sent or deleted" in account.put("a1", LETTER)
    account.withdraw("a1")
    account.put("a1", LETTER)
    assert gmail.drafts == {}
    assert gmail.methods().count("create") == 1


def test_a_new_text_after_one_that_was_sent_is_a_new_draft(gmail, account):
    account.put("a1", LETTER)
    gmail.drafts.clear()
    account.put("a1", SECOND)
    assert texts(gmail) == [SECOND.body]


# ---------------------------------------------------------------------- refusals


def test_it_waits_as_long_as_google_says(gmail, account):
    gmail.faults.append(Fault(status=429, reason="rateLimitExceeded", headers={"Retry-After": "1"}))
    began = time.monotonic()
    account.put("a1", LETTER)
    assert time.monotonic() - began >= 1
    assert texts(gmail) == [LETTER.body]


def test_a_creation_that_was_refused_for_its_haste_is_tried_again(gmail, account):
    gmail.faults.extend([Fault(), Fault(status=429, reason="rateLimitExceeded")])
    account.put("a1", LETTER)
    assert texts(gmail) == [LETTER.body]


def test_a_wait_beyond_its_time_is_told_at_once(gmail, account):
    gmail.always = Fault(status=429, headers={"Retry-After": "3600"})
    assert "slow down" in told(account)


def test_a_permission_that_was_revoked_names_the_command(gmail, account):
    gmail.revoke()
    assert "showup connect google --drafts --account ann" in told(account)


def test_a_permission_for_calendars_alone_does_not_do(gmail, account):
    gmail.scope = SCOPE
    assert "showup connect google --drafts --account ann" in told(account)


@pytest.mark.parametrize(
    ("fault", "words"),
    [(Fault(status=403, reason="accessNotConfigured"), "Gmail API, and choose Enable"),
     (Fault(status=503, reason="backendError"), "fault of its own"),
     (Fault(body=b"<html>Log in</html>"), "is not Gmail"), (Fault(body=b"[]"), "is not Gmail"),
     (Fault(body=b'{"drafts": [{}]}'), "is not Gmail"), (Fault(status=401, reason="authError"), "--drafts"),
     (Fault(status=403, reason="quotaExceeded"), "quota")],
)  # fmt: skip
def test_what_is_refused_is_told_with_what_mends_it_and_without_a_secret(gmail, account, fault, words):
    gmail.always = fault
    said = told(account)
    assert words in said
    assert not any(secret in said for secret in ("refresh-1", "secret-1", *gmail.access_tokens))
