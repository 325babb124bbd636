"""The fixture of the simulations."""

import json
from datetime import datetime, timedelta

import pytest
from tests.acceptance.scripts import EVE, START


@pytest.fixture
def simulate(showup):
    """Runs a simulation of a calendar with a script; returns its lines."""

    def run(text, *script, since=EVE, until=START + timedelta(hours=6), expect=0, more=(), zone="UTC"):
        path = showup.folder / "given.ics"
        path.write_text(text, newline="")
        (showup.folder / "script.jsonl").write_text("\n".join(json.dumps(row) for row in script))
        words = ["simulate", str(path), "--from", since.isoformat(), "--until", until.isoformat(), "--json"]
        words += ["--script", str(showup.folder / "script.jsonl"), *more]
        lines = [json.loads(row) for row in showup(*words, expect=expect, TZ=zone).stdout.splitlines()]
        assert lines == sorted(lines, key=lambda line: datetime.fromisoformat(line["at"]))
        return lines

    return run


@pytest.fixture
def calendar_at(showup):
    """Writes a calendar beside the script; returns the path as a script names it."""

    def write(text, name="other.ics"):
        (showup.folder / name).write_text(text, newline="")
        return name

    return write
