"""The dates of drafts are asked for once, of the real `showup free --slots`, and anew when they may be others."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.running import calendar, event, from_now

from showup.config import load
from showup.engine import Rules
from showup.engine.planning import begin
from showup.ladder import default_policy
from showup.model import Interval, Interview, Judgement, Occurrence, Profile, Verdict
from showup.service.proposing import Proposing
from showup.sync import SourceSpec

NOW = from_now()
PROFILE = Profile(zone="Europe/Berlin", country="DE")
RULES = Rules(default_policy(), ZoneInfo("Europe/Berlin"))
HOUR = timedelta(hours=1)


@pytest.fixture
def started(monkeypatch):
    """The commands of the processes that were started; they really run."""
    commands, real = [], asyncio.create_subprocess_exec

    async def counted(*command, **options):
        commands.append(command)
        return await real(*command, **options)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", counted)
    return commands


@pytest.fixture
def proposing(home):
    (home / "calendar.ics").write_text(calendar(event("a@x", "Dentist", from_now(days=3))))
    config = load(home / "config.toml")
    return Proposing(replace(config, sources=(SourceSpec("cal", "ics", {"path": str(home / "calendar.ics")}),)))


def missed(uid, *, zone="Europe/Berlin", length=HOUR):
    start = NOW - 2 * HOUR
    occurrence = Occurrence("cal", uid, start, start + length, zone=zone, title="Interview with Marlow")
    return begin(Interview(occurrence, Judgement(Verdict.INTERVIEW, 90)), ("cal",), start - HOUR, RULES)[0]


def test_many_cases_that_ask_at_once_start_one_process(proposing, started):
    async def go():
        return await asyncio.gather(*(proposing.slots(missed(f"u{n}"), PROFILE, NOW) for n in range(12)))

    answers = asyncio.run(go())
    assert len(started) == 1
    assert len(answers[0]) >= 2
    assert all(at > NOW for at in answers[0])
    assert set(answers) == {answers[0]}


def test_another_zone_or_length_and_a_clock_set_back_ask_anew_and_others_are_left_out(proposing, started):
    async def go():
        first = await proposing.slots(missed("u1"), PROFILE, NOW)
        assert await proposing.slots(missed("u2"), PROFILE, NOW + timedelta(minutes=4)) == first
        # What another interview takes is left out of what is known; with room for the way, and nothing is asked for it.
        other = [Interval(first[0] + HOUR / 2, first[0] + HOUR)]
        left = await proposing.slots(missed("u3"), PROFILE, NOW, other)
        assert first[0] not in left
        assert set(left) < set(first)
        assert len(started) == 1
        await proposing.slots(missed("u4", zone="America/Chicago"), PROFILE, NOW)
        assert len(started) == 2
        assert "America/Chicago" in started[1]
        await proposing.slots(missed("u5", length=2 * HOUR), PROFILE, NOW)
        assert len(started) == 3
        assert "120" in started[2]
        await proposing.slots(missed("u6"), PROFILE, NOW - timedelta(minutes=1))  # the clock was set back
        assert len(started) == 4
        await proposing.slots(missed("u7"), PROFILE, NOW + timedelta(minutes=9))  # it has grown old
        assert len(started) == 5

    asyncio.run(go())


def test_where_a_calendar_cannot_be_read_no_date_is_proposed(home, proposing, started):
    (home / "calendar.ics").unlink()
    assert asyncio.run(proposing.slots(missed("u1"), PROFILE, NOW)) == ()
    assert len(started) == 1
