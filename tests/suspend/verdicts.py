"""Judges what the small machine reports. Pure: lines in, findings with their figures out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

__all__ = ["AFTER_RESUME_S", "SCENARIOS", "Finding", "judge"]

SCENARIOS = ("asleep", "astray", "woken")

AFTER_RESUME_S = 1.0
"""How late a rung may ring, and how long after a resume or another time or zone one that is overdue by then."""
_READING_S = 2.0
"""What it takes at most to read a small calendar on a processor that is not emulated."""
_SLOWEST = 5.0
_TRIAL = 4_000_000_000.0  # later than that lies only the timer that tries whether one can be laid
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: is it as it should be, and what was seen."""

    what: str
    ok: bool
    seen: str

    def __str__(self) -> str:
        return f"{'ok ' if self.ok else 'BAD'}  {self.what}: {self.seen}"


def judge(lines: list[Line], scenarios: Iterable[str] = SCENARIOS) -> list[Finding]:
    """All findings on these scenarios."""
    broken = [
        Finding(line["scenario"], False, f"{line['why']}\n{line['log']}") for line in lines if line["what"] == "failed"
    ]
    looks = {"asleep": (_long_sleep, _short_sleep), "astray": (_astray, _sleep_while_reading), "woken": (_woken,)}
    found = [
        _guarded(name, look, _Seen([line for line in lines if line.get("scenario") == name]))
        for name in scenarios
        for look in looks[name]
    ]
    return [*broken, *chain.from_iterable(found)]


def _guarded(name: str, look: Callable[[_Seen], Iterator[Finding]], seen: _Seen) -> list[Finding]:
    """What is not in the report is a finding too."""
    found: list[Finding] = []
    try:
        found.extend(look(seen))
    except (LookupError, ValueError) as err:
        found.append(Finding(name, False, f"the report lacks something ({err!r})"))
    return found


class _Seen:
    """The report of one scenario."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines

    def all(self, what: str, **facts: object) -> list[Line]:
        return [line for line in self._lines if line["what"] == what and facts.items() <= line.items()]

    def rings(self, company: str, since: float, until: float = float("inf")) -> list[Line]:
        """By the clock that counts sleep and that nobody sets."""
        return [line for line in self.all("ring", interview=company) if since <= line["boot"] < until]

    def first(self, company: str, rung: str, since: float) -> Line:
        found = [ring for ring in self.rings(company, since) if ring["rung"] == rung]
        if not found:
            raise LookupError(f"{company}: {rung}")
        return found[0]

    @property
    def limit_s(self) -> float:
        """AFTER_RESUME_S, and on an emulated processor as many times that as it is slow; a fault is to be seen all the same."""
        reading_s = float(self.all("ready")[0]["reading_s"])
        return AFTER_RESUME_S * min(max(1.0, reading_s / _READING_S), _SLOWEST)

    def due(self, company: str, rung: str) -> float:
        """The instant in seconds since the epoch, as it was planned last."""
        return float(self.all("planned", interview=company, rung=rung)[-1]["at"])


def _long_sleep(seen: _Seen) -> Iterator[Finding]:
    sleep = seen.all("slept")[0]
    begin, end = sleep["from"]["boot"], sleep["until"]["boot"]
    yield Finding("the machine slept", sleep["slept_s"] > 70, f"{sleep['slept_s']:.1f} s")

    near = seen.rings("Marlow", begin)[0]
    late_s = near["wall"] - seen.due("Marlow", "near")
    yield _at_once(seen, "a rung in the sleep rings at the resume", near, "near", end)
    told = _late_s(seen, "Marlow", "near")
    says = "This alarm comes" in near["body"] and abs(told - late_s) < seen.limit_s
    yield Finding("and says how late it is", says, f'{late_s:.2f} s; log: {told:.2f} s; words: "{near["body"]}"')

    burst = [ring for ring in seen.rings("Tavish", begin) if ring["rung"]]
    yield _at_once(seen, "of overdue rungs and the start only the strongest rings", burst[0], "start", end)
    yield Finding("and that once", len(burst) == 1, _listed(burst))

    missed = seen.rings("Quill", begin)
    asks = [ring["summary"].startswith("Were you there?") for ring in missed] == [True]
    yield Finding("an interview slept through is asked about, and makes no noise", asks, _listed(missed))
    notes = {line["note"] for line in seen.all("noted", interview="Quill")}
    yield Finding("and opens its case", {"missed", "case", "draft"} <= notes, ", ".join(sorted(notes)))


def _short_sleep(seen: _Seen) -> Iterator[Finding]:
    first, sleep = seen.all("slept")
    awake = first["until"]["boot"]
    yield _on_time(seen, "after the sleep the next rung rings on time", "Marlow", "door", awake)
    before_start = seen.due("Marlow", "start") - sleep["until"]["wall"]
    ended = before_start > 0 and sleep["slept_s"] > 5
    yield Finding("a sleep that ends before a rung", ended, f"{sleep['slept_s']:.1f} s, {before_start:.1f} s before it")
    yield _on_time(seen, "which rings on time", "Marlow", "start", sleep["until"]["boot"])
    yield _no_copies(seen, first["from"]["boot"])


def _astray(seen: _Seen) -> Iterator[Finding]:
    moved = seen.all("zone")[0]["until"]["boot"]
    noon_set, forward, over, back, again = (line["until"]["boot"] for line in seen.all("set"))
    yield _at_once(seen, "in another zone a rung at a local time rings", seen.rings("Wren", noon_set)[0], "noon", moved)
    yield _at_once(seen, "a clock set forward over a rung", seen.rings("Wren", forward)[0], "near", forward)
    yield _at_once(seen, "set forward over the start", seen.rings("Wren", over)[0], "start", over)
    storm = seen.rings("Wren", back, again)
    yield Finding("set back by hours: no storm", not storm, _listed(storm))
    phases = [line["phase"] for line in seen.all("watched", interview="Wren")]
    yield Finding("and nothing is lost", phases == ["expected"], ", ".join(phases))
    yield _at_once(seen, "what rang before its time rings again", seen.rings("Wren", again)[0], "near", again)
    yield _on_time(seen, "and the next rung on time", "Wren", "door", again)


def _sleep_while_reading(seen: _Seen) -> Iterator[Finding]:
    under_way = seen.all("reading")[0]["under_way"]
    sleep = seen.all("slept")[0]
    yield Finding("a sleep while a calendar is read", under_way, f"{sleep['slept_s']:.1f} s")
    start = seen.rings("Wren", sleep["from"]["boot"])[0]
    yield _at_once(seen, "a start in it rings at the resume", start, "start", sleep["until"]["boot"])
    ended, state = seen.all("read")[0]["ended"], seen.all("source")[0]["state"]
    yield Finding("and the reading ends", ended, f"its source is {state}")


def _woken(seen: _Seen) -> Iterator[Finding]:
    before, after = seen.all("status")
    yield Finding("that nobody wakes the machine is told", before["state"] == "no", str(before["why"]))
    yield Finding("and somebody's coming is noticed", after["state"] == "ok", after["why"] or after["state"])

    first, moved, answered = (line["at"] for line in seen.all("timers"))
    near, start = (seen.due("Marlow", rung) for rung in ("near", "start"))
    later = all(was - 60 == now for was, now in zip(first, moved, strict=True))
    yield Finding("an interview that moves takes its timers along", len(first) == 2 and later, f"{first} -> {moved}")
    leads = [near - moved[0], start - moved[1]]
    yield Finding("which are two minutes before its alarms", leads == [120, 120], f"{leads} s")
    sleep = seen.all("slept")[0]
    off_s = sleep["until"]["wall"] - moved[0]
    ok = sleep["slept_s"] > 3 and -1 < off_s < sleep["wanted"] - moved[0] - 5
    yield Finding("the machine wakes up by its timer", ok, f"{off_s:+.1f} s from it, after {sleep['slept_s']:.1f} s")
    left = [at for at in answered if at < _TRIAL]
    yield Finding("with the answer the timers are gone", left == [], str(left))


def _at_once(seen: _Seen, what: str, ring: Line, rung: str, since: float) -> Finding:
    after_s = ring["boot"] - since
    ok = ring["rung"] == rung and after_s <= seen.limit_s
    return Finding(what, ok, f"{ring['rung']} {after_s:+.3f} s after it (at most {seen.limit_s:.1f})")


def _on_time(seen: _Seen, what: str, company: str, rung: str, since: float) -> Finding:
    ring = seen.first(company, rung, since)
    late_s = ring["wall"] - seen.due(company, rung)
    return Finding(what, 0 <= late_s <= seen.limit_s, f"{rung} {late_s:+.3f} s")


def _no_copies(seen: _Seen, since: float) -> Finding:
    rings = [line for line in seen.all("ring") if line["boot"] >= since]
    counts = Counter((line["interview"], line["rung"], line["attempt"]) for line in rings)
    twice = [f"{company} {rung} {attempt}" for (company, rung, attempt), count in counts.items() if count > 1]
    return Finding("nothing rang twice", not twice, ", ".join(twice) or f"{counts.total()} rings")


def _late_s(seen: _Seen, company: str, rung: str) -> float:
    return float(seen.all("noted", interview=company, note="alarm", rung=rung)[-1]["late_s"])


def _listed(rings: list[Line]) -> str:
    return ", ".join(ring["rung"] or ring["summary"] for ring in rings) or "nothing rang"
