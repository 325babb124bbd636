"""`showup setup`: by a new user at a real terminal, by options alone, and under a real user manager."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from tests.running import calendar, event, from_now

from showup.config import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.acceptance.conftest import UnderManager
    from tests.at_terminal import Terminal
    from tests.running import Showup

pytestmark = pytest.mark.usefixtures("no_session_bus", "no_sound_server")

INVITED = "ORGANIZER;CN=Dana Fox:mailto:dana@fenwick.example"
NUMBER = "Number, or b back"


def appointments() -> str:
    return calendar(
        event("a@x", "Technical interview at Fenwick", from_now(days=1), 60, INVITED),
        event("b@x", "Chat with Marlow recruiting", from_now(days=2), 30),
        event("c@x", "Coffee with Noor", from_now(days=3), 30),
    )


@pytest.fixture
def new(showup: Showup, monkeypatch: pytest.MonkeyPatch) -> Showup:
    """A new user: a calendar, and no configuration."""
    monkeypatch.setenv("HOME", str(showup.folder))  # who runs the tests may have calendars in theirs
    showup.config.unlink(missing_ok=True)
    showup.calendar.write_text(appointments())
    return showup


def test_from_nothing_to_what_rings_next(new: Showup, at_terminal: Callable[..., Terminal]) -> None:
    talk = at_terminal("setup")
    talk.answer("Where do your appointments stand?", "")  # nothing is suggested where nothing was found
    talk.answer("That is none of 1 to 5", "1")
    talk.answer("Its path:", str(new.folder / "nothing.ics"))
    assert "cannot be read" in talk.answer("Where do your appointments stand?", "1")
    talk.answer("Its path:", str(new.calendar))
    assert "3 events, 1 interview, 1 that may be one" in talk.answer("Another one?", "")
    shown = talk.answer("The number of one that is wrong", "2")
    assert "Technical interview at Fenwick" in shown
    assert "organises it" in shown, "the reasons are told"
    talk.answer("It is an interview of mine (Enter)", "2")
    assert "you say that it is none" in talk.answer("The number of one that is wrong", "noor")
    assert "it will ring" in talk.answer("The number of one that is wrong", "")
    talk.answer("Your name (none yet):", "Robin Vale")
    talk.answer("Your e-mail addresses", "robin@")
    talk.answer("is no e-mail address", "robin@example.org, r.vale@example.org")
    talk.answer("Your telephone number", "")
    talk.answer("The country you live in", "")
    talk.answer("Ring each of them once", "2")
    shown = talk.waits_for("What rings next")
    assert "showup run" in shown
    assert talk.ends() == 0
    assert "Technical interview at Fenwick" in talk.said
    assert "evening before" in talk.said
    assert "showup not-mine" in talk.said, "no service runs that could be told"
    config = load(new.config)
    assert [spec.settings["path"] for spec in config.sources] == [str(new.calendar)]
    assert (config.profile.name, config.profile.emails) == ("Robin Vale", ("robin@example.org", "r.vale@example.org"))


def test_a_second_run_keeps_what_stands_there_and_tells_a_running_service(
    new: Showup, at_terminal: Callable[..., Terminal]
) -> None:
    new.config.write_text(
        f'# mine\n[profile]\nname = "Robin Vale" # that is me\n[[source]]\nname = "work"\npath = "{new.calendar}"\n'
    )
    before = new.config.read_text()
    new.start()
    talk = at_terminal("setup")
    talk.answer("Another one?", "")
    talk.answer("The number of one that is wrong", "noor")
    talk.answer("The number of one that is wrong", "")
    for question in ("Your name (Robin Vale):", "Your e-mail", "Your telephone", "The country"):
        talk.answer(question, "")
    talk.answer("Ring each of them once", "l")
    assert talk.ends() == 0
    assert "Technical interview at Fenwick" in talk.said
    assert new.config.read_text() == before
    assert new.watched("Coffee with Noor"), "the service was told"


def test_one_can_leave_and_go_back_at_any_time(new: Showup, at_terminal: Callable[..., Terminal]) -> None:
    talk = at_terminal("setup", "--no-ring", "--no-service")
    talk.answer("1 of 3", "")
    talk.answer("That is none of", "l")
    talk.waits_for("2 of 3")
    talk.answer("Your name", "Robin Vale")
    talk.answer("Your e-mail", "q")
    assert talk.ends() == 0
    assert "stays done" in talk.said
    assert load(new.config).profile.name == "Robin Vale"


def test_options_alone(new: Showup) -> None:
    made = new.json("setup", "--calendar", str(new.calendar), "--name", "Robin Vale", "--email", "robin@example.org")
    assert made["calendars"] == ["calendar.ics"]
    assert [one["title"] for one in made["interviews"]] == [
        "Technical interview at Fenwick",
        "Chat with Marlow recruiting",
    ]
    assert made["profile"]["emails"] == ["robin@example.org"]
    assert made["service"] == {"running": False, "done": []}
    again = new.config.read_text()
    assert "calendar.ics" in new("setup", "--calendar", str(new.calendar)).stdout
    assert new.config.read_text() == again, "it stands there once"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "Nobody is at the keyboard"),
        (("--email", "robin@"), 3, "is no e-mail address"),
        (("--name", "R", "--zone", "Mars/Base"), 3, "is no time zone"),
        (("--connect", "carrier-pigeon home"), 2, "carrier-pigeon"),
        (("--connect", 'caldav "'), 2, "write it as after"),
        (("--connect", ""), 2, "write it as after"),
        (("--connect", "caldav"), 2, "showup connect caldav --help"),
        (("--ring", "--json"), 2, "showup test-alarm --json"),
        (("--mine", "Dentist"), 2, "no event of the next 30 days"),
    ],
)
def test_what_cannot_be_is_told_and_writes_nothing(new: Showup, words: tuple[str, ...], code: int, said: str) -> None:
    assert said in new("setup", *words, expect=code).stderr
    assert not new.config.exists()


def test_a_calendar_that_cannot_be_read_is_not_written(new: Showup) -> None:
    assert "cannot be read" in new("setup", "--calendar", str(new.folder / "nothing.ics"), expect=4).stdout
    assert not new.config.exists()


def test_a_configuration_with_a_fault_comes_first(new: Showup) -> None:
    new.config.write_text("[profil]\n")
    assert "did you mean" in new("setup", "--calendar", str(new.calendar), expect=3).stderr
    assert new.config.read_text() == "[profil]\n"


def test_another_configuration_is_made_where_it_is_wanted(new: Showup) -> None:
    other = new.folder / "other" / "showup.toml"
    new("setup", "--config", str(other), "--calendar", str(new.calendar))
    assert load(other).sources
    assert not new.config.exists()


def test_the_service_is_installed_and_follows_what_is_added(tmp_path: Path, under_manager: UnderManager) -> None:
    (tmp_path / "work.ics").write_text(appointments())
    (tmp_path / "more.ics").write_text(calendar(event("d@x", "Interview with Oakes", from_now(hours=20), 60)))
    said = under_manager("setting_up.sh", str(tmp_path), sys.executable, "-m", "showup")
    first, status = (json.loads(said[name][0]) for name in ("setup", "status"))
    assert first["service"]["running"]
    assert first["next"]["title"] == "Technical interview at Fenwick"
    assert first["left"] == [], "the service was told of the one that is none"
    expected = {one["title"] for one in status["interviews"] if one["phase"] == "expected"}
    assert expected == {"Technical interview at Fenwick", "Interview with Oakes"}, "it follows what was added"
    assert said["process"] == ["same"], "a change is followed without a restart"
    assert said["restarts"] == ["0"]


def test_a_calendar_that_thunderbird_knows_is_offered_under_its_name(
    new: Showup, at_terminal: Callable[..., Terminal]
) -> None:
    profile = new.folder / ".thunderbird" / "abc.default"
    profile.mkdir(parents=True)
    (profile.parent / "profiles.ini").write_text("[Profile0]\nIsRelative=1\nPath=abc.default\n")
    lines = {"1.name": "Bewerbungen\\u001b[2J", "1.type": "ics", "1.uri": f"file://{new.calendar}", "2.type": "storage"}
    (profile / "prefs.js").write_text(
        "".join(f'user_pref("calendar.registry.{key}", "{value}");\n' for key, value in lines.items())
    )
    talk = at_terminal("setup", "--no-ring", "--no-service", "--name", "Robin")
    shown = talk.answer("Where do your appointments stand?", "")
    assert "cannot be read: it lies in Thunderbird's own database" in shown
    shown = talk.answer("Another one?", "")
    assert "\033[2J" not in shown, "what stands in its files is nobody's to trust"
    assert "Bewerbungen" in shown
    talk.answer("The number of one that is wrong", "q")
    assert talk.ends() == 0
    (source,) = load(new.config).sources
    assert source.name.startswith("Bewerbungen")
    assert source.settings["path"] == str(new.calendar)
