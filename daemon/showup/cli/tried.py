"""What came of connecting: each source that was tried, as JSON and as lines for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from showup.cli.appending import table
from showup.cli.printing import warn
from showup.connect import Offer
from showup.model import Verdict
from showup.plain import one_line
from showup.sync import SourceReport

__all__ = ["AHEAD", "Tried", "tell", "view"]

AHEAD = timedelta(days=30)
"""How far ahead a source is read that is tried."""


@dataclass(frozen=True, slots=True)
class Tried:
    """An offer, and what came of reading it once. `there`: the configuration has this very source already."""

    offer: Offer
    report: SourceReport
    there: bool

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


def tell(tried: Sequence[Tried], file: str, *, written: bool) -> None:
    for each in tried:
        for line in each.offer.told:
            print(one_line(line, 300))
        for trouble in each.report.troubles:
            warn(f"{trouble.where}: {trouble.why}")
        print(_summary(each))
        print(f"\n{each.table}")
    if written:
        print(
            f"Written to {file}. A service that runs reads it when it starts: systemctl --user restart showup.service"
        )
    elif any(each.wanted for each in tried):
        print(f"Add --write and it is appended to {file}, or put it there yourself.")


def _summary(tried: Tried) -> str:
    if tried.report.failure:
        return f"It cannot be read: {tried.report.failure}"
    interviews, maybes = _count(tried, Verdict.INTERVIEW), _count(tried, Verdict.MAYBE)
    maybe = f", {maybes} that may be one" if maybes else ""
    there = " It stands in the configuration already." if tried.there else ""
    found = f"{interviews} interview{'' if interviews == 1 else 's'}"
    return f"{tried.offer.name}: {tried.report.events} events, {found}{maybe} in the next {AHEAD.days} days.{there}"
