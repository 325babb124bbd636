"""What came of connecting: each source that was tried, as JSON and as lines for a person."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from showup.cli.appending import table
from showup.cli.connected import FOLLOWED
from showup.cli.printing import complaint, counted, warn
from showup.connect import Offer
from showup.model import Verdict
from showup.plain import one_line
from showup.sync import SourceReport

__all__ = ["AHEAD", "Tried", "summary", "tell", "view"]

AHEAD = timedelta(days=30)
"""How far ahead a source is read that is tried."""


@dataclass(frozen=True, slots=True)
class Tried:
    """An offer, and what came of reading it once. `there`: the configuration has this very source already; `beside` is the name
    of one at the same place with other settings.
    """

    offer: Offer
    report: SourceReport
    there: bool
    beside: str | None = None

    @property
    def table(self) -> str:
        return table(self.offer.kind, self.offer.name, self.offer.settings)

    @property
    def wanted(self) -> bool:
        """Should it be written?"""
        return not self.there and self.report.failure is None


def _count(tried: Tried, verdict: Verdict) -> int:
    return sum(interview.judgement.verdict is verdict for interview in tried.report.judged)


def view(tried: Tried) -> dict[str, Any]:
    offer, report = tried.offer, tried.report
    return {
        "kind": offer.kind,
        "name": offer.name,
        "settings": dict(offer.settings),
        "told": list(offer.told),
        "table": tried.table,
        "configured": tried.there,
        "failure": report.fault,
        "troubles": [f"{trouble.where}: {trouble.why}" for trouble in report.troubles],
        "events": report.events,
        "interviews": _count(tried, Verdict.INTERVIEW),
        "maybes": _count(tried, Verdict.MAYBE),
    }


def tell(tried: Sequence[Tried], file: str, *, written: bool, asked: bool) -> None:
    """`asked`: they wanted it `written` to the file."""
    for each in tried:
        for line in each.offer.told:
            print(one_line(line, 300))
        for trouble in each.report.troubles:
            warn(complaint(each.offer.name, trouble.where, trouble.why))
        print(summary(each, asked=asked))
        if each.beside is not None:
            again = shlex.join(["showup", "disconnect", each.beside])
            print(f'"{one_line(each.beside, 60)}" is at the same place already. If this one replaces it: {again}')
        print(f"\n{each.table}")
    if written:
        print(f"Written to {file}. {FOLLOWED}")
    elif any(each.wanted for each in tried):
        print(f"Add --write and it is appended to {file}, or put it there yourself.")


def summary(tried: Tried, *, asked: bool) -> str:
    """What came of it, in a sentence; `asked`: they wanted it written."""
    name = tried.offer.name
    if tried.report.failure:
        return f"{name} cannot be read{', so it was not written' if asked else ''}: {tried.report.failure}"
    interviews, maybes = _count(tried, Verdict.INTERVIEW), _count(tried, Verdict.MAYBE)
    maybe = f", {maybes} that may be one" if maybes else ""
    there = " It stands in the configuration already." if tried.there else ""
    found = f"{counted(tried.report.events, 'event')}, {counted(interviews, 'interview')}{maybe}"
    return f"{name}: {found} in the next {AHEAD.days} days.{there}"
