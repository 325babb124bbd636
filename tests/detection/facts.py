"""The facts that were drawn from the corpus: how many are right, wrong and missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.detection.entries import Entry

from showup.detect.fold import fold
from showup.model import Judgement, Kind

__all__ = ["Compared", "compared", "lines", "shown"]

_LINE = "{:<20}{:>9}{:>9}{:>9}{:>9}{:>9}"
_SORTS = ("right", "near", "wrong", "missing")
_LEGAL = re.compile(
    r"\b(?:gmbh(?: & co\.? kg)?|inc|ltd|limited|llc|llp|pvt|pty|ag|se|kg|oyj?|ab|as|a/s|aps|plc|corp|co|kft|zrt|nyrt"
    r"|s\.?a\.?s?|s\.?r\.?l\.?|s\.?p\.?a\.?|b\.?v\.?|n\.?v\.?|s\.?r\.?o\.?|a\.?s\.?|d\.?o\.?o\.?|sp\.? z o\.?o\.?"
    r")\.?(?=\W|$)|株式会社|股份有限公司|有限公司|주식회사|\(株\)|บจก\.|^(?:ооо|тов|pt|cty|fa\.?|ditta) | (?:оод|pvt ltd)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One fact of one entry: what should be found and what was, as they compare."""

    entry: Entry
    fact: str
    wanted: str
    found: str

    @property
    def sort(self) -> str:
        """`right`, `near` (one is a part of the other), `wrong` or `missing`."""
        if self.wanted == self.found:
            return "right"
        if (
            self.fact == "company"
            and self.found
            and self.wanted
            and (self.wanted in self.found or self.found in self.wanted)
        ):
            return "near"
        return "wrong" if self.found else "missing"


def compared(entry: Entry, judgement: Judgement) -> list[Compared]:
    """Each fact that the entry states, beside what was found."""
    return [
        Compared(entry, fact, _plain(fact, wanted), _plain(fact, _FOUND[fact](judgement)))
        for fact, wanted in entry.facts.items()
    ]


_FOUND: dict[str, Callable[[Judgement], str]] = {
    "company": lambda judgement: judgement.company or "",
    "kind": lambda judgement: "" if judgement.kind is Kind.INTERVIEW else judgement.kind.value,
    "join": lambda judgement: judgement.join_url or "",
    "role": lambda judgement: judgement.role.value,
}


def _plain(fact: str, value: str) -> str:
    if fact == "join":
        return value.strip()
    text = fold(value)
    if fact == "company":
        text = _LEGAL.sub(" ", text)
    return "" if fact == "kind" and text == "interview" else " ".join(re.findall(r"\w+", text))


def lines(facts: Sequence[Compared]) -> list[str]:
    """Lines for a terminal: the shares of each fact."""
    rows = [_LINE.format("", "stated", *_SORTS)]
    for fact in _FOUND:
        sorts = [one.sort for one in facts if one.fact == fact]
        if sorts:
            shares = (f"{100 * sorts.count(sort) / len(sorts):.1f} %" for sort in _SORTS)
            rows.append(_LINE.format(fact, len(sorts), *shares))
    return rows


def shown(facts: Iterable[Compared]) -> list[str]:
    """What is wrong or missing, of the entries that may be looked at."""
    return [
        f"{one.entry.language} {one.fact}: {one.wanted or 'none'!r}, found {one.found or 'none'!r}: {one.entry.occurrence.title}"
        f" | {one.entry.occurrence.description[:160]!r}"
        for one in facts
        if one.sort != "right" and not one.entry.held_out
    ]
