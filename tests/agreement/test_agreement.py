"""What showup sees in well-formed calendars is what icalendar with recurring-ical-events sees, and libical.

Where they differ ("rie" is recurring-ical-events), and what was decided:

| difference | rie | libical 3.0 | showup |
|---|---|---|---|
| end of a whole day | midnight after it | 23:59:59 of the day after | midnight after it |
| RDATE with a TZID | in that zone | read as UTC | in that zone |
| a changed instance | replaces | stands beside | replaces |
| RANGE=THISANDFUTURE | moves the later ones | is not known | moves the later ones |
| 10:00 and 12:00 in a zone two hours from UTC, one excepted | loses both | loses one | loses one (test_wild) |
| DTEND, and the clocks change meanwhile | as long on the wall | exactly as long | exactly as long (test_wild) |
| BYWEEKNO without BYDAY | the whole week | DTSTART's weekday | DTSTART's weekday (test_wild) |
| an excepted date that is changed as well | is not | is | is, unless the series was changed later (test_wild) |

Differences from rie on the fixtures of other projects' suites, which are not well-formed throughout:

| what is in the calendar | rie | showup |
|---|---|---|
| an end before its start | both swapped | the start, without an end |
| a date with a TZID | midnight in that zone | the person's midnight |
| "Z" and a TZID | in that zone | in UTC |
| a start without a known zone, an end with one | the start read in UTC | both in that zone |
| a TZID that is nearly a name ("American/New_York") | no zone | that zone |
| X-WR-TIMEZONE, and a series in UTC | at the same hour there | at the same hour in UTC |
| UNTIL without its Z, or as a bare date | read in UTC: the last instance can be lost | the last instance is kept |
| EXRULE; rules of vCalendar 1.0; RDATE as a DATE for a time of day | not known, or midnight | as they were meant |
| EXDATE with a time for a whole day, RECURRENCE-ID as a DATE for a time of day | nothing is changed | that day is |
| a change of an instance in another VCALENDAR of the file | stands beside | replaces |
| a change whose series is missing, with a rule of its own | left out | taken as the series |
| events without a UID | taken as versions of one | each is its own |
| FREQ=MINUTELY, INTERVAL=0, a rule without a meaning, RSCALE, SKIP | first instance, error, or ignored | named as left out |

So of whole days libical's starts are compared, it is not asked about RDATE with a TZID, and its lister leaves out what is
replaced.
"""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime, time
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from tests.agreement.calendars import FROM, UNTIL, calendar_of

from showup.model import Profile, Window
from showup.ports import Wanted
from showup_integrations.ics.reading import Collector

SEEDS = range(12)
Seen = set[tuple[str, datetime, datetime]]


def showup_sees(data: bytes) -> Seen:
    collector = Collector(Wanted("agreement", Window(FROM, UNTIL), Profile(zone="UTC")))
    collector.add("agreement", data)
    reading = collector.reading()
    assert reading.troubles == ()
    return {(found.uid, found.start, found.end) for found in reading.occurrences}


def icalendar_sees(data: bytes) -> Seen:
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(FROM, UNTIL)
    return {(str(event["UID"]), instant(event["DTSTART"].dt), instant(event["DTEND"].dt)) for event in found}


def instant(moment: date) -> datetime:
    moment = moment if isinstance(moment, datetime) else datetime.combine(moment, time(0), UTC)
    return moment.astimezone(UTC)


@pytest.fixture(scope="module")
def lister(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program that lists what libical sees (Debian: libical-dev, pkg-config, a C compiler)."""
    program = tmp_path_factory.mktemp("lister") / "lister"
    asked = ["pkg-config", "--cflags", "--libs", "libical"]
    flags = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split()
    subprocess.run(["cc", "-O2", "-Wall", "-o", program, Path(__file__).with_name("lister.c"), *flags], check=True)
    return program


def libical_sees(lister: Path, calendar: Path) -> Seen:
    window = (f"{moment:%Y%m%dT%H%M%SZ}" for moment in (FROM, UNTIL))
    said = subprocess.run([lister, calendar, *window], check=True, capture_output=True, text=True).stdout
    at = [(uid, int(start), int(end)) for uid, start, end in map(str.split, said.splitlines())]
    return {(uid, datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)) for uid, start, end in at}


@pytest.mark.parametrize("seed", SEEDS)
def test_showup_sees_what_icalendar_sees(seed: int) -> None:
    data = calendar_of(seed)
    seen = showup_sees(data)
    assert len(seen) > 20
    assert seen == icalendar_sees(data)


@pytest.mark.parametrize("seed", SEEDS)
def test_showup_sees_what_libical_sees(seed: int, lister: Path, tmp_path: Path) -> None:
    data = calendar_of(seed)
    path = tmp_path / "calendar.ics"
    path.write_bytes(data)
    unasked, days = uids_with(data, "\nRDATE;TZID"), uids_with(data, "\nDTSTART;VALUE=DATE")

    def comparable(seen: Seen) -> Seen:
        asked = (one for one in seen if one[0] not in unasked)
        return {
            (uid, start, start if uid in days else end) for uid, start, end in asked if uid not in days or start >= FROM
        }

    seen = comparable(showup_sees(data))
    assert len(seen) > 20
    assert seen == comparable(libical_sees(lister, path))


def uids_with(data: bytes, line: str) -> set[str]:
    events = data.decode().replace("\r", "").split("BEGIN:VEVENT")[1:]
    return {event.partition("UID:")[2].partition("\n")[0] for event in events if line in event}
