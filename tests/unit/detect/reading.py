"""Reading the corpus: events as TOML, each with the judgement that is expected."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.detection.entries import participant

from showup.model import Occurrence, Profile

START = datetime(2026, 3, 3, 14, tzinfo=UTC)
_CORPUS = Path(__file__).parent / "corpus"


def occurrence(title: str, description: str = "", **more: Any) -> Occurrence:
    return Occurrence("work", "uid-1", START, START + timedelta(hours=1), title=title, description=description, **more)


def titles() -> list[tuple[str, str]]:
    """Pairs of expected verdict and title, of all languages."""
    sorted_ones = [(verdict, title) for _, verdict, title in _load("words")["titles"]]
    return sorted_ones + [(verdict, title) for verdict, title in _load("unsorted")["titles"]]


def titles_by_language() -> list[tuple[str, str, str]]:
    return [(language, verdict, title) for language, verdict, title in _load("words")["titles"]]


def events() -> list[dict[str, Any]]:
    return [*_load("events")["event"], *_load("invitations")["event"]]


def read(row: dict[str, Any]) -> tuple[Occurrence, Profile]:
    fields = {name: row[name] for name in ("description", "location", "url", "conference", "status") if name in row}
    organizer = participant(row["organizer"]) if "organizer" in row else None
    attendees = tuple(participant(text) for text in row.get("attendees", ()))
    profile = Profile(name="Sam Rivera", emails=(row["me"],)) if "me" in row else Profile()
    return occurrence(row["title"], organizer=organizer, attendees=attendees, **fields), profile


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((_CORPUS / f"{name}.toml").read_text("utf-8"))
