"""`detection`: how well the detector does on the corpus, and what it costs beside a bare scan of the bytes by its matcher.

The scores are those of the third of the corpus that is held out. The costs are per event, the least of some rounds.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from tests.benchmarks.table import Row, heading, remark, show
from tests.detection.entries import Entry, entries
from tests.detection.lines import lines_of
from tests.detection.scores import judged, score, table

from showup.detect import judge, verdict_on
from showup.detect.able import able, glance
from showup.detect.fold import fold
from showup.detect.match import vocabulary
from showup.detect.quick import unfolded
from showup.detect.wordlists import word_lists

__all__ = ["measure"]

_GOALS = (("missed", 1), ("alarms", 2), ("questions", 6))
_RECALL = 96
_MICROSECONDS = 1e6
_WITH_EVIDENCE = 50.0
_TIMES_THE_SCAN = 3.0
_MEMORY = 20.0
_LENGTH = 850  # bytes of an event's lines, as calendars have them
_HELD = """import resource, showup.model, msgspec, datetime, re
held = lambda: int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 1e6
before = held()
from showup.detect import judge
from showup.detect.able import able
from showup.model import Occurrence, Profile
now = datetime.datetime(2026, 3, 3, tzinfo=datetime.UTC)
for title in ("Interview with Acme", "Vorstellungsgespräch", "面试", "собеседование"):
    judge(Occurrence("a", "b", now, now, title=title, description="your application " * 50), Profile())
    able(b"BEGIN:VEVENT\\nSUMMARY:Dentist\\nEND:VEVENT\\n")
print(held() - before)
"""


def measure(rounds: int) -> None:
    """Print the scores, then the costs."""
    everything = list(entries())
    _scores([entry for entry in everything if entry.held_out])
    heading("detection: what judging costs")
    _costs(everything, rounds)
    show(Row("what the detector adds to a process", _held(), "MB", _MEMORY, "MB at most", limit=True))


def _scores(held_out: Sequence[Entry]) -> None:
    heading(f"detection: the {len(held_out)} entries of the corpus that are held out")
    scored = judged(held_out)
    for by in ("sort", "language"):
        print("\n".join(table(scored, attrgetter(by))), flush=True)
    whole = score(scored)
    for name, most in _GOALS:
        show(Row(name, 100 * (getattr(whole, name) or 0.0), "%", most, "% at most", limit=True))
    show(
        Row("interviews not called one", 100 - 100 * (whole.recall or 0.0), "%", 100 - _RECALL, "% at most", limit=True)
    )


def _costs(everything: Sequence[Entry], rounds: int) -> None:
    telling = [
        entry for entry in everything if entry.verdict == "interview" and len(entry.occurrence.description) > 200
    ]
    quiet = [
        _padded(entry)
        for entry in everything
        if entry.sort == "ordinary" and not judge(entry.occurrence, entry.profile).score
    ]
    quiet = [lines for lines in quiet if not able(lines)]
    scan = vocabulary().scan
    told = [lines_of(entry.occurrence) for entry in telling]
    bare = _each(scan, quiet, rounds)
    remark(f"{len(quiet)} events without evidence of {statistics.mean(map(len, quiet)):.0f} bytes, {len(told)} with, "
           f"of {statistics.mean(map(len, told)):.0f}")  # fmt: skip
    passed = sum(glance(unfolded(lines)) is None for lines in quiet)
    show(Row("of those without, looked at more than once", 100 * passed / len(quiet), "%"))
    show(Row("the bare scan of an event's bytes", bare, "us"))
    show(
        Row(
            "the same with an expression of Python's",
            _each(_expression().findall, quiet[:3], 1),
            "us",
            bare,
            "the scan",
        )
    )
    none = _each(able, quiet, rounds)
    show(Row("an event without evidence", none, "us", bare, "the scan"))
    show(Row("  the same, by its limit", none, "us", _TIMES_THE_SCAN * bare, "three scans", limit=True))
    some = _each(lambda entry: verdict_on(entry.occurrence, entry.profile), telling, rounds)
    show(Row("an event with evidence", some, "us", _each(scan, told, rounds), "the scan"))
    show(Row("  the same, by its limit", some, "us", _WITH_EVIDENCE, "us at most", limit=True))
    whole = _each(lambda entry: judge(entry.occurrence, entry.profile), telling, rounds)
    show(Row("an interview with company, contacts, links ...", whole, "us", some, "its verdict alone"))


def _padded(entry: Entry) -> bytes:
    """An everyday event as long as those that calendars keep."""
    lines = lines_of(entry.occurrence)
    more = b"COMMENT:" + b"see the usual folder for notes and slides of the last time we met. " * 20
    return lines.replace(b"END:VEVENT", more[: max(_LENGTH - len(lines), 8)] + b"\r\nEND:VEVENT")


def _expression() -> Any:
    phrases = {
        fold(entry.text.partition("*")[0].partition(" ..")[0]) for words in word_lists() for entry in words.entries
    }
    return re.compile("|".join(map(re.escape, sorted(phrases, key=len, reverse=True))).encode())


def _each(work: Callable[[Any], object], events: Sequence[Any], rounds: int) -> float:
    """Microseconds for one, in the best of some rounds: the machine has other things to do."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        for event in events:
            work(event)
        best = min(best, time.perf_counter() - begin)
    return best / len(events) * _MICROSECONDS


def _held() -> float:
    """Megabytes that a process holds more once the detector has judged."""
    done = subprocess.run([sys.executable, "-c", _HELD], capture_output=True, text=True, check=True, env=os.environ)
    return float(done.stdout)
