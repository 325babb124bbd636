"""The calendars of the world: what each source says when it is read, and how people edit them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tests.simulation.others import WEEK, said_of
from tests.simulation.story import SOURCES, Incident, Meeting, Story

from showup.engine.merge import Synced
from showup.model import Interview, Judgement, Kind, Occurrence, Participant, Verdict

__all__ = ["DOUBTFUL", "ME", "Calendars"]

DOUBTFUL = frozenset({"fails", "empty", "loses", "partial", "cut off"})
"""What may be wrong with a source's answer: what is missing in it is not gone."""
ME = "me@home.example"
_HOUR = timedelta(hours=1)
_VERDICTS = {"doubt": Verdict.MAYBE, "sure": Verdict.INTERVIEW, "no": Verdict.NO}


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one calendar says of one meeting. `moved` is counted from the meeting's own start."""

    listed: bool = True
    moved: timedelta = timedelta(0)
    longer: timedelta = timedelta(0)
    status: str = ""
    partstat: str = ""
    verdict: Verdict | None = None
    place: str | None = None
    title: str = "Interview"
    reissued: int = 0


class Calendars:
    """All of them."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._home = ZoneInfo(story.zone)
        self.meetings = {_id(m): m for m in story.meetings}
        self._entries: dict[str, dict[str, _Entry]] = {source: {} for source in SOURCES}
        self._struck: dict[str, list[tuple[str, _Entry]]] = {source: [] for source in SOURCES}
        """What stands there as called off, beside the entry that was issued in its place."""
        for m in story.meetings:
            for source in m.sources:
                self._entries[source][_id(m)] = _Entry(listed=m.listed <= story.begins)
        self._read: dict[tuple[object, ...], Synced] = {}
        self._version = dict.fromkeys(SOURCES, 0)

    def add(self, meeting: Meeting) -> tuple[str, ...]:
        """It is written down; returns the sources that changed."""
        for source in meeting.sources:
            self._set(source, _id(meeting), listed=True)
        return meeting.sources

    def edit(self, incident: Incident) -> tuple[str, ...]:
        """Somebody edits a meeting, in one calendar or in all that have it; returns the sources that changed."""
        name = self._named(incident)
        if name is None:
            return ()
        if incident.say == "copy":
            return self._copy(name)
        changed = [s for s in SOURCES if name in self._entries[s] and incident.when in {"", s}]
        if incident.say == "reissue":
            return self._reissue(name, incident, changed)
        for source in changed:
            self._set(source, name, **_edited(incident, self._entries[source][name]))
        return tuple(changed)

    def _reissue(self, name: str, incident: Incident, sources: list[str]) -> tuple[str, ...]:
        """It is put to another time by calling it off, or taking it out, and writing down another."""
        shift = timedelta(minutes=incident.number)
        for source in sources:
            entry = self._entries[source][name]
            if entry.listed and incident.at.second % 2:
                self._struck[source].append((name, replace(entry, status="CANCELLED")))
            self._set(source, name, reissued=entry.reissued + 1, moved=entry.moved + shift, status="")
        return tuple(sources)

    def restore(self, incident: Incident) -> tuple[str, ...]:
        """The edit is taken back: whatever was done to it, it stands there as at first."""
        name = self._named(incident)
        changed = [s for s in SOURCES if name in self._entries[s]]
        for source in changed:
            self._entries[source][str(name)] = _Entry()
            self._struck[source] = [(other, entry) for other, entry in self._struck[source] if other != name]
            self._changed(source)
        return tuple(changed)

    def _named(self, incident: Incident) -> str | None:
        return next((name for name in self.meetings if name.split("/")[0] == incident.on), None)

    def _copy(self, name: str) -> tuple[str, ...]:
        known = next((self._entries[s][name] for s in SOURCES if name in self._entries[s]), _Entry())
        changed = [s for s in SOURCES[:2] if name not in self._entries[s] and known.listed]
        for source in changed:
            self._entries[source][name] = known
            self._changed(source)
        return tuple(changed)

    def _set(self, source: str, name: str, **new: object) -> None:
        self._entries[source][name] = replace(self._entries[source][name], **new)  # type: ignore[arg-type]
        self._changed(source)

    def _changed(self, source: str) -> None:
        self._version[source] += 1

    # --------------------------------------------------------------- reading

    def read(self, source: str, wall: datetime, zone: ZoneInfo, mode: str) -> Synced:
        """What the source says at `wall` to a laptop in `zone`; the very same object as long as nothing changes."""
        week = self._story.begins + (wall - self._story.begins) // WEEK * WEEK
        if not self._entries[source]:
            return said_of(source, self._story.begins, week, mode, ())
        key = (source, self._version[source], mode, zone.key, week)
        if key not in self._read:
            self._read[key] = said_of(
                source, self._story.begins, week, mode, tuple(self._interviews(source, zone, mode))
            )
        return self._read[key]

    def _interviews(self, source: str, zone: ZoneInfo, mode: str) -> list[Interview]:
        shift = _HOUR if mode == "shifts" else timedelta(0)
        return [
            _interview(self.meetings[name], entry, shift, source, zone, self._home)
            for name, entry in (*self._entries[source].items(), *self._struck[source])
            if entry.listed
        ]


def _id(meeting: Meeting) -> str:
    return f"{meeting.name}/{meeting.series}" if meeting.series else meeting.name


def _edited(incident: Incident, entry: _Entry) -> dict[str, object]:
    match incident.say:
        case "move":
            return {"moved": entry.moved + timedelta(minutes=incident.number)}
        case "cancel":
            return {"status": "CANCELLED"}
        case "decline":
            return {"partstat": "DECLINED"}
        case "delete":
            return {"listed": False}
        case "place":
            return {"place": "Other St 2"}
        case "retitle":
            return {"title": "Interview, second round"}
        case "longer":
            return {"longer": timedelta(minutes=30)}
    return {"verdict": _VERDICTS[incident.say]}


@lru_cache(4096)
def _interview(
    meeting: Meeting, entry: _Entry, shift: timedelta, source: str, zone: ZoneInfo, home: ZoneInfo
) -> Interview:
    start = meeting.start + entry.moved + shift
    if meeting.floating:
        start = start.astimezone(home).replace(tzinfo=zone).astimezone(UTC)
    occurrence = Occurrence(
        source,
        meeting.uid(source, entry.reissued),
        start,
        start + meeting.lasts + entry.longer,
        recurrence_id=meeting.series,
        all_day=meeting.sort == "all-day",
        floating=meeting.floating,
        zone=zone.key if meeting.floating else None,
        recurring=meeting.series is not None,
        title=f"{entry.title} {meeting.name}",
        attendees=(Participant(ME, partstat=entry.partstat),),
        status=entry.status,
    )
    verdict = entry.verdict or (Verdict.MAYBE if meeting.sort == "maybe" else Verdict.INTERVIEW)
    if "CANCELLED" in entry.status or entry.partstat == "DECLINED":
        verdict = Verdict.NO  # so the detector judges them
    kind = Kind.DEADLINE if meeting.sort == "deadline" else Kind.INTERVIEW
    place = meeting.place if entry.place is None else entry.place
    return Interview(
        occurrence, Judgement(verdict, 80, kind=kind, place=place, join_url=f"https://meet.example/{meeting.name}-room")
    )
