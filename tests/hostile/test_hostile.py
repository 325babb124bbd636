"""A hostile calendar costs little, says clearly what is wrong with it, and takes nothing from the events beside it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.hostile.corpus import Hostile, everything
from tests.hostile.reading import Outcome, outcome, reader

CORPUS = {hostile.name: hostile for hostile in everything()}
ROOT = Path(__file__).parents[2]
CPU, MEMORY = 2.0, 256  # seconds, MB
# A process that has yet to start and to load what the forks find loaded; test_the_worst measures that too.
START = 0.25
NO_SENTENCE = re.compile(r"fault in showup|Traceback|\b[A-Z]\w*(?:Error|Exception)\b|<class|object at 0x")
WORST = (
    "hourly-times-3000",
    "never-times-3000",
    "heavy-times-3000",
    "zones-2000",
    "heavy-zones-2000",
    "exdate-a-million",
    "weekly-5000",
    "texts-2000",
    "links-1000",
    "people-500",
    "tiny-50000",
    "others-40000",
)


@pytest.fixture(scope="module")
def children() -> Iterator[subprocess.Popen[str]]:
    with reader() as process:
        yield process


def test_there_are_hundreds_of_them_and_each_says_what_it_is() -> None:
    assert len(CORPUS) >= 300
    assert len(CORPUS) == sum(1 for _ in everything())
    assert all(hostile.about.endswith((".", "!")) for hostile in CORPUS.values())


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_calendar_ends_soon_and_says_clearly_what_is_wrong(children, name: str, tmp_path: Path) -> None:
    hostile = CORPUS[name]
    said = outcome(children, hostile, tmp_path)
    # A machine that is busy with something else adds to what is measured, and never takes away.
    cpu = said.cpu if said.cpu + START <= CPU else outcome(children, hostile, tmp_path).cpu
    assert cpu + START <= CPU, said.words
    assert said.memory <= MEMORY
    clear(hostile, said)


def clear(hostile: Hostile, said: Outcome) -> None:
    assert (said.code, said.complaint) == (0, "")
    assert said.last is not None
    assert not NO_SENTENCE.search(said.words), said.words
    assert hostile.says in said.words
    if hostile.keeps:
        assert "good" in said.found, said.words


@pytest.mark.parametrize("name", WORST)
def test_the_worst_are_held_by_the_real_child(name: str, tmp_path: Path) -> None:
    calendar = tmp_path / "calendar.ics"
    calendar.write_bytes(CORPUS[name].make())
    cpu, memory, failure, uids = real_child(calendar)
    assert min(cpu, cpu if cpu <= CPU else real_child(calendar)[0]) <= CPU
    assert memory <= MEMORY
    assert failure is None
    assert "good" in uids


def real_child(calendar: Path) -> tuple[float, float, str | None, list[str]]:
    command = [sys.executable, "-m", "tests.hostile.real_child", str(calendar)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120).stdout
    cpu, memory, failure, uids = json.loads(said)
    return cpu, memory, failure, uids
