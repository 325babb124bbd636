"""A configuration that is broken between two starts: every alarm goes on by the last one that could be read."""

from tests.parts import wait_until
from tests.running import calendar, event, from_now

GOOD = '[profile]\nname = "Robin Vale"\n\n[[source]]\nname = "mine"\nkind = "ics"\npath = "calendar.ics"\n'


def given(showup, text):
    showup.config.write_text(text)
    (showup.config.parent / "calendar.ics").write_text(
        calendar(event("door@x", "Interview with Marlow", from_now(minutes=4)))
    )
    showup.calendar.write_text(calendar())


def test_the_service_rings_on_by_the_last_good_configuration_and_says_so(showup, no_session_bus, no_sound_server):
    given(showup, GOOD)
    showup.start()
    wait_until(lambda: showup.phase("Marlow") == "expected", "the first reading")
    assert showup.status()["config"] == {"path": str(showup.config), "state": "ok", "why": None}
    showup.kill()

    showup.config.write_text(GOOD.replace('kind = "ics"', 'kind = "ics'))
    showup.start()
    state = showup.status()
    assert [source["name"] for source in state["sources"]] == ["mine", "calendar.ics"]
    assert state["config"]["state"] == "failed"
    assert f"{showup.config}:6: is no TOML" in state["config"]["why"]
    assert f"{showup.config}:6" in showup("status", expect=1).stdout
    wait_until(lambda: bool(showup.logged("alarm", "Marlow")), "the alarm")
    assert "is no TOML" in showup.log.read_text()


def test_a_mended_configuration_counts_at_the_next_start(showup, no_session_bus, no_sound_server):
    given(showup, GOOD)
    showup.start()
    showup.stop()
    showup.config.write_text("[profil]\n")
    showup.start()
    assert showup.status()["config"]["state"] == "failed"
    showup.stop()
    showup.config.write_text('[profile]\nname = "Robin"\n')
    showup.start()
    state = showup.status()
    assert (state["config"]["state"], [source["name"] for source in state["sources"]]) == ("ok", ["calendar.ics"])


def test_a_first_start_with_a_broken_configuration_is_refused(showup):
    given(showup, "[profil]\n")
    done = showup("run", expect=3)
    assert f"{showup.config}:1" in done.stderr
