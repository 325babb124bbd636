"""What scripts of `showup simulate` are made of: minutes count from the start of the interview."""

from datetime import UTC, datetime, timedelta

from tests.running import event

START = datetime(2026, 11, 24, 13, tzinfo=UTC)
EVE = START - timedelta(days=1, hours=1)
LADDER = ["evening before", "morning of", "get ready", "soon", "door", "start"]


def at(minutes):
    return START + timedelta(minutes=minutes)


def line(minutes, do, /, **more):
    return {"at": at(minutes).isoformat(), "do": do, **more}


def interview(start=START, title="Interview with Marlow", uid="u1@x", *more):
    return event(uid, title, start, 60, *more)


def on_the_wall(when, title="Interview with Marlow", uid="f@x", *more):
    """An event without a zone; `when` is "20261124T140000", or a date for a whole day."""
    start = f"DTSTART;VALUE=DATE:{when}" if len(when) == 8 else f"DTSTART:{when}\r\nDURATION:PT1H"
    lines = ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T000000Z", start, f"SUMMARY:{title}", *more, "END:VEVENT"]
    return "\r\n".join(lines)


def minutes(lines, what="alarm"):
    return [(datetime.fromisoformat(line["at"]) - START).total_seconds() / 60 for line in lines if line["what"] == what]


def whats(lines):
    return [line["what"] for line in lines]


def alarms(lines):
    """(minute, rung, minutes late) of every alarm."""
    found = [line for line in lines if line["what"] == "alarm"]
    return [(m, line["rung"], line["late_s"] / 60) for m, line in zip(minutes(lines), found, strict=True)]


def on_the_clock(lines):
    """(time as the clock of the place shows it, rung) of the first ring of every rung."""
    first = [line for line in lines if line["what"] == "alarm" and line["attempt"] == 1]
    return [(f"{datetime.fromisoformat(line['at']):%d %H:%M}", line["rung"]) for line in first]


def faults(lines):
    return [(line["where"], line["why"]) for line in lines if line["what"] == "fault"]
