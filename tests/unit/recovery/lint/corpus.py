"""The good texts of good/*.toml and the faulty ones of faulty.toml.

A good text has `language` (its file's name), `kind`, `body`, a `subject` or none, and `about`: what is known, with local times in
`zone`; `now` is an hour and a half after the start of an interview of 24 November unless it says otherwise. What `about` does not
name is known to be nothing: no cause, no prevention, no offer.

later.toml has good texts that were written when the words were done, to judge them by what they had never seen.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from showup.model import DraftKind, Interval
from showup.recovery.lint import About, GivenCause, Remark, lint

HERE = Path(__file__).parent
NOW = "2026-11-24T16:00"


@dataclass(frozen=True)
class Good:
    id: str
    language: str
    kind: DraftKind
    subject: str | None
    body: str
    about: About

    def remarks(self) -> tuple[Remark, ...]:
        return lint(self.body, self.kind, language=self.language, subject=self.subject, about=self.about)


@dataclass(frozen=True)
class Faulty:
    id: str
    text: Good
    checks: tuple[int, ...]
    at: str

    def found(self) -> tuple[Remark, ...]:
        """The remarks that are about what was planted."""
        where = [self.text.body.find(self.at)] if self.at else []
        return tuple(
            remark
            for remark in self.text.remarks()
            if remark.check in self.checks
            and all(remark.start < place + len(self.at) and remark.end > place for place in where if place >= 0)
        )


@cache
def good() -> dict[str, Good]:
    texts = (
        _good(entry, path.stem)
        for path in sorted((HERE / "good").glob("*.toml"))
        for entry in tomllib.loads(path.read_text("utf-8"))["text"]
    )
    return {text.id: text for text in texts}


@cache
def later() -> tuple[Good, ...]:
    entries = tomllib.loads((HERE / "later.toml").read_text("utf-8"))["text"]
    return tuple(_good(entry, entry["language"]) for entry in entries)


@cache
def faulty() -> tuple[Faulty, ...]:
    return tuple(map(_faulty, tomllib.loads((HERE / "faulty.toml").read_text("utf-8"))["fault"]))


def _good(entry: dict[str, Any], language: str) -> Good:
    return Good(
        entry["id"],
        language,
        DraftKind(entry["kind"]),
        entry.get("subject"),
        entry["body"].strip(),
        _about(entry["about"]),
    )


def _about(data: dict[str, Any]) -> About:
    zone = ZoneInfo(data["zone"])

    def instant(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)

    cause = data.get("cause", {})
    return About(
        name=data.get("name"),
        phone=data.get("phone", ""),
        company=data.get("company"),
        role=data.get("role"),
        contact=data.get("contact"),
        start=instant(data["start"]),
        zone=data["zone"],
        own_zone=data["zone"],
        now=instant(data.get("now", NOW)),
        cause=GivenCause(**cause),
        offers=tuple(data.get("offers", ())),
        slots=tuple(Interval(at, at + timedelta(hours=1)) for at in map(instant, data.get("slots", ()))),
        prevention=data.get("prevention", ""),
        uncharacteristic=False,
    )


def _faulty(entry: dict[str, Any]) -> Faulty:
    base = good()[entry["base"]]
    new = entry["new"] * entry.get("times", 1)
    part = entry.get("in", "body")
    told = getattr(base, part)
    assert entry["old"] in told, entry["id"]
    spoilt = replace(base, id=entry["id"], **{part: told.replace(entry["old"], new, 1)})
    at = entry.get("at", "")
    assert at in (spoilt.subject or "") + spoilt.body, entry["id"]
    return Faulty(entry["id"], spoilt, tuple(entry["checks"]), at)
