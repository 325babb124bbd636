"""The worlds hold, and the simulation finds what is planted."""

import itertools
import os
from datetime import timedelta

import pytest
from tests.simulation.generate import generate
from tests.simulation.plants import PLANTS
from tests.simulation.run import main, run_seeds
from tests.simulation.shrink import fault_of, shrink
from tests.simulation.story import SOURCES
from tests.simulation.world import LIFE, World

from showup.engine.merge import Synced

SEEDS = [str(seed) for seed in range(2000)]
CAUGHT_WITHIN = 100
"""Worlds in which a planted fault has to show."""


@pytest.mark.timeout(1200)
def test_two_thousand_worlds_of_thirty_days_hold():
    figures, failures = run_seeds(SEEDS, 30, os.cpu_count() or 1)
    assert not failures, f"./dev simulate --seed {failures[0].seed} --trace: {failures[0].what}"
    assert figures.days == 30 * len(SEEDS)


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_fault_is_found(name):
    with PLANTS[name]():
        fault = next((f for seed in SEEDS[:CAUGHT_WITHIN] if (f := fault_of(generate(seed)))), None)
    assert fault is not None


@pytest.mark.timeout(1200)
def test_a_failing_world_shrinks_to_a_story_of_a_few_lines():
    with PLANTS["monotonic_sleep"]():
        seed = next(seed for seed in SEEDS if fault_of(generate(seed)))
        long = generate(seed)
        fault = fault_of(long)
        assert fault is not None
        short = shrink(long, fault)
        again = fault_of(short)
    assert again is not None
    assert again.invariant == fault.invariant
    assert len(short.told()) <= 4 < len(long.told())
    assert any(incident.what == "sleep" for incident in short.incidents)


@pytest.mark.timeout(1200)
def test_a_failing_seed_is_told_with_one_command_that_replays_it(capsys):
    with PLANTS["monotonic_sleep"]():
        seed = next(seed for seed in SEEDS if fault_of(generate(seed)))
        assert main(["--seed", seed]) == 1
    said = capsys.readouterr().out
    assert f"./dev simulate --seed {seed} --trace" in said
    assert "shrunk to:" in said


def test_a_trace_tells_what_happens(capsys):
    assert main(["--seed", "1", "--trace"]) == 0
    said = capsys.readouterr().out
    assert all(word in said for word in ("RINGS", "planned", "* sleep", "everything holds"))


def test_a_seed_gives_the_same_world_in_every_process():
    here = World(generate("7")).run().figures
    there, failures = run_seeds(["7"], 30, 1)
    assert not failures
    assert there == here


def test_a_world_is_as_busy_as_it_should_be():
    """About three interviews a week, thirty other events a day, something that goes wrong every few hours."""
    stories = [generate(str(seed)) for seed in range(100)]
    days = sum(story.days for story in stories)
    assert 2.5 <= 7 * sum(len(story.meetings) for story in stories) / days <= 4.5
    faults = [i for story in stories for i in story.incidents if i.what not in LIFE]
    assert 4 <= len(faults) / days <= 8
    assert {i.what for i in faults} >= {
        "sleep",
        "crash",
        "clock",
        "zone",
        "network",
        "source",
        "edit",
        "channel",
        "disk",
        "starve",
    }
    world = World(stories[0])
    now, zone = stories[0].begins + timedelta(days=3), world.laptop.zone
    assert 28 <= sum(world.reading.calendars.read(source, now, zone, "").events for source in SOURCES) / 43 <= 32


def test_the_same_calendar_is_the_same_object_until_somebody_edits_it():
    world = World(generate("3"))
    read = [world.reading.calendars.read(source, world.true, world.laptop.zone, "") for source in SOURCES]
    again = [world.reading.calendars.read(source, world.true, world.laptop.zone, "") for source in SOURCES]
    assert all(one is other for one, other in zip(read, again, strict=True))


def test_stories_are_cut_by_days():
    story = generate("5")
    short = story.cut_to(3)
    assert short.days == 3
    assert all(thing.at < short.ends for thing in short.incidents)
    assert all(one.at <= other.at for one, other in itertools.pairwise(short.incidents))


@pytest.mark.parametrize("mode", ["", "doubles", "loses", "cut off", "shifts"])
def test_what_is_worked_out_beforehand_is_what_the_desk_would_work_out(mode):
    world = World(generate("3"))
    for source in SOURCES:
        said = world.reading.calendars.read(source, world.true, world.laptop.zone, mode)
        fresh = Synced(said.source, said.window, said.judged, said.events, said.partial, said.failure)
        assert (fresh.by_key, fresh.wanted, fresh.ends) == (said.by_key, said.wanted, said.ends)
