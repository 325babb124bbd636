"""What a sound configuration comes to."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest

from showup.config import Config, load, machine_zone
from showup.ladder import Quiet, default_policy
from showup.model import Details, Helper, Telling


def read(home: Path, text: str) -> Config:
    path = home / "my.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_no_file_in_the_default_place_is_an_empty_configuration(home):
    config = load(None)
    assert (config.path, config.sources, config.channels, config.disabled) == (None, (), {}, frozenset())
    assert config.policy == default_policy()
    assert (config.draft_box, config.drafts_folder) == ("eml", home / "data/showup/drafts")
    assert config.profile.zone == "Asia/Kolkata"
    assert config.follow_zone


def test_a_file_in_the_default_place_is_read(home):
    place = home / "config/showup/config.toml"
    place.parent.mkdir(parents=True)
    place.write_text('[profile]\nname = "Ada"')
    assert load(None).profile.name == "Ada"
    assert load(None).path == place


def test_nothing_is_looked_at_unless_the_person_says_so(home):
    assert load(None).presence == ()
    assert read(home, "[presence]\nmicrophone = true\nlamp = false").presence == ("microphone",)


def test_an_empty_file_is_an_empty_configuration(home):
    assert read(home, "").policy == default_policy()


def test_the_profile_is_read_whole(home):
    profile = read(
        home,
        """
        [profile]
        name = "Ada Example"
        emails = ["ada@example.org", "a.example@mail.example.org"]
        phone = "+49 30 1234"
        zone = "Europe/Berlin"
        language = "de"
        working_hours = ["08:30", "17:00"]
        country = "DE"
        references = ["Grace, +1 555 0100"]
        work_samples = ["https://example.org/work"]
    """,
    ).profile
    assert profile.name == "Ada Example"
    assert profile.emails == ("ada@example.org", "a.example@mail.example.org")
    assert (profile.phone, profile.zone, profile.language, profile.country) == (
        "+49 30 1234",
        "Europe/Berlin",
        "de",
        "DE",
    )
    assert profile.working_hours == ("08:30", "17:00")
    assert profile.references == ("Grace, +1 555 0100",)
    assert profile.work_samples == ("https://example.org/work",)


def test_a_zone_that_was_named_is_not_followed(home):
    assert not read(home, '[profile]\nzone = "Europe/Berlin"').follow_zone


def test_one_email_and_several_come_together_each_once(home):
    text = '[profile]\nemail = "a@example.org"\nemails = ["b@example.org", "a@example.org"]'
    assert read(home, text).profile.emails == ("a@example.org", "b@example.org")


def test_relative_source_paths_count_from_the_file_and_a_tilde_is_home(home):
    config = read(
        home,
        """
        [[source]]
        path = "work/calendar.ics"
        [[source]]
        path = "~/calendars"
        [[source]]
        path = "/srv/all.ics"
    """,
    )
    assert [spec.settings["path"] for spec in config.sources] == [
        str(home / "work/calendar.ics"),
        str(home / "calendars"),
        "/srv/all.ics",
    ]


def test_a_relative_path_of_the_file_itself_still_gives_absolute_sources(home, monkeypatch):
    (home / "my.toml").write_text('[[source]]\npath = "a.ics"')
    monkeypatch.chdir(home)
    assert load(Path("my.toml")).sources[0].settings["path"] == str(home / "a.ics")


def test_a_source_without_a_name_is_called_by_its_file_or_host_and_the_second_gets_a_number(home):
    config = read(
        home,
        """
        source = [{path = "work.ics"}, {path = "old/work.ics"}, {url = "https://cal.example.org/s3cret.ics"},
                  {kind = "google", account = "me"}, {kind = "google"}]
    """,
    )
    names = [spec.name for spec in config.sources]
    assert names == ["work.ics", "work.ics 2", "cal.example.org", "google", "google 2"]
    assert [spec.kind for spec in config.sources] == ["ics", "ics", "ics", "google", "google"]


def test_settings_of_a_source_are_handed_on_as_texts(home):
    config = read(
        home,
        """
        [[source]]
        kind = "caldav"
        name = "home"
        url = "https://dav.example.org/"
        user = "ada"
        port = 8443
        verify = true
    """,
    )
    assert config.sources[0].settings == {
        "url": "https://dav.example.org/",
        "user": "ada",
        "port": "8443",
        "verify": "true",
    }


def test_rungs_of_the_person_replace_the_shipped_ones_and_the_rest_stays(home):
    policy = read(
        home,
        """
        [ladder]
        grace = "20m"
        [[ladder.rung]]
        name = "day before"
        at = "18:30"
        day = -1
        [[ladder.rung]]
        name = "go"
        before = "10m"
        urgency = "critical"
        channels = ["desktop", "sound"]
        repeat = "2m"
        until = "confirmed"
    """,
    ).policy
    assert [(rung.name, rung.before, rung.at) for rung in policy.rungs] == [
        ("day before", None, time(18, 30)),
        ("go", timedelta(minutes=10), None),
    ]
    assert policy.grace == timedelta(minutes=20)
    assert policy.confirm_from == default_policy().confirm_from
    assert policy.deadline == default_policy().deadline


def test_what_alarms_show_on_a_shared_screen_is_read_beside_the_channels(home):
    config = read(home, '[channel]\nwhile_sharing = "title"\n[channel.sound]\nplayer = "aplay"')
    assert config.while_sharing is Details.TITLE
    assert config.channels == {"sound": {"player": "aplay"}}
    assert read(home, "").while_sharing is Details.NOTHING


def test_quiet_hours_are_read_and_there_are_none_by_default(home):
    assert read(home, '[ladder]\nquiet = ["22:00", "08:00"]').policy.quiet == Quiet(time(22), time(8))
    assert read(home, "").policy.quiet is None


def test_deadline_rungs_are_read_too(home):
    policy = read(home, '[[ladder.deadline]]\nname = "soon due"\nbefore = "2h"').policy
    assert [rung.name for rung in policy.deadline] == ["soon due"]
    assert policy.rungs == default_policy().rungs


def test_a_channel_gets_its_settings_and_a_switched_off_one_is_left_out(home):
    config = read(
        home,
        """
        [channel.push]
        topic = "t"
        retry = 30
        [channel.sound]
        enabled = false
        volume = 0.5
        [channel.desktop]
        enabled = true
    """,
    )
    assert config.channels == {"push": {"topic": "t", "retry": 30}, "desktop": {}}
    assert config.disabled == {"sound"}
    settings = [config.channel(name) for name in ("push", "sound", "terminal")]
    assert settings == [{"topic": "t", "retry": 30}, None, {}]


def test_drafts_go_where_the_person_says(home):
    config = read(home, '[recovery]\ndraft_box = "imap"\nfolder = "~/drafts"')
    assert (config.draft_box, config.drafts_folder) == ("imap", home / "drafts")


def test_the_sync_interval_is_the_persons(home):
    assert read(home, '[sync]\nevery = "30m"').sync_interval == timedelta(minutes=30)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(home):
    (home / "my.toml").write_bytes(b'\xef\xbb\xbf[profile]\r\nname = "Ada"\r\n')
    assert load(home / "my.toml").profile.name == "Ada"


@pytest.mark.parametrize(
    ("given", "zone"),
    [
        ("America/New_York", "America/New_York"),
        (":Europe/Paris", "Europe/Paris"),
        ("Not/AZone", "UTC"),
    ],
)
def test_the_machines_zone_is_read_afresh_and_an_odd_one_is_utc(given, zone, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert machine_zone() == "Asia/Tokyo"
    monkeypatch.setenv("TZ", given)
    assert machine_zone() == zone


def test_a_helper_is_one_who_is_set_up_and_not_switched_off(home):
    assert read(home, "").helper is None
    config = read(home, '[channel.helper]\nto = "ntfy://x"\nname = "Sam"\ntell = "what"')
    assert (config.helper, config.policy.helped) == (Helper("Sam", Telling.WHAT), True)
    config = read(home, '[channel.helper]\nto = "ntfy://x"\nenabled = false')
    assert (config.helper, config.policy.helped) == (None, False)


def test_the_laptop_is_kept_awake_and_woken_unless_the_person_says_otherwise(home):
    usual = read(home, "")
    assert (usual.stay_awake, usual.wake) == (True, True)
    other = read(home, "[laptop]\nstay_awake = false\nwake = false\n")
    assert (other.stay_awake, other.wake) == (False, False)
