"""Values as the JSON that programs read (`--json`, the control socket): the forms are in the design, times with offset."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from showup.ladder import next_repeat
from showup.model import Interview, Occurrence
from showup.other_side import zone_there

if TYPE_CHECKING:  # who only reads calendars has no use for the engine and the ledger
    from showup.engine import Watch
    from showup.ledger import LogLine, StoredDraft

__all__ = ["case_view", "draft_view", "interview_view", "log_view", "plan_view", "watch_view", "way_view"]


_INSTANTS = frozenset({"at", "from", "helper_from", "to", "start", "until"})
"""The keys of the history under which an instant stands."""


def interview_view(interview: Interview, zone: ZoneInfo) -> dict[str, Any]:
    """One occurrence with its judgement, as `showup interviews --json` prints it."""
    occurrence, judgement = interview.occurrence, interview.judgement
    return {
        "uid": occurrence.uid,
        "recurrence_id": occurrence.recurrence_id,
        "start": _iso(occurrence.start, zone),
        "end": _iso(occurrence.end, zone),
        "all_day": occurrence.all_day,
        "title": occurrence.title,
        "verdict": judgement.verdict.value,
        "score": judgement.score,
        "role": judgement.role.value,
        "reasons": [*judgement.reasons, *occurrence.notes],
        "company": judgement.company,
        "kind": judgement.kind.value,
        "join_url": judgement.join_url,
        "location": occurrence.location,
        "language": judgement.language,
        "source": occurrence.source,
    }


def way_view(interview: Interview, zone: ZoneInfo) -> dict[str, Any]:
    """How the person gets to it and what they are to have with them; and the clock there, if it shows another time."""
    judgement = interview.judgement
    bring = list(judgement.bring)
    return {
        "place": judgement.place,
        "phone": judgement.phone,
        "pin": judgement.pin,
        "bring": bring,
        **_there(interview.occurrence, zone),
    }


def _there(occurrence: Occurrence, zone: ZoneInfo) -> dict[str, str | None]:
    there = zone_there(occurrence, zone.key)
    start = occurrence.start.astimezone(there)
    if occurrence.all_day or start.utcoffset() == occurrence.start.astimezone(zone).utcoffset():
        return {"start_there": None, "zone_there": None}
    return {"start_there": start.isoformat(), "zone_there": there.key}


def watch_view(watch: Watch, zone: ZoneInfo, next_at: datetime | None) -> dict[str, Any]:
    """One watched interview: what it is and where it stands."""
    alarm = watch.alarm
    return interview_view(watch.interview, zone) | {
        "key": watch.key,
        "rule": watch.interview.judgement.rule or None,
        "phase": watch.phase.value,
        "generation": watch.generation,
        "ringing": watch.ringing,
        "rung": alarm.rung if alarm else None,
        "next_at": _iso(next_at, zone) if next_at else None,
        "conflicts": list(watch.overlaps),
        "question": watch.question or None,
        "answers": _answers(watch),
    }


def _answers(watch: Watch) -> list[str]:
    """What can be typed in answer to its question."""
    if not watch.question:
        return []
    to_say = ("missed",) if watch.phase.value == "passed" and not watch.plan.soft else ("mine", "not-mine")
    return [f"showup {word} {watch.key[:6]}" for word in to_say]


def plan_view(watch: Watch, zone: ZoneInfo) -> dict[str, Any]:
    """The ladder of one interview."""
    alarms = [
        {
            "rung": alarm.rung,
            "at": _iso(alarm.at, zone),
            "urgency": alarm.urgency.name.lower(),
            "channels": list(alarm.channels),
            "helper_from": _iso(alarm.helper_from, zone) if alarm.helper_from else None,
            "until": alarm.until.value,
            "repeats": next_repeat(alarm, alarm.at) is not None,
            "moved_from": _iso(alarm.moved_from, zone) if alarm.moved_from else None,
            "state": _state(watch, index),
        }
        for index, alarm in enumerate(watch.plan.alarms)
    ]
    missed_at = _iso(watch.plan.missed_at, zone) if watch.plan.missed_at else None
    return (
        watch_view(watch, zone, None)
        | way_view(watch.interview, zone)
        | {
            "alarms": alarms,
            "missed_at": missed_at,
            "stronger": watch.again,
        }
    )


def _state(watch: Watch, index: int) -> str:
    if index < watch.position:
        return "past"
    if index == watch.position:
        # One that had rung for another time, or was over when the plan was laid, does not come any more.
        if watch.attempt or not watch.ring_at:
            return "ringing" if watch.ringing else "rung" if watch.attempt else "past"
        return "waiting" if watch.ring_at > watch.plan.alarms[index].at else "due"  # for the end of the quiet hours
    return "to come"


def case_view(watch: Watch, zone: ZoneInfo) -> dict[str, Any]:
    """The recovery case of one interview."""
    case = watch.case
    view = watch_view(watch, zone, None)
    if case is None:
        return view | {"case": None}
    answers = [{"step": a.step.value, "said": a.said, "at": _iso(a.at, zone)} for a in case.answers]
    return view | {
        "case": {
            "why": case.why.value,
            "opened_at": _iso(case.opened_at, zone),
            "step": case.step.value,
            "answers": answers,
            "outcome": case.outcome,
            "recipient": case.recipient or None,
            "cause": case.cause.value if case.cause else None,
            "asks_cause": case.has_a_cause and case.cause is None,
            "asked_at": _iso(case.nag_at, zone) if case.nag_at else None,
        }
    }


def draft_view(stored: StoredDraft, zone: ZoneInfo) -> dict[str, Any]:
    """One draft as it was written."""
    return {
        "interview": stored.interview,
        "kind": stored.draft.kind.value,
        "subject": stored.draft.subject,
        "body": stored.draft.body,
        "to": list(stored.draft.to),
        "language": stored.draft.language,
        "missing": list(stored.draft.missing),
        "where": stored.where,
        "at": _iso(stored.at, zone),
        "withdrawn": stored.withdrawn,
    }


def log_view(line: LogLine, zone: ZoneInfo) -> dict[str, Any]:
    """One line of the history."""
    detail = {key: _local(key, value, zone) for key, value in line.detail.items()}
    return {"at": _iso(line.at, zone), "what": line.what, "interview": line.interview, **detail}


def _local(key: str, value: Any, zone: ZoneInfo) -> Any:  # noqa: ANN401 as JSON has it
    """The instants in it as the person's zone has them."""
    if isinstance(value, list):
        return [_local("", each, zone) for each in value]
    if isinstance(value, dict):
        return {name: _local(name, each, zone) for name, each in value.items()}
    return _iso(datetime.fromisoformat(value), zone) if key in _INSTANTS and isinstance(value, str) else value


def _iso(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).isoformat()
