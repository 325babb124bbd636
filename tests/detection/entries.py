"""The labelled corpus: what people and companies write into calendars, and what it is.

One file for each language. A third of the entries, told by a hash of what they say, is held out: it is scored, never shown and never
tuned to.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from showup.model import Occurrence, Participant, Profile

__all__ = ["FOLDER", "PRACTICE", "Entry", "entries", "entry", "participant"]

FOLDER = Path(__file__).parent / "corpus"
PRACTICE = Path(__file__).parent / "practice"
_START = datetime(2026, 3, 3, 14, tzinfo=UTC)
_PARTS = 3
_FACTS = ("company", "kind", "join", "role")


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with the verdict that it should get, and the facts (`company`, `kind`, `join`, `role`) that it should yield."""

    language: str
    sort: str
    verdict: str
    occurrence: Occurrence
    profile: Profile
    facts: dict[str, str]
    practice: bool = False

    @property
    def held_out(self) -> bool:
        """Is it of the third that nobody looks at?"""
        said = f"{self.occurrence.title}\n{self.occurrence.description}"
        return not self.practice and hashlib.sha256(said.encode()).digest()[0] % _PARTS == 0


def entries() -> Iterator[Entry]:
    """All of them, in the order of their files."""
    for folder in (FOLDER, PRACTICE):
        for file in sorted(folder.glob("*.toml")):
            for row in tomllib.loads(file.read_text("utf-8"))["entry"]:
                yield entry(file.stem, row, practice=folder == PRACTICE)


def entry(language: str, row: dict[str, Any], *, practice: bool = False) -> Entry:
    """One row of a corpus file."""
    texts = {name: row[name] for name in ("description", "location", "url", "conference", "status") if name in row}
    organizer = participant(row["organizer"]) if "organizer" in row else None
    attendees = tuple(participant(text) for text in row.get("attendees", ()))
    occurrence = Occurrence(
        "corpus", "uid-1", _START, _START + timedelta(hours=1),
        title=row["title"], organizer=organizer, attendees=attendees, **texts,
    )  # fmt: skip
    profile = Profile(emails=(row["me"],)) if "me" in row else Profile()
    facts = {name: str(row[name]) for name in _FACTS if name in row}
    return Entry(language, row["class"], row["verdict"], occurrence, profile, facts, practice)


def participant(text: str) -> Participant:
    """`Name <address>|PARTSTAT`, of which only the address must be there."""
    who, _, partstat = text.partition("|")
    name, _, address = who.rpartition("<")
    return Participant(address.rstrip(">").strip(), name.strip(), "REQ-PARTICIPANT", partstat)
