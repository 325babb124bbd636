"""When Google refuses: what is tried again, what ends the reading, and what mends it."""

import time
from datetime import timedelta

import pytest
from tests.google.calendars import Calendar
from tests.google.entries import START, WINDOW, entry
from tests.google.server import Fault
from tests.readings import reading_of

from showup.errors import ConfigError, SourceError
from showup.model import Profile
from showup_integrations import secrets
from showup_integrations.google import GoogleSource
from showup_integrations.google.patience import Patience

ME = Profile(zone="Europe/Berlin")


def told(source):
    with pytest.raises(SourceError) as caught:
        reading_of(source, WINDOW, ME)
    assert "Traceback" not in str(caught.value)
    assert caught.value.__cause__ is None
    return str(caught.value)


# ---------------------------------------------------------- what is tried again


@pytest.mark.parametrize(
    ("status", "reason"),
    [(403, "rateLimitExceeded"), (403, "userRateLimitExceeded"), (429, "rateLimitExceeded"), (500, "backendError"),
     (503, "backendError")],
)  # fmt: skip
def test_it_is_tried_again_when_google_asks_to_slow_down_or_has_a_fault(google, source, status, reason):
    google.own.hold([entry()])
    google.faults.extend([Fault(status=status, reason=reason)] * 3)
    assert len(reading_of(source(), WINDOW, ME).occurrences) == 1


@pytest.mark.parametrize(("status", "words"), [(429, "slow down"), (503, "fault of its own")])
def test_after_three_more_tries_it_is_left_for_later(google, source, status, words):
    google.always = Fault(status=status, reason="backendError")
    assert words in told(source())


def test_it_waits_as_long_as_google_says(google, source):
    google.own.hold([entry()])
    google.faults.append(Fault(status=429, headers={"Retry-After": "1"}))
    began = time.monotonic()
    assert len(reading_of(source(), WINDOW, ME).occurrences) == 1
    assert time.monotonic() - began >= 1


def test_it_does_not_wait_beyond_the_time_of_a_reading(google, source):
    google.faults.append(Fault(status=429, headers={"Retry-After": "3600"}))
    began = time.monotonic()
    assert "slow down" in told(source())
    assert time.monotonic() - began < 5


def test_what_is_forbidden_is_not_asked_again(google, source):
    google.own.hold([entry()])
    google.faults.append(Fault(status=403, reason="forbidden"))
    told(source())
    assert google.calls == []


def test_a_server_that_is_slow_is_left(google, source):
    google.always = Fault(delay=2)
    patient = Patience(timedelta(seconds=0.5), timedelta(seconds=0.5))
    assert "did not answer in time" in told(source(patience=patient))


def test_a_server_that_drips_is_left_too(google, source):
    """Each byte comes in time; all of them would take half a minute."""
    google.always = Fault(body=b"{" * 300, drip=0.1)
    patient = Patience(timedelta(seconds=0.5), timedelta(seconds=5))
    began = time.monotonic()
    assert "did not answer in time" in told(source(patience=patient))
    assert time.monotonic() - began < 5


def test_a_network_that_is_down_is_told(google, source):
    assert "could not be reached" in told(source(endpoint="http://127.0.0.1:9"))


@pytest.mark.parametrize("more", [b'"items": null', b'"items": 5', b'"nextPageToken": [1]'])
def test_a_page_of_another_form_is_no_calendar(google, source, more, tmp_path):
    google.always = Fault(body=b'{"kind": "calendar#events", %s}' % more)
    assert "no calendar" in told(source())
    with pytest.raises(SourceError, match="no calendar"):
        reading_of(source(), WINDOW, ME, keep=tmp_path)


@pytest.mark.parametrize("body", [b"<html>Log in</html>", b"{}", b"[]", b"", b'{"kind": "hotspot#login"}', b"\xff\xfe"])
def test_a_page_to_log_in_on_is_no_calendar(google, source, body):
    google.always = Fault(body=body)
    assert "log-in page" in told(source())


def test_a_redirect_to_a_page_to_log_in_on_is_not_followed(google, source):
    google.faults.append(Fault(status=302, body=b"", headers={"Location": f"{google.address}/elsewhere"}))
    told(source())
    assert google.wrong == []  # what is asked elsewhere is no request of the API


# ------------------------------------------------------------ the permission


def test_a_permission_that_was_revoked_or_has_expired_names_the_command_and_the_seven_days(google, source):
    google.revoke()
    said = told(source())
    assert "showup connect google --account ann" in said
    assert "7 days" in said
    assert "Publish app" in said


@pytest.mark.parametrize(("account", "words"), [("bo", "bo"), ("my work; rm x", "'my work; rm x'")])
def test_an_account_without_a_permission_names_the_command(google, source, account, words):
    assert f"showup connect google --account {words}" in told(source(account=account))


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"refresh_token": "x"}', '{"refresh_token": 1, "client": {}}'])
def test_a_damaged_permission_is_none(google, source, kept):
    secrets.put("google", "ann", kept)
    assert "showup connect google --account ann" in told(source())


def test_a_permission_never_goes_over_the_net_unencrypted(google, source):
    import json

    client = google.client | {"token_uri": "http://oauth2.example/token"}
    secrets.put("google", "ann", json.dumps({"client": client, "refresh_token": "refresh-1"}))
    assert "showup connect google" in told(source())


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [(401, "invalid_client", "--client FILE.json"), (401, "deleted_client", "--client FILE.json"),
     (400, "admin_policy_enforced", "administrator"), (400, "unheard_of", "showup connect google"),
     (500, "internal_failure", "Check the network")],
)  # fmt: skip
def test_what_the_token_server_refuses_is_told_with_what_mends_it(google, source, status, code, words):
    google.token_error = (status, {"error": code})
    assert words in told(source())


def test_a_permission_for_too_little_names_the_command(google, source):
    google.scope = "https://www.googleapis.com/auth/calendar.calendarlist.readonly"
    assert "showup connect google --account ann" in told(source())


def test_an_api_that_is_not_switched_on_says_where(google, source):
    google.always = Fault(status=403, reason="accessNotConfigured")
    assert "choose Enable" in told(source())


def test_no_message_holds_a_secret(google, source):
    for fault in (Fault(status=401, reason="authError"), Fault(status=500), Fault(body=b"x")):
        google.always = fault
        said = told(source())
        assert not any(word in said for word in ("refresh-1", "secret-1", *google.access_tokens))


# --------------------------------------------------- one calendar of several


def test_a_calendar_that_may_no_longer_be_read_does_not_hide_the_others(google, source, tmp_path):
    google.calendars["team"] = team = Calendar("reader")
    google.own.hold([entry("1")])
    both = source("primary, team")
    reading_of(both, WINDOW, ME, keep=tmp_path)
    team.role = "none"
    google.own.put(entry("2", START + timedelta(days=1)))
    reading = reading_of(both, WINDOW, ME, keep=tmp_path)
    assert {found.uid for found in reading.occurrences} == {"1@google.com", "2@google.com"}
    assert (reading.partial, reading.mark) == (True, None)
    assert [(trouble.where, trouble.whole) for trouble in reading.troubles] == [("team", True)]
    assert "share it again" in reading.troubles[0].why


def test_a_calendar_that_google_does_not_list_does_not_hide_the_others(google, source):
    google.own.hold([entry("1")])
    google.faults.append(Fault(status=400, reason="badRequest"))
    reading = reading_of(source("team, primary"), WINDOW, ME)
    assert ([found.uid for found in reading.occurrences], reading.partial) == (["1@google.com"], True)
    assert [(trouble.where, trouble.whole) for trouble in reading.troubles] == [("team", True)]
    assert "Check its ID" in reading.troubles[0].why


def test_a_calendar_that_comes_back_is_read_with_the_others(google, source, tmp_path):
    google.calendars["team"] = team = Calendar("none")
    both = source("primary, team")
    reading_of(both, WINDOW, ME, keep=tmp_path)
    team.role = "reader"
    team.put(entry("2"))
    reading = reading_of(both, WINDOW, ME, keep=tmp_path)
    assert ([found.uid for found in reading.occurrences], reading.partial) == (["2@google.com"], False)


def test_when_every_calendar_is_lost_the_reading_has_failed(google, source):
    google.own.role = "none"
    assert "share it again" in told(source())


# ----------------------------------------------------------------- settings


@pytest.mark.parametrize(
    "settings",
    [{}, {"account": ""}, {"account": "ann", "calendars": ", ,"}, {"account": "ann", "calender": "x"},
     {"account": "ann", "endpoint": "http://google.example/"}, {"account": "ann", "endpoint": "https://[/"},
     {"account": 1}],
)  # fmt: skip
def test_settings_it_cannot_use_are_refused(settings):
    with pytest.raises(ConfigError):
        GoogleSource(settings)


def test_a_setting_that_is_misspelt_is_corrected():
    with pytest.raises(ConfigError, match="`calendars`"):
        GoogleSource({"account": "ann", "calender": "x"})
