"""The configuration changes under a running service: it is followed without a restart, unless it is wrong or an alarm is near."""

import json
import os
import time

import pytest
from tests.parts import wait_until
from tests.running import calendar, event, from_now

MARLOW = "Interview with Marlow"


@pytest.fixture
def often(monkeypatch):
    """The service looks every few seconds, as it does for an impatient watchdog."""
    monkeypatch.setenv("WATCHDOG_USEC", "3000000")


def configured(showup, *names, more=""):
    tables = (f'[[source]]\nname = "{name}"\npath = "{showup.folder / name}.ics"\n' for name in names)
    showup.config.write_text(more + "".join(tables))


def sources(showup):
    """None of them while the service is just beginning anew."""
    said = showup("status", "--json", expect=None).stdout
    return [source["name"] for source in json.loads(said)["sources"]] if said else []


def written(showup, name, start):
    (showup.folder / f"{name}.ics").write_text(calendar(event(f"{name}@x", MARLOW, start)))


def test_a_change_is_followed_by_the_same_process_and_nothing_is_lost(showup, often, no_session_bus):
    start = from_now(days=2)
    showup.calendar.write_text(calendar())
    written(showup, "one", start)
    configured(showup, "one")
    showup.start()
    showup("here", MARLOW, "--early")
    before = showup.status()
    written(showup, "two", start)
    configured(showup, "one", "two", more='[profile]\nname = "Robin"\n')
    wait_until(
        lambda: showup("next", expect=None).returncode == 0 and "two" in sources(showup), "the change", seconds=40
    )

    after = showup.status()
    assert showup.process is not None
    assert after["pid"] == before["pid"] == showup.process.pid
    assert after["since"] > before["since"]
    assert after["config"]["state"] == "ok"
    assert showup.phase("Marlow") == "confirmed"
    assert showup.stop() == 0  # it still hears SIGTERM, and now that is the end
    assert showup.log.read_text().count("begins anew") == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[source]]\nname = "one\n', ":2: is no TOML"),
        ("[profil]\n", ':1: profil: means nothing here; did you mean "profile"?'),
        ('[channel.terminal]\nstream = "loud"\n', "channel.terminal: "),
        (None, "is gone. Put it back"),
    ],
)
def test_what_cannot_be_followed_is_told_and_the_last_good_one_goes_on(showup, often, no_session_bus, text, says):
    showup.calendar.write_text(calendar())
    written(showup, "one", from_now(days=2))
    configured(showup, "one")
    showup.start()
    good, before = showup.config.read_text(), showup.status()
    showup.config.unlink()
    if text is not None:
        showup.config.write_text(text)
    wait_until(lambda: "showup goes on with" in showup.log.read_text(), "the words", seconds=20)
    time.sleep(5)
    state = showup.status()
    assert (state["since"], sources(showup)) == (before["since"], ["one", "calendar.ics"])
    assert state["config"]["state"] == "failed"
    assert says in state["config"]["why"]
    assert showup.log.read_text().count("auditor: the configuration") == 1

    showup.config.write_text(good)
    wait_until(lambda: showup.status()["config"]["state"] == "ok", "the mend", seconds=20)
    assert showup.status()["since"] == before["since"]


def test_it_is_put_off_while_an_alarm_is_near_and_followed_after_the_answer(showup, often, no_session_bus):
    showup.calendar.write_text(calendar(event("marlow@x", MARLOW, from_now(minutes=40))))
    written(showup, "one", from_now(days=2))
    showup.start()
    before = showup.status()["since"]
    configured(showup, "one")
    wait_until(lambda: showup.status()["config"]["state"] == "changed", "the change", seconds=20)
    time.sleep(8)
    state = showup.status()
    assert (state["since"], state["config"]["state"]) == (before, "changed")
    assert "once no alarm is near" in state["config"]["why"]
    showup("not-mine", MARLOW)
    wait_until(lambda: "one" in sources(showup), "the change", seconds=40)


def test_a_service_that_cannot_begin_anew_ends_with_a_message(showup, often, no_session_bus, monkeypatch):
    """As when it was upgraded and its interpreter removed: whoever started it starts the new one."""
    python = showup.folder / "python"
    python.symlink_to(os.path.realpath("/bin/true"))
    site = showup.folder / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(f"import sys\nsys.executable = {str(python)!r}\n")
    monkeypatch.setenv("PYTHONPATH", f"{site}:{os.environ.get('PYTHONPATH', '')}")
    showup.calendar.write_text(calendar())
    showup.start()
    python.unlink()
    configured(showup)
    showup.config.write_text('[profile]\nname = "Robin"\n')
    assert showup.process is not None
    assert showup.process.wait(timeout=40) == 1
    assert "cannot begin anew" in showup.log.read_text()
