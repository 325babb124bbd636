"""The configuration changes before a start: the service follows the calendars that are there, and says so until then."""

from tests.parts import wait_until
from tests.running import calendar, event, from_now

MARLOW = "Interview with Marlow"


def configured(showup, name):
    showup.config.write_text(f'[[source]]\nname = "{name}"\npath = "{showup.folder / "mine.ics"}"\n')


def holds(showup, start):
    (showup.folder / "mine.ics").write_text(calendar(event("marlow@x", MARLOW, start)))


def test_a_calendar_that_was_renamed_moves_its_interview_and_one_that_was_removed_is_told(showup, no_session_bus):
    first, second = from_now(days=2), from_now(days=3)
    showup.calendar.write_text(calendar())
    holds(showup, first)
    configured(showup, "work")
    showup.start()
    assert showup.watched(MARLOW)["source"] == "work"

    configured(showup, "office")
    status = showup("status", expect=1).stdout
    assert "changed: it is followed within a minute or so" in status
    showup.stop()
    holds(showup, second)
    showup.start()
    wait_until(lambda: showup.watched(MARLOW)["start"] == second.isoformat(), "the move", seconds=20)
    assert showup.status()["config"]["state"] == "ok"
    assert [source["name"] for source in showup.status()["sources"]] == ["office", "calendar.ics"]

    showup.stop()
    showup.config.write_text("")
    showup.start()
    asked = "no calendar that is read has it any more: is it on?"
    wait_until(lambda: asked in [line.get("question") for line in showup.logged("asked")], "the question", seconds=20)
    assert showup.watched(MARLOW)["phase"] == "expected"
    assert MARLOW in showup.log.read_text().split("In no calendar that is read any more: ")[1]


def test_the_history_tells_of_calendars_in_words_and_local_time(showup, no_session_bus):
    start = from_now(days=2)
    showup.calendar.write_text(calendar(event("marlow@x", MARLOW, start)))
    showup.start()
    showup.calendar.write_text("no calendar")
    showup("sync", expect=4)
    showup.calendar.write_text(calendar(event("marlow@x", MARLOW, start)))
    showup("sync")
    words = [line["what"] for line in showup.json("log")]
    assert [what for what in words if what in {"failed", "recovered"}] == ["failed", "recovered"]
    said = showup("log").stdout
    assert f"for {start:%a %d %b %H:%M}" in said
    assert not [word for word in ("+00:00", "soft", "generation", "late_s") if word in said]
